"""``--output-format sarif``: SARIF 2.1.0 (OASIS), for code scanning services."""

from __future__ import annotations

import json
import os
from typing import TextIO
from urllib.parse import quote

from dyetrace import __version__
from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.fingerprints import fingerprints
from dyetrace.findings import Finding, Severity, Span
from dyetrace.reporting.places import Location
from dyetrace.rules.engine import all_rules
from dyetrace.rules.pages import rule_url

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}


def write(check: Check, stream: TextIO) -> None:
    """Write one log with one run."""
    driver = {
        "name": "Dyetrace",
        "version": __version__,
        "informationUri": rule_url("").rsplit("/blob/", 1)[0],
        "rules": [
            {
                "id": rule.name,
                "shortDescription": {"text": rule.summary},
                "helpUri": rule_url(rule.name),
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            }
            for rule in all_rules()
        ],
    }
    invocation = {
        "executionSuccessful": not check.failures,
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": failure}} for failure in check.failures
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(file, finding, mark) for file, finding, mark in fingerprints(check)],
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, stream, indent=2)
    stream.write("\n")


def _result(file: CheckedFile, finding: Finding, fingerprint: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _in_cell(file.places.start(finding.span)) + finding.message},
        "locations": [_location(file, finding.span)],
        "partialFingerprints": {"dyetrace/v1": fingerprint},
        "properties": {"confidence": round(finding.confidence, 4)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(file, related.span),
                "message": {"text": _in_cell(file.places.start(related.span)) + related.message},
            }
            for number, related in enumerate(finding.related, start=1)
        ]
    return result


def _location(file: CheckedFile, span: Span) -> dict[str, object]:
    start, end = file.places.start(span), file.places.end(span)
    place: dict[str, object] = {
        "artifactLocation": {"uri": quote(os.fsencode(start.filename.replace("\\", "/")))}
    }
    if start.cell is None:  # the rows of a cell are no lines of the notebook's file
        place["region"] = {
            "startLine": start.row,
            "startColumn": start.column,
            "endLine": end.row,
            "endColumn": end.column,
        }
    return {"physicalLocation": place}


def _in_cell(location: Location) -> str:
    return "" if location.cell is None else f"Cell {location.cell}, row {location.row}: "
