"""``--output-format gitlab``: a code quality report."""

from __future__ import annotations

import json
from typing import TextIO

from dyetrace.cli.checked import Check
from dyetrace.cli.fingerprints import fingerprints
from dyetrace.cli.output.repository import in_repository
from dyetrace.findings import Severity

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFORMATION: "minor",
    Severity.HINT: "info",
}


def write(check: Check, stream: TextIO) -> None:
    """Write the array of issues; a finding in a notebook names its cell in the description."""
    issues = []
    for file, finding, fingerprint in fingerprints(check):
        start = file.places.start(finding.span)
        cell = "" if start.cell is None else f"cell {start.cell}, row {start.row}: "
        begin = start.row if start.cell is None else 1
        issues.append(
            {
                "description": f"{cell}{finding.message}",
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": in_repository(start.filename), "lines": {"begin": begin}},
            }
        )
    json.dump(issues, stream, indent=2)
    stream.write("\n")
