"""Looks up once: ``df.loc[rows, column] = value``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.columns import column_variables, hasattr_of_frame
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("chained-assignment",)
_ROWS = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Call)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put rows and column into one ``loc``."""
    target = context.outline.expression_at(context.finding.span)
    if not isinstance(target, (ast.Subscript, ast.Attribute)):
        return
    plan = Plan(context)
    outer, inner = _lookup(context, target), _inner(context, target)
    frame, first = inner
    lookups = (first, outer)
    by_place = [kind for kind, _ in lookups if kind == "place"]
    rows = next((code for kind, code in lookups if kind in ("rows", "place")), None)
    column = next((code for kind, code in lookups if kind == "column"), None)
    if rows is None and all(kind == "column" for kind, _ in lookups):
        rows = outer[1]  # `df["a"]["x"] = v`: the row called x
    if rows is None or column is None:
        return
    accessor = "iloc" if by_place else "loc"
    if by_place:
        column = f"{frame}.columns.get_loc({column})"
    code = f"{frame}.{accessor}[{rows}, {column}]"
    plan.replace(target, code)
    shown = f"`{code}`" if len(code) <= 60 else f"`{frame}.{accessor}[rows, column]`"
    yield plan.rewrite(f"Look up once with {shown}", safe=True)


def _lookup(context: FixContext, node: ast.Subscript | ast.Attribute) -> tuple[str, str]:
    """Return whether a lookup picks rows (by place) or a column, and the code of what it picks."""
    outline = context.outline
    if isinstance(node, ast.Attribute):
        if hasattr_of_frame(node.attr):
            raise Unclear(node.attr)
        return "column", f'"{node.attr}"'
    index, text = node.slice, outline.text(node.slice)
    if isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc", "at", "iat"):
        by_place = node.value.attr in ("iloc", "iat")
        if isinstance(index, ast.Tuple):
            rows, column = index.elts if len(index.elts) == 2 else (index, index)
            if not by_place and outline.text(rows) == ":":
                return "column", outline.text(column)
            raise Unclear(text)
        if isinstance(index, ast.Slice) and not by_place and outline.text(index) != ":":
            raise Unclear(text)
        return ("place" if by_place else "rows"), text
    if isinstance(index, ast.Constant) and isinstance(index.value, str):
        return "column", text
    if isinstance(index, ast.Name) and index.id in column_variables(outline):
        return "column", text
    if isinstance(index, _ROWS):
        return "rows", text
    owner_is_column = isinstance(node.value, (ast.Subscript, ast.Attribute))
    if owner_is_column and isinstance(index, (ast.Constant, ast.Name)):
        return "rows", text  # a label of the column's index
    if isinstance(index, ast.Name) and _is_mask(context, index.id):
        return "rows", text
    raise Unclear(text)


def _is_mask(context: FixContext, name: str) -> bool:
    values = [
        node.value
        for node in ast.walk(context.source.tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    ]
    return bool(values) and all(
        isinstance(v, (ast.Compare, ast.BinOp, ast.UnaryOp)) for v in values
    )


def _inner(
    context: FixContext, target: ast.Subscript | ast.Attribute
) -> tuple[str, tuple[str, str]]:
    """Return the frame of a chained target, and its first lookup."""
    inner = _looked_up_in(target)
    if not isinstance(inner, (ast.Subscript, ast.Attribute)):
        raise Unclear("no lookup in a lookup")
    frame = _looked_up_in(inner)
    if not isinstance(frame, (ast.Name, ast.Attribute)):
        raise Unclear("a frame that is no plain name")
    return context.outline.text(frame), _lookup(context, inner)


def _looked_up_in(node: ast.Subscript | ast.Attribute) -> ast.expr:
    """Return what a lookup looks up in: of ``df.loc[rows]`` the frame."""
    owner = node.value
    if isinstance(node, ast.Subscript) and isinstance(owner, ast.Attribute):
        return owner.value if owner.attr in ("loc", "iloc", "at", "iat") else owner
    return owner
