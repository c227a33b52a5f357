"""The parts of a probe's report: file by file for the session, as one answer for the client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dyetrace.editor.facts import Measurement
from dyetrace.probes.report import ProbeReport


def measurements(report: ProbeReport, owner: str, kinds: Sequence[str]) -> Iterator[Measurement]:
    """Yield what was measured in each file that ran; ``owner`` is the document that was probed."""
    for path, source in report.sources.items():
        yield Measurement(
            owner=owner,
            kinds=frozenset(kinds),
            source=source,
            measured_at=report.measured_at,
            environment=report.environment,
            shapes=tuple(record for record in report.shapes if record.span.path == path),
            parameters=tuple(
                record
                for record in report.parameters
                if record.span is not None and record.span.path == path
            ),
            findings=tuple(finding for finding in report.findings if finding.span.path == path),
        )


def told(report: ProbeReport) -> dict[str, Any]:
    """Return the answer for a run that came to its end: what was measured, or what to do."""
    parts = [_counted(len(report.shapes), "shapes of {} expression")] if report.shapes else []
    if report.parameters:
        parts.append(_counted(len(report.parameters), "gradients of {} parameter"))
    if report.findings:
        parts.append(_counted(len(report.findings), "{} finding"))
    fine = [check for check in report.checks if check.outcome == "fine"]
    if not parts and not fine:
        reasons = [report.reason, *(check.why for check in report.checks)]
        return answer(False, next(filter(None, reasons), "Nothing could be measured."), report)
    if len(report.checks) > 1:
        parts += list(_outcomes(report))
    text = ", ".join(parts) or "checked and fine"
    text = f"{text[0].upper()}{text[1:]} in {report.seconds:.1f} s."
    return answer(True, f"{text} {report.reason}" if report.reason else text, report)


def _outcomes(report: ProbeReport) -> Iterator[str]:
    """Say of the checks how many were fine, and how many could not be told: never silently."""
    fine = sum(check.outcome == "fine" for check in report.checks)
    unknown = sum(check.outcome == "unknown" for check in report.checks)
    if fine:
        yield _counted(fine, "{} check") + " fine"
    if unknown:
        yield f"{unknown} could not be told"


def answer(ok: bool, message: str, report: ProbeReport | None) -> dict[str, Any]:
    """Return the answer to ``dyetrace/probe``."""
    from dyetrace.reporting.probe_json import probe_object

    return {
        "ok": ok,
        "message": message,
        "report": None if report is None else probe_object(report),
    }


def _counted(count: int, words: str) -> str:
    return words.format(f"{count:,}") + ("" if count == 1 else "s")
