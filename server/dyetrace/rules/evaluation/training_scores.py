"""Models whose only score is the one on their training rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Call, CrossValidate, Fit, Predict, Score, Split, Transform
from dyetrace.flow.selection import certain_rows, same_rows
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value, overlap
from dyetrace.knowledge.boosting import CROSS_VALIDATIONS
from dyetrace.rules.evaluation.trials import judged_rows, last_estimator, same_source, trials

# Data that is made up on the spot shows how a function works; nobody reports its score.
_MADE_UP = re.compile(
    r"\bmake_\w+|random|rand[nint]*\(|linspace|arange|meshgrid|\barray\(|\[|DataFrame\(|Series\("
)
_WATCHED = ("validation_data", "validation_split", "eval_set", "evals", "valid_sets")
# Looking at a part is no use of it.
_LOOKING = re.compile(
    r"(^|\.)(print|len|head|tail|info|describe|shape|display|type|value_counts|isnull|isna|sum"
    r"|unique|nunique|sample|format|str)$"
)


@dataclass(frozen=True)
class TrainingScore:
    """A fit and its scores, all of them on exactly the fitted rows."""

    fit: Fit
    scores: tuple[Score, ...]
    rows: frozenset[Rows]


def training_scores(flow: Flow) -> Iterator[TrainingScore]:
    """Yield each fit of a model that is only ever scored on the rows of that fit."""
    scores: dict[int, list[Score]] = {}
    for score in flow.of(Score):
        for model in score.models:
            record = fit_of(model)
            if record is not None:
                scores.setdefault(record.identity, []).append(score)
    if not scores:
        return
    elsewhere = list(_judged_elsewhere(flow))
    for fit in flow.of(Fit):
        record = fit_of(fit.estimator)
        own = scores.get(record.identity, []) if record is not None else []
        if not own or not _matters(flow, fit) or fit.x is None:
            continue
        rows = certain_rows(fit.x.rows)
        if not all(len(score.models) == 1 and _are_those(rows, score) for score in own):
            continue
        if not any(_excuses(fit, rows, other) for other in elsewhere):
            yield TrainingScore(fit, tuple(own), rows)


def _matters(flow: Flow, fit: Fit) -> bool:
    if fit.role != "model" or fit.learns != "xy" or fit.x is None or not fit.context.entered:
        return False
    if any(name in fit.extra for name in _WATCHED) or not fit.x.certain or not fit.x.rows:
        return False
    out_of_bag = last_estimator(fit.estimator).attributes.get("oob_score")
    if out_of_bag is not None and out_of_bag.constant is not False:
        return False
    if any(dye.kind == "prediction" for dye in fit.x.dye):
        return False
    labels = fit.y.rows if fit.y is not None else frozenset()
    if same_source(fit.x.rows, labels) and not overlap(fit.x.rows, labels):
        return False  # strangers' labels: another rule's matter
    return not any(_is_made_up(flow, row.origin) for row in fit.x.rows)


def _is_made_up(flow: Flow, origin: Span) -> bool:
    source = flow.sources.get(origin.path, flow.source)
    text = source.text_of(origin)
    return _MADE_UP.search(text.partition("(")[0] + "(") is not None or text[:1] in "[({"


def _are_those(rows: frozenset[Rows], score: Score) -> bool:
    judged = certain_rows(judged_rows(score))
    return (
        bool(judged)
        and all(any(same_rows(a, b) for a in rows) for b in judged)
        and all(any(same_rows(a, b) for b in judged) for a in rows)
    )


def _judged_elsewhere(flow: Flow) -> Iterator[tuple[Value, frozenset[Rows]]]:
    """Yield what else is evaluated honestly: on held-out rows, in folds, or by unknown models."""
    for trial in trials(flow):
        yield trial.model, trial.rows | trial.record.rows
    for event in flow.of(CrossValidate):
        if event.x is not None:
            yield event.estimator, event.x.rows
    for call in flow.of(Call):
        if call.function in ("?.score", "?.evaluate") and call.receiver is not None and call.args:
            yield call.receiver, call.args[0].rows
        elif call.function in CROSS_VALIDATIONS:
            yield call.result, frozenset(row for value in call.args for row in value.rows)


def _excuses(fit: Fit, rows: frozenset[Rows], other: tuple[Value, frozenset[Rows]]) -> bool:
    model, judged = other
    if fit.context.loops or fit.estimator.identity == model.identity:
        return True  # a ranking of columns or settings beside an honest score
    same_class = last_estimator(fit.estimator).type == last_estimator(model).type
    return same_class or same_source(judged, rows)


def unused_split(flow: Flow, found: TrainingScore) -> Split | None:
    """Return a split of exactly the fitted rows whose parts nothing is made of."""
    for split in flow.of(Split):
        if split.kind != "holdout" or not split.parts or not split.inputs:
            continue
        whole = certain_rows(split.inputs[0].rows)
        if not whole or not all(any(same_rows(a, b) for b in found.rows) for a in whole):
            continue
        if not _is_used(flow, split):
            return split
    return None


def _is_used(flow: Flow, split: Split) -> bool:
    for event in flow.events:
        for value in _values_of(event):
            if any(part.site == split.site for row in value.rows for part in row.parts):
                return True
    return False


def _values_of(event: object) -> Iterable[Value]:
    if isinstance(event, (Fit, CrossValidate)):
        return [value for value in (event.x, event.y) if value is not None]
    if isinstance(event, (Predict, Transform)):
        return [event.x]
    if isinstance(event, Score):
        return [value for value in (event.x, event.truth, event.prediction) if value is not None]
    if isinstance(event, Call) and not _LOOKING.search(event.function):
        if event.function.endswith("train_test_split"):
            return []
        receiver = () if event.receiver is None else (event.receiver,)
        return [*receiver, *event.args, *event.keywords.values()]
    return []


def shares_rows(left: TrainingScore, right: TrainingScore) -> bool:
    """Whether two models were fitted on the same data."""
    return bool(overlap(left.rows, right.rows))
