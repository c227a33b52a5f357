"""What ``dyetrace check`` reads: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.source.configuration import Configuration
from dyetrace.source.discovery import find_programs
from dyetrace.source.program import Source
from dyetrace.source.reading import parse_program, read_program

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One program to check: a file, or what came on standard input."""

    shown_as: str
    path: Path | None = None
    data: bytes = b""

    def content(self) -> bytes:
        """Return what the file holds; raises ``DyetraceError``."""
        return self.data if self.path is None else read_program(self.path, self.shown_as)

    def parse(self, data: bytes) -> Source:
        """Return the program that the bytes are; raises ``DyetraceError``."""
        return parse_program(data, self.path or Path(self.shown_as), self.shown_as)


def find_inputs(
    paths: Sequence[str], stdin_name: str | None, configuration: Configuration
) -> tuple[list[Input], tuple[str, ...]]:
    """Return the programs among ``paths``, and sentences about what could not be looked into."""
    programs: dict[str, Input] = {}
    problems: list[str] = []
    for path in dict.fromkeys(paths):
        if path == STDIN:
            programs[path] = Input(stdin_name or "<stdin>", data=sys.stdin.buffer.read())
            continue
        try:
            found = find_programs([Path(path)], configuration.exclude, Path(configuration.root))
        except DyetraceError as error:
            problems.append(str(error))
            continue
        problems.extend(found.skipped)
        if not found.files:
            sys.stderr.write(f"dyetrace: {path} holds no Python files and no notebooks\n")
        for file in found.files:
            programs.setdefault(os.path.realpath(file), Input(str(file), file))
    return list(programs.values()), tuple(problems)
