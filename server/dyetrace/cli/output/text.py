"""``--output-format text``: for people, with the code, a caret and the other places."""

from __future__ import annotations

from typing import TextIO

from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.terminal import SEVERITY_COLOURS, Paint, paint_for, printable, width
from dyetrace.findings import Finding, Severity, Span

_WIDEST = 100  # columns of code that are shown of a line


def write(check: Check, stream: TextIO) -> None:
    """Write the findings and a last line that sums them up."""
    paint = paint_for(stream)
    for file, finding in check.findings():
        stream.write("\n".join(_finding(file, finding, paint)) + "\n\n")
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
    files = _count(len(check.files), "file")
    rules = _count(check.rule_count, "rule")
    parts = []
    counts = check.by_severity()
    total = sum(counts.values())
    if total:
        kinds = ", ".join(_severity_count(count, severity) for severity, count in counts.items())
        parts.append(f"{_count(total, 'finding')} in {files} ({kinds}).")
    else:
        parts.append(f"No findings in {files}; Dyetrace checks {rules}.")
    if check.fixed:
        parts.append(f"{_count(check.fixed, 'finding')} fixed.")
    if check.baseline:
        parts.append(f"{check.baseline} more in the baseline.")
    if cut := sum(file.truncated for file in check.files):
        parts.append(f"{_count(cut, 'file')} too large to be followed to the end.")
    if faults := sum(len(file.faults) for file in check.files):
        parts.append(f"{_count(faults, 'check')} failed and said nothing.")
    if check.failures:
        parts.append(f"{_count(len(check.failures), 'file')} could not be read.")
    return " ".join(parts)


def _finding(file: CheckedFile, finding: Finding, paint: Paint) -> list[str]:
    colour = SEVERITY_COLOURS[finding.severity]
    lines = [
        f"{paint(printable(str(file.start(finding.span))), 'bold')}: "
        f"{paint(finding.severity.label, colour, 'bold')}: "
        f"{printable(finding.message)} {paint(f'[{finding.rule}]', 'dim')}",
        *_frame(file, finding.span, paint, colour),
    ]
    for related in finding.related:
        place = printable(str(file.start(related.span)))
        lines.append(f"    {paint(place, 'dim')}: {printable(related.message)}")
    if finding.advice:
        lines.append(f"    {paint('fix:', 'green')} {printable(finding.advice)}")
    return lines


def _frame(file: CheckedFile, span: Span, paint: Paint, colour: str) -> list[str]:
    """Return the line of code that a span starts in, and carets below the span."""
    source = file.source_of(span)
    if source is None or span.line > len(source.lines):
        return []
    line = _original_line(file, span)
    start = min(span.column, len(line))
    end = min(span.end_column, len(line)) if span.end_line == span.line else len(line.rstrip())
    left = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    right = min(len(line), left + _WIDEST)
    before, marked = line[left:start], line[start : max(min(end, right), start + 1)]
    number = str(file.start(span).row)
    code = ("…" if left else "") + printable(line[left:right]) + ("…" if right < len(line) else "")
    carets = " " * (width(before) + bool(left)) + paint("^" * max(width(marked), 1), colour)
    margin = " " * len(number)
    return [f"  {paint(f'{number} |', 'dim')} {code}", f"  {margin} {paint('|', 'dim')} {carets}"]


def _original_line(file: CheckedFile, span: Span) -> str:
    """Return the line as the user wrote it, magics and all."""
    source = file.source_of(span)
    assert source is not None
    start = source.line_starts[span.line - 1]
    return source.original[start : start + len(source.lines[span.line - 1])]


def _severity_count(count: int, severity: Severity) -> str:
    if severity in (Severity.ERROR, Severity.WARNING, Severity.HINT):
        return _count(count, severity.label)
    return f"{count} {severity.label}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
