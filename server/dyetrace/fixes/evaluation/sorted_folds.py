"""Shuffles the folds, and keeps the classes in proportion where the labels are at hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import usual_seed
from dyetrace.fixes.outline import Outline
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name, put_splitter, splitter_call

RULES: Final = ("sorted-folds",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Use ``StratifiedKFold(shuffle=True)``, or ``KFold(shuffle=True)`` where y is not given."""
    outline = context.outline
    place = outline.expression_at(context.finding.span)
    maker = splitter_call(outline, place)
    if maker is None:
        return
    seed = usual_seed(outline)

    def stratified() -> Rewrite | None:
        if not _gives_labels(outline, place, maker):
            return None
        plan = Plan(context)
        put_splitter(plan, maker, "StratifiedKFold", shuffle="True", random_state=seed)
        return plan.rewrite("Use shuffled folds with all classes in each")

    def shuffled() -> Rewrite:
        plan = Plan(context)
        plan.drafts.arguments(maker, shuffle="True", random_state=seed)
        return plan.rewrite("Shuffle the rows before the folds are cut")

    yield from attempts(stratified, shuffled)


def _gives_labels(outline: Outline, place: ast.expr | None, maker: ast.Call) -> bool:
    """Whether every use of the splitter knows the labels."""
    if isinstance(place, ast.Call) and class_name(place) == "split":
        given = [*place.args, *(keyword.value for keyword in place.keywords)]
        return len(given) > 1
    splits = [
        node
        for node in ast.walk(outline.source.tree)
        if isinstance(node, ast.Call) and class_name(node) == "split" and node.args
    ]
    return all(
        len(node.args) + len(node.keywords) > 1
        for node in splits
        if splitter_call(outline, node) is maker
    )
