"""Applies the transformer that was loaded instead of fitting it again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.flow.events import Call
from dyetrace.rules.deployment.stored import Loaded

RULES: Final = ("refit-at-serving",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Call ``transform`` of a loaded object; a fresh one is saved nowhere that could be seen."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr != "fit_transform" or len(call.args) != 1 or call.keywords:
        return
    loaded = Loaded(context.flow)
    seen = [event for event in context.flow.of(Call) if event.site == context.finding.span]
    if not seen or not all(loaded.holds(event.receiver) for event in seen):
        return
    plan = Plan(context)
    name, data = outline.text(call.func.value), outline.text(call.args[0])
    plan.replace(call, f"{name}.transform({data})")
    yield plan.rewrite(f"Apply `{name}` as it was loaded", safe=True)
