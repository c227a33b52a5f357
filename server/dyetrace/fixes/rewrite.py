"""What a fix plans to change, in places of the program; ``fixes.surgery`` carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dyetrace.findings import Applicability, Finding, Span
from dyetrace.fixes.outline import Outline
from dyetrace.flow.trace import Flow
from dyetrace.rules.engine import Analysis
from dyetrace.source.program import Source


class SurgeryError(Exception):
    """A rewrite cannot be carried out on this text."""


@dataclass(frozen=True)
class FixContext:
    """What a rewrite is planned from."""

    analysis: Analysis
    finding: Finding

    @property
    def source(self) -> Source:
        """The program."""
        return self.analysis.source

    @property
    def flow(self) -> Flow:
        """What happens when the program runs."""
        return self.analysis.flow

    @cached_property
    def outline(self) -> Outline:
        """How the program's statements lie in each other."""
        return Outline(self.source)


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement to insert: code of its own, or a changed copy of one of the program.

    ``substitutions`` are expressions of the copied statement and what replaces them. ``above`` and
    ``beside`` name the statements whose comments above and beside them the new one takes over.
    """

    code: str = ""
    copied: Span | None = None
    substitutions: Mapping[Span, str] = field(default_factory=dict)
    above: tuple[Span, ...] = ()
    beside: Span | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A planned change of a program; all places are spans of statements or expressions in it.

    ``substitutions`` replace expressions where they stand, ``removed`` statements go, ``before``
    and ``after`` insert statements at another one, in its block and with its indentation.
    ``reveals`` are rules that were silent because of the defect itself.
    """

    title: str
    applicability: Applicability
    substitutions: Mapping[Span, str] = field(default_factory=dict)
    removed: frozenset[Span] = frozenset()
    before: Mapping[Span, tuple[NewStatement, ...]] = field(default_factory=dict)
    after: Mapping[Span, tuple[NewStatement, ...]] = field(default_factory=dict)
    reveals: frozenset[str] = frozenset()
