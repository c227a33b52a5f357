"""``--output-format sarif``: SARIF 2.1.0 (OASIS), for code scanning services."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import TextIO
from urllib.parse import quote

from dyetrace import __version__
from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.checking import SYNTAX_ERROR
from dyetrace.cli.fingerprints import fingerprints
from dyetrace.cli.output.repository import in_repository
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
            *(_rule(rule.name, rule.summary, rule.severity) for rule in all_rules()),
            _rule(SYNTAX_ERROR, "Python cannot parse a part of the file", Severity.ERROR),
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


def _rule(name: str, summary: str, severity: Severity) -> dict[str, object]:
    return {
        "id": name,
        "shortDescription": {"text": summary},
        "helpUri": rule_url(name),
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


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
    region = {
        "startLine": start.row,
        "startColumn": start.column,
        "endLine": end.row,
        "endColumn": end.column,
    }
    if start.cell is not None:  # the rows of a cell are no lines of the notebook's file
        region = {"startLine": 1}  # services refuse a place without a line
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(in_repository(start.filename))},
            "region": region,
        }
    }


def _uri(filename: str) -> str:
    """Return a reference that is relative to the repository, or a `file` URI."""
    quoted = quote(os.fsencode(filename))
    if not PurePath(filename).is_absolute():
        return quoted
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def _in_cell(location: Location) -> str:
    return "" if location.cell is None else f"Cell {location.cell}, row {location.row}: "
