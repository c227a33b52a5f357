"""Every score of a fitted model on held-out rows, and which rows were held out together."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Bind, Call, Fit, Predict, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows, Value, overlap
from dyetrace.knowledge.datasets import BUNCHES, PAIRS
from dyetrace.knowledge.estimators import estimator_kind
from dyetrace.knowledge.numpy import LOADERS
from dyetrace.knowledge.pandas import READERS
from dyetrace.rules.data.leaks import parting, split_of

_STEPS = ("estimator", "steps", "estimators")
# Words for data that is kept for the end.
_SET = re.compile(
    r"test|unseen|hold_?out|submission|(?<![a-z])[xy]?_?(te|val|valid)(?![a-z])", re.IGNORECASE
)


@dataclass(frozen=True)
class Trial:
    """One score of one fitted model on rows that it was not fitted on."""

    score: Score
    model: Value
    record: Value  # of the model's fit: place, rows and dye of X
    fit: Fit | None  # the event of that fit, where the class of the model is known
    rows: frozenset[Rows]
    part: Part | None  # the judged side of the split that parts them
    split: Split | None

    @property
    def is_fold(self) -> bool:
        """Whether the rows were held out by one round of a cross-validation."""
        return self.split is not None and self.split.kind == "fold"

    @property
    def group(self) -> Hashable:
        """What the rows are: alike for all scores on one held-out set of one target."""
        target = self.score.truth.columns if self.score.truth is not None else None
        columns = target.only if target is not None else None
        if self.part is not None:
            return (self.part.cut, self.part.name, self.part.interval, columns)
        return (frozenset((row.origin, row.label) for row in self.rows), columns)


def judged_rows(score: Score) -> frozenset[Rows]:
    """Return the rows that were judged: those that were predicted, where that is known."""
    predicted = score.x.rows if score.x is not None else frozenset()
    return predicted if overlap(predicted, score.rows) else score.rows


def trials(flow: Flow) -> list[Trial]:
    """Return every score of a single model on rows that it was not fitted on."""
    fits = fits_by_record(flow)
    found = []
    for score in flow.of(Score):
        if len(score.models) != 1:
            continue
        record, rows = fit_of(score.models[0]), judged_rows(score)
        if record is None or not record.rows or not rows or overlap(record.rows, rows):
            continue
        part = parting(record.rows, rows)
        if part is None and any(row.has_origin_of(own) for row in rows for own in record.rows):
            continue
        fit = fits.get(record.identity)
        found.append(Trial(score, score.models[0], record, fit, rows, part, split_of(flow, part)))
    return found


def fits_by_record(flow: Flow) -> dict[int, Fit]:
    """Return the fits of a program by the identity of the record that they left."""
    return {record.identity: fit for fit in flow.of(Fit) if (record := fit_of(fit.estimator))}


@dataclass(frozen=True)
class HeldOut:
    """Rows that a fitted model was asked for, whether scored or only predicted."""

    rows: frozenset[Rows]
    fitted: frozenset[Rows]
    record: int


def held_out(flow: Flow) -> list[HeldOut]:
    """Return all sets of rows that models are applied to and were not fitted on.

    A set is a side of a split, a file, or data that is called a test set. A fresh example that
    someone wants to have classified is none, nor are the rows that one round of folds leaves out.
    """
    return flow.index(_held_out)


def _held_out(flow: Flow) -> list[HeldOut]:
    asked: list[tuple[Value, frozenset[Rows]]] = [
        (predict.estimator, predict.x.rows) for predict in flow.of(Predict) if _is_data(predict.x)
    ]
    for score in flow.of(Score):
        asked.extend((model, judged_rows(score)) for model in score.models)
    found = []
    for model, rows in asked:
        record = fit_of(model)
        if record is None or not record.rows or not rows or overlap(record.rows, rows):
            continue
        if any(_is_of_a_set(flow, row) for row in rows):
            found.append(HeldOut(rows, record.rows, record.identity))
    return found


def _is_of_a_set(flow: Flow, row: Rows) -> bool:
    if any(part.site in flow.index(_folds) for part in row.parts):
        return False
    source = (row.origin, row.label)
    return source in flow.index(_sources) or bool(_SET.search(row.label))


def _folds(flow: Flow) -> frozenset[Span]:
    return frozenset(split.site for split in flow.of(Split) if split.kind == "fold")


def _sources(flow: Flow) -> frozenset[tuple[Span, str]]:
    """Return where rows of sets come from: files that are read, and whatever is fitted on."""
    values = [fit.x for fit in flow.of(Fit) if fit.x is not None]
    values.extend(call.result for call in flow.of(Call) if _reads(call.function))
    return frozenset((row.origin, row.label) for value in values for row in value.rows)


def _reads(function: str) -> bool:
    return function in READERS | LOADERS or function.rpartition(".")[2] in BUNCHES | PAIRS


def _is_data(x: Value) -> bool:
    """Whether a value is a set of rows and not a single example that is written down."""
    return x.items is None and not x.is_constant


def same_source(left: Iterable[Rows], right: Iterable[Rows]) -> bool:
    """Whether two row sets come from one source, in part."""
    return any(a.has_origin_of(b) for a in left for b in right)


def are_disjoint(left: frozenset[Rows], right: frozenset[Rows]) -> bool:
    """Whether no row can be in both."""
    return not overlap(left, right)


def last_estimator(model: Value, depth: int = 4) -> Value:
    """Return the estimator that predicts: the last step of a pipeline, the inner one of a search.

    A model that holds no other estimator is returned as it is.
    """
    for name in _STEPS:
        inner = model.attributes.get(name)
        if inner is None or depth == 0:
            continue
        if name == "estimators":
            return model
        if name == "steps":
            step = inner.items[-1] if inner.items else None
            if step is not None and step.items:
                step = step.items[-1]
            return model if step is None else last_estimator(step, depth - 1)
        if inner.type is not None and estimator_kind(inner.type) is not None:
            return last_estimator(inner, depth - 1)
    return model


def class_of(model: Value) -> str:
    """Return the short class name of the estimator that predicts, "" where it is not known."""
    return (last_estimator(model).type or "").rpartition(".")[2]


def first_bind(flow: Flow, value: Value) -> Bind | None:
    """Return where a value got its first plain name."""
    return next((b for b in flow.of(Bind) if b.value.identity == value.identity), None)
