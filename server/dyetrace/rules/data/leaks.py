"""Which dye reached the judgement of a model: the question behind the leakage rules.

A model is *judged* on rows where its score is taken or, where there is no score, where it predicts
the other side of the split that its training rows come from. A dye *leaks* when it was
learned from rows that are judged and reached what the model was fitted on or the judged X itself,
although no judged row was fitted on directly.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dyetrace.findings import Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Fit, Predict, Score, Split
from dyetrace.flow.selection import narrowed
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Part, Rows, Value, overlap

LAST_ROWS = "validation_split"  # the key of what a network keeps back from its own rows

T = TypeVar("T")

_GAP = 6  # lines without effect between things that are told together


@dataclass(frozen=True)
class Judgement:
    """Held-out rows that a fitted model is judged on."""

    model: Value
    fit: Value  # the model's record: place, rows and dye of X
    x: Value | None
    rows: frozenset[Rows]
    site: Span
    index: int  # of the event
    scored: bool  # False: predicted only
    is_known: bool = True  # False: neither the fit nor the score is a call that tells its rows

    @property
    def dye(self) -> frozenset[Dye]:
        """Everything learned that reached the model or the judged X."""
        return self.fit.dye if self.x is None else self.fit.dye | self.x.dye


@dataclass(frozen=True)
class Leak:
    """One dye that leaks, and all judgements that it reaches."""

    dye: Dye
    judgements: tuple[Judgement, ...]
    clean: tuple[Judgement, ...]  # of the same models, on rows that the dye has not seen
    part: Part | None  # the judged side of the split that came between
    split: Split | None

    @property
    def first(self) -> Judgement:
        """Return the judgement to speak of: a score before a mere prediction."""
        return min(self.judgements, key=lambda judged: (not judged.scored, judged.index))


def judgements(flow: Flow) -> list[Judgement]:
    """Return every judgement of a fitted model on rows that it was not fitted on."""
    return flow.index(_judgements)


def _judgements(flow: Flow) -> list[Judgement]:
    found: list[Judgement] = []
    for index, event in flow.numbered(Score, Predict, Fit):
        if isinstance(event, Score):
            for model in event.models:
                found.extend(_judgement(model, event.x, event.rows, event.site, index, True))
        elif isinstance(event, Predict):
            rows = event.x.rows
            found.extend(_judgement(event.estimator, event.x, rows, event.site, index, False))
        elif isinstance(event, Fit):
            found.extend(_watched(event, index))
    tested = {judged.fit.identity for judged in found if judged.scored and not _is_last(judged)}
    found = [j for j in found if not (_is_last(j) and j.fit.identity in tested)]
    scored = {(judged.fit.identity, judged.rows) for judged in found if judged.scored}
    return [j for j in found if j.scored or (j.fit.identity, j.rows) not in scored]


def _watched(fit: Fit, index: int) -> Iterator[Judgement]:
    """Yield the rows that a network reports on while it learns: its own last ones, or others."""
    if fit.role != "model" or not fit.context.entered:
        return
    watched = fit.extra.get("validation_data")
    if watched is None:
        yield from _last_rows(fit, index)
        return
    x = watched.items[0] if watched.items else watched
    yield from _judgement(fit.estimator, x, x.rows, fit.site, index, True)


def _is_last(judged: Judgement) -> bool:
    return any(part.key == LAST_ROWS for row in judged.rows for part in row.parts)


def _last_rows(fit: Fit, index: int) -> Iterator[Judgement]:
    """Yield the rows that ``validation_split`` keeps from the fit."""
    share, record = fit.extra.get("validation_split"), fit_of(fit.estimator)
    if share is None or not share.constant or record is None or fit.x is None or not fit.x.rows:
        return
    fitted, kept = (
        narrowed(fit.x.rows, (Part(fit.site, side, LAST_ROWS),)) for side in ("train", "validation")
    )
    # Which words there are is learned before a network keeps rows back; nobody does it otherwise.
    own, of_x = (
        frozenset(dye for dye in value.dye if dye.name != "Tokenizer") for value in (record, fit.x)
    )
    model, x = record.but(rows=fitted, dye=own), fit.x.but(rows=kept, dye=of_x)
    yield Judgement(fit.estimator, model, x, kept, fit.site, index, True)


def _judgement(
    model: Value, x: Value | None, rows: frozenset[Rows], site: Span, index: int, scored: bool
) -> Iterator[Judgement]:
    fit = fit_of(model)
    if fit is None or not fit.rows or not rows or overlap(fit.rows, rows):
        return
    yield Judgement(model, fit, x, rows, site, index, scored)


def separating_part(judged: Judgement) -> Part | None:
    """Return the judged side of the split that parts judged rows from fitted ones."""
    return parting(judged.fit.rows, judged.rows)


def parting(fitted: frozenset[Rows], other: frozenset[Rows]) -> Part | None:
    """Return the part that ``other`` rows are in and that no ``fitted`` row is in.

    Where rows were narrowed several times, the last part that keeps out all fitted rows counts.
    """
    best: Part | None = None
    for row in sorted(other, key=lambda row: (row.origin, row.label)):
        for part in reversed(row.parts):
            kept_out = [
                any(part.excludes(theirs) for theirs in fit.parts)
                for fit in fitted
                if fit.has_origin_of(row)
            ]
            if kept_out and all(kept_out):
                return part
            if any(kept_out):
                best = best or part
    return best


def split_of(flow: Flow, part: Part | None) -> Split | None:
    """Return the split that made a part."""
    if part is None:
        return None
    here = flow.index(_splits_by_site).get(part.site)
    if here is not None:
        return here
    return next((split for split in flow.of(Split) if _makes(split, part)), None)


def _splits_by_site(flow: Flow) -> dict[Span, Split]:
    """Return the first split of each place."""
    return {split.site: split for split in reversed(list(flow.of(Split)))}


def _makes(split: Split, part: Part) -> bool:
    """Whether a side of the split is the part (two slices of one cut stand at two places)."""
    return any(
        part.selects_like(own) for side in split.parts for row in side.rows for own in row.parts
    )


def leaks_before_split(
    flow: Flow, kinds: frozenset[str], others: Sequence[Judgement] = ()
) -> list[Leak]:
    """Return the dyes of some kinds that were learned from fitted and judged rows together.

    Folds do not count: what is learned before a cross-validation is another rule's matter.
    ``others`` are judgements that no score or prediction tells.
    """
    judged = [*judgements(flow), *others]
    return [leak for leak in _leaks(flow, kinds, judged) if not _is_fold(leak.split)]


def leaks_in_folds(flow: Flow, kinds: frozenset[str]) -> list[Leak]:
    """Return the dyes of some kinds that were learned before a loop over folds."""
    return [leak for leak in _leaks(flow, kinds, judgements(flow)) if _is_fold(leak.split)]


def sites_before_split(flow: Flow, kinds: frozenset[str]) -> frozenset[Span]:
    """Return the places whose dyes of some kinds leak through a split that is no fold."""
    return frozenset(leak.dye.site for leak in leaks_before_split(flow, kinds))


def _is_holdout(split: Split | None) -> bool:
    return split is not None and split.kind == "holdout"


def _is_fold(split: Split | None) -> bool:
    return split is not None and split.kind == "fold"


def _leaks(flow: Flow, kinds: frozenset[str], judged: list[Judgement]) -> list[Leak]:
    reached: dict[tuple[Span, str], list[tuple[Dye, Judgement]]] = {}
    for judgement in judged:
        part = separating_part(judgement)
        if not judgement.scored and not _is_holdout(split_of(flow, part)):
            continue  # rows without known answers: another file, or the tail of a joined one
        for dye in judgement.dye:
            if dye.kind in kinds and leaks_into(dye, judgement):
                reached.setdefault((dye.site, dye.kind), []).append((dye, judgement))
    found = []
    for pairs in reached.values():
        dye, affected = pairs[0][0], tuple(judgement for _, judgement in pairs)
        parts = [separating_part(judgement) for judgement in affected]
        splits = [split_of(flow, part) for part in parts]
        order = sorted(range(len(affected)), key=lambda i: (_is_fold(splits[i]), affected[i].index))
        best = order[0]
        affected = tuple(
            affected[i] for i in order if _is_fold(splits[i]) == _is_fold(splits[best])
        )
        clean = tuple(other for other in judged if _is_clean(other, dye, affected))
        found.append(Leak(dye, affected, clean, parts[best], splits[best]))
    return found


def leaks_into(dye: Dye, judged: Judgement) -> bool:
    """Whether a dye comes from rows on both sides of a judgement."""
    return bool(overlap(dye.rows, judged.rows)) and bool(overlap(dye.rows, judged.fit.rows))


def _is_clean(other: Judgement, dye: Dye, affected: tuple[Judgement, ...]) -> bool:
    """Whether a model that the dye reached is also scored on rows that the dye has not seen."""
    same_fit = any(other.fit.identity == judged.fit.identity for judged in affected)
    return other.scored and same_fit and not overlap(dye.rows, other.rows)


def adjacent(flow: Flow, items: Iterable[T], site_of: Callable[[T], Span]) -> list[list[T]]:
    """Return things that stand on one line, or on lines that follow each other, together.

    Comments and statements without effect between them are passed over.
    """
    runs: list[list[T]] = []
    for item in sorted(items, key=site_of):
        last = site_of(runs[-1][-1]) if runs else None
        if last is not None and _follows(flow, last, site_of(item)):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _follows(flow: Flow, last: Span, site: Span) -> bool:
    between = range(last.end_line + 1, site.line)
    if last.path != site.path or len(between) > _GAP:
        return False
    source = flow.sources.get(last.path, flow.source)
    return all(
        source.lines[line - 1].strip()
        and not any(
            isinstance(node, ast.stmt) and not _is_idle(node)
            for node in source.nodes_by_line.get(line, ())
        )
        for line in between
    )


def _is_idle(statement: ast.stmt) -> bool:
    """Whether a statement does nothing to data: `pass`, a text, a constant, a printed text."""
    if isinstance(statement, ast.Assign):
        return isinstance(statement.value, ast.Constant)
    if not isinstance(statement, ast.Expr):
        return isinstance(statement, ast.Pass)
    value = statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "print" and all(isinstance(a, ast.Constant) for a in value.args)
    return isinstance(value, ast.Constant)
