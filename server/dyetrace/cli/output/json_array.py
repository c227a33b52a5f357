"""``--output-format json``: one array of findings."""

from __future__ import annotations

import json
from typing import TextIO

from dyetrace.cli.checked import Check
from dyetrace.reporting.finding_json import finding_object


def write(check: Check, stream: TextIO) -> None:
    """Write the array."""
    found = [finding_object(finding, file.places) for file, finding in check.findings()]
    json.dump(found, stream, indent=2)
    stream.write("\n")
