"""``# dyetrace: stop``: where a probed program may end."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Any

STOP_HOOK = "_dyetrace_stop_"
_COMMENT = re.compile(r"#\s*dyetrace:\s*stop\b")


def insert_stops(tree: ast.Module, text: str) -> None:
    """Insert a call of the stop hook where a comment asks for it.

    A comment behind a statement ends the program after it, one on its own line where it stands.
    """
    if _COMMENT.search(text) is None:
        return
    for line, column, own_line in _comments(text):
        found = _where(tree, line, column, own_line)
        if found is not None:
            body, index = found
            body.insert(max(index, _prologue(body)), _stop(line, column))


def _prologue(body: list[Any]) -> int:
    """Return how many statements must stay first: the docstring and ``from __future__``."""
    count = 0
    for statement in body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if not (is_future or (is_text and count == 0)):
            break
        count += 1
    return count


def _comments(text: str) -> list[tuple[int, int, bool]]:
    """Return (line, column, stands alone) of each stop comment, the last one first."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and _COMMENT.match(token.string):
            alone = not token.line[: token.start[1]].strip()
            found.append((token.start[0], token.start[1], alone))
    return found[::-1]


def _where(tree: ast.Module, line: int, column: int, alone: bool) -> tuple[list[Any], int] | None:
    """Return the block and the index in it before which the program is to end."""
    best: tuple[list[Any], int] | None = None
    for body in _blocks(tree):
        if alone and body[0].col_offset != column:
            continue
        before = [s for s in body if s.end_lineno < line + (0 if alone else 1)]
        after = [s for s in body if s.lineno > line]
        if len(before) + len(after) < len(body):
            continue  # the line lies inside a statement of this block: a deeper block has it
        if not alone and not (before and before[-1].end_lineno == line):
            continue
        if best is None or _distance(body, len(before), line) <= _distance(*best, line):
            best = (body, len(before))
    return best


def _distance(body: list[Any], index: int, line: int) -> int:
    gaps = [abs(s.lineno - line) for s in body[index : index + 1]]
    gaps += [abs(line - s.end_lineno) for s in body[max(index - 1, 0) : index]]
    return int(min(gaps))


def _blocks(tree: ast.AST) -> Iterator[list[Any]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield block


def _stop(line: int, column: int) -> ast.Expr:
    call = ast.Call(func=ast.Name(id=STOP_HOOK, ctx=ast.Load()), args=[], keywords=[])
    statement = ast.Expr(value=call)
    for node in (call.func, call, statement):
        node.lineno = node.end_lineno = line
        node.col_offset = node.end_col_offset = column
    return statement
