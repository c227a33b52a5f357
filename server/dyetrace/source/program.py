"""A program: the text of a script, or of all code cells of a notebook joined into one."""

from __future__ import annotations

import ast
import bisect
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from dyetrace.findings import Span
from dyetrace.source.nodes import walk
from dyetrace.source.scanning import LINE_END
from dyetrace.source.suppressions import Suppressions, read_suppressions

N = TypeVar("N", bound=ast.AST)
T = TypeVar("T")
NO_TREE = ast.Module(body=[], type_ignores=[])


@dataclass(frozen=True, slots=True)
class Stored:
    """What a notebook keeps of a cell beside its text: of its last run, and its tags."""

    outputs: int | None = None  # None: not known, as in an editor
    result_count: int | None = None  # execution count that the shown result carries
    error: str | None = None  # the exception that ended the run, with its message
    tags: frozenset[str] = frozenset()


NOTHING_STORED = Stored()


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell of a notebook: where its text stands in the program."""

    number: int  # counts code and markdown cells of the notebook from 1
    first_line: int  # line of the program where the cell starts, from 1
    line_count: int
    execution_count: int | None = None
    uri: str | None = None  # the editor's name for the cell, where there is one
    stored: Stored = NOTHING_STORED


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A part of the program that Python cannot parse."""

    span: Span
    message: str


@dataclass(frozen=True)
class Source:
    """A program as the analysis sees it.

    ``text`` is Python with notebook magics neutralised at the same length, so every position in it
    is a position in what the user wrote (``original`` holds that). ``tree`` is always there: what
    could not be parsed is missing from it and named in ``problems``.
    """

    path: str
    text: str
    original: str
    tree: ast.Module
    problems: tuple[SyntaxProblem, ...] = ()
    cells: tuple[Cell, ...] = ()  # empty for a script
    is_run: bool = False  # by another program (`%run`), so its `__name__` is "__main__"

    @property
    def is_notebook(self) -> bool:
        """Whether the program has cells."""
        return bool(self.cells)

    def without_tree(self) -> Source:
        """Return the text alone: enough to turn spans into places, and light to keep."""
        return replace(self, tree=NO_TREE)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset in code points of the start of each line (Python's idea of a line end)."""
        return (0, *(match.end() for match in LINE_END.finditer(self.text)))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of ``text`` without their ends."""
        return tuple(LINE_END.split(self.text))

    @cached_property
    def _indexes(self) -> dict[Any, Any]:
        return {}

    def index(self, build: Callable[[Source], T]) -> T:
        """Return what ``build``, a function of a module, makes of this program, made once."""
        if build not in self._indexes:
            self._indexes[build] = build(self)
        return cast("T", self._indexes[build])

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree, outer ones first, without contexts and operators."""
        return walk(self.tree)

    @cached_property
    def _nodes(self) -> dict[type[ast.AST], list[ast.AST]]:
        found: dict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        for node in self.nodes:
            found[node.__class__].append(node)
        return found

    def nodes_of(self, kind: type[N]) -> list[N]:
        """Return the tree's nodes of exactly one type, outermost first; walked once."""
        return cast("list[N]", self._nodes.get(kind, []))

    @cached_property
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    def column(self, line: int, utf8_offset: int) -> int:
        """Convert a UTF-8 byte offset, as ``ast`` gives it, to a column in code points."""
        text = self.lines[line - 1]
        if text.isascii():
            return utf8_offset
        return len(text.encode("utf-8")[:utf8_offset].decode("utf-8", "ignore"))

    def span(self, node: ast.AST) -> Span:
        """Return the span of a node that has a position (expression, statement, argument ...)."""
        line, end_line = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        start, end = node.col_offset, node.end_col_offset  # type: ignore[attr-defined]
        if not self._is_ascii:
            start, end = self.column(line, start), self.column(end_line, end)
        return Span(self.path, line, start, end_line, end)

    def offset(self, line: int, column: int) -> int:
        """Return the offset in ``text`` of a position."""
        return self.line_starts[line - 1] + column

    def position(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of an offset in ``text``."""
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1]

    def text_of(self, span: Span) -> str:
        """Return the text that a span of this program covers."""
        start = self.offset(span.line, span.column)
        return self.text[start : self.offset(span.end_line, span.end_column)]

    def cell_at(self, line: int) -> Cell | None:
        """Return the cell that holds a line of the program, or None in a script."""
        index = bisect.bisect_right(self.cells, line, key=lambda cell: cell.first_line)
        return self.cells[index - 1] if index else None

    def cell_position(self, line: int) -> tuple[Cell | None, int]:
        """Return the cell that holds a line of the program, and the row in it, from 1.

        In a script there is no cell and the row is the line.
        """
        cell = self.cell_at(line)
        return (None, line) if cell is None else (cell, line - cell.first_line + 1)

    def program_line(self, cell_number: int, row: int) -> int | None:
        """Return the line of the program at a row (from 1) of a cell; None outside of it."""
        for cell in self.cells:
            if cell.number == cell_number:
                return cell.first_line + row - 1 if 1 <= row <= cell.line_count else None
        return None

    @cached_property
    def nodes_by_line(self) -> dict[int, list[ast.AST]]:
        """The nodes of the tree by the line that they start in, outer ones before inner ones."""
        found: dict[int, list[ast.AST]] = {}
        for node in self.nodes:
            line = getattr(node, "lineno", None)
            if line is not None:
                found.setdefault(line, []).append(node)
        return found

    def node_at(self, span: Span, kinds: tuple[type[ast.AST], ...]) -> ast.AST | None:
        """Return the outermost node of some kinds that a span of this program covers exactly."""
        for node in self.nodes_by_line.get(span.line, ()):
            if isinstance(node, kinds) and self.span(node) == span:
                return node
        return None

    @cached_property
    def suppressions(self) -> Suppressions:
        """What the user's ``# dyetrace: ignore[...]`` comments take out."""
        return read_suppressions(self)
