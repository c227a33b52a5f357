"""A baseline: findings that are known and are not to be told again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from dyetrace.cli.checked import Check
from dyetrace.cli.fingerprints import fingerprints
from dyetrace.findings import DyetraceError

_VERSION = 1


def write_baseline(check: Check, file: Path) -> int:
    """Write the fingerprints of all findings to a file; return how many there are."""
    entries = [
        {"code": finding.rule, "filename": finding.span.path, "fingerprint": mark}
        for _, finding, mark in fingerprints(check)
    ]
    text = json.dumps({"version": _VERSION, "findings": entries}, indent=2) + "\n"
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise DyetraceError(f"{file} cannot be written: {error.strerror or error}") from None
    return len(entries)


def read_baseline(file: Path) -> frozenset[str]:
    """Return the fingerprints in a baseline; raises ``DyetraceError`` where it is none."""
    try:
        document = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise DyetraceError(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise DyetraceError(f"{file} is not valid JSON: {error}") from None
    entries = document.get("findings") if isinstance(document, dict) else None
    if not isinstance(entries, list) or document.get("version") != _VERSION:
        raise DyetraceError(f"{file} is not a baseline that `--write-baseline` has written")
    marks = (entry.get("fingerprint") for entry in entries if isinstance(entry, dict))
    return frozenset(mark for mark in marks if isinstance(mark, str))


def without_known(check: Check, known: frozenset[str]) -> Check:
    """Take the findings of a baseline out of a check."""
    fresh = {
        (id(file), finding.span, finding.rule, finding.message)
        for file, finding, mark in fingerprints(check)
        if mark not in known
    }
    files = tuple(
        replace(
            file,
            findings=tuple(
                finding
                for finding in file.findings
                if (id(file), finding.span, finding.rule, finding.message) in fresh
            ),
        )
        for file in check.files
    )
    before = sum(len(file.findings) for file in check.files)
    after = sum(len(file.findings) for file in files)
    return replace(check, files=files, baseline=before - after)
