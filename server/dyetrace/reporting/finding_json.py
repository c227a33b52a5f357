"""The JSON object of a finding."""

from __future__ import annotations

from collections.abc import Mapping

from dyetrace.findings import Finding, Fix, Span
from dyetrace.reporting.places import Location, Places
from dyetrace.rules.pages import rule_url


def finding_object(finding: Finding, places: Places) -> dict[str, object]:
    """Return a finding as an object for JSON."""
    return {
        "code": finding.rule,
        "severity": finding.severity.label,
        "confidence": round(finding.confidence, 4),
        "message": finding.message,
        **place_object(finding.span, places),
        "related": [
            {**_start(related.span, places), "message": related.message}
            for related in finding.related
        ],
        "evidence": [
            {"how": evidence.how, "text": evidence.text, **_values(evidence.values)}
            for evidence in finding.evidence
        ],
        "fix": None if finding.fix is None else _fix(finding.fix, places),
        "url": rule_url(finding.rule),
    }


def place_object(span: Span, places: Places) -> dict[str, object]:
    """Return a span's file, cell, start and end as members of an object."""
    return {**_start(span, places), "end_location": _position(places.end(span))}


def _start(span: Span, places: Places) -> dict[str, object]:
    start = places.start(span)
    return {"filename": start.filename, "cell": start.cell, "location": _position(start)}


def _position(location: Location) -> dict[str, int]:
    return {"row": location.row, "column": location.column}


def _fix(fix: Fix, places: Places) -> dict[str, object]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "edits": [
            {**place_object(edit.span, places), "content": edit.content} for edit in fix.edits
        ],
    }


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {"values": dict(values)} if values else {}
