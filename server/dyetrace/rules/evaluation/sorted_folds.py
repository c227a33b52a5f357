"""The rule ``sorted-folds``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, CrossValidate, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_order
from dyetrace.rules.evaluation.trials import class_of

_WHY = (
    "Without shuffling the folds are blocks of the file. Where the file is sorted by label, a fold "
    "holds classes that its training rows lack: with three sorted classes and three folds every "
    "score is 0."
)
# They come sorted by label.
_SORTED_SETS = {
    "sklearn.datasets.load_iris": "load_iris",
    "sklearn.datasets.load_wine": "load_wine",
}


class SortedFolds(Rule):
    """Folds are cut in file order from rows that are sorted by label.

    What it does
    ------------
    Finds ``KFold`` without ``shuffle=True`` on rows that are known to be sorted by label: iris and
    wine of scikit-learn, or a frame sorted by the column that is predicted.

    Why it matters
    --------------
    Some folds hold only classes that were not trained on: with three folds on iris each score is 0.

    Evidence
    --------
    By definition: ``KFold(3)`` on 150 rows sorted into three classes of 50.

    When it stays silent
    --------------------
    For ``StratifiedKFold``, an integer ``cv`` of a classifier, ``shuffle=True``,
    ``TimeSeriesSplit``, and rows that were shuffled before.

    Fix
    ---
    ``StratifiedKFold(n_splits, shuffle=True, random_state=0)``.
    """

    name: ClassVar[str] = "sorted-folds"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "folds are cut from rows sorted by label"
    preview: ClassVar[bool] = True  # not met often enough in public programs

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "blocks of a sorted file",
            """
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score

X, y = load_iris(return_X_y=True)
print(cross_val_score(LogisticRegression(), X, y, cv=KFold(n_splits=3)).mean())
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "stratified and shuffled",
            """
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score

X, y = load_iris(return_X_y=True)
folds = StratifiedKFold(n_splits=3, shuffle=True, random_state=0)
print(cross_val_score(LogisticRegression(), X, y, cv=folds).mean())
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each plain ``KFold`` over rows that are sorted by label."""
        seen: set[Span] = set()
        for site, splitter_site, x, y in _folds(flow):
            where = splitter_site or site
            if where in seen:
                continue
            reason = _sorted_by(flow, x, y)
            if reason is not None:
                seen.add(where)
                yield self._finding(where, site, *reason)

    def _finding(self, where: Span, site: Span, name: str, origin: Span) -> Finding:
        return self.finding(
            where,
            f"`KFold` without `shuffle` cuts rows that `{name}` left sorted by label.",
            confidence=0.95,
            why=_WHY,
            advice="Use `StratifiedKFold(n_splits, shuffle=True, random_state=0)`.",
            evidence=f"`{name}` in line {origin.line} orders the rows by label.",
            related=in_order(
                [Related(origin, "the rows are sorted here"), Related(site, "folds are made here")],
                without=where,
            ),
        )


def _folds(flow: Flow) -> Iterator[tuple[Span, Span | None, Value, Value | None]]:
    for event in flow.of(CrossValidate):
        splitter = event.splitter
        if splitter is None or event.x is None or not _is_plain(splitter):
            continue
        if not class_of(event.estimator).endswith("Regressor"):
            yield event.site, splitter.site, event.x, event.y
    for split in flow.of(Split):
        if split.kind == "fold" and split.function.endswith(".KFold.split") and not split.shuffled:
            yield split.site, None, split.inputs[0], (split.inputs[1:] or (None,))[0]


def _is_plain(splitter: Value) -> bool:
    shuffle = splitter.attributes.get("shuffle")
    name = (splitter.type or "").rpartition(".")[2]
    return name == "KFold" and (shuffle is None or shuffle.constant is False)


def _sorted_by(flow: Flow, x: Value, y: Value | None) -> tuple[str, Span] | None:
    """Return what sorted the rows by label: a known data set, or a sort by the target's column."""
    origins = {row.origin for row in x.rows}
    later = {part.site for row in x.rows for part in row.parts}
    target = y.columns.only if y is not None and y.columns is not None else None
    for call in flow.of(Call):
        if call.function in _SORTED_SETS and call.site in origins and not later:
            return _SORTED_SETS[call.function], call.site
        if (
            target
            and call.args
            and call.function.endswith("DataFrame.sort_values")
            and call.args[0].constant in target
            and later <= {call.site}
            and {row.origin for row in call.result.rows} == origins
        ):
            return "sort_values", call.site
    return None
