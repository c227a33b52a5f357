"""Drops the label from the features."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.data.features import made_by, take_out
from dyetrace.fixes.outline import dotted
from dyetrace.fixes.parts import calls_at
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("target-in-features",)
_LABEL: Final = re.compile(r'drop\(columns=\["(.+)"\]\)')


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Assign the ``drop`` that was thrown away, or leave the column out where X is made."""
    outline = context.outline
    label = _LABEL.search(context.finding.advice)
    node = outline.expression_at(context.finding.span)
    if label is None or node is None:
        return
    title = f"Leave `{label.group(1)}` out of the features"

    def assigned() -> Rewrite | None:
        for call in calls_at(context, (related.span for related in context.finding.related)):
            statement = outline.parents.get(call)
            if class_name(call) != "drop" or not isinstance(statement, ast.Expr):
                continue
            assert isinstance(call.func, ast.Attribute)
            name = dotted(call.func.value)
            if name is None or (isinstance(node, ast.Name) and node.id != name):
                continue
            plan = Plan(context)
            plan.exchange(statement, f"{name} = {outline.text(call)}")
            return plan.rewrite(title)
        return None

    def left_out() -> Rewrite:
        plan = Plan(context)
        parent = outline.parents.get(node)
        is_target = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        if is_target and isinstance(parent, ast.Assign):
            made = parent.value
        elif is_target and isinstance(parent, ast.Tuple):
            made = _beside(node, parent, outline.parents[parent])
        else:
            made = made_by(outline, node)
        take_out(plan, made, label.group(1))
        return plan.rewrite(title)

    yield from attempts(assigned, left_out)


def _beside(node: ast.expr, targets: ast.Tuple, statement: ast.AST) -> ast.expr:
    """Return what a name gets in ``X, y = a, b``."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple):
        return statement.value.elts[targets.elts.index(node)]
    return node
