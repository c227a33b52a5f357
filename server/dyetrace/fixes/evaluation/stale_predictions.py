"""Scores the predictions of the model that the score is printed for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import Outline, dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.flow.events import Fit, Score

RULES: Final = ("stale-predictions",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put the newer predictions into this score and those beside it that were copied with it."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call):
        return
    names = _names(outline, context)
    stale = next((s for s in _stale(outline, call) if s not in names), None)
    if stale is None or len(names) != 1:
        return
    (fresh,) = names
    plan = Plan(context)
    for place in _copied(context, call):
        for argument in (*place.args, *(keyword.value for keyword in place.keywords)):
            if isinstance(argument, ast.Name) and argument.id == stale:
                plan.replace(argument, fresh)
    yield plan.rewrite(f"Score `{fresh}`", safe=True, reveals={"test-set-reuse"})


def _names(outline: Outline, context: FixContext) -> set[str]:
    """Return the name of the predictions that are never scored."""
    found = set()
    for related in context.finding.related:
        made = outline.expression_at(related.span)
        statement = None if made is None else outline.parents.get(made)
        is_prediction = isinstance(made, ast.Call) and (
            isinstance(made.func, ast.Attribute) and made.func.attr.startswith("predict")
        )
        if is_prediction and isinstance(statement, ast.Assign):
            found |= {name} if (name := dotted(statement.targets[0])) else set()
    return found


def _stale(outline: Outline, call: ast.Call) -> Iterator[str]:
    """Iterate over the arguments that are names of predictions."""
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        if not isinstance(argument, ast.Name):
            continue
        for node in ast.walk(outline.source.tree):
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
                continue
            method = node.value.func
            if (
                isinstance(method, ast.Attribute)
                and method.attr.startswith("predict")
                and dotted(node.targets[0]) == argument.id
            ):
                yield argument.id


def _copied(context: FixContext, call: ast.Call) -> Iterator[ast.Call]:
    """Iterate over the scores of the same predictions from here to the next fit."""
    span = context.outline.span(call)
    events = list(context.flow.events)
    here = next(
        (n for n, e in enumerate(events) if isinstance(e, Score) and e.site == span), len(events)
    )
    yield call
    for event in events[here + 1 :]:
        if isinstance(event, Fit):
            return
        if isinstance(event, Score):
            found = context.outline.expression_at(event.site)
            if isinstance(found, ast.Call) and found is not call:
                yield found
