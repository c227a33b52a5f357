"""Gives new values the index of the rows that they are put beside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import is_unchanged, value_of
from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("misaligned-index",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Pass ``index=`` to the frame or series that counts its rows anew."""
    outline = context.outline
    place = outline.expression_at(context.finding.span)
    made = None
    for related in reversed(context.finding.related):
        node = outline.expression_at(related.span)
        if isinstance(node, ast.Call) and (dotted(node.func) or "").endswith(("Series", "Frame")):
            made = node
            break
    if place is None or made is None:
        return
    frame = _frame(place, made, context)
    statement = outline.statement_of(made)
    if frame is None or statement is None:
        return
    name = outline.text(frame)
    root = name.partition(".")[0]
    if not outline.is_within(place, statement) and not is_unchanged(
        outline, {root}, statement, place
    ):
        return
    plan = Plan(context)
    plan.drafts.arguments(made, index=f"{name}.index")
    yield plan.rewrite(f"Give the new values the index of `{name}`", safe=True)


def _frame(place: ast.expr, made: ast.Call, context: FixContext) -> ast.expr | None:
    """Return the frame that the values are put beside, where it is a plain name."""
    if isinstance(place, ast.Subscript):
        frame: ast.expr | None = place.value
    elif isinstance(place, ast.Call) and place.args and isinstance(place.args[0], ast.List):
        others = [
            each for each in place.args[0].elts if value_of(context.outline, each) is not made
        ]
        frame = others[0] if len(others) == 1 else None
    else:
        frame = None
    return frame if frame is not None and dotted(frame) is not None else None
