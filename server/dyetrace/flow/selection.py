"""How a value selects rows: masks, index arrays and slices, and the parts that they make.

A value that selects rows when it stands in ``x[...]``, ``x.loc[...]`` or ``x.iloc[...]`` (a boolean
mask, an index array of a fold or of a permutation) carries the parts that it takes, see
``selector``. The first part is the whole condition; the others are facts that it implies.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dyetrace.findings import Span
from dyetrace.flow.values import Part, Rows, Value, fresh, opposite_name

_SELECTS = "__selects__"
BOUNDS = "__bounds__"  # attribute of `range(low, high)`: the slice that it is
REORDERED = "reordered"  # name of a part that only permutes
SAMPLED = "sampled"  # name of a part that was drawn at random


def selector(parts: tuple[Part, ...], **facts: Any) -> Value:
    """Make a mask or index array that selects ``parts`` of the rows it is applied to."""
    attributes = {_SELECTS: fresh(constant=parts)}
    return fresh(**{"type": "numpy.ndarray", "attributes": attributes, **facts})


def selecting(value: Value, parts: tuple[Part, ...]) -> Value:
    """Return the same value, made to select ``parts``."""
    return value.but(attributes={**value.attributes, _SELECTS: fresh(constant=parts)})


def selected_parts(value: Value) -> tuple[Part, ...]:
    """Return the parts that a mask or index array selects; empty where that is not known."""
    carried = value.attributes.get(_SELECTS)
    if carried is None or not isinstance(carried.constant, tuple):
        return ()
    return carried.constant


def complement(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts of ``~mask``: what the whole condition leaves over."""
    if not parts:
        return ()
    first = parts[0]
    if first.interval is not None:
        opposite = first.interval.complement()
        if opposite is not None:
            return (replace(first, interval=opposite),)
        first = replace(first, key=f"{first.key} {first.name}", interval=None)
    return (replace(first, name=opposite_name(first.name)),)


_PARTS = 12  # that a row set remembers; networks slice tensors without end


def narrowed(rows: frozenset[Rows], parts: tuple[Part, ...]) -> frozenset[Rows]:
    """Return the rows that are in all of ``parts``; none where there are too many to follow."""
    if len(parts) > _PARTS:
        return frozenset()
    for part in parts:
        rows = frozenset(row.narrowed(part) for row in rows)
    return frozenset(row for row in rows if len(row.parts) <= _PARTS)


def reordered(rows: frozenset[Rows], site: Span) -> frozenset[Rows]:
    """Return the same rows in another order: a later slice cuts them elsewhere."""
    return narrowed(rows, (Part(site, REORDERED),))


_UNKNOWN = "?"  # starts the key of a part that an unknown function may have taken
_MANY_ROWS = 8  # row sets of one value; a value that mixes more is not told apart any further
_UNKNOWN_PARTS = 3  # told apart; a chain of unknown calls is one unknown selection


def maybe_narrowed(rows: frozenset[Rows], site: Span) -> frozenset[Rows]:
    """Return what an unknown function may have left of the rows it was given, at this call."""
    if len(rows) > _MANY_ROWS:
        return rows
    part = Part(site, "kept", f"{_UNKNOWN}{fresh().identity}")
    return frozenset(
        row
        if sum(old.key.startswith(_UNKNOWN) for old in row.parts) >= _UNKNOWN_PARTS
        else row.narrowed(part)
        for row in rows
    )


def basis(rows: frozenset[Rows]) -> str:
    """Name an order of rows: slices of two values cut alike only where this is the same."""
    text = ";".join(
        sorted(
            f"{row.origin.line}.{row.origin.column}{''.join(map(_part_name, row.parts))}"
            for row in rows
        )
    )
    return f"{hash(text) & 0xFFFFFFFF:x}"  # names nest: without it they double at each slice


def _part_name(part: Part) -> str:
    place = "" if part.key.startswith("=") else f"{part.site.line}.{part.site.column}"
    return f"/{place}{part.name}{part.key}{part.interval or ''}"


def _real(rows: Rows) -> tuple[Part, ...]:
    return tuple(part for part in rows.parts if part.name != REORDERED)


def surely_overlap(left: Rows, right: Rows) -> bool:
    """Whether the two certainly have rows in common: one holds the other, or both were drawn.

    Two literal slices overlap where their bounds do; a random sample overlaps with every set that
    was not made by excluding it. Of two unrelated masks nothing is known.
    """
    if left.is_disjoint(right):
        return False
    mine = [p for p in _real(left) if not any(p.selects_like(q) for q in _real(right))]
    theirs = [q for q in _real(right) if not any(q.selects_like(p) for p in _real(left))]
    if not mine or not theirs:
        return True
    if all(p.name == SAMPLED for p in mine) or all(q.name == SAMPLED for q in theirs):
        return True
    return (
        len(mine) == len(theirs) == 1
        and mine[0].site != theirs[0].site  # one place in a loop: not at the same time
        and mine[0].cut == theirs[0].cut
        and mine[0].interval is not None
        and theirs[0].interval is not None
    )


def without_unknown(rows: frozenset[Rows]) -> frozenset[Rows]:
    """Return row sets as if every unknown function had kept all of its rows."""
    return frozenset(
        replace(row, parts=tuple(p for p in row.parts if not p.key.startswith(_UNKNOWN)))
        for row in rows
    )


def certain_rows(rows: frozenset[Rows]) -> frozenset[Rows]:
    """Return the rows that a value holds on every path.

    Where branches joined, a set and a part of it stand side by side: only the part is certain.
    """
    return frozenset(
        row for row in rows if not any(other != row and other.is_within(row) for other in rows)
    )


def same_rows(left: Rows, right: Rows) -> bool:
    """Whether both are certainly the same rows, whatever their order."""
    return (
        left.has_origin_of(right)
        and all(any(p.selects_like(q) for q in _real(right)) for p in _real(left))
        and all(any(q.selects_like(p) for p in _real(left)) for q in _real(right))
    )
