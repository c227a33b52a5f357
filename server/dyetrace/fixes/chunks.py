"""Cuts the part out of a program that a rewrite touches: libcst is slow on whole files."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass

from dyetrace.fixes.edits import Piece
from dyetrace.source.program import Source


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring statements of a script or cell, and the text around them.

    ``shift`` characters of the first line are in ``before`` (a byte order mark's form feed).
    """

    before: str
    text: str
    after: str
    first_line: int
    last_line: int
    shift: int
    starts_piece: bool


def cut_chunk(source: Source, piece: Piece, lines: Collection[int]) -> Chunk:
    """Return the top-level statements around some lines, with the comments above the first."""
    following = [cell.first_line for cell in source.cells if cell.first_line > piece.first_line]
    last_of_piece = min(following) - 1 if following else len(source.lines)
    body = [s for s in source.tree.body if piece.first_line <= s.lineno <= last_of_piece]
    touched = [n for n, s in enumerate(body) if any(_start(s) <= line <= _end(s) for line in lines)]
    first, last = (touched[0], touched[-1]) if touched else (0, len(body) - 1)
    while first > 0 and _end(body[first - 1]) >= _start(body[first]):
        first -= 1
    while last + 1 < len(body) and _start(body[last + 1]) <= _end(body[last]):
        last += 1
    top = _end(body[first - 1]) + 1 if first > 0 else piece.first_line
    bottom = _end(body[last]) if last + 1 < len(body) else last_of_piece
    base = source.offset(piece.first_line, 0)
    start = source.offset(top, 0) - base
    end = len(piece.text) if bottom == last_of_piece else source.offset(bottom + 1, 0) - base
    shift = 1 if start == 0 and piece.text.startswith("\f") else 0
    return Chunk(
        before=piece.text[: start + shift],
        text=piece.text[start + shift : end],
        after=piece.text[end:],
        first_line=top,
        last_line=bottom,
        shift=shift,
        starts_piece=first <= 0,
    )


def _start(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
