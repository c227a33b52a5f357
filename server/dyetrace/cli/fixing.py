"""``--fix`` and ``--diff``: verified fixes put into the files, or shown."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from dyetrace.findings import DyetraceError
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.program import Source

_MOST_ROUNDS = 20  # in one file: what one round repairs may make way for the next


@dataclass
class Fixer:
    """Repairs analysed programs, one finding after the other, and counts.

    ``all_fixes`` takes those too that change what the program does on purpose.
    """

    configuration: Configuration
    all_fixes: bool = False
    fixed: int = 0
    unsafe: int = 0  # fixes that are left for a person to look at
    changed: list[tuple[Source, Source]] = field(default_factory=list)  # before, after

    def repair(self, analysis: Analysis) -> Analysis:
        """Apply the fixes and return the analysis of what came out; writes nothing."""
        from dyetrace.fixes.applying import edited_source
        from dyetrace.fixes.offer import propose_fixes

        before = analysis.source
        count = 0
        for _ in range(_MOST_ROUNDS):
            fixes = propose_fixes(analysis, unsafe=self.all_fixes).values()
            if not fixes:
                break
            edits = [edit for fix in fixes for edit in fix.edits]
            after = analyze(edited_source(analysis.source, edits), self.configuration)
            if len(after.findings) > len(analysis.findings):
                break  # a fix may bring a habit to light that its bug hid, but no more
            analysis = after
            count += len(fixes)
        if analysis.findings and not self.all_fixes:
            self.unsafe += len(propose_fixes(analysis))
        if count:
            self.fixed += count
            self.changed.append((before, analysis.source))
        return analysis

    def rehearse(self, analysis: Analysis) -> Analysis:
        """Find out what ``repair`` would do, and return the analysis as it is."""
        self.repair(analysis)
        return analysis


def make_fixer(configuration: Configuration, *, all_fixes: bool = False) -> Fixer:
    """Return a fixer; raises ``DyetraceError`` where this Python cannot make fixes."""
    from dyetrace.fixes.offer import unavailable_reason

    reason = unavailable_reason()
    if reason is not None:
        raise DyetraceError(reason)
    return Fixer(configuration, all_fixes)


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
