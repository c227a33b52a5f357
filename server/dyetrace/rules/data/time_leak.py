"""The rule ``time-leak``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Fit, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Part, Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, name_of
from dyetrace.rules.data.origins import columns_with, label_of
from dyetrace.rules.data.time_order import has_time, orders_by_time

_WHY = (
    "The model is tested on rows that lie between its training rows in time, and neighbouring rows "
    "share most of their values. Reported studies fell from 0.76 to 0.71 and from 0.69 to 0.44 AUC "
    "once the test rows came after the training rows."
)


class TimeLeak(Rule):
    """Rows in the order of time are split at random.

    What it does
    ------------
    Finds shuffled splits (``train_test_split`` without ``shuffle=False``, shuffled ``KFold``,
    ``ShuffleSplit``) of rows with lag, difference or window features, or of rows that were put in
    the order of time.

    Why it matters
    --------------
    The test rows lie between the training rows, so the model fills gaps instead of looking ahead.
    With lags and windows the neighbours in the training part even hold the test rows' own values.

    Evidence
    --------
    Published re-evaluations: 0.759 to 0.708 AUC and 0.692 to 0.442. Own measurement: R² 0.81
    shuffled, -0.25 in order.

    When it stays silent
    --------------------
    For ``TimeSeriesSplit``, date cuts, ``shuffle=False``, and for dates that order nothing: one
    that is only turned into a year or an age. With a time order but no lag or window features the
    finding is an information.

    Fix
    ---
    ``TimeSeriesSplit``, ``train_test_split(..., shuffle=False)``, or a cut at a date.
    """

    name: ClassVar[str] = "time-leak"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "rows in the order of time are split at random"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "lags, then a shuffled split",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["units"].shift(1)
sales["week"] = sales["units"].shift(1).rolling(7).mean()
sales = sales.dropna()

X = sales[["yesterday", "week", "price"]]
X_train, X_test, y_train, y_test = train_test_split(X, sales["units"], random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the last rows are the test set",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["units"].shift(1)
sales = sales.dropna()

X = sales[["yesterday", "price"]]
X_train, X_test, y_train, y_test = train_test_split(X, sales["units"], shuffle=False)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
        Example(
            "a date that only tells an age",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv", parse_dates=["built"])
houses["age"] = 2024 - houses["built"].dt.year
X_train, X_test, y_train, y_test = train_test_split(
    houses[["age", "rooms"]], houses["price"], random_state=0
)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each shuffled split of rows in time that a model is judged by."""
        told: set[Span] = set()
        for split in flow.of(Split):
            if split.site in told or split.kind not in ("holdout", "fold"):
                continue
            if split.shuffled is not True or split.grouped or not _is_judged_by(flow, split):
                continue
            finding = self._of_split(flow, split)
            if finding is not None:
                told.add(split.site)
                yield finding

    def _of_split(self, flow: Flow, split: Split) -> Finding | None:
        table = split.inputs[0]
        lagged = _lagged(table)
        rows = frozenset(row for value in split.inputs for row in value.rows)
        ordered = orders_by_time(flow, rows)
        name = name_of(flow, table)
        what = f"`{name}`" if name else "The data"
        if lagged is not None and (ordered is not None or has_time(flow)):
            dye, column = lagged
            related = [Related(dye.site, f"`{column}` takes values of other rows here")]
            if ordered is not None:
                related.append(Related(ordered, "the rows are in the order of time here"))
            return self.finding(
                split.site,
                in_one_line(
                    f"{what} is shuffled across time: test rows lie between training rows."
                ),
                confidence=0.93 if ordered is not None else 0.9,
                why=_WHY,
                advice=_ADVICE,
                evidence=(
                    f"`{column}` is made by `{dye.name}` from rows next to its own, and this split "
                    "draws its rows at random."
                ),
                related=in_order(related, without=split.site),
            )
        ahead = _looks_ahead(split) if has_time(flow) else None
        place = ordered or ahead
        if place is None:
            return None
        reason = "are in the order of time" if ordered else "are what the label looks ahead in"
        return self.finding(
            split.site,
            in_one_line(
                f"{what} is in the order of time, and this split draws its rows at random."
            ),
            confidence=0.85,
            severity=Severity.INFORMATION,
            why=_WHY,
            advice=f"If rows close in time are alike: {_ADVICE[0].lower()}{_ADVICE[1:]}",
            evidence=(
                "The rows were sorted by a time, a time is their index, or the label is taken from "
                "later rows."
            ),
            related=in_order([Related(place, f"the rows {reason} here")], without=split.site),
        )


_ADVICE = (
    "Train on the past and test on the future: `train_test_split(..., shuffle=False)`, "
    "`TimeSeriesSplit`, or a cut at a date."
)


def _lagged(table: Value) -> tuple[Dye, str] | None:
    """Return a lag or window among the columns that are certainly split."""
    for dye in sorted(table.dye, key=Dye.order):
        if dye.kind == "lagged":
            columns = columns_with(table, dye)
            if columns:
                return dye, columns[0]
    return None


def _looks_ahead(split: Split) -> Span | None:
    """Return the place where the label is taken from later rows: the rows are a series."""
    labels = split.inputs[1] if len(split.inputs) > 1 else None
    if labels is None or not labels.certain:
        return None
    dyes = labels.dye
    if labels.columns is not None:  # a column: only what was stored there, not the whole table's
        label = label_of(labels)
        dyes = frozenset() if label is None else labels.columns.dyed.get(label, frozenset())
    ahead = [dye.site for dye in dyes if dye.kind == "future" and dye.columns]
    return min(ahead, default=None)


def _is_judged_by(flow: Flow, split: Split) -> bool:
    """Whether a model is fitted on one side of the split and something is scored or predicted."""
    fitted = any(
        fit.role in ("model", "search")
        and fit.x is not None
        and any(_came_from(part, split) for row in fit.x.rows for part in row.parts)
        for fit in flow.of(Fit)
    )
    return fitted and next(flow.of(Score), None) is not None


def _came_from(part: Part, split: Split) -> bool:
    return part.site == split.site
