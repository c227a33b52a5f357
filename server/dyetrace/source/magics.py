"""IPython's magics, shell lines and help requests, turned into Python of the same length."""

from __future__ import annotations

import re

from dyetrace.source.scanning import LINE_END, LineScanner, indentation
from dyetrace.source.scripts import marked_run

PYTHON_CELL_MAGICS = frozenset(
    {"capture", "heat", "lprun", "memit", "mprun", "prun", "snakeviz", "time", "timeit", "wandb"}
)

_ANY_MAGIC = re.compile(
    r"^[ \t\f]*(?:[%!?/,;]|(?:pip|pip3|conda|mamba|uv|cd|ls|mkdir|rmdir|rm|cp|mv|cat)[ \t])"
    r"|=[ \t]*[%!]|\?[ \t]*(?:\#.*)?$",
    re.MULTILINE,
)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_ASSIGNED = re.compile(r"\s*[\w.,*()\[\]'\" \t]+=[ \t]*(?=[%!](?![=]))")
_TIMED = re.compile(
    r"[ \t\f]*(%(?:time|timeit|prun|memit)\b(?:[ \t]+-[a-zA-Z]+[ \t]*\d*)*[ \t]+)\S"
)
_ESCAPED = re.compile(r"[ \t\f]*(?:[%!?]|[/,;][A-Za-z_])")
_HELP = re.compile(r"[ \t\f]*%{0,2}[\w.*]+(?:\[[^\]]*\])?\?{1,2}[ \t]*(?:\#.*)?$")
_AUTOMAGIC = re.compile(
    r"(?:(?:pip3?|conda|mamba|uv)[ \t]+(?:install|uninstall|list|freeze|show|update|pip)\b"
    r"|(?:cd|ls|mkdir|rmdir|rm|cp|mv|cat)[ \t]+(?!(?:in|is|if|and|or|not|for|else)\b)[\w~/.\"'])"
)


def neutralise_magics(cell: str) -> str:
    """Return a notebook cell as Python, every character where it was.

    ``%%bash`` and its like are blanked as a whole, ``%%time`` and its like only in their first
    line; a line magic becomes ``pass``; the expression behind ``%timeit`` and the
    script behind ``%run`` stay.
    """
    magic = _CELL_MAGIC.match(cell)
    if _ANY_MAGIC.search(cell) is None:
        return cell
    ends = [match.group() for match in LINE_END.finditer(cell)]
    lines = LINE_END.split(cell)
    first = 0
    if magic is not None:
        if magic.group(1) not in PYTHON_CELL_MAGICS:
            return "".join(" " if char not in "\r\n" else char for char in cell)
        first = next(index for index, line in enumerate(lines) if line.strip()) + 1
        lines[first - 1] = " " * len(lines[first - 1])
    _neutralise_lines(lines, first)
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _neutralise_lines(lines: list[str], first: int) -> None:
    scanner = LineScanner()
    continued = False  # the line before was a magic that ended with a backslash
    for index in range(first, len(lines)):
        line = lines[index]
        if continued:
            continued = line.endswith("\\")
            lines[index] = " " * len(line)
            continue
        if scanner.at_statement and (plain := _neutral(line)) is not None:
            continued = line.endswith("\\") and not plain.endswith("\\")
            lines[index] = plain
        scanner.feed(lines[index])


def _neutral(line: str) -> str | None:
    """Return a magic line as Python of the same length, or None when it is none."""
    if (match := _ASSIGNED.match(line)) is not None:
        return _padded(match.group(), "_", line)
    if (match := _TIMED.match(line)) is not None:
        start, end = match.span(1)
        return line[:start] + "0".ljust(end - start - 1) + ";" + line[end:]
    if (run := marked_run(line)) is not None:
        return run
    if _ESCAPED.match(line) or _HELP.match(line) or _AUTOMAGIC.match(line):
        indent = indentation(line)
        return _padded(indent, "pass" if len(line) - len(indent) >= 4 else "0", line)
    return None


def _padded(start: str, stand_in: str, line: str) -> str:
    return (start + stand_in).ljust(len(line))
