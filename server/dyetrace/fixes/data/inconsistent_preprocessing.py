"""Transforms the other part with what was fitted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.fixes.definitions import definition, is_unchanged
from dyetrace.fixes.names import estimator_name
from dyetrace.fixes.outline import Outline, dotted
from dyetrace.fixes.parts import calls_at
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.events import Fit

RULES: Final = ("inconsistent-preprocessing",)
_METHODS: Final = ("fit", "fit_transform", "transform")


@dataclass(frozen=True)
class _Applied:
    """A transformer that was applied to one part: what to call it, and what came of it."""

    statement: ast.stmt  # after which it is fitted
    name: str
    maker: ast.Call | None  # a constructor call that has to get that name
    target: str | None  # what the transformed rows are called
    data: str | None  # what they were called before


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Transform the raw rows once below the fit, or at each place where they are used."""
    applied = _applied(context)
    calls = calls_at(
        context, (context.finding.span, *(related.span for related in context.finding.related))
    )
    if applied is None:
        return
    yield from attempts(
        lambda: _rebound(context, applied, calls), lambda: _at_each(context, applied, calls)
    )


def _applied(context: FixContext) -> _Applied | None:
    outline = context.outline
    transformers = {fit.site for fit in context.flow.of(Fit) if fit.role == "transformer"}
    for related in context.finding.related:
        call = outline.expression_at(related.span)
        if related.span not in transformers or not isinstance(call, ast.Call):
            continue
        statement = outline.statement_of(call)
        if statement is None or not isinstance(call.func, ast.Attribute) or not call.args:
            return None
        owner, data = call.func.value, dotted(call.args[0])
        is_value = isinstance(statement, ast.Assign) and statement.value is call
        target = dotted(statement.targets[0]) if is_value else None  # type: ignore[attr-defined]
        if class_name(call) == "fit":
            if is_value and isinstance(owner, ast.Call) and target is not None:
                return _Applied(statement, target, None, None, data)
            name = dotted(owner)
            return None if name is None else _Applied(statement, name, None, None, data)
        if isinstance(owner, ast.Call) and dotted(owner.func) is not None:
            name = estimator_name(outline, owner, frozenset())
            return _Applied(statement, name, owner, target, data)
        name = dotted(owner)
        return None if name is None else _Applied(statement, name, None, target, data)
    return None


def _raw_arguments(
    context: FixContext, applied: _Applied, calls: list[ast.Call]
) -> list[tuple[ast.Call, ast.expr]]:
    """Return the first argument of each call of the model that gets raw rows, by a plain name."""
    outline = context.outline
    found = []
    known = {applied.target} if applied.target != applied.data else set()
    for call in calls:
        if class_name(call) in _METHODS and class_name(call) != "fit":
            continue
        if not call.args or dotted(call.args[0]) is None:
            continue
        if outline.statement_of(call) is applied.statement or dotted(call.args[0]) in known:
            continue
        if class_name(call) == "fit" and outline.span(call) != context.finding.span:
            raw_fit = "gets the output" in context.finding.message
            if not raw_fit:
                continue
        elif "gets the output" in context.finding.message:
            continue
        found.append((call, call.args[0]))
    return found


def _rebound(context: FixContext, applied: _Applied, calls: list[ast.Call]) -> Rewrite | None:
    """Insert ``X_test = scaler.transform(X_test)`` where the training rows kept their name."""
    outline = context.outline
    raw = _raw_arguments(context, applied, calls)
    names = {outline.text(node) for _, node in raw}
    if len(names) != 1 or applied.target is None or applied.target != applied.data:
        return None
    (name,) = names
    made = definition(outline, name, raw[0][1])
    block = outline.block_of(applied.statement)
    if made is not None and made in block and block.index(made) > block.index(applied.statement):
        return None
    plan = Plan(context)
    _name(plan, applied)
    plan.put_after(applied.statement, f"{name} = {applied.name}.transform({name})")
    return plan.rewrite(f"Transform `{name}` with the fitted `{applied.name}`", safe=True)


def _at_each(context: FixContext, applied: _Applied, calls: list[ast.Call]) -> Rewrite | None:
    """Give each call the transformed rows."""
    outline = context.outline
    raw = _raw_arguments(context, applied, calls)
    plan = Plan(context)
    _name(plan, applied)
    for call, node in raw:
        name = applied.name.partition(".")[0]
        if not is_unchanged(outline, {name}, applied.statement, call):
            return None
        text = outline.text(node)
        done = _transformed(outline, applied, text, call)
        plan.replace(node, done or f"{applied.name}.transform({text})")
    if not raw:
        return None
    shown = ", ".join(f"`{text}`" for text in dict.fromkeys(outline.text(node) for _, node in raw))
    return plan.rewrite(f"Transform {shown} with the fitted `{applied.name}`", safe=True)


def _transformed(outline: Outline, applied: _Applied, text: str, call: ast.Call) -> str | None:
    """Return the name that the transformed rows have already, if they do."""
    if text == applied.data and applied.target is not None:
        return applied.target
    for node in ast.walk(outline.source.tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        value, name = node.value, dotted(node.targets[0])
        if class_name(value) != "transform" or not value.args or name is None:
            continue
        same = outline.text(value.func) == f"{applied.name}.transform"
        same = same and outline.text(value.args[0]) == text != name
        if same and is_unchanged(outline, {name}, node, call):
            return name
    return None


def _name(plan: Plan, applied: _Applied) -> None:
    """Give a transformer that was made in place a name."""
    if applied.maker is not None:
        plan.put_before(applied.statement, f"{applied.name} = {plan.outline.text(applied.maker)}")
        plan.replace(applied.maker, applied.name)
