"""Strings, comments and brackets of a program, line by line, also where the program is broken.

The tolerant parse, the suppression comments and the notebook magics all need to know where a
statement starts and what is inside a string; none of them can ask a parser, because the text may
be half-typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|\r|\n")

_TOKEN = re.compile(
    r"""\#|[()\[\]{}]|\"\"\"|'''
      |"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)
      |'[^'\\]*(?:\\.[^'\\]*)*(?:'|\\?$)""",
    re.VERBOSE,
)
WHITE = " \t\f"  # what Python skips at the start of a line; U+2028 is no part of it
HEADER = re.compile(
    r"(?:async\s+)?(if|elif|else|for|while|with|try|except|finally|def|class|match)\b"
)
_CLOSING = {quote: re.compile(r"\\.|" + quote) for quote in ('"""', "'''", '"', "'")}
_MOST_RECOVERIES = 50


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its line (from 1), its column, its text with the ``#``."""

    line: int
    column: int
    text: str


def indentation(line: str) -> str:
    """Return the white space that a line starts with."""
    return line[: len(line) - len(line.lstrip(WHITE))]


def is_code(line: str) -> bool:
    """Whether a line that starts outside any string holds more than white space or a comment."""
    stripped = line.strip(WHITE)
    return bool(stripped) and not stripped.startswith("#")


class LineScanner:
    """Follows strings, brackets and backslashes from one line to the next."""

    def __init__(self) -> None:
        self.quote = ""  # delimiter of the string that is open at the end of the line
        self.depth = 0  # brackets that are open
        self.joined = False  # the line ended with a backslash

    @property
    def at_statement(self) -> bool:
        """Whether the next line starts a new logical line."""
        return not (self.quote or self.depth or self.joined)

    def feed(self, line: str) -> int:
        """Read one line; return the column of its comment, or -1."""
        position = self._leave_string(line)
        self.joined = False
        while position >= 0 and (match := _TOKEN.search(line, position)) is not None:
            token = match.group()
            position = match.end()
            if token == "#":
                return match.start()
            if token in "([{":
                self.depth += 1
            elif token in ")]}":
                self.depth = max(0, self.depth - 1)
            elif token in ('"""', "'''"):
                self.quote = token
                position = self._leave_string(line, position)
            elif token[-1] == "\\":
                self.quote = token[0]
                return -1
        self.joined = not self.quote and line.endswith("\\")
        return -1

    def _leave_string(self, line: str, position: int = 0) -> int:
        """Return where code goes on after the open string, or -1 when the line ends in it."""
        if not self.quote:
            return position
        for match in _CLOSING[self.quote].finditer(line, position):
            if match.group() == self.quote:
                self.quote = ""
                return match.end()
        if len(self.quote) == 1 and not line.endswith("\\"):
            self.quote = ""  # Python ends such a string at the end of the line
        return -1


def logical_lines(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Group lines into statements' lines: half-open ranges of indices from 0.

    A bracket or string that is never closed would swallow the rest; it is then ended where the
    next line stands no deeper than the statement that opened it.
    """
    ranges: list[tuple[int, int]] = []
    start, recoveries = 0, 0
    while start < len(lines):
        found, closed = _scan(lines, start, recover=recoveries >= _MOST_RECOVERIES)
        if closed:
            ranges.extend(found)
            break
        ranges.extend(found[:-1])
        first = found[-1][0]
        start = _recovery(lines, first)
        ranges.append((first, start))
        recoveries += 1
    return ranges


def _scan(lines: Sequence[str], start: int, *, recover: bool) -> tuple[list[tuple[int, int]], bool]:
    scanner = LineScanner()
    ranges = []
    first = start
    for index in range(start, len(lines)):
        if recover and scanner.depth and _stands_alone(lines, first, index):
            ranges.append((first, index))
            first, scanner = index, LineScanner()
        scanner.feed(lines[index])
        if scanner.at_statement:
            ranges.append((first, index + 1))
            first = index + 1
    if first < len(lines):
        ranges.append((first, len(lines)))
    return ranges, scanner.at_statement or scanner.joined


def _recovery(lines: Sequence[str], first: int) -> int:
    """Return the first line after an unclosed statement that starts anew."""
    if HEADER.match(lines[first].lstrip(WHITE)) and lines[first].rstrip().endswith(":"):
        return first + 1
    scanner = LineScanner()
    opened = first  # where the string that is open began
    for index in range(first, len(lines)):
        if index > first and not scanner.quote and _stands_alone(lines, first, index):
            return index
        inside = scanner.quote
        scanner.feed(lines[index])
        if scanner.quote and not inside:
            opened = index
    return opened + 1 if scanner.quote else len(lines)


def _stands_alone(lines: Sequence[str], first: int, index: int) -> bool:
    line = lines[index]
    if not is_code(line) or line.lstrip(WHITE)[0] in ")]}":
        return False
    return len(indentation(line)) <= len(indentation(lines[first]))


def string_edges(lines: Sequence[str]) -> tuple[list[int], bool]:
    """Return the lines where a string over several lines starts or ends, and whether one is open.

    Starts and ends alternate, as Python would read them.
    """
    scanner = LineScanner()
    edges = []
    for index, line in enumerate(lines):
        before = scanner.quote
        scanner.feed(line)
        if scanner.quote != before:
            edges.append(index)
    return edges, bool(scanner.quote)


def comments(lines: Sequence[str]) -> Iterator[Comment]:
    """Find the comments of a program; a ``#`` inside a string is none."""
    for first, last in logical_lines(lines):
        scanner = LineScanner()
        for index in range(first, last):
            column = scanner.feed(lines[index])
            if column >= 0:
                yield Comment(index + 1, column, lines[index][column:])
