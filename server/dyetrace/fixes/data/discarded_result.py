"""Assigns the result that was thrown away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.columns import column_variables
from dyetrace.fixes.kinds import kind_of
from dyetrace.fixes.outline import Outline, binds, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("discarded-result",)
_MOVES: Final = frozenset("to cuda cpu detach float double half long int bool".split())
# Their result has other rows, or the same in another order: no column can take it back.
_OF_ROWS: Final = frozenset(
    "dropna drop_duplicates sort_values sort_index reset_index set_index drop append".split()
)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put ``name =`` before the call."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(statement, ast.Expr) or not isinstance(call, ast.Call):
        return
    if not isinstance(call.func, ast.Attribute):
        return
    method, target = call.func.attr, call.func.value
    if isinstance(target, ast.Attribute) and target.attr in ("str", "dt", "cat"):
        target = target.value
    of_tensor = method in _MOVES and kind_of(context, target) not in ("frame", "series", "array")
    code = outline.text(call)
    if method in _OF_ROWS and not isinstance(target, ast.Name):
        rows = _whole_rows(context, target, call)
        if rows is None:
            return
        target, code = rows
    if not _can_be_assigned(outline, target):
        return
    if not of_tensor and _is_element(outline, target, statement):
        return
    plan = Plan(context)
    name = outline.text(target)
    plan.exchange(statement, f"{name} = {code}")
    shown = name if len(name) <= 40 else "the name"
    yield plan.rewrite(f"Assign the result to `{shown}`", safe=of_tensor)


def _whole_rows(
    context: FixContext, column: ast.expr, call: ast.Call
) -> tuple[ast.expr, str] | None:
    """Return the frame, and what drops its rows with a gap in one column."""
    assert isinstance(call.func, ast.Attribute)
    plain = isinstance(column, ast.Subscript) and isinstance(column.value, ast.Name)
    if call.func.attr == "reset_index" or not plain or call.args or call.keywords:
        return (column, context.outline.text(call)) if _is_own(column) else None
    assert isinstance(column, ast.Subscript)
    constant = isinstance(column.slice, ast.Constant) and isinstance(column.slice.value, str)
    if call.func.attr not in ("dropna", "drop_duplicates") or not constant:
        return None
    if kind_of(context, column.value) != "frame":
        return None
    frame, name = (context.outline.text(node) for node in (column.value, column.slice))
    return column.value, f"{frame}.{call.func.attr}(subset=[{name}])"


def _is_own(node: ast.expr) -> bool:
    """Whether a frame is kept in an attribute of the object: ``self.data``."""
    return isinstance(node, ast.Attribute) and root_name(node) == "self"


def _can_be_assigned(outline: Outline, target: ast.expr) -> bool:
    if isinstance(target, ast.Name):
        return True
    if isinstance(target, ast.Attribute):
        return root_name(target) is not None
    if not isinstance(target, ast.Subscript) or root_name(target) is None:
        return False
    index = target.slice
    if isinstance(index, ast.List):
        return all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in index.elts)
    if isinstance(index, ast.Name):
        return index.id in column_variables(outline)
    return isinstance(index, ast.Constant)


def _is_element(outline: Outline, target: ast.expr, statement: ast.stmt) -> bool:
    """Whether a name is one of several that a loop goes over: the others would not change."""
    root = root_name(target)
    loops = [loop for loop in outline.loops_around(statement) if isinstance(loop, ast.For)]
    return isinstance(target, ast.Name) and any(root in binds(loop.target) for loop in loops)
