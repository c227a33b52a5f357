"""The cells of a notebook and the names that each of them binds and reads."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from dyetrace.findings import Span
from dyetrace.knowledge.ipython import GIVEN, binds_unseen, captured_names, is_bare_magic
from dyetrace.rules.reproducibility.scopes import Binding, Reading, TopLevel, top_level
from dyetrace.source.program import Cell, Source

_INSPECTORS = frozenset({"globals", "locals", "vars", "exec", "execfile", "reset"})


@dataclass(frozen=True)
class Cells:
    """A notebook's cells with their top-level names."""

    source: Source

    @cached_property
    def names(self) -> TopLevel:
        """The names of the whole program."""
        return top_level(self.source.tree)

    @cached_property
    def bound(self) -> dict[str, list[tuple[Cell, Binding]]]:
        """The cells that bind a name, in document order."""
        found: dict[str, list[tuple[Cell, Binding]]] = defaultdict(list)
        for binding in self.names.bindings:
            cell = self.source.cell_at(_line(binding.node))
            if cell is not None:
                found[binding.name].append((cell, binding))
        return found

    @cached_property
    def is_opaque(self) -> bool:
        """Whether names may come from where nobody can see them."""
        if self.source.problems or self.names.has_star_import:
            return True
        if any(reading.node.id in _INSPECTORS for reading in self.names.readings):
            return True
        return binds_unseen(self.source.original)

    def cell_of(self, reading: Reading) -> Cell | None:
        """Return the cell in which a name is read."""
        return self.source.cell_at(reading.node.lineno)

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.original.split("\n")

    def is_given(self, reading: Reading) -> bool:
        """Whether a name is there without a cell that binds it, or is no name: `watermark -v`."""
        name = reading.node.id
        if name in GIVEN or not name.strip("_") or name in self._captured:
            return True
        return is_bare_magic(self._lines[reading.node.lineno - 1])

    @cached_property
    def _captured(self) -> frozenset[str]:
        return captured_names(self.source.original)

    def span(self, node: ast.AST) -> Span:
        """Return a node's span; of a definition the span of its first line."""
        span = self.source.span(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            end = self.source.column(node.lineno, node.col_offset) + len(node.name) + 4
            return Span(span.path, span.line, span.column, span.line, end)
        return span


def _line(node: ast.AST) -> int:
    return int(node.lineno)  # type: ignore[attr-defined]
