"""Uses the parts of the split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.parts import calls_at, judging_calls, named_holdout, put_parts
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("ignored-split",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Fit on the training part, predict and score the test part."""
    holdout = named_holdout(context)
    if holdout is None:
        return
    plan = Plan(context)
    fitted = calls_at(context, [context.finding.span])
    judged = [call for call in judging_calls(context) if call not in fitted]
    if put_parts(plan, holdout, fitted, "train") and put_parts(plan, holdout, judged, "test"):
        first = holdout.slots[0]
        title = f"Fit on `{first.train}` and judge on `{first.test}`"
        yield plan.rewrite(title, reveals={"test-set-reuse"})
