"""Seeds before anything is drawn, and the library that draws."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Final

from dyetrace.fixes.outline import binds, dotted, reads
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.seeding import seed_function

RULES: Final = ("late-seed",)
_LIBRARIES: Final = ("NumPy", "PyTorch", "TensorFlow")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Move the seed above the first draw, or seed the other library beside it."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    places = [outline.expression_at(related.span) for related in context.finding.related]
    drawn = next((place for place in places if place is not None), None)
    if not isinstance(statement, ast.Expr) or not isinstance(call, ast.Call) or drawn is None:
        return
    block = outline.block_of(statement)
    first = outline.lift(drawn, block)
    if first is None:
        return
    here, there = block.index(statement), block.index(first)
    if here > there:
        needed = reads(statement)
        if any(binds(each) & needed for each in block[there:here]):
            return
        plan = Plan(context)
        plan.move(statement, before=first)
        yield plan.rewrite("Set the seed before anything is drawn", safe=True)
        return
    if len(call.args) != 1:
        return
    yield from attempts(*(partial(_beside, context, statement, name) for name in _LIBRARIES))


def _beside(context: FixContext, statement: ast.Expr, library: str) -> Rewrite | None:
    """Seed another library with the same number; the new analysis tells which one draws."""
    assert isinstance(statement.value, ast.Call)
    plan = Plan(context)
    function = seed_function(plan, library, statement)
    if dotted(statement.value.func) == function:
        return None
    plan.put_after(statement, f"{function}({plan.outline.text(statement.value.args[0])})")
    return plan.rewrite(f"Seed {library} too", safe=True)
