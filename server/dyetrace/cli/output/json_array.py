"""``--output-format json``: one array of findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from dyetrace.cli.checked import Check, CheckedFile, Location
from dyetrace.findings import Edit, Finding, Span
from dyetrace.rules.pages import rule_url


def write(check: Check, stream: TextIO) -> None:
    """Write the array; on one line each finding's fields stay readable by being indented."""
    found = [finding_object(file, finding) for file, finding in check.findings()]
    json.dump(found, stream, indent=2, ensure_ascii=True)
    stream.write("\n")


def finding_object(file: CheckedFile, finding: Finding) -> dict[str, object]:
    """Return the JSON object of one finding."""
    return {
        "code": finding.rule,
        "severity": finding.severity.label,
        "confidence": round(finding.confidence, 4),
        "message": finding.message,
        **_place(file, finding.span),
        "related": [
            {**_start(file, related.span), "message": related.message}
            for related in finding.related
        ],
        "evidence": [
            {"how": evidence.how, "text": evidence.text, **_values(evidence.values)}
            for evidence in finding.evidence
        ],
        "fix": _fix(file, finding),
        "url": rule_url(finding.rule),
    }


def _fix(file: CheckedFile, finding: Finding) -> dict[str, object] | None:
    if finding.fix is None:
        return None
    return {
        "title": finding.fix.title,
        "applicability": finding.fix.applicability.value,
        "edits": [_edit(file, edit) for edit in finding.fix.edits],
    }


def _edit(file: CheckedFile, edit: Edit) -> dict[str, object]:
    return {**_place(file, edit.span), "content": edit.content}


def _place(file: CheckedFile, span: Span) -> dict[str, object]:
    return {**_start(file, span), "end_location": _position(file.end(span))}


def _start(file: CheckedFile, span: Span) -> dict[str, object]:
    start = file.start(span)
    return {"filename": start.filename, "cell": start.cell, "location": _position(start)}


def _position(location: Location) -> dict[str, int]:
    return {"row": location.row, "column": location.column}


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {"values": dict(values)} if values else {}
