"""From a file on disk to a ``Source``, with a clear sentence where that cannot be."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.source.notebook import parse_notebook
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

LARGEST_SCRIPT = 4 * 1024 * 1024  # bytes; generated code and data in disguise are larger
LARGEST_NOTEBOOK = 128 * 1024 * 1024  # bytes; outputs may hold many pictures
_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?\Z")
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how its bytes hold it; a byte order mark is no part of the text."""

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return another text as bytes of the same kind; raises ``UnicodeEncodeError``."""
        return self.mark + text.encode(self.encoding)


def read_source(path: Path, shown_as: str | None = None) -> Source:
    """Read and parse a script or a notebook.

    ``shown_as`` is the name that findings carry (default: the path as given). Raises
    ``DyetraceError`` when the file cannot be read; code that cannot be parsed is no error.
    """
    name = str(path) if shown_as is None else shown_as
    return parse_program(read_program(path, name), path, name)


def read_program(path: Path, name: str) -> bytes:
    """Return the bytes of a script or a notebook; raises ``DyetraceError``."""
    return read_bytes(path, LARGEST_NOTEBOOK if is_notebook(path) else LARGEST_SCRIPT, name)


def parse_program(data: bytes, path: Path, name: str) -> Source:
    """Parse the bytes of a script or a notebook; raises ``DyetraceError`` if they are no text."""
    text = read_text(data, name)
    return parse_notebook(text, name) if is_notebook(path) else parse_script(text, name)


def is_notebook(path: Path) -> bool:
    """Whether a file's name says that it is a notebook."""
    return path.suffix.lower() == ".ipynb"


def read_bytes(path: Path, limit: int, name: str) -> bytes:
    """Read a regular file of at most ``limit`` bytes; raises ``DyetraceError``."""
    try:
        if path.is_dir():
            raise DyetraceError(f"{name} is a directory, not a file")
        if path.exists() and not path.is_file():
            raise DyetraceError(f"{name} is not a regular file")
        with path.open("rb") as stream:
            # Python sets aside as much memory as it is asked to read.
            data = stream.read(min(os.fstat(stream.fileno()).st_size, limit) + 1)
            data += stream.read(limit + 1 - len(data)) if stream.peek(1) else b""
    except FileNotFoundError:
        raise DyetraceError(f"{name} does not exist") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DyetraceError(f"{name} cannot be read: {reason}") from None
    if len(data) > limit:
        raise DyetraceError(
            f"{name} is larger than {limit // (1024 * 1024)} MiB, the limit for such a file"
        )
    return data


def read_text(data: bytes, path: str | Path) -> str:
    """Decode a file's bytes to text; raises ``DyetraceError`` that says where it is not text."""
    return decode(data, path).text


def decode(data: bytes, path: str | Path) -> Decoded:
    """Decode as Python does: byte order mark, then the coding comment (PEP 263), then UTF-8."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            raise DyetraceError(f"{path} is UTF-16 text; save it as UTF-8")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    data = data[len(mark) :]
    encoding = "utf-8" if mark else _declared(data, path)
    try:
        return Decoded(data.decode(encoding), encoding, mark)
    except UnicodeDecodeError as error:
        before = _LINE_END.split(data[: error.start])
        place = f"line {len(before)}, byte {len(before[-1]) + 1}"
        what = f"{path} is not valid {encoding.upper()}: byte 0x{data[error.start]:02x} at {place}"
        if encoding == "utf-8":
            what += (
                " (Latin-1 or Windows text? save it as UTF-8,"
                " or name the encoding in a first line like `# coding: latin-1`)"
            )
        raise DyetraceError(what) from None


def _declared(data: bytes, path: str | Path) -> str:
    for line in _LINE_END.split(data[:4096])[:2]:
        match = _COOKIE.match(line)
        if match is not None:
            return _text_encoding(match.group(1).decode("ascii", "replace"), path)
        if not _BLANK.match(line):
            break
    return "utf-8"


def _text_encoding(name: str, path: str | Path) -> str:
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)  # refuses codecs that are not for text, as `hex`
    except (LookupError, UnicodeError):
        raise DyetraceError(f"{path} declares the unknown encoding `{name}`") from None
    return found.name
