"""One finding for people: its place, its message, the code with carets, the other places."""

from __future__ import annotations

from dyetrace.cli.terminal import SEVERITY_COLOURS, Paint, printable, width
from dyetrace.findings import Finding, Span
from dyetrace.reporting.places import Places
from dyetrace.source.program import Source

_WIDEST = 100  # columns of code that are shown of a line


def described(finding: Finding, places: Places, paint: Paint) -> str:
    """Return a finding as a few lines of text."""
    colour = SEVERITY_COLOURS[finding.severity]
    lines = [
        f"{paint(printable(str(places.start(finding.span))), 'bold')}: "
        f"{paint(finding.severity.label, colour, 'bold')}: "
        f"{printable(finding.message)} {paint(f'[{finding.rule}]', 'dim')}",
        *_frame(places, finding.span, paint, colour),
    ]
    for related in finding.related:
        place = printable(str(places.start(related.span)))
        lines.append(f"    {paint(place, 'dim')}: {printable(related.message)}")
    if finding.advice:
        lines.append(f"    {paint('fix:', 'green')} {printable(finding.advice)}")
    return "\n".join(lines)


def _frame(places: Places, span: Span, paint: Paint, colour: str) -> list[str]:
    """Return the line of code that a span starts in, and carets below the span."""
    source = places.sources.get(span.path)
    if source is None or span.line > len(source.lines):
        return []
    line = _as_written(source, span.line)
    start = min(span.column, len(line))
    end = min(span.end_column, len(line)) if span.end_line == span.line else len(line.rstrip())
    left = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    right = min(len(line), left + _WIDEST)
    code = ("…" if left else "") + printable(line[left:right]) + ("…" if right < len(line) else "")
    indent = " " * (width(line[left:start]) + bool(left))
    carets = paint("^" * max(width(line[start : min(end, right)]), 1), colour)
    number = str(places.start(span).row)
    return [
        f"  {paint(f'{number} |', 'dim')} {code}",
        f"  {' ' * len(number)} {paint('|', 'dim')} {indent}{carets}",
    ]


def _as_written(source: Source, line: int) -> str:
    """Return a line as the user wrote it, magics and all."""
    start = source.line_starts[line - 1]
    return source.original[start : start + len(source.lines[line - 1])]
