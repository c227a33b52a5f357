"""From the client's open, change and close messages to changes of the document store."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from dyetrace.editor.documents import Buffer, CellMove, Document, Documents
from dyetrace.editor.positions import split_lines, to_column
from dyetrace.source.notebook import tags_of


def buffer_of(item: types.TextDocumentItem) -> Buffer:
    """Return the buffer that an opened text is."""
    return Buffer(item.uri, item.text, item.version, str(_value(item.language_id)))


def changed_text(
    text: str,
    changes: Sequence[types.TextDocumentContentChangeEvent],
    encoding: str = types.PositionEncodingKind.Utf16,
) -> str:
    """Return a text after changes; whole texts are asked for, ranges are understood as well."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = _offset(text, change.range.start, encoding)
            end = max(_offset(text, change.range.end, encoding), start)
            text = text[:start] + change.text + text[end:]
        else:
            text = change.text
    return text


def open_notebook(documents: Documents, params: types.DidOpenNotebookDocumentParams) -> Document:
    """Take an opened notebook into the store."""
    texts = {item.uri: item for item in params.cell_text_documents}
    cells = [_cell(cell, texts.get(cell.document), None) for cell in params.notebook_document.cells]
    return documents.open_notebook(params.notebook_document.uri, cells)


def change_notebook(
    documents: Documents, params: types.DidChangeNotebookDocumentParams, encoding: str
) -> Document | None:
    """Apply a notebook's change to the store; None if that notebook is not open."""
    uri = params.notebook_document.uri
    document = documents.get(uri)
    cells = params.change.cells
    if document is None or cells is None:
        return document
    texts = [
        Buffer(
            content.document.uri,
            changed_text(known.text, content.changes, encoding),
            content.document.version,
        )
        for content in cells.text_content or ()
        if (known := document.buffer(content.document.uri)) is not None
    ]
    facts = [_cell(cell, None, document.buffer(cell.document)) for cell in cells.data or ()]
    return documents.change_notebook(uri, _move(document, cells.structure), texts, facts)


def _move(
    document: Document, structure: types.NotebookDocumentCellChangeStructure | None
) -> CellMove | None:
    if structure is None:
        return None
    texts = {item.uri: item for item in structure.did_open or ()}
    added = tuple(
        _cell(cell, texts.get(cell.document), document.buffer(cell.document))
        for cell in structure.array.cells or ()
    )
    return CellMove(structure.array.start, structure.array.delete_count, added)


def _cell(
    cell: types.NotebookCell, text: types.TextDocumentItem | None, known: Buffer | None
) -> Buffer:
    """Return a cell's buffer: its text as just opened, else as known, else empty."""
    base = buffer_of(text) if text is not None else known or Buffer(cell.document, "")
    summary = cell.execution_summary
    return Buffer(
        uri=cell.document,
        text=base.text,
        version=base.version,
        language=base.language,
        is_code=_value(cell.kind) == types.NotebookCellKind.Code.value,
        execution_count=summary.execution_order if summary is not None else None,
        tags=tags_of(cell.metadata),
    )


def _offset(text: str, position: types.Position, encoding: str) -> int:
    lines = split_lines(text)
    if position.line >= len(lines):
        return len(text)
    starts = [0]
    for line in lines[:-1]:
        end = starts[-1] + len(line)
        starts.append(end + (2 if text.startswith("\r\n", end) else 1))
    column = to_column(lines[position.line], position.character, encoding)
    return starts[position.line] + column


def _value(member: object) -> object:
    return getattr(member, "value", member)
