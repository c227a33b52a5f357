"""From the new text of a program to few small edits, and back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dyetrace.findings import Edit, Span
from dyetrace.source.program import Source

_TOKEN = re.compile(r"\r\n|\w+|[^\w\r\n]|\r|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that edits stay inside of: a script, or one cell of a notebook."""

    first_line: int  # in the program, from 1
    text: str


def pieces_of(source: Source) -> tuple[Piece, ...]:
    """Return the program's text, cut where no edit may cross."""
    if not source.cells:
        return (Piece(1, source.text),)
    return tuple(
        Piece(
            cell.first_line,
            "\n".join(source.lines[cell.first_line - 1 : cell.first_line - 1 + cell.line_count]),
        )
        for cell in source.cells
    )


def minimal_edits(source: Source, new_texts: Sequence[str]) -> tuple[Edit, ...]:
    """Return the edits that turn each piece of a program into its new text.

    They are sorted, do not overlap, and leave alone what both texts share.
    """
    edits: list[Edit] = []
    for piece, new in zip(pieces_of(source), new_texts, strict=True):
        base = source.offset(piece.first_line, 0)
        for start, end, content in changes(piece.text, new):
            edits.append(Edit(span_between(source, base + start, base + end), content))
    return tuple(edits)


def span_between(source: Source, start: int, end: int) -> Span:
    """Return the span between two offsets of a program's text."""
    return Span(source.path, *source.position(start), *source.position(end))


def changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, content): what to replace in ``old``, in order, to make it ``new``."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    offsets = [0]
    for line in before:
        offsets.append(offsets[-1] + len(line))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        if kind == "replace" and j - i == m - k:
            for number in range(j - i):
                yield from _within(offsets[i + number], before[i + number], after[k + number])
        else:
            yield from _trimmed(offsets[i], "".join(before[i:j]), "".join(after[k:m]))


def _within(base: int, old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield the changes inside one line, by words."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    offsets = [base]
    for token in before:
        offsets.append(offsets[-1] + len(token))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield offsets[i], offsets[j], "".join(after[k:m])


def _trimmed(base: int, old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """Yield one change, without the words that both texts begin and end with."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-tail - 1] == after[-tail - 1]:
        tail += 1
    start = base + sum(map(len, before[:head]))
    end = base + sum(map(len, before[: len(before) - tail]))
    yield start, end, "".join(after[head : len(after) - tail])
