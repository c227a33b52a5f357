"""Parses an edited program again, only where it changed.

Top-level statements that an edit did not touch keep their very nodes, so whoever has read them
knows them again. What comes out equals a parse of the whole text; where that is not sure, nothing
comes out.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from dyetrace.source.program import Source
from dyetrace.source.tolerant import parse_strictly


def parse_again(lines: Sequence[str], known: Source) -> ast.Module | None:
    """Return the tree of a program that consists of ``lines``, with nodes of a known program.

    None where the change cannot be told apart from what surrounds it, or is no correct Python.
    """
    if known.problems:
        return None
    before = known.lines
    body = known.tree.body
    kept = _kept_before(body, before, _common(before, lines))
    rest = len(body)
    if len(lines) == len(before):
        rest = max(kept, _kept_after(body, _common(before[::-1], lines[::-1]), len(lines)))
    first = _end(body[kept - 1]) if kept else 0  # lines before the changed region
    last = _start(body[rest]) - 1 if rest < len(body) else len(lines)
    region = lines[first:last]
    if any(line.endswith("\\") for line in (*lines[first - 1 : first], *region[-1:])):
        return None  # a statement may go on beyond its line
    tree = parse_strictly("\n" * first + "\n".join(region))
    if tree is None:
        return None
    return ast.Module(body=[*body[:kept], *tree.body, *body[rest:]], type_ignores=[])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines both begin with."""
    number = 0
    for mine, theirs in zip(one, other):
        if mine != theirs:
            break
        number += 1
    return number


def _kept_before(body: Sequence[ast.stmt], lines: Sequence[str], common: int) -> int:
    """Return how many statements end before the change, with their last line to themselves."""
    kept = 0
    for index, statement in enumerate(body):
        if _end(statement) > common:
            break
        if index + 1 == len(body) or _start(body[index + 1]) > _end(statement):
            kept = index + 1
    return kept


def _kept_after(body: Sequence[ast.stmt], common: int, count: int) -> int:
    """Return the index of the first statement that begins, on a line of its own, after it."""
    rest = len(body)
    for index in range(len(body) - 1, -1, -1):
        statement = body[index]
        if _start(statement) <= count - common:
            break
        before = _end(body[index - 1]) if index else 0
        if statement.col_offset == 0 and _start(statement) > before:
            rest = index
    return rest


def _start(statement: ast.stmt) -> int:
    decorators: Sequence[ast.expr] = getattr(statement, "decorator_list", ())
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
