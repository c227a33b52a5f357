"""The texts that the editor holds: scripts, and notebooks as lists of cells.

A document is an immutable snapshot; every change makes a new one with a higher ``generation``, so
that whoever worked on an older one can see that it is out of date.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Language = str


@dataclass(frozen=True, slots=True)
class Buffer:
    """The text of a script or of one cell, as the editor holds it."""

    uri: str
    text: str
    version: int | None = None
    language: Language = "python"
    is_code: bool = True
    execution_count: int | None = None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """One program in the editor: a script has one buffer, a notebook one for each cell."""

    uri: str
    kind: Literal["script", "notebook"]
    buffers: tuple[Buffer, ...]
    generation: int

    @property
    def is_notebook(self) -> bool:
        """Whether the program consists of cells."""
        return self.kind == "notebook"

    @property
    def code(self) -> tuple[tuple[int, Buffer], ...]:
        """The Python buffers with their numbers, counted over all cells from 1."""
        return tuple(
            (number, buffer)
            for number, buffer in enumerate(self.buffers, 1)
            if buffer.is_code and buffer.language == "python"
        )

    def buffer(self, uri: str) -> Buffer | None:
        """Return the buffer called ``uri``."""
        return next((buffer for buffer in self.buffers if buffer.uri == uri), None)


@dataclass(frozen=True, slots=True)
class CellMove:
    """Cells of a notebook that were taken out and put in at ``start``."""

    start: int
    removed: int
    added: tuple[Buffer, ...] = ()


@dataclass
class Documents:
    """Every open document by its URI, and the document that owns each buffer."""

    _by_uri: dict[str, Document] = field(default_factory=dict)
    _owner: dict[str, str] = field(default_factory=dict)
    _generations: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def get(self, uri: str) -> Document | None:
        """Return the document called ``uri`` (of a notebook: the notebook's own URI)."""
        return self._by_uri.get(uri)

    def owner(self, buffer_uri: str) -> Document | None:
        """Return the document that a script's or cell's URI belongs to."""
        return self._by_uri.get(self._owner.get(buffer_uri, ""))

    def all(self) -> tuple[Document, ...]:
        """Return every open document."""
        return tuple(self._by_uri.values())

    def open_script(self, buffer: Buffer) -> Document:
        """Take a script in; one that is open already is replaced."""
        return self._put(buffer.uri, "script", (buffer,))

    def change_script(self, uri: str, text: str, version: int | None) -> Document | None:
        """Replace a script's text; None if it is not open."""
        document = self._by_uri.get(uri)
        if document is None or document.is_notebook:
            return None
        buffer = replace(document.buffers[0], text=text, version=version)
        return self._put(uri, "script", (buffer,))

    def open_notebook(self, uri: str, cells: Iterable[Buffer]) -> Document:
        """Take a notebook in; one that is open already is replaced."""
        return self._put(uri, "notebook", tuple(cells))

    def change_notebook(
        self, uri: str, move: CellMove | None, texts: Sequence[Buffer], cells: Sequence[Buffer]
    ) -> Document | None:
        """Apply one change: structure, then ``texts`` (new text), then ``cells`` (new facts)."""
        document = self._by_uri.get(uri)
        if document is None or not document.is_notebook:
            return None
        known = {buffer.uri: buffer for buffer in document.buffers}
        known.update((buffer.uri, buffer) for buffer in (move.added if move else ()))
        order = [buffer.uri for buffer in document.buffers]
        if move is not None:
            order[move.start : move.start + move.removed] = [cell.uri for cell in move.added]
        for text in texts:
            if text.uri in known:
                known[text.uri] = replace(known[text.uri], text=text.text, version=text.version)
        for cell in cells:
            if cell.uri in known:
                known[cell.uri] = replace(
                    known[cell.uri],
                    is_code=cell.is_code,
                    execution_count=cell.execution_count,
                    tags=cell.tags,
                )
        buffers = tuple(known[cell_uri] for cell_uri in dict.fromkeys(order))
        return self._put(uri, "notebook", buffers)

    def close(self, uri: str) -> Document | None:
        """Forget a document and return what it was."""
        document = self._by_uri.pop(uri, None)
        if document is not None:
            self._disown(document)
        return document

    def _put(
        self, uri: str, kind: Literal["script", "notebook"], buffers: tuple[Buffer, ...]
    ) -> Document:
        previous = self._by_uri.get(uri)
        if previous is not None:
            self._disown(previous)
        document = Document(uri, kind, buffers, next(self._generations))
        self._by_uri[uri] = document
        self._owner.update((buffer.uri, uri) for buffer in buffers)
        return document

    def _disown(self, document: Document) -> None:
        for buffer in document.buffers:
            if self._owner.get(buffer.uri) == document.uri:
                del self._owner[buffer.uri]
