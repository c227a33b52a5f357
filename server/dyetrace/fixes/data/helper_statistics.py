"""Hands a helper the training rows, from which it takes its statistics.

``X = standardize(X)`` above the split becomes ``X_test = standardize(X_test, X_train)`` below it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import bounds
from dyetrace.fixes.holdout import Holdout, Slot, find_holdout
from dyetrace.fixes.lifetimes import asks_only_size, is_read_later
from dyetrace.fixes.outline import Outline, binds, loads, reads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Reader, Role, Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite

RULES: Final = ("fit-before-split",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Give the helper one more parameter, and call it for each part."""
    outline = context.outline
    node = outline.expression_at(context.finding.span)
    helper = None if node is None else outline.scope_of(node)
    if not isinstance(helper, ast.FunctionDef) or helper not in context.source.tree.body:
        return
    uses = loads(context.source.tree, helper.name)
    call = outline.parents.get(uses[0]) if len(uses) == 1 else None
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(call, ast.Call) or not isinstance(statement, ast.Assign):
        return
    found = find_holdout(context, call)
    if found is None or len(call.args) != 1 or call.keywords:
        return
    holdout, block = found
    plan = Plan(context)
    slot = _slot(plan, statement, call, holdout, block)
    plan.exchange(helper, _with_reference(plan, helper))
    plan.remove(statement)
    span, name = outline.span(statement), helper.name
    plan.after[outline.span(holdout.statement)] = [
        NewStatement(f"{slot.test} = {name}({slot.test}, {slot.train})", above=(span,)),
        NewStatement(f"{slot.train} = {name}({slot.train}, {slot.train})", beside=span),
    ]
    yield plan.rewrite(f"Split first, and let `{name}` take its statistics from `{slot.train}`")


def _slot(
    plan: Plan,
    statement: ast.Assign,
    call: ast.Call,
    holdout: Holdout,
    block: list[ast.stmt],
) -> Slot:
    """Return the array that the helper made; raises ``Unclear`` where it is needed elsewhere."""
    outline = plan.outline
    target, data = statement.targets[0], call.args[0]
    if not isinstance(target, ast.Name) or not isinstance(data, ast.Name):
        raise Unclear(outline.text(statement))
    slots = [slot for slot in holdout.slots if outline.text(slot.argument) == target.id]
    if len(slots) != 1 or len(statement.targets) != 1:
        raise Unclear(target.id)
    if any(target.id in reads(keyword.value) for keyword in holdout.call.keywords):
        raise Unclear(target.id)
    between = block[block.index(statement) + 1 : block.index(holdout.statement)]
    for each in between:
        looks = isinstance(each, ast.Expr) and asks_only_size(each, {target.id})
        if binds(each) & {target.id, data.id} or (target.id in reads(each) and not looks):
            raise Unclear(outline.text(each))
        if target.id in reads(each) and target.id != data.id:
            raise Unclear(outline.text(each))
    ours = [statement, holdout.statement, *between]
    if is_read_later(outline, target.id, holdout.statement, block, ours, False):
        raise Unclear(target.id)
    if target.id != data.id:
        plan.replace(slots[0].argument, data.id)
    return slots[0]


def _with_reference(plan: Plan, helper: ast.FunctionDef) -> str:
    """Return the helper's text with a second parameter that statistics are taken of."""
    outline, arguments = plan.outline, helper.args
    given = [*arguments.posonlyargs, *arguments.args]
    plain = not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults)
    if len(given) != 1 or not plain or helper.decorator_list:
        raise Unclear("the helper's parameters")
    parameter = given[0]
    reference = next(n for n in ("train", "reference", "rows") if n not in outline.names)
    statistics = _statistics(outline, helper, parameter.arg)
    inner = Plan(plan.context)
    end = bounds(outline, parameter)[1]
    inner.drafts.edits.append((end, end, f", {reference}"))
    for node in statistics:
        inner.replace(node, reference)
    return inner.drafts.text(helper)


def _statistics(outline: Outline, helper: ast.FunctionDef, rows: str) -> list[ast.expr]:
    """Return where the helper sums its rows up; raises ``Unclear`` where it may mix them."""
    found: list[ast.expr] = []
    changed = False
    for number, statement in enumerate(helper.body):
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if number == 0 and is_text:
            continue  # the docstring
        reader = Reader(frozenset({rows}))
        if isinstance(statement, ast.Return) and statement.value is not None:
            role = reader.read(statement.value)
            if role is not Role.ROWS or statement is not helper.body[-1]:
                raise Unclear(outline.text(statement))
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            role = reader.read(statement.value)
            if (role is Role.ROWS) != (statement.targets[0].id == rows):
                raise Unclear(outline.text(statement))
        else:
            raise Unclear(outline.text(statement))
        statistics = [node for node, use in reader.uses if use == "statistic"]
        if reader.learned or (statistics and changed):
            raise Unclear(outline.text(statement))
        changed = changed or (isinstance(statement, ast.Assign) and role is Role.ROWS)
        found += statistics
    if not found or not isinstance(helper.body[-1], ast.Return):
        raise Unclear(helper.name)
    return found
