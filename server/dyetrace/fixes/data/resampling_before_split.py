"""Splits first and resamples the training part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.holdout import Holdout, find_holdout
from dyetrace.fixes.lifetimes import is_read_later
from dyetrace.fixes.outline import binds, dotted, reads, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("resampling-before-split",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Move ``X, y = sampler.fit_resample(X, y)`` below the split, where it sees ``X_train``."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(call, ast.Call) or not isinstance(statement, ast.Assign):
        return
    found = find_holdout(context, call, attributes=True)
    targets = statement.targets[0]
    if found is None or class_name(call) not in ("fit_resample", "fit_sample"):
        return
    if not isinstance(targets, ast.Tuple) or len(targets.elts) != 2 or len(call.args) != 2:
        return
    holdout, block = found
    names = [dotted(each) for each in targets.elts]
    x, y = (name for name in names)
    if x is None or y is None or statement not in block or call.keywords:
        return
    plan = Plan(context)
    if _put_originals(plan, holdout, statement, (x, y)) and _can_move(
        context, statement, holdout, block, (x, y)
    ):
        x_train, y_train = (_train(holdout, name, plan) for name in (x, y))
        if x_train is None or y_train is None:
            return
        assert isinstance(call.func, ast.Attribute)
        sampler = outline.text(call.func)
        plan.remove(statement)
        code = f"{x_train}, {y_train} = {sampler}({x_train}, {y_train})"
        span = outline.span(statement)
        moved = [NewStatement(code, above=(span,), beside=span)]
        if outline.text(call.args[0]) != x:
            moved += _looks(plan, block, statement, holdout, {x: x_train, y: y_train})
        plan.after[outline.span(holdout.statement)] = moved
        yield plan.rewrite(f"Split first, then resample `{x_train}` only")


def _looks(
    plan: Plan,
    block: list[ast.stmt],
    statement: ast.stmt,
    holdout: Holdout,
    names: dict[str, str],
) -> Iterator[NewStatement]:
    """Move what prints the resampled rows along, by their new names."""
    outline = plan.outline
    for each in block[block.index(statement) + 1 : block.index(holdout.statement)]:
        found = {
            outline.span(node): names[node.id]
            for node in ast.walk(each)
            if isinstance(node, ast.Name) and node.id in names
        }
        if found:
            span = outline.span(each)
            plan.remove(each)
            yield NewStatement(copied=span, substitutions=found, above=(span,), beside=span)


def _train(holdout: Holdout, name: str, plan: Plan) -> str | None:
    """Return what the training part of an array is called."""
    outline = plan.outline
    return next((s.train for s in holdout.slots if outline.text(s.argument) == name), None)


def _put_originals(
    plan: Plan, holdout: Holdout, statement: ast.Assign, names: tuple[str, str]
) -> bool:
    """Split the rows as they were before they were resampled."""
    outline = plan.outline
    assert isinstance(statement.value, ast.Call)
    texts = [outline.text(argument) for argument in statement.value.args]
    arguments = [*holdout.call.args, *(keyword.value for keyword in holdout.call.keywords)]
    for name, text in zip(names, texts):
        given = [each for each in arguments if outline.text(each) == name]
        if not any(outline.text(slot.argument) == name for slot in holdout.slots):
            return False
        for each in given:
            if text != name:
                plan.replace(each, text)
    return len(holdout.slots) == len(names)


def _can_move(
    context: FixContext,
    statement: ast.Assign,
    holdout: Holdout,
    block: list[ast.stmt],
    names: tuple[str, str],
) -> bool:
    """Whether nothing else needs the resampled rows, nor changes what they are made of."""
    outline = context.outline
    assert isinstance(statement.value, ast.Call)
    between = block[block.index(statement) + 1 : block.index(holdout.statement)]
    needed = reads(statement) | set(names)
    for each in between:
        if binds(each) & needed:
            return False
        if reads(each) & set(names) and not _only_looks(each):
            return False
    ours = [statement, holdout.statement, *between]
    return not any(
        is_read_later(outline, root, holdout.statement, block, ours, False)
        for name in names
        if (root := root_name(ast.parse(name, mode="eval").body)) is not None
        and root not in holdout.names
    )


def _only_looks(statement: ast.stmt) -> bool:
    """Whether a statement prints or shows something and does no more."""
    return isinstance(statement, ast.Expr) and not binds(statement)
