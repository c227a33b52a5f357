"""Keeps the order of the files in the generator that is judged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("shuffled-generator-metrics",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Set ``shuffle=False``; not where the same generator feeds the training."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(call, ast.Call):
        return
    name = dotted(statement.targets[0]) if isinstance(statement, ast.Assign) else None
    if name is None or _is_trained_on(context, name):
        return
    plan = Plan(context)
    plan.drafts.arguments(call, shuffle="False")
    yield plan.rewrite(f"Make `{name}` with `shuffle=False`", safe=True)


def _is_trained_on(context: FixContext, name: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and class_name(node) in ("fit", "fit_generator", "train_on_batch")
        and bool(node.args)
        and dotted(node.args[0]) == name
        for node in ast.walk(context.source.tree)
    )
