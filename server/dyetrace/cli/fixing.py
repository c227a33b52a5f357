"""``--fix`` and ``--diff``: verified fixes put into the files, or shown."""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from dyetrace.findings import Applicability, DyetraceError, Fix
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.program import Source

_MOST_FIXES = 100  # in one file; a fix that brings up its own finding again ends here


@dataclass
class Fixer:
    """Repairs analysed programs, one finding after the other, and counts."""

    configuration: Configuration
    fixed: int = 0
    unsafe: int = 0  # fixes that are left for a person to look at
    changed: list[tuple[Source, Source]] = field(default_factory=list)  # before, after

    def repair(self, analysis: Analysis) -> Analysis:
        """Apply the safe fixes and return the analysis of what came out; writes nothing."""
        before = analysis.source
        count = 0
        while count < _MOST_FIXES and (repaired := self._one(analysis)) is not None:
            analysis = repaired
            count += 1
        self.unsafe += sum(1 for _ in _fixes(analysis, Applicability.UNSAFE))
        if count:
            self.fixed += count
            self.changed.append((before, analysis.source))
        return analysis

    def rehearse(self, analysis: Analysis) -> Analysis:
        """Find out what ``repair`` would do, and return the analysis as it is."""
        self.repair(analysis)
        return analysis

    def _one(self, analysis: Analysis) -> Analysis | None:
        """Apply the first fix that helps; each next one is made for the program as it then is."""
        from dyetrace.fixes.applying import edited_source

        for fix in _fixes(analysis, Applicability.SAFE):
            changed = edited_source(analysis.source, fix.edits)
            after = analyze(changed, self.configuration)
            if len(after.findings) < len(analysis.findings) and not changed.problems:
                return after
        return None


def make_fixer(configuration: Configuration) -> Fixer:
    """Return a fixer; raises ``DyetraceError`` where this Python cannot make fixes."""
    if importlib.util.find_spec("libcst") is None:
        raise DyetraceError("fixes need the package `libcst`; install it with `pip install libcst`")
    return Fixer(configuration)


def _fixes(analysis: Analysis, applicability: Applicability) -> Iterator[Fix]:
    from dyetrace.fixes.offer import may_fix, propose_fix

    path = analysis.source.path
    for finding in analysis.findings:
        fix = propose_fix(analysis, finding) if may_fix(finding.rule) else None
        if (
            fix is not None
            and fix.applicability is applicability
            and all(edit.span.path == path for edit in fix.edits)
        ):
            yield fix


def write_changes(path: Path, before: Source, after: Source) -> None:
    """Write a repaired program to its file; raises ``DyetraceError`` when that cannot be."""
    from dyetrace.fixes.applying import write_program

    write_program(path, before, after)


def write_diff(before: Source, after: Source, stream: TextIO) -> None:
    """Write a unified diff; of a notebook, one for each cell that changes."""
    from dyetrace.fixes.applying import cell_texts

    if not before.is_notebook:
        _write_diff(before.path, before.original, after.original, stream)
        return
    new = cell_texts(after)
    for number, old in cell_texts(before).items():
        if old != new[number]:
            _write_diff(f"{before.path}:cell {number}", old, new[number], stream)


def _write_diff(name: str, old: str, new: str, stream: TextIO) -> None:
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), name, name, lineterm="")
    for line in lines:
        stream.write(line.rstrip("\r") + "\n")
