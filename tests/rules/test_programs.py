"""Realistic programs: each finding stands at the line that says so, and nothing else is found.

``tests/programs/<rule>/leaky/*.py`` (and notebooks) mark the lines where a finding must start with
``# expect: rule-name`` (several names separated by commas); ``clean/*.py`` have no such line. A
program of several files is a folder with a ``main.py``. Every rule counts at warning and above, and
the folder's own rule at any severity.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dyetrace.findings import Severity
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.reading import read_source

_PROGRAMS = Path(__file__).parents[1] / "programs"
_EXPECT = re.compile(r"#\s*expect:\s*([\w\-, ]+)")


def _found(path: Path) -> set[tuple[int, str]]:
    own = path.relative_to(_PROGRAMS).parts[0]
    analysis = analyze(read_source(path), Configuration(extend_select=(own,)))
    assert not analysis.faults
    return {
        (finding.span.line, finding.rule)
        for finding in analysis.findings
        if finding.severity >= Severity.WARNING or finding.rule == own
    }


def _expected(path: Path) -> set[tuple[int, str]]:
    return {
        (number, name.strip())
        for number, line in enumerate(read_source(path).original.split("\n"), 1)
        if (mark := _EXPECT.search(line))
        for name in mark[1].split(",")
    }


def _programs(kind: str) -> list[object]:
    flat = [p for p in _PROGRAMS.glob(f"*/{kind}/*") if p.suffix in (".py", ".ipynb")]
    folders = list(_PROGRAMS.glob(f"*/{kind}/*/main.py"))
    return [
        pytest.param(path, id=": ".join(path.relative_to(_PROGRAMS).with_suffix("").parts[::2]))
        for path in sorted([*flat, *folders])
    ]


@pytest.mark.parametrize("path", _programs("leaky"))
def test_leaky_program_is_found_at_its_cause(path: Path) -> None:
    assert _expected(path), "a leaky program marks the line of its cause"

    assert _found(path) == _expected(path)


@pytest.mark.parametrize("path", _programs("clean"))
def test_clean_program_is_silent(path: Path) -> None:
    assert not _expected(path)

    assert _found(path) == set()
