"""The output formats by name; a module is imported when its format is asked for."""

from __future__ import annotations

import importlib
from typing import Protocol, TextIO, cast

from dyetrace.cli.checked import Check

CHECK_FORMATS = {
    "text": "text",
    "json": "json_array",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
}


class Writer(Protocol):
    """Writes a whole check to a stream."""

    def __call__(self, check: Check, stream: TextIO) -> None:
        """Write all findings, and nothing that is not part of the format."""


def writer_of(name: str) -> Writer:
    """Return the writer of the format called ``name``."""
    module = importlib.import_module(f"dyetrace.cli.output.{CHECK_FORMATS[name]}")
    return cast(Writer, module.write)
