"""Saves the fitted transformers and the model as one pipeline."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import definition, is_unchanged
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.holdout import read_holdout
from dyetrace.fixes.outline import Outline, dotted
from dyetrace.fixes.parts import calls_at
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("unsaved-preprocessing",)
_DEPTH: Final = 8


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Dump ``make_pipeline(scaler, model)``: it takes the rows as they were before the scaler."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or class_name(call) != "dump" or not call.args:
        return
    model = call.args[0]
    fits = calls_at(context, (related.span for related in context.finding.related))
    trained = [f for f in fits if class_name(f) == "fit" and _owner(outline, f) == dotted(model)]
    lost = [fit for fit in fits if fit not in trained]
    if not isinstance(model, ast.Name) or len(trained) != 1 or not trained[0].args:
        return
    chain = _chain(outline, trained[0].args[0])
    if len(chain) != len(lost) or not chain:
        return
    names = {name for name, _ in chain}
    if names != {_owner(outline, fit) for fit in lost}:
        return
    for _, statement in chain:
        if not is_unchanged(outline, names - {_bound(statement)}, statement, call):
            return
    plan = Plan(context)
    function = plan.need("sklearn.pipeline", "make_pipeline", call)
    steps = ", ".join([*(name for name, _ in chain), model.id])
    plan.replace(model, f"{function}({steps})")
    yield plan.rewrite(f"Save `{steps}` as one pipeline that takes the raw rows")


def _owner(outline: Outline, call: ast.Call) -> str | None:
    """Return the name of what is fitted: ``model`` in ``model = SVC().fit(X, y)`` too."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Name):
        return owner.id
    statement = outline.parents.get(call)
    if isinstance(statement, ast.Assign) and class_name(call) == "fit":
        return dotted(statement.targets[0])
    return None


def _bound(statement: ast.stmt) -> str | None:
    return dotted(statement.targets[0]) if isinstance(statement, ast.Assign) else None


def _chain(outline: Outline, node: ast.expr) -> list[tuple[str, ast.stmt]]:
    """Return the transformers that rows went through, in order, with the last place of each."""
    found: list[tuple[str, ast.stmt]] = []
    for _ in range(_DEPTH):
        if isinstance(node, ast.Call) and class_name(node) in ("fit_transform", "transform"):
            name = _owner(outline, node)
            statement = outline.statement_of(node)
            if name is None or statement is None or argument(node, "X", 0) is None:
                raise Unclear(outline.text(node))
            found.insert(0, (name, statement))
            node = node.args[0]
            continue
        made = definition(outline, node.id, node) if isinstance(node, ast.Name) else None
        if made is None or not isinstance(node, ast.Name):
            return found
        value = _value(made, node.id)
        if value is None:
            return found
        node = value
    return found


def _value(made: ast.Assign, name: str) -> ast.expr | None:
    """Return what a name gets in an assignment, of a split the array that is split."""
    if isinstance(made.value, ast.Call) and class_name(made.value).endswith("split"):
        holdout = read_holdout(made, made.value)
        for slot in holdout.slots if holdout is not None else ():
            if name in (slot.train, slot.test):
                return slot.argument
    return made.value if isinstance(made.targets[0], ast.Name) else None
