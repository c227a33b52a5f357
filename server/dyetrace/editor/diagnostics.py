"""Findings as diagnostics: read and measured ones merged, per script or cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from dyetrace.editor.places import Places
from dyetrace.findings import Finding, Severity, Span
from dyetrace.rules.pages import rule_url

SOURCE = "dyetrace"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}


def merge(read: Sequence[Finding], measured: Sequence[Finding]) -> tuple[Finding, ...]:
    """Join findings; a measured one replaces what was only read about the same matter."""
    kept = [
        finding
        for finding in read
        if not any(same_matter(finding, measurement) for measurement in measured)
    ]
    return tuple(sorted([*kept, *measured], key=lambda f: (f.span, -f.severity, f.rule)))


def same_matter(one: Finding, other: Finding) -> bool:
    """Whether two findings are of one rule and their spans overlap."""
    return one.rule == other.rule and overlaps(one.span, other.span)


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans of a file share a place."""
    if one.path != other.path:
        return False
    return (one.line, one.column) <= (other.end_line, other.end_column) and (
        other.line,
        other.column,
    ) <= (one.end_line, one.end_column)


def how(finding: Finding) -> str:
    """Return how a finding is known: "read" or "measured"."""
    return "measured" if any(item.how == "measured" for item in finding.evidence) else "read"


def diagnostics_by_buffer(
    findings: Iterable[Finding], places: Places, fixable: Iterable[str] = ()
) -> dict[str, list[types.Diagnostic]]:
    """Return the diagnostics of every script or cell of a document, also of clean ones.

    ``fixable`` names the rules that have a fix.
    """
    fixable = frozenset(fixable)
    found: dict[str, list[types.Diagnostic]] = {b.uri: [] for _, b in places.document.code}
    for finding in findings:
        location = places.location(finding.span)
        if location is not None and location.uri in found:
            diagnostic = to_diagnostic(finding, location.range, places, finding.rule in fixable)
            found[location.uri].append(diagnostic)
    return found


def to_diagnostic(
    finding: Finding, where: types.Range, places: Places, has_fix: bool
) -> types.Diagnostic:
    """Convert one finding."""
    related = [
        types.DiagnosticRelatedInformation(location, other.message)
        for other in finding.related
        if (location := places.location(other.span)) is not None
    ]
    return types.Diagnostic(
        range=where,
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        source=SOURCE,
        code=finding.rule,
        code_description=types.CodeDescription(rule_url(finding.rule)),
        related_information=related or None,
        data={
            "rule": finding.rule,
            "confidence": round(finding.confidence, 3),
            "how": how(finding),
            "hasFix": has_fix,
        },
    )
