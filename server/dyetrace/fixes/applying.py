"""Edits put into a text and into a file, everything else in it left as it was."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from dyetrace.findings import DyetraceError, Edit, Span
from dyetrace.fixes.notebook_json import replace_cell_texts
from dyetrace.source.notebook import (
    CodeCell,
    load_notebook,
    program_of_cells,
    program_of_notebook,
)
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Cell, Source
from dyetrace.source.reading import LARGEST_NOTEBOOK, decode, read_bytes
from dyetrace.source.scanning import LINE_END


def apply_edits(source: Source, edits: Iterable[Edit]) -> str:
    """Return what ``source.original`` becomes; of a notebook, all cells joined.

    New lines end as the program's lines do. Raises ``ValueError`` for edits that overlap.
    """
    return _apply(source.original, [(_range(source, edit.span), edit.content) for edit in edits])


def edited_cells(source: Source, edits: Iterable[Edit]) -> dict[int, str]:
    """Return the new text of each cell that edits change, by the number of the cell.

    Raises ``ValueError`` for edits that overlap, or reach from one cell into another.
    """
    by_cell: dict[Cell, list[Edit]] = {}
    for edit in edits:
        cell = source.cell_at(edit.span.line)
        if cell is None:
            raise ValueError("the edit is in no cell")
        by_cell.setdefault(cell, []).append(edit)
    return {cell.number: _edited_cell(source, cell, inside) for cell, inside in by_cell.items()}


def edited_source(source: Source, edits: Sequence[Edit]) -> Source:
    """Return the program that edits make of ``source``, parsed; raises as ``apply_edits`` does."""
    if not source.is_notebook:
        return parse_script(apply_edits(source, edits), source.path)
    texts = cell_texts(source) | edited_cells(source, edits)
    cells = (
        CodeCell(cell.number, texts[cell.number], cell.execution_count, cell.uri)
        for cell in source.cells
    )
    return program_of_cells(cells, source.path)


def cell_texts(source: Source) -> dict[int, str]:
    """Return the text of each cell by its number; empty for a script."""
    return {cell.number: _cell_text(source, cell) for cell in source.cells}


def write_program(path: Path, before: Source, after: Source) -> None:
    """Put ``after`` into the file that ``before`` was read from, in one step.

    Encoding, byte order mark, line ends, file mode and, of a notebook, all of its JSON but the
    changed cells stay. Raises ``DyetraceError`` when the file has changed since it was read, or
    cannot be written.
    """
    decoded = decode(read_bytes(path, LARGEST_NOTEBOOK, str(path)), path)
    current = decoded.text
    if before.is_notebook:
        document = load_notebook(decoded.text, str(path))
        current = program_of_notebook(document, str(path)).original
    if current != before.original:
        raise DyetraceError(f"{path} was not changed: it has been edited since it was read")
    try:
        _replace(path, decoded.encode(file_text(decoded.text, before, after)))
    except UnicodeEncodeError as error:
        raise DyetraceError(
            f"{path} was not changed: the fix does not fit its encoding {error.encoding}"
        ) from None
    except OSError as error:
        raise DyetraceError(f"{path} cannot be written: {error.strerror or error}") from None


def file_text(text: str, before: Source, after: Source) -> str:
    """Return what the text of a file becomes when its program ``before`` becomes ``after``."""
    if not before.is_notebook:
        return after.original
    old = cell_texts(before)
    changed = {number: new for number, new in cell_texts(after).items() if old[number] != new}
    return replace_cell_texts(text, changed)


def _edited_cell(source: Source, cell: Cell, edits: Iterable[Edit]) -> str:
    first, last = _cell_range(source, cell)
    changes = []
    for edit in edits:
        start, end = _range(source, edit.span)
        if end > last + 1:  # the line end behind the cell belongs to nobody
            raise ValueError("the edit reaches into another cell")
        changes.append(((start - first, min(end, last) - first), edit.content))
    return _apply(source.original[first:last], changes)


def _cell_text(source: Source, cell: Cell) -> str:
    first, last = _cell_range(source, cell)
    return source.original[first:last]


def _cell_range(source: Source, cell: Cell) -> tuple[int, int]:
    last_line = cell.first_line + cell.line_count - 1
    end = source.offset(last_line, len(source.lines[last_line - 1]))
    return source.offset(cell.first_line, 0), end


def _range(source: Source, span: Span) -> tuple[int, int]:
    end = len(source.original)
    if span.end_line <= len(source.lines):
        end = source.offset(span.end_line, span.end_column)
    return source.offset(span.line, span.column), end


def _apply(text: str, changes: Iterable[tuple[tuple[int, int], str]]) -> str:
    newline = _newline(text)
    parts: list[str] = []
    position = 0
    for (start, end), content in sorted(changes, key=lambda change: change[0]):
        if start < position or end < start:
            raise ValueError("the edits overlap")
        parts += [text[position:start], LINE_END.sub(newline, content)]
        position = end
    return "".join([*parts, text[position:]])


def _newline(text: str) -> str:
    """Return the line end that a text uses most."""
    counts = Counter(match.group() for match in LINE_END.finditer(text))
    return counts.most_common(1)[0][0] if counts else "\n"


def _replace(path: Path, data: bytes) -> None:
    """Write a whole file in one step: it is the old one or the new one, never half of one."""
    target = Path(os.path.realpath(path))
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
