"""``--output-format text``: for people, with the code, a caret and the other places."""

from __future__ import annotations

from typing import TextIO

from dyetrace.cli.checked import Check
from dyetrace.cli.output.frame import described
from dyetrace.cli.terminal import paint_for
from dyetrace.findings import Severity


def write(check: Check, stream: TextIO) -> None:
    """Write the findings and a last line that sums them up."""
    paint = paint_for(stream)
    for file, finding in check.findings():
        stream.write(described(finding, file.places, paint) + "\n\n")
    stream.write(summary(check) + "\n")


def write_statistics(check: Check, stream: TextIO) -> None:
    """Write how often each rule was found."""
    counts = check.by_rule()
    digits = len(str(counts[0][1])) if counts else 0
    for rule, count in counts:
        stream.write(f"{count:>{digits}}  {rule}\n")
    stream.write(summary(check) + "\n")


def summary(check: Check) -> str:
    """Return one honest line: what was found, in how many files, by how many rules."""
    files = counted(len(check.files), "file")
    rules = counted(check.rule_count, "rule")
    parts = []
    counts = check.by_severity()
    total = sum(counts.values())
    if total:
        kinds = ", ".join(_severity_count(count, severity) for severity, count in counts.items())
        parts.append(f"{counted(total, 'finding')} in {files} ({kinds}).")
    else:
        parts.append(f"No findings in {files}; Dyetrace checks {rules}.")
    if check.fixed:
        parts.append(f"{counted(check.fixed, 'finding')} fixed.")
    if check.baseline:
        parts.append(f"{check.baseline} more in the baseline.")
    if cut := sum(file.truncated for file in check.files):
        parts.append(f"{counted(cut, 'file')} too large to be followed to the end.")
    if faults := sum(len(file.faults) for file in check.files):
        parts.append(f"{counted(faults, 'check')} failed and said nothing.")
    if check.failures:
        parts.append(f"{counted(len(check.failures), 'file')} could not be read.")
    return " ".join(parts)


def _severity_count(count: int, severity: Severity) -> str:
    if severity in (Severity.ERROR, Severity.WARNING, Severity.HINT):
        return counted(count, severity.label)
    return f"{count} {severity.label}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is to be."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
