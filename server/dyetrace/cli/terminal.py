"""What is drawn in a terminal: colours where they are wanted, no control characters ever."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from typing import TextIO

from dyetrace.findings import Severity

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
    "green": "32",
}
SEVERITY_COLOURS = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.INFORMATION: "blue",
    Severity.HINT: "cyan",
}
_TAB = 4


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours text, or leaves it as it is."""

    on: bool

    def __call__(self, text: str, *styles: str) -> str:
        """Return ``text`` in the given styles."""
        if not self.on or not styles:
            return text
        return f"\033[{';'.join(_CODES[style] for style in styles)}m{text}\033[0m"


def paint_for(stream: TextIO) -> Paint:
    """Colour what goes to a terminal, unless ``NO_COLOR`` (no-color.org) asks not to."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return Paint(False)
    return Paint(bool(os.environ.get("FORCE_COLOR")) or stream.isatty())


def printable(text: str) -> str:
    """Replace what would move the cursor or colour the terminal; tabs become spaces."""
    text = text.replace("\t", " " * _TAB)
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\u200d" else "\ufffd" for char in text)


def width(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    text = printable(text)
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
