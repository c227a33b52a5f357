"""``--output-format github``: workflow commands that GitHub shows as annotations."""

from __future__ import annotations

from typing import TextIO

from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.output.repository import in_repository
from dyetrace.findings import Finding, Severity

_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def write(check: Check, stream: TextIO) -> None:
    """Write one command a finding."""
    for file, finding in check.findings():
        stream.write(_command(file, finding) + "\n")


def _command(file: CheckedFile, finding: Finding) -> str:
    start, end = file.places.start(finding.span), file.places.end(finding.span)
    properties = {"title": f"Dyetrace ({finding.rule})", "file": in_repository(start.filename)}
    if start.cell is None:  # the rows of a cell are no lines of the notebook's file
        properties |= {"line": str(start.row), "endLine": str(end.row)}
        if start.row == end.row:
            properties |= {"col": str(start.column), "endColumn": str(end.column)}
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {written}::{_data(f'{start}: {finding.message}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
