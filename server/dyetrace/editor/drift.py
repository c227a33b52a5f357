"""How places move when a text is edited.

Findings and measurements belong to the text they were made from. While the user types, a ``Drift``
between that text and the present one carries them along: lines are matched, and inside a line that
was changed, what stands before and after the change keeps its place.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dyetrace.findings import Span

# Beyond this many changed lines on either side, matching them would take longer than analysing.
_MATCHED_LINES: Final = 1500


@dataclass(frozen=True)
class Drift:
    """Where the lines of an old text stand in a new one (lines count from 1)."""

    old: Sequence[str]
    new: Sequence[str]
    moved: dict[int, int]  # old line -> new line, for lines that are unchanged
    edited: dict[int, int]  # old line -> new line, for lines that were changed in place

    def line(self, line: int) -> int | None:
        """Return where a line stands now, None if it is gone."""
        return self.moved.get(line) or self.edited.get(line)

    def position(self, line: int, column: int, *, ends: bool = False) -> tuple[int, int] | None:
        """Return where a position stands now, None if its text is gone.

        Where text was put in right at the position, what begins there moves behind it, and what
        ``ends`` there stays before it.
        """
        if line in self.moved:
            return self.moved[line], column
        if line not in self.edited:
            return None
        now = self.edited[line]
        start, end, shift = _change(self.old[line - 1], self.new[now - 1])
        if column < start or (ends and column == start):
            return now, column
        return (now, column + shift) if column >= end else None

    def span(self, span: Span) -> Span | None:
        """Return where a span stands now, None if it begins or ends in text that is gone."""
        start = self.position(span.line, span.column)
        end = self.position(span.end_line, span.end_column, ends=True)
        if start is None or end is None or (start >= end and not _is_empty(span)):
            return self._found_again(span)
        return Span(span.path, *start, *end)

    def _found_again(self, span: Span) -> Span | None:
        """Return a span whose text stands once in the line that its own became."""
        now = self.edited.get(span.line)
        if now is None or span.line != span.end_line:
            return None
        text = self.old[span.line - 1][span.column : span.end_column]
        line = self.new[now - 1]
        if not text or line.count(text) != 1:
            return None
        column = line.index(text)
        return Span(span.path, now, column, now, column + len(text))

    def untouched(self, span: Span) -> bool:
        """Whether no line of a span was changed, removed or torn apart."""
        first = self.moved.get(span.line)
        return first is not None and all(
            self.moved.get(line) == first + line - span.line
            for line in range(span.line, span.end_line + 1)
        )


def drift(old: Sequence[str], new: Sequence[str]) -> Drift:
    """Match the lines of two texts."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    moved = {line: line for line in range(1, head + 1)}
    shift = len(new) - len(old)
    moved.update((line, line + shift) for line in range(len(old) - tail + 1, len(old) + 1))
    edited: dict[int, int] = {}
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, a, b, c, d in _operations(middle_old, middle_new):
        pairs = list(zip(range(a, b), range(c, d), strict=False))
        target = moved if tag == "equal" else edited
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            target.update((head + was + 1, head + now + 1) for was, now in pairs)
        elif tag == "replace":
            target.update(_resembling(middle_old, middle_new, (a, b, c, d), head))
    return Drift(old, new, moved, edited)


def _operations(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > _MATCHED_LINES:
        return []
    return list(difflib.SequenceMatcher(None, old, new).get_opcodes())


def _resembling(
    old: Sequence[str], new: Sequence[str], block: tuple[int, int, int, int], head: int
) -> dict[int, int]:
    """Pair the first and the last line of a changed block with what they became."""
    a, b, c, d = block
    pairs = sorted([(a, c), (b - 1, d - 1)], key=lambda pair: _shared(old[pair[0]], new[pair[1]]))
    return {
        head + was + 1: head + now + 1
        for was, now in pairs  # of two partners for one line, the better one comes last
        if _shared(old[was], new[now]) * 2 >= len(old[was].strip()) > 0
    }


def _shared(old: str, new: str) -> int:
    """Count the characters that two lines share at their ends, without indentation."""
    old, new = old.strip(), new.strip()
    start, end, _ = _change(old, new)
    return start + len(old) - end


def _change(old: str, new: str) -> tuple[int, int, int]:
    """Return (start, end) of the changed part of ``old``, and how far the rest moved."""
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    return head, len(old) - tail, len(new) - len(old)


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the common prefix, by halving (slices compare in C)."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        if left[low:middle] == right[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _is_empty(span: Span) -> bool:
    return (span.line, span.column) == (span.end_line, span.end_column)
