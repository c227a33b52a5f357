"""Spans turned into places as users count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.source.program import Source


@dataclass(frozen=True, slots=True)
class Location:
    """A position: row and column from 1, columns in Unicode characters, in a cell if there are."""

    filename: str
    cell: int | None
    row: int
    column: int

    def __str__(self) -> str:
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{self.filename}:{cell}{self.row}:{self.column}"


@dataclass(frozen=True, slots=True)
class Places:
    """Knows the programs, by path, that spans point into."""

    sources: Mapping[str, Source]

    def start(self, span: Span) -> Location:
        """Return where a span starts."""
        return self._location(span.path, span.line, span.column)

    def end(self, span: Span) -> Location:
        """Return where a span ends: the column behind its last character."""
        return self._location(span.path, span.end_line, span.end_column)

    def _location(self, path: str, line: int, column: int) -> Location:
        source = self.sources.get(path)
        if source is None:
            return Location(path, None, line, column + 1)
        cell, row = source.cell_position(line)
        return Location(path, None if cell is None else cell.number, row, column + 1)
