"""Looks back instead of ahead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("lookahead-feature",)
_AHEAD: Final = re.compile(r"next|tomorrow|future|ahead|lead|forward|target", re.IGNORECASE)
_WINDOWS: Final = ("rolling", "ewm", "expanding")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Fill forwards, use a trailing window, or shift the column before a window is taken."""
    outline = context.outline
    plan = Plan(context)
    done: list[str] = []
    places = [context.finding.span]
    places += [r.span for r in context.finding.related if r.message == "and here"]
    for span in places:
        node = outline.expression_at(span)
        if node is None:
            return
        done.append(_turned(plan, node, own="the row's own" in context.finding.message))
    words = list(dict.fromkeys(done))
    yield plan.rewrite(words[0] if len(words) == 1 else "Look back instead of ahead")


def _turned(plan: Plan, node: ast.expr, *, own: bool) -> str:
    """Plan the change of one place and return its title; raises ``Unclear``."""
    outline = plan.outline
    chain = list(_chain(node))
    if own:
        window = next((c for c in chain if _method(c) in _WINDOWS), None)
        owner = None if window is None else window.func.value  # type: ignore[attr-defined]
        if owner is None or "groupby" in outline.text(owner):
            raise Unclear(outline.text(node))
        plan.replace(owner, f"{outline.text(owner)}.shift(1)")
        return "Leave the row's own value out of the window"
    for call in chain:
        method = _method(call)
        center = argument(call, "center")
        if method == "rolling" and center is not None:
            plan.drafts.arguments(call, drop=[center])
            return "Use a window of the rows before"
        if method in ("bfill", "backfill"):
            assert isinstance(call.func, ast.Attribute)
            owner = outline.text(call.func.value)
            rest = outline.text(call)[len(outline.text(call.func)) :]
            plan.replace(call, f"{owner}.ffill{rest}")
            return "Fill gaps with the value before"
        way = argument(call, "method")
        if method == "fillna" and isinstance(way, ast.Constant):
            plan.replace(way, '"ffill"')
            return "Fill gaps with the value before"
        if method in ("shift", "diff", "pct_change"):
            return _shifted(plan, call)
    raise Unclear(outline.text(node))


def _shifted(plan: Plan, call: ast.Call) -> str:
    """Shift by as many rows into the past, unless the column is called by what comes next."""
    outline = plan.outline
    steps = argument(call, "periods", 0)
    statement = outline.statement_of(call)
    if not isinstance(steps, ast.UnaryOp) or not isinstance(steps.op, ast.USub):
        raise Unclear(outline.text(call))
    if statement is None or _AHEAD.search(outline.text(statement)):
        raise Unclear("the name of the column says that it looks ahead")
    plan.replace(steps, outline.text(steps.operand))
    return "Take the value from before"


def _chain(node: ast.expr) -> Iterator[ast.Call]:
    """Iterate over the calls of a chain of methods, the last one first."""
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Call):
            yield node
            node = node.func
        else:
            node = node.value


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
