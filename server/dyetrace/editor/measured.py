"""The parts of a probe's report: file by file for the session, as one answer for the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dyetrace.findings import Finding, Related, Span
from dyetrace.probes.report import ProbeReport
from dyetrace.source.program import Source


def by_path(report: ProbeReport, ran_as: str, path: str) -> dict[str, ProbeReport]:
    """Part a report by file; the program that ran gets the name that the editor has for it."""

    def named(span: Span) -> Span:
        return replace(span, path=path) if span.path == ran_as else span

    shapes = [replace(record, span=named(record.span)) for record in report.shapes]
    parameters = [
        (replace(record, span=span), span.path)
        for record in report.parameters
        if record.span is not None and (span := named(record.span))
    ]
    findings = [_renamed(finding, named) for finding in report.findings]
    paths = {path, *(record.span.path for record in shapes)}
    paths |= {finding.span.path for finding in findings} | {place for _, place in parameters}
    return {
        each: replace(
            report,
            shapes=tuple(record for record in shapes if record.span.path == each),
            parameters=tuple(record for record, place in parameters if place == each),
            findings=tuple(finding for finding in findings if finding.span.path == each),
        )
        for each in paths
    }


def _renamed(finding: Finding, named: Callable[[Span], Span]) -> Finding:
    related = tuple(Related(named(other.span), other.message) for other in finding.related)
    return replace(finding, span=named(finding.span), related=related)


def told(report: ProbeReport, source: Source) -> dict[str, Any]:
    """Return the answer for a run that came to its end."""
    measured = report.shapes or report.parameters or report.findings
    ok = bool(measured) or any(check.outcome in ("fine", "found") for check in report.checks)
    if not ok:
        why = next((check.why for check in report.checks if check.why), "")
        reason = report.reason or why or "Nothing could be measured."
        return answer(False, reason, report)
    parts = [f"Shapes of {len(report.shapes)} expressions"] if report.shapes else []
    if report.parameters:
        parts.append(f"gradients of {len(report.parameters)} parameters")
    if report.findings:
        count = len(report.findings)
        parts.append(f"{count} finding{'s' if count > 1 else ''}")
    text = ", ".join(parts) or "Checked and fine"
    text = f"{text[0].upper()}{text[1:]} in {report.seconds:.1f} s."
    return answer(True, f"{text} {report.reason}" if report.reason else text, report)


def answer(ok: bool, message: str, report: dict[str, Any] | None) -> dict[str, Any]:
    """Return the answer to ``dyetrace/probe``."""
    return {"ok": ok, "message": message, "report": report}
