"""Compiles once more, or only then, when `trainable` is set."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import binds, is_inside
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.events import Fit

RULES: Final = ("trainable-after-compile",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Move ``compile`` below the last change, or repeat it there where a fit came between."""
    outline = context.outline
    calls = [outline.expression_at(related.span) for related in context.finding.related]
    compiled = next(
        (c for c in calls if isinstance(c, ast.Call) and class_name(c) == "compile"), None
    )
    fit = next((c for c in calls if c is not None and c is not compiled), None)
    change = outline.statement_at(context.finding.span)
    statement = None if compiled is None else outline.parents.get(compiled)
    if compiled is None or fit is None or change is None:
        return
    if not isinstance(statement, ast.Expr):
        return
    block = outline.block_of(statement)
    first, last = outline.lift(change, block), outline.lift(fit, block)
    if first is None or last is None or block.index(first) <= block.index(statement):
        return
    changes = [
        each
        for each in block[block.index(first) : block.index(last)]
        if any(isinstance(n, ast.Attribute) and n.attr == "trainable" for n in ast.walk(each))
    ]
    place = changes[-1] if changes else None
    if place is None:
        return
    between = block[block.index(statement) : block.index(place)]
    fitted = any(
        is_inside(event.site, outline.span(each))
        for event in context.flow.of(Fit)
        for each in between
    )
    plan = Plan(context)
    if fitted:
        plan.put_after(place, outline.text(statement))
        yield plan.rewrite("Compile again after this change")
    elif not any(binds(each) & _names(compiled) for each in between[1:]):
        plan.move(statement, after=place)
        yield plan.rewrite("Compile after this change", safe=True)


def _names(call: ast.Call) -> set[str]:
    """Return the names that the arguments of a compilation read."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {n.id for a in arguments for n in ast.walk(a) if isinstance(n, ast.Name)}
