"""What every part of Dyetrace speaks: spans, findings, evidence, fixes.

Everything here is frozen data without behaviour that needs a library, so that the rules, the
probes, the editor and the terminal can exchange it freely.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


class Severity(enum.IntEnum):
    """How much harm a finding reports; ordered, so that severities can be compared."""

    HINT = 1
    INFORMATION = 2
    WARNING = 3
    ERROR = 4

    @property
    def label(self) -> str:
        """The name used in JSON, configuration and on the command line."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """Return the severity called ``label``; raises ``ValueError`` for an unknown name."""
        try:
            return cls[label.upper()]
        except KeyError:
            names = ", ".join(severity.label for severity in cls)
            raise ValueError(f"unknown severity `{label}` (one of: {names})") from None


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A range of a program's text.

    ``path`` is the file's path as the user gave it. Lines count from 1 and columns from 0 in
    Unicode code points of the *program* (for a notebook: of all code cells joined, see
    ``dyetrace.source``). Cells, 1-based columns and UTF-16 units are made once, at the border.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def contains(self, line: int, column: int) -> bool:
        """Whether a position lies inside this span, its end included."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that takes part in a finding (the split, the score, the loop)."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a finding is known: read in the code, or measured by a probe."""

    how: Literal["read", "measured"]
    text: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


class Applicability(enum.Enum):
    """Whether a fix keeps the meaning of the program apart from the bug itself."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """Replace the text of ``span`` by ``content`` (an empty span inserts)."""

    span: Span
    content: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A verified rewrite; its edits do not overlap and are applied together."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect, reported at its cause.

    ``message`` is one line (at most 110 characters) with the user's own names. ``why`` says why
    it matters and how large the effect usually is, ``advice`` what to do about it; with
    ``message`` and ``evidence`` they are the four parts of the hover.
    """

    rule: str
    message: str
    severity: Severity
    confidence: float
    span: Span
    related: tuple[Related, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    advice: str = ""
    fix: Fix | None = None


class DyetraceError(Exception):
    """Something the user can act on; its text is shown to them as it is."""
