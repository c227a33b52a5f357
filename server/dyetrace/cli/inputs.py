"""What ``dyetrace check`` reads: files, folders, standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.source.configuration import Configuration
from dyetrace.source.discovery import find_programs
from dyetrace.source.notebook import parse_notebook
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source
from dyetrace.source.reading import is_notebook, read_source, read_text

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One program to check: a file, or what came on standard input."""

    shown_as: str
    path: Path | None = None
    data: bytes = b""

    def read(self) -> Source:
        """Read and parse it; raises ``DyetraceError``."""
        if self.path is not None:
            return read_source(self.path, self.shown_as)
        text = read_text(self.data, self.shown_as)
        parse = parse_notebook if is_notebook(Path(self.shown_as)) else parse_script
        return parse(text, self.shown_as)


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
            programs.setdefault(str(file.resolve()), Input(str(file), file))
    return list(programs.values()), tuple(problems)
