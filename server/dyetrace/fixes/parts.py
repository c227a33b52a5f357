"""Uses the parts of a split where the whole stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from dyetrace.findings import Span
from dyetrace.fixes.definitions import is_unchanged
from dyetrace.fixes.holdout import Holdout, read_holdout
from dyetrace.fixes.outline import reads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.events import Predict, Score


def named_holdout(context: FixContext) -> Holdout | None:
    """Return the split that a finding names, as one statement."""
    outline = context.outline
    for related in context.finding.related:
        call = outline.expression_at(related.span)
        statement = None if call is None else outline.parents.get(call)
        if not isinstance(call, ast.Call) or not isinstance(statement, ast.Assign):
            continue
        holdout = read_holdout(statement, call, attributes=True)
        if holdout is not None and class_name(call).endswith("split"):
            return holdout
    return None


def put_parts(plan: Plan, holdout: Holdout, calls: Iterable[ast.Call], part: str) -> int:
    """Give calls the training or test part of what was split; return how many were changed."""
    outline = plan.outline
    slots = {outline.text(slot.argument): slot for slot in holdout.slots}
    roots = {name for slot in holdout.slots for name in reads(slot.argument)}
    changed = 0
    for call in calls:
        if not is_unchanged(outline, roots | holdout.names, holdout.statement, call):
            continue
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            slot = slots.get(outline.text(argument))
            if slot is not None:
                plan.replace(argument, slot.train if part == "train" else slot.test)
                changed += 1
    return changed


def calls_at(context: FixContext, spans: Iterable[Span]) -> list[ast.Call]:
    """Return the calls that stand at some places."""
    found = [context.outline.expression_at(span) for span in dict.fromkeys(spans)]
    return [call for call in found if isinstance(call, ast.Call)]


def judging_calls(context: FixContext) -> list[ast.Call]:
    """Return every call that predicts or scores."""
    events = context.flow.events
    return calls_at(context, (e.site for e in events if isinstance(e, (Predict, Score))))
