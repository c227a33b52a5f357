"""Clears the gradients before the ``backward()`` of a loop that never does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.outline import Outline, binds, is_inside, root_name
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.flow.events import Backward, OptimizerStep, ZeroGrad

RULES: Final = ("missing-zero-grad",)
_STYLE = re.compile(r"\.zero_grad\(\s*(set_to_none\s*=\s*(?:True|False))?\s*\)")


@dataclass(frozen=True)
class _Round:
    """Backward passes that lead to the steps of some optimizers, in one run of a loop's body."""

    backwards: tuple[ast.stmt, ...]
    steps: tuple[tuple[str, ast.stmt], ...]  # optimizer as written, statement of its step


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Insert ``optimizer.zero_grad()`` before the backward pass of each optimizer's step."""
    outline = context.outline
    loop = _loop(context)
    if loop is None:
        return
    before: dict[Span, tuple[NewStatement, ...]] = {}
    cleared: list[str] = []
    for round_ in _rounds(context, loop):
        codes = []
        for optimizer, step in round_.steps:
            place = _place(outline, round_, step)
            code = None if place is None else _clearing(context, optimizer, place, step)
            if place is None or code is None:
                return
            codes.append(code)
            cleared.append(optimizer)
            span = outline.span(place)
            before[span] = (*before.get(span, ()), NewStatement(code))
    if cleared:
        names = " and ".join(f"`{name}.zero_grad()`" for name in dict.fromkeys(cleared))
        title = f"Clear the gradients with {names} before `backward()`"
        yield Rewrite(title, Applicability.SAFE, before=before)


def _loop(context: FixContext) -> Span | None:
    """Return the innermost loop around the finding's backward pass, through calls too."""
    span = context.finding.span
    for event in context.flow.of(Backward):
        if event.context.loops and is_inside(event.site, span):
            return event.context.loops[-1]
    return None


def _rounds(context: FixContext, loop: Span) -> list[_Round]:
    """Group the passes and steps of one run of the loop, without what is cleared already."""
    outline = context.outline
    cleared = {
        event.target.identity
        for event in context.flow.of(ZeroGrad)
        if event.target is not None and loop in event.context.loops
    }
    rounds: list[_Round] = []
    backwards: list[ast.stmt] = []
    steps: list[tuple[str, ast.stmt]] = []
    stepped = False
    seen: set[Span] = set()
    for event in context.flow.events:
        if loop not in event.context.loops or event.site in seen:
            continue
        statement = outline.statement_at(event.site)
        if statement is None:
            continue
        if isinstance(event, Backward):
            if stepped:
                rounds.append(_Round(tuple(backwards), tuple(steps)))
                backwards, steps, stepped = [], [], False
            backwards.append(statement)
            seen.add(event.site)
        elif isinstance(event, OptimizerStep):
            seen.add(event.site)
            stepped = True
            if event.optimizer.identity not in cleared:
                steps.append((event.name, statement))
    rounds.append(_Round(tuple(backwards), tuple(steps)))
    return [one for one in rounds if one.backwards and one.steps]


def _place(outline: Outline, round_: _Round, step: ast.stmt) -> ast.stmt | None:
    """Return the statement before which to clear: where all passes and the step are below."""
    first: ast.stmt | None = round_.backwards[0]
    while first is not None:
        block = outline.block_of(first)
        if all(outline.lift(node, block) is not None for node in (*round_.backwards, step)):
            return first
        if isinstance(outline.parents[first], (ast.FunctionDef, ast.AsyncFunctionDef)):
            break
        first = outline.statement_of(outline.parents[first])
    # The step is in another function: clear where the first pass is.
    return round_.backwards[0] if len(round_.backwards) == 1 else None


def _clearing(context: FixContext, optimizer: str, place: ast.stmt, step: ast.stmt) -> str | None:
    """Return the code that clears an optimizer at a place where its name means the same."""
    outline = context.outline
    used = _STYLE.search(context.source.text)
    call = f"{optimizer}.zero_grad({used.group(1) or ''})" if used else f"{optimizer}.zero_grad()"
    root = root_name(ast.parse(optimizer, mode="eval").body)
    if root is None:
        return None
    if outline.scope_of(place) is not outline.scope_of(step):
        return call if root == "self" or _is_global(outline, root, place, step) else None
    for loop in outline.loops_around(step):
        if (
            isinstance(loop, ast.For)
            and not outline.is_within(place, loop)
            and (root in binds(loop.target))
        ):
            header = f"for {outline.text(loop.target)} in {outline.text(loop.iter)}:"
            plain = isinstance(loop.iter, (ast.Name, ast.Attribute, ast.List, ast.Tuple))
            return f"{header}\n    {call}" if plain else None
    block = outline.block_of(place)
    return None if any(root in binds(later) for later in block[block.index(place) :]) else call


def _is_global(outline: Outline, name: str, *nodes: ast.AST) -> bool:
    """Whether a name means the module's variable at several places."""
    for node in nodes:
        scope = outline.scope_of(node)
        parameters = {arg.arg for arg in ast.walk(scope) if isinstance(arg, ast.arg)}
        if not isinstance(scope, ast.Module) and name in binds(scope) | parameters:
            return False
    return True
