"""Cells that ``nbconvert`` folded into a string: ``get_ipython().run_cell_magic('time', '', '…')``.

A notebook that was written out as a script keeps the code of its timed cells as text. It runs like
any other, so it is put back into the tree, and its places are the true ones inside the literal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from typing import Final

from dyetrace.source.magics import PYTHON_CELL_MAGICS, neutralise_magics
from dyetrace.source.python2 import PLACED
from dyetrace.source.scanning import LINE_END
from dyetrace.source.scripts import bind_runs

_FOLDED: Final = re.compile(r"\.(?:run_cell_magic|run_line_magic|magic)\(")
_TIMED: Final = frozenset(("time", "timeit", "prun", "memit"))
_OPTIONS: Final = re.compile(r"[ \t]*(?:-[a-zA-Z]+[ \t]*\d*[ \t]+)*")
_LITERAL: Final = re.compile(r"[uU]?(['\"])")
_ESCAPE: Final = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL
)

Parse = Callable[[str], ast.Module]


def unfold(tree: ast.Module, text: str, parse: Parse) -> None:
    """Replace folded cells and timed lines in a tree by their statements, scripts by imports."""
    if _FOLDED.search(text) is not None:
        _Unfolder(LINE_END.split(text), parse).visit(tree)
    bind_runs(tree, text)


class _Unfolder(ast.NodeTransformer):
    def __init__(self, lines: Sequence[str], parse: Parse) -> None:
        self._lines = lines
        self._parse = parse

    def visit_Expr(self, node: ast.Expr) -> ast.AST | list[ast.stmt]:
        found = _folded(node.value)
        if found is None:
            return node
        literal, start = found
        columns = _columns(self._lines, literal)
        if columns is None:
            return node
        code = neutralise_magics(str(literal.value)[start:])
        try:
            inner = self._parse(code)
        except (SyntaxError, ValueError, RecursionError):
            return node
        _place(inner, code, literal.lineno, columns[start:])
        return inner.body or node


def _folded(call: ast.expr) -> tuple[ast.Constant, int] | None:
    """Return the literal that holds code, and where in its text the code starts."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if not (isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "get_ipython"):
        return None
    texts = [
        arg for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if len(texts) != len(call.args) or not texts:
        return None
    first = str(texts[0].value)
    if call.func.attr == "run_cell_magic":
        return (texts[2], 0) if len(texts) == 3 and first in PYTHON_CELL_MAGICS else None
    if call.func.attr == "run_line_magic":
        return _timed(texts[1], 0) if len(texts) == 2 and first in _TIMED else None
    name, _, rest = first.partition(" ")
    if call.func.attr == "magic" and name in _TIMED and rest:
        return _timed(texts[0], len(name) + 1)
    return None


def _timed(literal: ast.Constant, start: int) -> tuple[ast.Constant, int]:
    match = _OPTIONS.match(str(literal.value), start)
    return literal, start if match is None else match.end()


def _columns(lines: Sequence[str], literal: ast.Constant) -> list[int] | None:
    """Return the column (in UTF-8 bytes) of each character of a literal's text, and of its end."""
    if literal.lineno != literal.end_lineno:
        return None
    line = lines[literal.lineno - 1].encode("utf-8")
    raw = line[literal.col_offset : literal.end_col_offset].decode("utf-8", "replace")
    match = _LITERAL.match(raw)
    if match is None or raw[match.start(1) :].startswith(match[1] * 3):
        return None
    columns = []
    position, column = match.end(), literal.col_offset + match.end()
    while position < len(raw) - 1:
        escape = _ESCAPE.match(raw, position)
        width = 1 if escape is None else len(escape.group())
        columns.append(column)
        column += len(raw[position : position + width].encode("utf-8"))
        position += width
    columns.append(column)
    return columns if len(columns) == len(str(literal.value)) + 1 else None


def _place(tree: ast.Module, code: str, line: int, columns: Sequence[int]) -> None:
    starts = [0]
    rows = code.split("\n")
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)

    def column(number: int, offset: int) -> int:
        before = rows[number - 1].encode("utf-8")[:offset].decode("utf-8", "replace")
        return columns[min(starts[number - 1] + len(before), len(columns) - 1)]

    for node in ast.walk(tree):
        if isinstance(node, PLACED):
            end = column(node.end_lineno or node.lineno, node.end_col_offset or 0)
            node.col_offset = column(node.lineno, node.col_offset)
            node.end_col_offset = end
            node.lineno = node.end_lineno = line
