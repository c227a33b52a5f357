"""The edit that takes one finding out with a ``# dyetrace: ignore[rule] reason`` comment."""

from __future__ import annotations

import re
from typing import Final

from dyetrace.findings import Edit, Span
from dyetrace.source.program import Source
from dyetrace.source.scanning import LineScanner, indentation, logical_lines

_DIRECTIVE: Final = re.compile(r"#\s*dyetrace\s*:\s*ignore\s*\[[^\]]*(?=\])")
# Type checkers read these only where they come first.
_MUST_LEAD: Final = re.compile(r"#\s*(type|pyright|pyre|mypy)\s*:")


def suppression(source: Source, rule: str, span: Span) -> Edit:
    """Return the edit that suppresses ``rule`` where ``span`` begins; comments there are kept.

    The comment goes to the end of the first line, from where the finding begins, that can take one:
    no line inside a string or before a line joined by a backslash can.
    """
    cell = source.cell_at(span.line)
    start = 0 if cell is None else cell.first_line - 1
    end = len(source.lines) if cell is None else start + cell.line_count
    lines = source.lines[start:end]
    wanted = span.line - 1 - start
    first, last = next(
        ((a, b) for a, b in logical_lines(lines) if a <= wanted < b), (wanted, wanted + 1)
    )
    scanner = LineScanner()
    for index in range(first, last):
        column = scanner.feed(lines[index])
        if index < wanted or scanner.quote or scanner.joined:
            continue
        edit = _on_line(source.path, start + index + 1, lines[index], column, rule)
        if edit is not None:
            return edit
    indent = indentation(lines[first])
    return _insert(source.path, start + first + 1, 0, f"{indent}{_comment(rule)}\n")


def _on_line(path: str, number: int, line: str, column: int, rule: str) -> Edit | None:
    """Return the edit for one line, whose comment begins at ``column`` (-1: it has none)."""
    if column < 0:
        end = len(line.rstrip())
        return _insert(path, number, end, f"  {_comment(rule)}")
    directive = _DIRECTIVE.match(line, column)
    if directive is not None:
        return _insert(path, number, directive.end(), f", {rule}")
    if _MUST_LEAD.match(line, column):
        return None
    return _insert(path, number, column, f"{_comment(rule)}  ")


def _comment(rule: str) -> str:
    return f"# dyetrace: ignore[{rule}] reason"


def _insert(path: str, line: int, column: int, content: str) -> Edit:
    return Edit(Span(path, line, column, line, column), content)
