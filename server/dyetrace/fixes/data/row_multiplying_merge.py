"""Lets a merge fail where it would repeat rows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.parts import calls_at
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("row-multiplying-merge",)
_CHECK: Final = re.compile(r'`validate=("[\w:]+")`')


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Add ``validate=`` to the merge and to those beside it; the program may stop there now."""
    check = _CHECK.search(context.finding.advice)
    spans = [context.finding.span]
    spans += [r.span for r in context.finding.related if r.message == "and here"]
    calls = [call for call in calls_at(context, spans) if argument(call, "validate") is None]
    if check is None or not calls or any(_is_join_by_index(call) for call in calls):
        return
    plan = Plan(context)
    for call in calls:
        plan.drafts.arguments(call, validate=check.group(1))
    yield plan.rewrite(f"Check the key with `validate={check.group(1)}`")


def _is_join_by_index(call: ast.Call) -> bool:
    return class_name(call) not in ("merge", "join")
