"""Frames, series and columns as values: how one is derived from another."""

from __future__ import annotations

from typing import Any

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES
from dyetrace.flow.columns import by_position, dye_of, labels_of, removed, stored, taken
from dyetrace.flow.machine import Machine
from dyetrace.flow.values import UNKNOWN, Columns, Dye, Value, constant, fresh

INDEX = "pandas.Index"
LABELS = "pandas.Index.columns"
PARENT = "__parent__"
TABLES = frozenset({FRAME, SERIES, INDEX})


def is_table(value: Value) -> bool:
    """Whether a value is a frame or series, or rows of a kind that nobody knows."""
    return value.type in TABLES or (value.type is None and bool(value.rows))


def is_array(value: Value) -> bool:
    """Whether a value is an array, or rows of a kind that nobody knows."""
    return value.type == ARRAY or (value.type is None and bool(value.rows))


def is_frame(value: Value) -> bool:
    """Whether columns may be looked up in a value."""
    return value.type == FRAME or (value.type is None and bool(value.rows))


def derived(owner: Value, span: Span, **facts: Any) -> Value:
    """Make a new object of the same kind, rows, dye and columns but for ``facts``."""
    kept = {
        "type": owner.type,
        "rows": owner.rows,
        "dye": owner.dye,
        "columns": owner.columns,
        "site": span,
    }
    return fresh(**{**kept, **facts})


def columns_or_new(owner: Value) -> Columns:
    """Return a frame's columns; a frame that nobody has seen yet gets a set of its own."""
    return owner.columns or Columns(owner.identity)


def column(machine: Machine, owner: Value, labels: frozenset[str] | None, span: Span) -> Value:
    """Return ``frame[label]``, a series that knows its frame."""
    return _part(machine, owner, taken(columns_or_new(owner), labels), span, SERIES)


def frame_of(machine: Machine, owner: Value, labels: frozenset[str] | None, span: Span) -> Value:
    """Return ``frame[[labels]]``."""
    return _part(machine, owner, taken(columns_or_new(owner), labels), span, owner.type)


def without(owner: Value, labels: frozenset[str] | None, span: Span) -> Value:
    """Return ``frame.drop(columns=labels)``."""
    columns = removed(columns_or_new(owner), labels)
    return derived(owner, span, columns=columns, dye=dye_of(owner, columns))


def _part(
    machine: Machine, owner: Value, columns: Columns | None, span: Span, kind: str | None
) -> Value:
    attributes = {PARENT: owner} if kind == SERIES else {}
    kind = kind if owner.type is not None else None
    dye = dye_of(owner, columns)
    return derived(owner, span, type=kind, columns=columns, dye=dye, attributes=attributes)


def positional(owner: Value, selector: Value, span: Span) -> Value:
    """Return ``values[:, selector]``: columns by number."""
    selection: Any = (UNKNOWN, UNKNOWN)
    kind = owner.type
    if selector.type == "slice" and selector.items is not None:
        low, high, _ = selector.items
        selection = (low.constant, high.constant)
    elif isinstance(selector.constant, int) and not isinstance(selector.constant, bool):
        selection = [selector.constant]
        kind = SERIES if owner.type == FRAME else owner.type
    elif selector.items is not None and all(isinstance(i.constant, int) for i in selector.items):
        selection = [item.constant for item in selector.items]
    elif selector.constant is None or selector.constant is Ellipsis:
        return owner
    columns = by_position(columns_or_new(owner), selection)
    return derived(owner, span, type=kind, columns=columns)


def by_label(machine: Machine, owner: Value, selector: Value, span: Span) -> Value:
    """Return ``frame.loc[:, selector]``: columns by name."""
    if selector.type == "slice" and selector.items is not None:
        if all(part.constant is None for part in selector.items):
            return owner
        return frame_of(machine, owner, None, span)
    labels = labels_of(selector)
    if labels is not None and selector.is_constant:
        return column(machine, owner, labels, span)
    picked = by_column_set(owner, selector, span)
    return picked if picked is not None else frame_of(machine, owner, labels, span)


def by_column_set(owner: Value, selector: Value, span: Span) -> Value | None:
    """Return ``frame[columns]`` where the columns were computed from ``frame.columns``."""
    chosen = selector.columns
    if chosen is None or selector.rows:
        return None
    mine = columns_or_new(owner)
    if chosen.frame != mine.frame:
        return derived(owner, span, columns=Columns(mine.frame, certain=False))
    only = mine.only if chosen.only is None else chosen.only
    columns = Columns(
        mine.frame, only, mine.without | chosen.without, mine.certain and chosen.certain, mine.dyed
    )
    gone = frozenset(name for name in mine.dyed if not columns.may_hold(name))
    columns = removed(columns, gone) or columns
    dye = dye_of(owner, columns) | selector.dye
    return derived(owner, span, columns=columns, dye=dye)


def store_column(
    machine: Machine, owner: Value, labels: frozenset[str] | None, value: Value
) -> Value:
    """Carry out ``frame[label] = value`` (or a part of the column) and return the new record."""
    owner = machine.current(owner)
    rows = owner.rows or value.rows
    if labels is None:
        return _written(machine, owner, owner.dye | value.dye, owner.columns, rows)
    before = columns_or_new(owner)
    columns = stored(before, labels, value.dye)
    kept = owner.dye
    if any(label in before.dyed for label in labels):
        kept = dye_of(owner, removed(before, labels))
    return _written(machine, owner, kept | value.dye, columns, rows)


def store_into_column(
    machine: Machine, owner: Value, labels: frozenset[str] | None, value: Value
) -> Value:
    """Carry out ``frame.loc[rows, label] = value``: the rest of the column stays."""
    owner = machine.current(owner)
    if labels is None or owner.columns is None:
        return _written(machine, owner, owner.dye | value.dye, owner.columns, owner.rows)
    dyed = owner.columns.dyed
    old = frozenset().union(*(dyed[name] for name in labels if name in dyed))
    columns = stored(owner.columns, labels, old | value.dye)
    return _written(machine, owner, owner.dye | value.dye, columns, owner.rows)


def _written(
    machine: Machine, owner: Value, dye: frozenset[Dye], columns: Columns | None, rows: Any
) -> Value:
    return machine.update(owner, dye=dye, columns=columns, rows=rows)


def replace_in_place(machine: Machine, owner: Value, result: Value) -> Value:
    """Carry out a method with ``inplace=True``: the object becomes the result."""
    machine.update(owner, rows=result.rows, dye=result.dye, columns=result.columns)
    parent = owner.attributes.get(PARENT)
    if parent is not None and owner.columns is not None and owner.columns.only is not None:
        store_column(machine, parent, owner.columns.only, result)
    elif parent is not None:
        store_into_column(machine, parent, None, result)  # a column whose name is not known
    return constant(None)


def column_labels(owner: Value, span: Span) -> Value:
    """Return ``frame.columns``: names, no rows."""
    return fresh(type=LABELS, columns=columns_or_new(owner), site=span)


def shape_of(owner: Value) -> Value:
    """Return ``data.shape``, whose first number is the count of the rows."""
    return fresh(type="tuple", items=(length_of(owner), fresh(type="int")))


def length_of(owner: Value) -> Value:
    """Return ``len(data)``."""
    return fresh(type="int", attributes={"__length_of__": owner})
