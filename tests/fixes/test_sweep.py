"""Every fix of every leaking program: it parses, repairs, and comes to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyetrace.fixes.applying import edited_source
from dyetrace.fixes.offer import propose_fixes
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.reading import read_source

EVERY_RULE = Configuration(preview=True)
FOLDER = Path(__file__).parents[1] / "programs"
PROGRAMS = sorted(
    path for path in FOLDER.glob("*/leaky/*") if path.suffix in (".py", ".ipynb") and path.is_file()
)
_MOST_ROUNDS = 8


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parts[-3]}: {path.stem}")
def test_applying_what_is_offered_comes_to_an_end_in_a_program_that_parses(path):
    source = read_source(path)
    analysis = analyze(source, EVERY_RULE)
    for _ in range(_MOST_ROUNDS):
        fixes = propose_fixes(analysis)
        if not fixes:
            return
        edits = [edit for fix in fixes.values() for edit in fix.edits]
        source = edited_source(source, edits)
        assert not source.problems
        if not source.is_notebook:
            compile(source.text, str(path), "exec")
        left = [(f.rule, f.message) for f in analysis.findings]
        for finding in fixes:
            left.remove((finding.rule, finding.message))
        analysis = analyze(source, EVERY_RULE)
        now = [(f.rule, f.message) for f in analysis.findings if f.rule != "test-set-reuse"]
        assert all(now.count(key) <= left.count(key) for key in now)
    raise AssertionError("the fixes come to no end")
