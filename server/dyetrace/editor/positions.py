"""Columns: code points inside Dyetrace, code units of the agreed encoding on the wire."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

from dyetrace.source.scanning import LINE_END

_BYTES: Final = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}


def split_lines(text: str) -> tuple[str, ...]:
    """Split a text where the protocol does: at LF, CRLF and CR, and nowhere else."""
    return tuple(LINE_END.split(text))


def to_units(line: str, column: int, encoding: str = types.PositionEncodingKind.Utf16) -> int:
    """Convert a column in code points to code units; beyond the line's end means its end."""
    head = line[:column]
    if head.isascii():
        return len(head)
    codec, size = _BYTES[types.PositionEncodingKind(encoding)]
    return len(head.encode(codec, "surrogatepass")) // size


def to_column(line: str, units: int, encoding: str = types.PositionEncodingKind.Utf16) -> int:
    """Convert code units to a column in code points; inside a character means before it."""
    units = max(units, 0)
    if line.isascii():
        return min(units, len(line))
    codec, size = _BYTES[types.PositionEncodingKind(encoding)]
    head = line.encode(codec, "surrogatepass")[: units * size]
    return len(head.decode(codec, "ignore"))
