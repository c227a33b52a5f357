"""What a rule is."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from dyetrace.findings import Evidence, Finding, Related, Severity, Span
from dyetrace.flow.trace import Flow

Family = Literal[
    "data", "evaluation", "implementation", "optimisation", "deployment", "reproducibility", "keras"
]


@dataclass(frozen=True, slots=True)
class Example:
    """A program for a rule's page and its tests; ``files`` holds helper modules by file name.

    The cells of a ``notebook`` start at lines like ``# In[3]:``, which give their execution counts.
    """

    title: str
    code: str
    files: tuple[tuple[str, str], ...] = ()
    notebook: bool = False


class Rule(abc.ABC):
    """One rule. A subclass in a module below ``dyetrace.rules`` is found by discovery.

    The class docstring is the rule's page, with the headings *What it does*, *Why it matters*,
    *Evidence*, *When it stays silent* and *Fix* (the examples are added from ``bad`` and ``good``).
    """

    name: ClassVar[str]
    family: ClassVar[Family]
    severity: ClassVar[Severity]
    summary: ClassVar[str]  # one line for lists
    bad: ClassVar[tuple[Example, ...]]
    good: ClassVar[tuple[Example, ...]]
    preview: ClassVar[bool] = False
    overrides: ClassVar[frozenset[str]] = frozenset()  # general rules, silent where this one speaks

    @abc.abstractmethod
    def check(self, flow: Flow) -> Iterator[Finding]:
        """Ask the interpreted program and yield what is wrong with it."""

    def finding(
        self,
        span: Span,
        message: str,
        *,
        confidence: float,
        why: str,
        advice: str,
        evidence: str,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding of this rule that was read in the code."""
        return Finding(
            rule=self.name,
            message=message,
            severity=self.severity if severity is None else severity,
            confidence=confidence,
            span=span,
            related=related,
            evidence=(Evidence("read", evidence),),
            why=why,
            advice=advice,
        )
