"""Leaves the test rows as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import Outline, binds, dotted, loads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("resampled-test-set",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Take the resampling out, and use the rows under the name that they had before."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(statement, ast.Assign) or not isinstance(call, ast.Call):
        return
    targets = statement.targets[0]
    if not isinstance(targets, ast.Tuple) or len(targets.elts) != len(call.args) or call.keywords:
        return
    title = f"Leave `{outline.text(call.args[0])}` as it is"
    plan = Plan(context)
    plan.remove(statement)
    names = [(dotted(target), dotted(a)) for target, a in zip(targets.elts, call.args)]
    if all(
        new and old and (new == old or _renamed(plan, statement, new, old)) for new, old in names
    ):
        yield plan.rewrite(title)
        return
    plan = Plan(context)
    plan.replace(call, ", ".join(map(outline.text, call.args)))
    yield plan.rewrite(title)


def _renamed(plan: Plan, statement: ast.Assign, new: str, old: str) -> bool:
    """Use ``old`` wherever ``new`` is read, if both mean one thing from here on."""
    outline = plan.outline
    block = outline.block_of(statement)
    below = block[block.index(statement) + 1 :]
    if not new.isidentifier() or any({new, old} & binds(each) for each in below):
        return False
    if _is_bound_elsewhere(outline, new, statement):
        return False
    for load in loads(outline.source.tree, new):
        if not any(outline.is_within(load, each) for each in below):
            return False
        plan.replace(load, old)
    return True


def _is_bound_elsewhere(outline: Outline, name: str, statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Name)
        and node.id == name
        and not isinstance(node.ctx, ast.Load)
        and not outline.is_within(node, statement)
        for node in ast.walk(outline.source.tree)
    )
