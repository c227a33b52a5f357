"""Columns in UTF-16 code units, as editors count them, and in code points, as Dyetrace does."""

from __future__ import annotations


def to_utf16(line: str, column: int) -> int:
    """Return the UTF-16 column of a code-point column; past the end it is the line's length."""
    if line.isascii():
        return min(max(column, 0), len(line))
    return sum(2 if char > "\uffff" else 1 for char in line[: max(column, 0)])


def from_utf16(line: str, units: int) -> int:
    """Return the code-point column of a UTF-16 column, a half character's being its start's."""
    if line.isascii():
        return min(max(units, 0), len(line))
    seen = 0
    for column, char in enumerate(line):
        seen += 2 if char > "\uffff" else 1
        if seen > units:
            return column
    return len(line)
