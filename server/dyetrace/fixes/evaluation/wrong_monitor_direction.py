"""Says in which direction the monitored number gets better."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Final

from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("wrong-monitor-direction",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Set ``mode`` or ``greater_is_better``; the new analysis tells which value is right."""
    call = context.outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call):
        return
    if class_name(call).endswith("TrainingArguments"):
        name, values = "greater_is_better", ("True", "False")
    else:
        name, values = "mode", ('"max"', '"min"')
    yield from attempts(*(partial(_with, context, call, name, value) for value in values))


def _with(context: FixContext, call: ast.Call, name: str, value: str) -> Rewrite:
    plan = Plan(context)
    if name == "mode":
        plan.drafts.arguments(call, mode=value)
    else:
        plan.drafts.arguments(call, greater_is_better=value)
    return plan.rewrite(f"Set `{name}={value}`", safe=True)
