"""Columns that a program stores: ``df["new"] = ...`` and ``df.loc[mask, "a"] = ...``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import FRAME
from dyetrace.flow.columns import certainly_holds
from dyetrace.flow.events import Bind, Event, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.data.origins import Learned
from dyetrace.rules.data.syntax import all_statements


@dataclass(frozen=True)
class Store:
    """One statement that stores a column, as it was executed."""

    statement: ast.Assign | ast.AugAssign
    name: str  # the variable that holds the table
    column: str
    value: ast.expr
    mask: ast.expr | None  # the rows in `df.loc[mask, "a"] = ...`
    site: Span
    table: Value  # the table after the statement
    index: int  # of the event


def all_stores(flow: Flow) -> list[Store]:
    """Return the columns that are stored into tables, in the order of execution."""
    return flow.index(_stores)


def _stores(flow: Flow) -> list[Store]:
    return list(_find_stores(flow))


def _find_stores(flow: Flow) -> Iterator[Store]:
    found: dict[Span, tuple[ast.Assign | ast.AugAssign, str, str, ast.expr | None]] = {}
    for statement, _ in flow.index(all_statements):
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
        elif isinstance(statement, ast.AugAssign):
            target = statement.target
        else:
            continue
        parts = _parts(target)
        if parts is not None:
            found[flow.source.span(target)] = (statement, *parts)
    if not found:
        return
    for index, event in enumerate(flow.events):
        if isinstance(event, Bind) and event.owner is not None and event.site in found:
            table = event.owner.attributes.get("__frame__", event.owner)
            if table.type == FRAME or (table.type is None and table.rows):
                statement, name, column, mask = found[event.site]
                yield Store(
                    statement, name, column, statement.value, mask, event.site, table, index
                )


def _parts(target: ast.expr) -> tuple[str, str, ast.expr | None] | None:
    """Return the variable, the column and the mask of a target that stores a column."""
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return (target.value.id, target.attr, None) if target.value.id != "self" else None
    if not isinstance(target, ast.Subscript):
        return None
    base, index = target.value, target.slice
    if isinstance(base, ast.Name):
        return (base.id, index.value, None) if _is_text(index) else None  # type: ignore[attr-defined]
    if not isinstance(base, ast.Attribute) or base.attr != "loc":
        return None
    if not isinstance(base.value, ast.Name) or not isinstance(index, ast.Tuple):
        return None
    if len(index.elts) != 2:
        return None
    mask, column = index.elts
    if isinstance(column, ast.List) and len(column.elts) == 1:
        column = column.elts[0]
    if not _is_text(column):
        return None
    return base.value.id, column.value, mask  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def column_read(node: ast.AST, name: str) -> str | None:
    """Return the column in ``name["a"]`` or ``name.a``, None for anything else."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        if node.value.id != name:
            return None
        index = node.slice
        if isinstance(index, ast.List) and len(index.elts) == 1:
            index = index.elts[0]
        return index.value if _is_text(index) else None  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == name else None
    return None


def is_among_features(flow: Flow, store: Store, learned: Learned) -> bool:
    """Whether X certainly holds the column that was stored: stored before X was taken."""
    mine, theirs = store.table.columns, learned.table.columns
    if mine is None or theirs is None or mine.frame != theirs.frame:
        return False
    if not certainly_holds(theirs, store.column):
        return False
    return store.index < _taken_at(flow, store, learned)


def _taken_at(flow: Flow, store: Store, learned: Learned) -> int:
    """Return the event after which what is stored into the table no longer reaches X."""
    same = learned.table.identity == store.table.identity
    for index, event in enumerate(flow.events):
        if event is learned.event or (same and _splits(event, learned.table)):
            return index
        if not same and isinstance(event, Bind) and event.value.identity == learned.table.identity:
            return index
    return -1


def _splits(event: Event, table: Value) -> bool:
    return isinstance(event, Split) and any(v.identity == table.identity for v in event.inputs)
