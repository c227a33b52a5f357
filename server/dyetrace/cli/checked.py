"""What ``dyetrace check`` has found out: the one thing that every output format is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dyetrace.findings import Finding, Severity, Span
from dyetrace.source.program import Source


@dataclass(frozen=True, slots=True)
class Location:
    """A position as users count it: rows and columns from 1, in a cell if there are cells."""

    filename: str
    cell: int | None
    row: int
    column: int

    def __str__(self) -> str:
        cell = "" if self.cell is None else f"cell {self.cell}:"
        return f"{self.filename}:{cell}{self.row}:{self.column}"


@dataclass(frozen=True)
class CheckedFile:
    """The findings of one program, and the programs that their spans point into."""

    source: Source
    findings: tuple[Finding, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    truncated: bool = False  # too large to be followed to its end
    faults: tuple[str, ...] = ()  # rules that failed

    def source_of(self, span: Span) -> Source | None:
        """Return the program that a span belongs to."""
        return self.source if span.path == self.source.path else self.sources.get(span.path)

    def start(self, span: Span) -> Location:
        """Return where a span starts."""
        return self._location(span, span.line, span.column)

    def end(self, span: Span) -> Location:
        """Return where a span ends; the column is the one behind its last character."""
        return self._location(span, span.end_line, span.end_column)

    def _location(self, span: Span, line: int, column: int) -> Location:
        source = self.source_of(span)
        if source is None:
            return Location(span.path, None, line, column + 1)
        cell, row = source.cell_position(line)
        return Location(span.path, None if cell is None else cell.number, row, column + 1)


@dataclass(frozen=True)
class Check:
    """Everything one run has to say."""

    files: tuple[CheckedFile, ...]
    rule_count: int
    failures: tuple[str, ...] = ()  # sentences about files that could not be read
    fixed: int = 0
    baseline: int = 0  # findings that the baseline takes out

    def findings(self) -> Iterator[tuple[CheckedFile, Finding]]:
        """Iterate over all findings, with the file each is in."""
        for file in self.files:
            for finding in file.findings:
                yield file, finding

    def by_severity(self) -> dict[Severity, int]:
        """Count the findings of each severity, the worst first."""
        counts = Counter(finding.severity for _, finding in self.findings())
        return {severity: counts[severity] for severity in sorted(counts, reverse=True)}

    def by_rule(self) -> list[tuple[str, int]]:
        """Count the findings of each rule, the most frequent first."""
        counts = Counter(finding.rule for _, finding in self.findings())
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
