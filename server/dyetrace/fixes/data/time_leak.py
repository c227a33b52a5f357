"""Splits in the order of time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name, put_splitter, splitter_call

RULES: Final = ("time-leak",)
_BACKWARDS: Final = re.compile(r"ascending\s*=\s*(False|\[\s*False|0)")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Use ``shuffle=False``, or ``TimeSeriesSplit`` for folds."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or _BACKWARDS.search(context.source.text):
        return
    plan = Plan(context)
    if class_name(call) == "train_test_split":
        names = ("random_state", "stratify")
        gone = [value for name in names if (value := argument(call, name)) is not None]
        plan.drafts.arguments(call, drop=gone, shuffle="False")
        yield plan.rewrite("Keep the order: the last rows are the test set")
        return
    maker = splitter_call(outline, call)
    if maker is None or _needs_every_row(context):
        return
    put_splitter(plan, maker, "TimeSeriesSplit")
    yield plan.rewrite("Use folds whose test rows come after their training rows")


def _needs_every_row(context: FixContext) -> bool:
    """Whether each row is predicted once, which folds in time do not do."""
    return "cross_val_predict" in context.source.text
