"""A leak is found through every construct and library, and its clean twin stays silent.

``tests/programs/constructs`` and ``tests/programs/libraries`` hold the twins as one program. A line
that ends in ``# leaky`` or ``# clean`` stands in one of the two twins only; ``expect`` marks where
the leaky one is found (by ``selection-before-split`` where no other rule is named).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dyetrace.findings import Severity
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.parsing import parse_script

_PROGRAMS = Path(__file__).parents[1] / "programs"
_TWINS = [
    pytest.param(path, id=path.stem)
    for folder in ("constructs", "libraries")
    for path in sorted((_PROGRAMS / folder).glob("*.py"))
]
_MARK = re.compile(r"#\s*(leaky|clean)?\s*(expect)?(?::\s*([\w\-]+))?\s*$")


def _twin(path: Path, other: str) -> tuple[str, set[tuple[int, str]]]:
    """Return a program without the lines of the other twin, and what must be found in it."""
    lines, expected = [], set()
    for line in path.read_text().splitlines():
        mark = _MARK.search(line)
        if mark and mark[1] == other:
            continue
        lines.append(line)
        if mark and mark[2] and other == "clean":
            expected.add((len(lines), mark[3] or "selection-before-split"))
    return "\n".join(lines) + "\n", expected


def _found(code: str) -> set[tuple[int, str]]:
    analysis = analyze(parse_script(code, "program.py"), Configuration(preview=True))
    assert not analysis.faults
    return {
        (finding.span.line, finding.rule)
        for finding in analysis.findings
        if finding.severity >= Severity.INFORMATION
    }


@pytest.mark.parametrize("path", _TWINS)
def test_a_leak_is_found_through(path: Path) -> None:
    code, expected = _twin(path, other="clean")

    assert expected
    assert _found(code) == expected


@pytest.mark.parametrize("path", _TWINS)
def test_the_clean_twin_is_silent(path: Path) -> None:
    code, _ = _twin(path, other="leaky")

    assert _found(code) == set()
