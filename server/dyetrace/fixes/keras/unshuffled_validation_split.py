"""Shuffles X and y together before the tail is taken."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import names_of, usual_seed
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("unshuffled-validation-split",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Insert ``X, y = shuffle(X, y)`` above the fit."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.statement_of(call)
    if not isinstance(call, ast.Call) or statement is None:
        return
    x, y = argument(call, "x", 0), argument(call, "y", 1)
    if not isinstance(x, ast.Name) or not isinstance(y, ast.Name):
        return
    scope = outline.scope_of(statement)
    body = scope.body if isinstance(scope.body, list) else []
    if not {x.id, y.id} <= names_of(body) or outline.loops_around(statement):
        return
    plan = Plan(context)
    shuffle = plan.need("sklearn.utils", "shuffle", call)
    names = f"{x.id}, {y.id}"
    code = f"{names} = {shuffle}({names}, random_state={usual_seed(outline)})"
    plan.put_before(statement, code)
    yield plan.rewrite(f"Shuffle `{x.id}` and `{y.id}` together first")
