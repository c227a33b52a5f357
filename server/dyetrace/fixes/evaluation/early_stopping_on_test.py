"""Carves a validation part out of the training rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import usual_seed
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.kinds import kind_of
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("early-stopping-on-test",)
_WATCHED: Final = ("eval_set", "validation_data")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Split the training part once more above the fit, and watch the new part."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.statement_of(call)
    if not isinstance(call, ast.Call) or not isinstance(statement, (ast.Expr, ast.Assign)):
        return
    x, y = argument(call, "X", 0), argument(call, "y", 1)
    x, y = x or argument(call, "x"), y
    watched = next((node for name in _WATCHED if (node := argument(call, name))), None)
    if not isinstance(x, ast.Name) or not isinstance(y, ast.Name) or watched is None:
        return
    if outline.loops_around(statement) or class_name(call) != "fit":
        return
    if "the validation set" in context.finding.message:
        return  # a third set to report is what is missing
    pairs = [n for n in ast.walk(watched) if isinstance(n, ast.Tuple) and len(n.elts) == 2]
    if not pairs or any(kind_of(context, each) == "tensor" for each in (x, y)):
        return
    plan = Plan(context)
    names = _names(plan, x.id, y.id)
    test = [pair for pair in pairs if [outline.text(each) for each in pair.elts] != [x.id, y.id]]
    if len(test) != 1 or not all(isinstance(each, ast.Name) for each in test[0].elts):
        return
    for each in ast.walk(call):
        if isinstance(each, ast.Name) and each.id in (x.id, y.id):
            plan.replace(each, names[0] if each.id == x.id else names[2])
    for node, name in zip(test[0].elts, (names[1], names[3])):
        plan.replace(node, name)
    plan.drafts.hosts = [call]
    plan.put_before(statement, _split(plan, call, x.id, y.id, names))
    yield plan.rewrite(f"Stop by a validation part of `{x.id}`")


def _names(plan: Plan, x: str, y: str) -> tuple[str, str, str, str]:
    """Return names for the parts of X and y: what is fitted on, and what is watched."""
    found = []
    for name in (x, y):
        stem = name
        for ending in ("_train", "_tr", "train"):
            stem = stem.removesuffix(ending)
        stem = stem or "X"
        found += [plan.outline.free_name(f"{stem}_fit"), plan.outline.free_name(f"{stem}_val")]
    if len(set(found)) != 4:
        raise Unclear(x)
    return found[0], found[1], found[2], found[3]


def _split(plan: Plan, call: ast.Call, x: str, y: str, names: tuple[str, ...]) -> str:
    """Return the split of the training rows, made like the first one of the program."""
    outline = plan.outline
    function = plan.need("sklearn.model_selection", "train_test_split", call)
    settings = [f"random_state={usual_seed(outline)}"]
    for node in ast.walk(outline.source.tree):
        if not isinstance(node, ast.Call) or class_name(node) != "train_test_split":
            continue
        shuffle = argument(node, "shuffle")
        if isinstance(shuffle, ast.Constant) and shuffle.value is False:
            settings = ["shuffle=False"]
        elif argument(node, "stratify") is not None:
            settings.insert(0, f"stratify={y}")
        break
    given = ", ".join([x, y, "test_size=0.2", *settings])
    return f"{', '.join(names)} = {function}({given})"
