"""The rule ``lookahead-feature``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.neighbours import WINDOWS
from dyetrace.flow.events import CrossValidate
from dyetrace.flow.selection import same_rows
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import adjacent
from dyetrace.rules.data.naming import in_one_line, in_order, model_name
from dyetrace.rules.data.origins import Learned, all_learned, columns_with, label_of
from dyetrace.rules.data.time_order import has_time, orders_by_time, runs_backwards

# What is planned or in the calendar is known ahead.
_KNOWN_AHEAD = re.compile(
    r"holiday|weekday|weekend|promo|plan|schedul|calendar|forecast|budget|event|day_?of|month|year",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Lookahead:
    """A dye of later rows, or of the row's own label, with the features that carry it."""

    learned: Learned
    dye: Dye
    columns: list[str]


class LookaheadFeature(Rule):
    """A feature holds values from rows that come later in time.

    What it does
    ------------
    Follows columns made by ``shift(-k)``, ``np.roll(x, -k)``, ``rolling(center=True)`` and
    ``bfill`` to the X of a model, and windows (``rolling``, ``ewm``) over the very column that
    is predicted, with the row's own value in them.

    Why it matters
    --------------
    When the model is used, these values do not exist yet. The score was measured with them.

    Evidence
    --------
    Simulated on noise with 20 seeds: a centred rolling mean reads as 0.912 AUC and ``bfill`` as
    0.732, where 0.51 is right. Found in public trading and forecasting projects.

    When it stays silent
    --------------------
    For the *target* built with ``shift(-k)``, when the column is dropped before the fit, for rows
    in descending order (there ``shift(-1)`` is the past), for calendar and plan columns, in
    programs without dates or times, and when nobody can tell which columns X holds.

    Fix
    ---
    ``shift(k)``, a trailing window, ``ffill``; for a window over the target ``shift(1)`` first.
    """

    name: ClassVar[str] = "lookahead-feature"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    preview: ClassVar[bool] = True  # all hits in public programs are of one author
    summary: ClassVar[str] = "a feature holds values that come later in time"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "tomorrow's volume as a feature",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

prices = pd.read_csv("prices.csv", parse_dates=["date"]).sort_values("date")
prices["next_volume"] = prices["volume"].shift(-1)
prices["smooth"] = prices["volume"].rolling(5, center=True).mean()
prices = prices.dropna()

X = prices[["open", "next_volume", "smooth"]]
y = prices["close"]
model = RandomForestRegressor(random_state=0).fit(X[:800], y[:800])
print(model.score(X[800:], y[800:]))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the target is what comes later",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

prices = pd.read_csv("prices.csv", parse_dates=["date"]).sort_values("date")
prices["tomorrow"] = prices["close"].shift(-1)
prices["smooth"] = prices["close"].shift(1).rolling(5).mean()
prices = prices.dropna()

X = prices.drop(columns=["tomorrow", "date"])
y = prices["tomorrow"]
model = RandomForestRegressor(random_state=0).fit(X[:800], y[:800])
print(model.score(X[800:], y[800:]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each place that makes such a column."""
        told: dict[Span, _Lookahead] = {}
        for learned in all_learned(flow):
            for dye in sorted(learned.x.dye | learned.table.dye, key=Dye.order):
                if dye.kind in ("future", "lagged") and dye.site not in told:
                    columns = _reached(flow, learned, dye)
                    if columns:
                        told[dye.site] = _Lookahead(learned, dye, columns)
        for first, *rest in adjacent(flow, told.values(), lambda found: found.dye.site):
            yield self._finding(flow, first, rest)

    def _finding(self, flow: Flow, found: _Lookahead, more: list[_Lookahead]) -> Finding:
        learned, dye, columns = found.learned, found.dye, found.columns
        label = label_of(learned.labels)
        own = dye.kind == "lagged"
        name = f"`{columns[0]}`"
        if own:
            message = f"{name} holds the row's own `{label}`, which it is to help predict."
            advice = f"Leave the present value out: `.shift(1).{dye.name}(...)`."
        else:
            message = f"The feature {name} holds values of later rows (`{dye.name}`)."
            advice = "Use `shift(k)` with a positive k, a trailing window, or `ffill`."
        event = learned.event
        verb = "is cross-validated" if isinstance(event, CrossValidate) else "is fitted"
        return self.finding(
            dye.site,
            in_one_line(message),
            confidence=0.94,
            why=(
                "When the model is used, these values are not there yet; the score was measured "
                "with them. On noise, a centred mean reads as 0.91 AUC where 0.51 is right."
            ),
            advice=advice,
            evidence=(
                f"The column made in line {dye.site.line} is among the features when "
                f"`{model_name(flow, learned.estimator)}` {verb} in line {event.site.line}."
            ),
            related=in_order(
                [
                    Related(
                        event.site, f"`{model_name(flow, learned.estimator)}` {verb} on it here"
                    ),
                    *(Related(other.dye.site, "and here") for other in more[:9]),
                ],
                without=dye.site,
            ),
        )


def _reached(flow: Flow, learned: Learned, dye: Dye) -> list[str]:
    """Return the features that certainly hold what comes later, or the target itself."""
    columns = columns_with(learned.table, dye)
    label = label_of(learned.labels)
    columns = [name for name in columns if name != label]
    if not columns or (dye.kind == "lagged" and dye.name not in WINDOWS):
        return []
    if dye.kind == "lagged":
        return columns if _is_window_over(learned, dye, label) else []
    if dye.name == "bfill" and orders_by_time(flow, dye.rows) is None:
        return []
    if not has_time(flow) or runs_backwards(flow, dye.rows):
        return []
    if any(_KNOWN_AHEAD.search(name) for name in (*dye.columns, *columns)):
        return []
    return columns


def _is_window_over(learned: Learned, dye: Dye, label: str | None) -> bool:
    """Whether a window was taken over the column that is predicted, in the same rows."""
    x, y = learned.table, learned.labels
    if label is None or y is None or dye.columns != {label} or not _same_frame(x, y):
        return False
    if any(each.kind in ("future", "lagged") for each in y.dye):
        return False
    return all(any(same_rows(a, b) for b in y.rows) for a in x.rows)


def _same_frame(x: Value, y: Value) -> bool:
    return x.columns is not None and y.columns is not None and x.columns.frame == y.columns.frame
