"""Looking up parts of tables: ``x[...]``, ``x.loc[...]``, ``x.iloc[...]`` and storing there."""

from __future__ import annotations

import ast
from dataclasses import replace

from dyetrace.findings import Span
from dyetrace.flow.areas import tables
from dyetrace.flow.areas.conditions import extra_parts
from dyetrace.flow.areas.loading import FRAME, SERIES
from dyetrace.flow.areas.slicing import cut, select
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine
from dyetrace.flow.selection import complement, maybe_narrowed, selected_parts
from dyetrace.flow.values import Value

ACCESSORS = frozenset({"pandas.loc", "pandas.iloc", "pandas.at", "pandas.iat", "pandas.ix"})


def by_index(
    machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr | None
) -> Value | None:
    """Return ``table[index]``: a column, some columns, or some rows."""
    if owner.type == FRAME or owner.type is None:
        found = _columns(machine, owner, index, span)
        if found is not None:
            return found
    if owner.type is None and index.type == "tuple" and index.items:
        return by_position(machine, owner, index, span, node)
    if owner.type == SERIES and isinstance(index.constant, str):
        return derived(owner, span, type="element")
    found = rows_at(machine, owner, index, span, node, labelled=False)
    if index.type is None and not index.certain and found.columns is not None:
        return found.but(columns=replace(found.columns, certain=False))  # rows, or columns?
    return found


def _columns(machine: Machine, owner: Value, index: Value, span: Span) -> Value | None:
    if isinstance(index.constant, str) or (owner.type == FRAME and index.is_constant):
        return tables.column(machine, owner, labels_of(index), span)
    labels = labels_of(index)
    if labels is not None and index.type in ("list", "tuple") and index.items:
        if owner.type == FRAME or all(isinstance(i.constant, str) for i in index.items):
            return tables.frame_of(machine, owner, labels, span)
        return None
    picked = tables.by_column_set(owner, index, span)
    if picked is not None:
        return picked
    if owner.type == FRAME and not index.rows and not selected_parts(index):
        if index.type == "str":
            return tables.column(machine, owner, None, span)
        if index.type in (None, "list"):
            found = tables.frame_of(machine, owner, None, span)
            return found.but(dye=found.dye | index.dye)
    return None


def rows_at(
    machine: Machine,
    owner: Value,
    index: Value,
    span: Span,
    node: ast.expr | None,
    *,
    labelled: bool,
) -> Value:
    """Return the rows that an index selects, as a new table."""
    rows, dye = select(machine, owner, index, node, span, labelled=labelled)
    return derived(owner, span, rows=rows, dye=owner.dye | dye)


def rest_of(machine: Machine, owner: Value, taken: Value, span: Span) -> Value:
    """Return ``index.difference(taken)``: the rows that another index leaves."""
    parts = complement(selected_parts(taken) or extra_parts(taken, owner))
    if not parts:
        return derived(owner, span, rows=maybe_narrowed(owner.rows, span))
    return derived(owner, span, rows=cut(machine, owner, parts, span))


def by_position(
    machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr | None
) -> Value:
    """Return ``array[rows, columns]``."""
    items = index.items or ()
    nodes = node.elts if isinstance(node, ast.Tuple) else []
    if items[0].constant is Ellipsis:
        return tables.positional(owner, items[-1], span)
    found = owner
    if len(items) > 1:
        found = _chosen(tables.positional(owner, items[1], span), items[1])
    return rows_at(machine, found, items[0], span, nodes[0] if nodes else None, labelled=False)


def _chosen(found: Value, columns: Value) -> Value:
    """Add the dye of the choice, where columns were chosen by what was learned of rows."""
    return found if not columns.dye else found.but(dye=found.dye | columns.dye)


def at_accessor(
    machine: Machine, accessor: Value, index: Value, span: Span, node: ast.expr
) -> Value:
    """Return ``frame.loc[index]`` or ``frame.iloc[index]``."""
    owner = machine.current(accessor.attributes["__frame__"])
    by_number = accessor.type in ("pandas.iloc", "pandas.iat")
    if index.type == "tuple" and index.items:
        if by_number:
            return by_position(machine, owner, index, span, node)
        nodes = node.elts if isinstance(node, ast.Tuple) else []
        found = owner
        if len(index.items) > 1:
            chosen = index.items[1]
            found = _chosen(tables.by_label(machine, owner, chosen, span), chosen)
        row_node = nodes[0] if nodes else None
        return rows_at(machine, found, index.items[0], span, row_node, labelled=True)
    return rows_at(machine, owner, index, span, node, labelled=not by_number)


def stored_at(machine: Machine, accessor: Value, index: Value, value: Value) -> Value:
    """Carry out ``frame.loc[rows, columns] = value``."""
    owner = machine.current(accessor.attributes["__frame__"])
    labels = None
    if index.type == "tuple" and index.items and len(index.items) > 1:
        labels = labels_of(index.items[1])
        whole = index.items[0]
        if whole.type == "slice" and all(p.constant is None for p in whole.items or ()):
            return tables.store_column(machine, owner, labels, value)
    if accessor.type in ("pandas.iloc", "pandas.iat"):
        labels = None
    return tables.store_into_column(machine, owner, labels, value)
