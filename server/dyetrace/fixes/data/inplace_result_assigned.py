"""Keeps one of both: the assignment or ``inplace=True``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.outline import loads, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("inplace-result-assigned",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Leave ``inplace=True`` out, or the assignment where nobody reads the name."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.statement_of(call)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Return)):
        return
    plan = Plan(context)
    target = None if isinstance(statement, ast.Return) else _target(statement)
    owner = call.func.value
    is_read = not isinstance(target, ast.Name) or any(
        load.lineno >= statement.lineno for load in loads(outline.source.tree, target.id)
    )
    same = target is not None and outline.text(target) == outline.text(owner)
    if not is_read and not same:
        plan.exchange(statement, outline.text(call))
        yield plan.rewrite("Leave the assignment out", safe=True)
        return
    flag = argument(call, "inplace")
    root = root_name(owner)
    if flag is None or (not same and root is not None and _is_read_below(context, root, statement)):
        return
    plan.drafts.arguments(call, drop=[flag])
    yield plan.rewrite("Leave `inplace=True` out", safe=True)


def _target(statement: ast.Assign | ast.AnnAssign) -> ast.expr | None:
    if isinstance(statement, ast.AnnAssign):
        return statement.target
    return statement.targets[0] if len(statement.targets) == 1 else None


def _is_read_below(context: FixContext, name: str, statement: ast.stmt) -> bool:
    """Whether the frame that was to change is read later, in its scope or by a loop around."""
    outline = context.outline
    scope = outline.scope_of(statement)
    in_loop = bool(outline.loops_around(statement))
    return any(
        not outline.is_within(load, statement)
        and (in_loop or load.lineno > statement.lineno or outline.scope_of(load) is not scope)
        for load in loads(scope, name)
    )
