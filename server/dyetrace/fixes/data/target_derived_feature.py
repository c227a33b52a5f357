"""Drops a column that was computed from the label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.data.features import features_of, take_out
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("target-derived-feature",)
_COLUMN: Final = re.compile(r'drop\(columns=\["(.+)"\]\)')


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Leave the column out where X is made."""
    column = _COLUMN.search(context.finding.advice)
    if column is None or not context.finding.related:
        return
    outline = context.outline
    learned = outline.expression_at(context.finding.related[0].span)
    plan = Plan(context)
    take_out(plan, features_of(outline, learned), column.group(1))
    yield plan.rewrite(f"Leave `{column.group(1)}` out of the features")
