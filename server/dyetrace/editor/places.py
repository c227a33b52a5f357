"""The border between places in a program and places in the editor.

Inside, a place is a line (from 1) and a column in code points of the whole program; outside it is
a script's or cell's URI with a line (from 0) and a column in code units. It is converted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lsprotocol import types

from dyetrace.editor.documents import Buffer, Document
from dyetrace.editor.positions import split_lines, to_column, to_units
from dyetrace.findings import Span
from dyetrace.source.program import Source


@dataclass(frozen=True)
class Places:
    """Converts places of one snapshot of a document.

    ``others`` holds the workspace modules that took part in the analysis, by path.
    """

    document: Document
    source: Source
    encoding: str = types.PositionEncodingKind.Utf16
    others: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The program's lines as the user wrote them."""
        return split_lines(self.source.original)

    @cached_property
    def _first_lines(self) -> dict[str, int]:
        return {cell.uri: cell.first_line for cell in self.source.cells if cell.uri}

    def location(self, span: Span) -> types.Location | None:
        """Return the editor's location of a span, None if it is in no text we know."""
        if span.path == self.source.path:
            buffer, first = self._buffer(span.line)
            return None if buffer is None else self._located(span, buffer.uri, first, self.lines)
        other = self.others.get(span.path)
        if other is None or not Path(span.path).is_absolute() or other.is_notebook:
            return None  # the cells of a notebook that is run have no names here
        return self._located(span, Path(span.path).as_uri(), 1, split_lines(other.original))

    def buffer(self, span: Span) -> Buffer | None:
        """Return the script or cell that a span of this document begins in."""
        return self._buffer(span.line)[0] if span.path == self.source.path else None

    def same_buffer(self, span: Span) -> bool:
        """Whether a span of this document lies in one script or cell."""
        return self._buffer(span.line)[0] is self._buffer(span.end_line)[0]

    def position(self, uri: str, position: types.Position) -> tuple[int, int] | None:
        """Return (line, column) in the program of a position in a script or cell."""
        first = self._first_lines.get(uri) if self.document.is_notebook else 1
        if first is None or self.document.buffer(uri) is None:
            return None
        line = min(first + max(position.line, 0), len(self.lines))
        return line, to_column(self.lines[line - 1], position.character, self.encoding)

    def _buffer(self, line: int) -> tuple[Buffer | None, int]:
        if not self.document.is_notebook:
            return self.document.buffers[0], 1
        cell = self.source.cell_at(line)
        if cell is None or cell.uri is None:
            return None, 1
        return self.document.buffer(cell.uri), cell.first_line

    def _located(self, span: Span, uri: str, first: int, lines: tuple[str, ...]) -> types.Location:
        start = self._point(span.line, span.column, first, lines)
        end = self._point(span.end_line, span.end_column, first, lines)
        return types.Location(uri, types.Range(start, end))

    def _point(self, line: int, column: int, first: int, lines: tuple[str, ...]) -> types.Position:
        text = lines[line - 1] if line <= len(lines) else ""
        return types.Position(line - first, to_units(text, column, self.encoding))
