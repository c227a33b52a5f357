"""Puts a loaded network into evaluation mode."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("missing-eval-after-load",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Insert ``model.eval()`` below the load."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.statement_of(call)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    model = dotted(call.func.value)
    if model is None or not isinstance(statement, (ast.Expr, ast.Assign)):
        return
    if statement.value is not call:
        return
    plan = Plan(context)
    plan.put_after(statement, f"{model}.eval()")
    yield plan.rewrite(f"Call `{model}.eval()` after loading", safe=True)
