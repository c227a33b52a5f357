"""Gives the truth first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("swapped-metric-arguments",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Swap the first two arguments; the axes of a drawn matrix may be named for the old order."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or len(call.args) < 2:
        return
    first, second = call.args[:2]
    if isinstance(first, ast.Starred) or isinstance(second, ast.Starred):
        return
    plan = Plan(context)
    plan.replace(first, outline.text(second))
    plan.replace(second, outline.text(first))
    plan.drafts.hosts = [call]
    is_drawn = class_name(call) == "confusion_matrix"
    yield plan.rewrite("Give the truth first", safe=not is_drawn)
