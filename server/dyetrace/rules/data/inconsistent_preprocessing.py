"""The rule ``inconsistent-preprocessing``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Fit, Predict, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Rows, Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of

_WHY = (
    "The model sees numbers on another scale than the ones that it was fitted on, so its answers "
    "mean nothing: 0.978 became 0.358 where the training rows were scaled and the test rows were "
    "not."
)


@dataclass(frozen=True)
class _Mismatch:
    """The first use of a model on rows prepared otherwise, and the places of all of them."""

    event: Predict | Score
    fit: Fit
    raw: Value
    missing: Dye
    sites: list[Span]


class InconsistentPreprocessing(Rule):
    """A model is fitted on transformed rows and asked about raw ones, or the other way round.

    What it does
    ------------
    Compares what a model was fitted on with what it predicts: a transformer that was fitted and
    applied on one side of a split and not on the other.

    Why it matters
    --------------
    The same column means two things. With a scaler on the training rows only 0.978 became 0.358.

    Evidence
    --------
    Simulated with 20 seeds; the first of the pitfalls in scikit-learn's guide.

    When it stays silent
    --------------------
    When a pipeline holds the transformer, when the rows went through any step that cannot be
    followed, and for transformers that learn nothing about values.

    Fix
    ---
    Call ``transform`` of the fitted transformer on the other part, or make a pipeline.
    """

    name: ClassVar[str] = "inconsistent-preprocessing"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "training rows are transformed and test rows are not"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the test rows are not scaled",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)

classifier = SVC().fit(X_train_scaled, y_train)
print(classifier.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "both sides are scaled alike",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)

classifier = SVC().fit(X_train_scaled, y_train)
print(classifier.score(scaler.transform(X_test), y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each prediction whose X is prepared unlike that of the fit."""
        parts = {
            value.identity: (split, value)
            for split in flow.of(Split)
            if split.kind == "holdout"
            for value in split.parts
        }
        if not parts:
            return
        transformers = {
            fit.site: fit for fit in flow.of(Fit) if fit.role == "transformer" and _learns(fit)
        }
        fits = {r.identity: fit for fit in flow.of(Fit) if (r := fit_of(fit.estimator))}
        found: dict[tuple[Span, str], _Mismatch] = {}
        for event, model, x in _asked(flow):
            record = fit_of(model)
            fit = fits.get(record.identity) if record is not None else None
            if fit is None or fit.x is None or not event.context.entered:
                continue
            for raw, other, side in ((x, fit.x, "judged"), (fit.x, x, "fitted")):
                missing = _missing(raw, other, parts, transformers)
                if missing is not None:
                    first = _Mismatch(event, fit, raw, missing, [])
                    mismatch = found.setdefault((fit.site, side), first)
                    mismatch.sites.append(event.site)
                    break
        for (_, side), mismatch in found.items():
            yield self._finding(flow, mismatch, side)

    def _finding(self, flow: Flow, mismatch: _Mismatch, side: str) -> Finding:
        event, fit, missing, raw = mismatch.event, mismatch.fit, mismatch.missing, mismatch.raw
        model, rows = model_name(flow, fit.estimator), name_of(flow, raw)
        what = f"raw rows (`{rows}`)" if rows else "raw rows"
        if side == "judged":
            message = (
                f"`{model}` is fitted on the output of `{missing.name}`, but gets {what} here."
            )
        else:
            message = (
                f"`{model}` is fitted on {what}, but gets the output of `{missing.name}` here."
            )
        return self.finding(
            event.site,
            in_one_line(message),
            confidence=0.97,
            why=_WHY,
            advice=(
                f"Call `transform` of the fitted `{missing.name}` on both parts, or put it into a "
                "pipeline with the model."
            ),
            evidence=(
                f"`{missing.name}` (line {missing.site.line}) is applied to one side of the split "
                "and not to the other."
            ),
            related=in_order(
                [
                    Related(missing.site, f"`{missing.name}` is fitted here"),
                    Related(fit.site, f"`{model}` is fitted here"),
                    *(Related(site, "and here") for site in mismatch.sites[:9]),
                ],
                without=event.site,
            ),
        )


def _learns(fit: Fit) -> bool:
    return fit.learns != "nothing"


def _asked(flow: Flow) -> Iterator[tuple[Predict | Score, Value, Value]]:
    for event in flow.events:
        if isinstance(event, Predict):
            yield event, event.estimator, event.x
        elif isinstance(event, Score) and event.prediction is None and event.x is not None:
            for model in event.models:
                yield event, model, event.x


def _missing(
    raw: Value,
    other: Value,
    parts: dict[int, tuple[Split, Value]],
    transformers: dict[Span, Fit],
) -> Dye | None:
    """Return what ``other`` went through since the split and ``raw``, a plain part, did not."""
    found = parts.get(raw.identity)
    if found is None or raw.dye != found[1].dye or not raw.certain or not other.certain:
        return None
    split, part = found
    if not _is_other_side(split, part, other):
        return None
    own = {dye.function for dye in raw.dye}
    for dye in sorted(other.dye - raw.dye, key=Dye.order):
        fit = transformers.get(dye.site)
        if fit is None or dye.kind not in ("statistic", "label-aware") or dye.function in own:
            continue
        if fit.x is not None and _same_input(fit.x.rows, other):
            return dye
    return None


def _is_other_side(split: Split, part: Value, other: Value) -> bool:
    """Whether a value is made of the other side of the same array of a split."""
    index = next(i for i, value in enumerate(split.parts) if value is part)
    twin = split.parts[index + 1 if index % 2 == 0 else index - 1]
    return twin.rows == other.rows and twin.dye < other.dye


def _same_input(rows: frozenset[Rows], other: Value) -> bool:
    """Whether a transformer learned from rows of the same data."""
    return any(row.has_origin_of(theirs) for row in rows for theirs in other.rows)
