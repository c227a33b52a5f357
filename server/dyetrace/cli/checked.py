"""What ``dyetrace check`` has found out: the one thing that every output format is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dyetrace.findings import Finding, Severity
from dyetrace.reporting.places import Places
from dyetrace.source.program import Source


@dataclass(frozen=True)
class CheckedFile:
    """The findings of one program, and the texts that their spans point into."""

    path: str
    findings: tuple[Finding, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)  # by path, without their trees
    truncated: bool = False  # too large to be followed to its end
    faults: tuple[str, ...] = ()  # rules that failed
    complaints: tuple[str, ...] = ()  # sentences about comments that suppress nothing

    @cached_property
    def places(self) -> Places:
        """Where the findings' spans are."""
        return Places(self.sources)


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
