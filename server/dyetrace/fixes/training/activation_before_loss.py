"""Returns logits: takes the activation away that the loss applies itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("activation-before-loss",)
_MODULES: Final = frozenset({"Softmax", "LogSoftmax", "Sigmoid", "Softmax2d"})
_FUNCTIONS: Final = frozenset({"softmax", "log_softmax", "sigmoid"})
# The output is used as a probability somewhere: what is right for the loss is wrong there.
_AS_PROBABILITY: Final = re.compile(
    r"[<>]=?\s*0?\.\d|\.round\(|torch\.round\(|\.exp\(|roc_auc|prob|average_precision|log_loss"
    r"|threshold",
    re.IGNORECASE,
)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Take the call away, or the layer out of ``nn.Sequential``; the biggest output stays the same.

    Not offered where the output is compared with a threshold or shown as a probability.
    """
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or _AS_PROBABILITY.search(_code(context)):
        return
    plan = Plan(context)
    parent = outline.parents.get(call)
    if class_name(call) in _MODULES:
        if not isinstance(parent, ast.Call) or class_name(parent) != "Sequential":
            return
        if parent.args[-1] is not call or len(parent.args) < 2:
            return
        plan.drafts.arguments(parent, drop=[call])
        yield plan.rewrite("Return logits: take the last layer out")
        return
    given = _given(call)
    if given is not None:
        text = outline.text(given)
        if isinstance(parent, ast.Assign) and outline.text(parent.targets[0]) == text:
            plan.remove(parent)
        else:
            plan.replace(call, text)
        yield plan.rewrite("Return logits: leave the activation to the loss")


def _given(call: ast.Call) -> ast.expr | None:
    """Return what an activation is applied to."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _FUNCTIONS:
        by_library = dotted(function.value) in ("torch", "F", "nn.functional", "functional")
        by_library = by_library or (dotted(function.value) or "").endswith("functional")
        if dotted(function.value) == "self":
            return call.args[0] if len(call.args) == 1 else None
        if by_library:
            return call.args[0] if call.args else None
        return function.value  # `x.softmax(dim=1)`
    if isinstance(function, (ast.Call, ast.Attribute, ast.Name)) and len(call.args) == 1:
        return call.args[0]
    return None


def _code(context: FixContext) -> str:
    """Return the program without its comments and strings."""
    tree = context.source.tree
    return "\n".join(ast.unparse(each) for each in tree.body if not _is_text(each))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
