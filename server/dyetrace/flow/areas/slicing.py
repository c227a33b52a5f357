"""Selecting rows: slices, masks and index arrays, and the splits that they make together.

A ``Split`` event is written when the second side of a cut is seen, at the place of the first: one
slice alone is a look at the data, two sides are a split.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Literal

from dyetrace.findings import Span
from dyetrace.flow.areas.conditions import extra_parts
from dyetrace.flow.events import Split
from dyetrace.flow.machine import Machine
from dyetrace.flow.selection import BOUNDS, REORDERED, SAMPLED, basis, narrowed, selected_parts
from dyetrace.flow.values import Dye, Interval, Part, Rows, Value
from dyetrace.knowledge.pandas import MOMENTS

_TIME_WORDS = ("date", "time", "year", "month", "day", "week", "quarter")
NO_DYE: frozenset[Dye] = frozenset()


def select(
    machine: Machine,
    owner: Value,
    index: Value,
    node: ast.expr | None,
    span: Span,
    *,
    labelled: bool = False,
) -> tuple[frozenset[Rows], frozenset[Dye]]:
    """Return the rows that ``index`` selects of ``owner``, and the dye that the choice brings.

    ``labelled`` slices go by label, both ends included (``loc``).
    """
    index = index.attributes.get(BOUNDS, index)
    if index.type == "slice" and index.items is not None:
        return _sliced(machine, owner, index, node, span, labelled), NO_DYE
    parts = selected_parts(index) or extra_parts(index, owner)
    if parts:
        return cut(machine, owner, parts, span), _chosen_by(index)
    if index.is_constant:
        return owner.rows, NO_DYE
    if not index.rows and index.type in ("int", "str", "tuple", None) and index.items is None:
        return owner.rows, NO_DYE
    if _permutes(index, owner):
        return narrowed(owner.rows, (Part(span, REORDERED),)), _chosen_by(index)
    return cut(machine, owner, (Part(span, "true", f"#{index.identity}"),), span), _chosen_by(index)


def _permutes(index: Value, owner: Value) -> bool:
    """Whether an index holds every row once: it was taken from all of them, or counts them."""
    if "__order__" in index.attributes:
        return True
    if index.type != "pandas.Index" and index.mark("permutation") is None:
        return False
    return bool(index.rows) and all(
        any(theirs.is_within(mine) for mine in index.rows) for theirs in owner.rows
    )


def _chosen_by(index: Value) -> frozenset[Dye]:
    """Return the statistics that decided over rows: limits for outliers do, date limits do not."""
    return frozenset(
        dye
        for dye in index.dye
        if dye.kind in ("label-aware", "resampled") or dye.name.split()[-1] in MOMENTS
    )


def _sliced(
    machine: Machine,
    owner: Value,
    index: Value,
    node: ast.expr | None,
    span: Span,
    labelled: bool,
) -> frozenset[Rows]:
    lower, upper, step = index.items or ()
    if step.constant is not None and step.constant != 1:
        return _stepped(machine, owner, lower, step, span)
    counted = _counted(owner, lower, upper)
    if counted is not None:
        return counted
    texts = slice_texts(node, lower, upper)
    order = basis(owner.rows)
    texts = (_without_lead_in(machine, node, texts[0], order), texts[1])
    parts = bounded_parts(order, lower, upper, texts, span, labelled=labelled)
    return cut(machine, owner, parts, span) if parts else owner.rows


def _without_lead_in(machine: Machine, node: ast.expr | None, text: str, order: str) -> str:
    """Name the cut of ``x[n - 60:]`` where ``x[:n]`` was taken before.

    The first windows of a test series look back over the end of the training series: what they
    are judged on still starts at ``n``.
    """
    lower = node.lower if isinstance(node, ast.Slice) else None
    if not (isinstance(lower, ast.BinOp) and isinstance(lower.op, ast.Sub)):
        return text
    cuts = {key[1] for key in machine.notes.get("cuts", ())}
    if f"=cut {text} {order}" in cuts:
        return text
    start = ast.unparse(lower.left) + ("#" if isinstance(lower.left, ast.Name) else " ")
    known = {key for key in cuts if key.startswith(f"=cut {start}") and key.endswith(f" {order}")}
    return known.pop()[len("=cut ") : -len(order) - 1] if len(known) == 1 else text


def bounded_parts(
    order: str,
    lower: Value,
    upper: Value,
    texts: tuple[str, str],
    span: Span,
    *,
    labelled: bool = False,
) -> tuple[Part, ...]:
    """Return the parts that the bounds of a slice select of rows in the named order."""
    low, high = lower.constant, upper.constant
    literal = (int, float, str) if labelled else (int,)
    key = f"=label {order}" if labelled else f"=slice {order}"
    if isinstance(low, (*literal, type(None))) and isinstance(high, (*literal, type(None))):
        name = f"[{'' if low is None else low}:{'' if high is None else high}]"
        if labelled or not any(isinstance(n, int) and n < 0 for n in (low, high)):
            interval = Interval(low or None, high, high_included=labelled)
            whole = interval == Interval(high_included=labelled)
            return () if whole else (Part(span, name, key, interval),)
    parts: list[Part] = []
    for value, text, is_low in ((lower, texts[0], True), (upper, texts[1], False)):
        bound = value.constant
        if bound is None or (is_low and bound == 0):
            continue
        if isinstance(bound, int):
            where = f"{key} from end" if bound < 0 else key
            interval = Interval(low=bound) if is_low else Interval(high=bound)
            parts.append(Part(span, f"[{text}:]" if is_low else f"[:{text}]", where, interval))
        else:
            parts.append(Part(span, "after" if is_low else "before", f"=cut {text} {order}"))
    return tuple(parts)


def _stepped(
    machine: Machine, owner: Value, lower: Value, step: Value, span: Span
) -> frozenset[Rows]:
    if step.constant == -1:
        return narrowed(owner.rows, (Part(span, REORDERED),))
    start = lower.constant or 0
    if not isinstance(step.constant, int) or not isinstance(start, int) or start >= step.constant:
        return cut(machine, owner, (Part(span, "true", f"#{owner.identity}{span}"),), span)
    part = Part(span, f"from {start}", f"=every {step.constant} {basis(owner.rows)}")
    return cut(machine, owner, (part,), span)


def _counted(owner: Value, lower: Value, upper: Value) -> frozenset[Rows] | None:
    """Return the rows of ``both[:len(train)]``: those that came in with ``train``.

    Counts add up: ``both[len(train):len(train) + len(dev)]`` holds those of ``dev``.
    """
    before, until = _rows_counted(owner, lower), _rows_counted(owner, upper)
    if before is None and until is None:
        return None
    if (before is None and lower.constant not in (None, 0)) or (
        until is None and upper.constant is not None
    ):
        return None
    found = (owner.rows if until is None else until) - (before or frozenset())
    return found or None


def _rows_counted(owner: Value, bound: Value) -> frozenset[Rows] | None:
    """Return the rows of a table that are counted by a bound, when others are in it too."""
    of = bound.attributes.get("__length_of__")
    if of is None or not of.rows:
        return None
    head = frozenset(row for row in owner.rows if any(_related(row, other) for other in of.rows))
    return head if head and head != owner.rows else None


def _related(row: Rows, other: Rows) -> bool:
    return not row.is_disjoint(other) and (row.is_within(other) or other.is_within(row))


def slice_texts(node: ast.expr | None, lower: Value, upper: Value) -> tuple[str, str]:
    """Name both bounds of a slice, so that equal names mean equal bounds."""
    bounds = node if isinstance(node, ast.Slice) else None
    return (
        _text(bounds.lower if bounds else None, lower),
        _text(bounds.upper if bounds else None, upper),
    )


def _text(node: ast.expr | None, value: Value) -> str:
    if node is None:
        return str(value.constant) if value.is_constant else f"#{value.identity}"
    text = ast.unparse(node)
    return f"{text}#{value.identity}" if isinstance(node, ast.Name) else text


def cut(machine: Machine, owner: Value, parts: Iterable[Part], span: Span) -> frozenset[Rows]:
    """Return the rows of ``owner`` in all the parts; both sides of a cut make a split."""
    parts = tuple(parts)
    rows = narrowed(owner.rows, parts)
    if owner.rows:
        for part in parts:
            _announce(machine, owner, part, rows, span)
    return rows


def _announce(
    machine: Machine, owner: Value, part: Part, rows: frozenset[Rows], span: Span
) -> None:
    if part.cut in machine.notes.get("splits", ()):
        return  # the splitter itself has told
    seen = machine.notes.setdefault("cuts", {}).setdefault(part.cut, [])
    result = owner.copy(rows=rows, attributes={}, items=None, site=span)
    for other, first, where in seen:
        if other is not None and part.excludes(other) and _same_origin(first, result):
            event = Split(
                where,
                machine.context,
                "slice",
                _kind(part),
                (owner,),
                (first, result),
                shuffled=part.name in (SAMPLED, f"not {SAMPLED}") or _is_reordered(owner),
            )
            key = (part.cut, where)
            if key not in machine.notes.setdefault("announced", set()):
                machine.notes["announced"].add(key)
                machine.emit(event)
            return
    seen.append((part, result, span))


def _same_origin(left: Value, right: Value) -> bool:
    return any(a.has_origin_of(b) for a in left.rows for b in right.rows)


def _is_reordered(owner: Value) -> bool:
    return any(part.name == REORDERED for row in owner.rows for part in row.parts)


def _kind(part: Part) -> Literal["holdout", "fold", "slice", "sample", "date"]:
    if part.name in (SAMPLED, f"not {SAMPLED}"):
        return "sample"
    if any(word in part.key.lower() for word in _TIME_WORDS) and not part.key.startswith("=slice"):
        return "date"
    return "slice"
