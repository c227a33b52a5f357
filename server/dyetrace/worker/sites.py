"""The places of the user's program whose values are observed."""

from __future__ import annotations

import re
from typing import Callable, NamedTuple

Place = tuple[int, int, int, int]  # line, UTF-8 column, end line, end column, as `ast` has them


class File:
    """A program text that was instrumented."""

    def __init__(self, index: int, path: str, text: str) -> None:
        self.index = index
        self.path = path
        self.text = text
        self.lines = _python_lines(text)
        self.announced = False
        self.sites: dict[Place, int] = {}

    def columns(self, place: Place) -> list[int]:
        """Return a place with its columns in code points."""
        line, column, end_line, end_column = place
        return [line, self._column(line, column), end_line, self._column(end_line, end_column)]

    def text_at(self, place: Place) -> str:
        """Return the text of a place that lies on one line, or its first line."""
        line, column, end_line, end_column = place
        raw = self.lines[line - 1].encode("utf-8")
        piece = raw[column:end_column] if line == end_line else raw[column:].rstrip()
        return piece.decode("utf-8", "replace")

    def _column(self, line: int, offset: int) -> int:
        if not 0 < line <= len(self.lines) or self.lines[line - 1].isascii():
            return offset
        return len(self.lines[line - 1].encode("utf-8")[:offset].decode("utf-8", "ignore"))


class Site(NamedTuple):
    """One expression or binding.

    ``definition`` is the place that defines the object when this expression constructs one;
    ``names_class`` tells that what it calls is spelt like a class.
    """

    file: File
    place: Place
    definition: Place | None = None
    names_class: bool = False


class Sites:
    """All places, numbered in the order in which expressions finish."""

    def __init__(self) -> None:
        self.files: list[File] = []
        self.texts: dict[str, str] = {}  # of files whose unsaved text is to run
        self.on_text: Callable[[str], None] = lambda text: None  # called for each new file
        self._sites: list[Site] = []
        self.aliases: dict[int, list[int]] = {}  # a value's site -> the names it is bound to
        self.value_of: dict[int, int] = {}  # the reverse
        self.arguments: set[int] = set()  # sites of function arguments
        # attributes read outside constructors -> their sites (None: read, but not observed)
        self.mentions: dict[str, list[int | None]] = {}
        self.reads_by_name = False  # `getattr` is used: any attribute may be read

    def add_file(self, path: str, text: str) -> File:
        """Begin a program text."""
        file = File(len(self.files), path, text)
        self.files.append(file)
        self.on_text(text)
        return file

    def add(
        self,
        file: File,
        place: Place,
        definition: Place | None = None,
        names_class: bool = False,
    ) -> int:
        """Number a place of a file."""
        number = len(self._sites)
        self._sites.append(Site(file, place, definition, names_class))
        file.sites[place] = number
        return number

    def bind(self, value: int, names: list[int]) -> None:
        """Note that what is observed at ``value`` is what ``names`` are bound to."""
        self.aliases[value] = names
        self.value_of.update(dict.fromkeys(names, value))

    def __getitem__(self, number: int) -> Site:
        return self._sites[number]

    def file_of(self, path: str) -> File | None:
        """Return the file that was instrumented from a path, if any (the latest)."""
        return next((file for file in reversed(self.files) if file.path == path), None)


def _python_lines(text: str) -> list[str]:
    """Split at the line ends that Python knows (``splitlines`` knows more of them)."""
    return [line + "\n" for line in re.split("\r\n|\r|\n", text)]
