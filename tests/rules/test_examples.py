"""Every rule's own page: its bad examples are found, its good ones are silent."""

from __future__ import annotations

import ast
import re
import tempfile
import textwrap
from pathlib import Path

import pytest

from dyetrace.findings import Severity
from dyetrace.rules.base import Example, Rule
from dyetrace.rules.engine import Analysis, all_rules, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.program import Source

_EVERYTHING = Configuration(preview=True)
_HEADINGS = (
    "What it does",
    "Why it matters",
    "Evidence",
    "When it stays silent",
    "Fix",
)


def _analyze(example: Example) -> Analysis:
    code = textwrap.dedent(example.code).strip("\n") + "\n"
    if example.notebook:
        parts = re.split(r"^# In\[(\d+)\]:\n", code, flags=re.MULTILINE)[1:]
        cells = [
            CodeCell(number, text.rstrip("\n"), int(count))
            for number, (count, text) in enumerate(zip(parts[::2], parts[1::2]), start=1)
        ]
        return analyze(program_of_cells(cells, "example.ipynb"), _EVERYTHING)
    if not example.files:
        return analyze(Source("example.py", code, code, ast.parse(code)), _EVERYTHING)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in example.files:
            Path(folder, name).write_text(textwrap.dedent(text), encoding="utf-8")
        path = str(Path(folder, "example.py"))
        return analyze(Source(path, code, code, ast.parse(code)), _EVERYTHING)


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}: {example.title}")
        for rule in all_rules()
        for example in getattr(rule, kind)
    ]


@pytest.mark.parametrize(("rule", "example"), _cases("bad"))
def test_bad_example_is_found(rule: Rule, example: Example) -> None:
    analysis = _analyze(example)

    assert not analysis.faults
    assert rule.name in {finding.rule for finding in analysis.findings}


@pytest.mark.parametrize(("rule", "example"), _cases("good"))
def test_good_example_is_silent(rule: Rule, example: Example) -> None:
    analysis = _analyze(example)

    assert not analysis.faults
    loud = [
        (finding.rule, finding.message)
        for finding in analysis.findings
        if finding.severity >= Severity.WARNING or finding.rule == rule.name
    ]
    assert loud == []


@pytest.mark.parametrize(("rule", "example"), _cases("bad"))
def test_messages_are_short_sentences_and_tell_how_to_go_on(rule: Rule, example: Example) -> None:
    for finding in _analyze(example).findings:
        assert len(finding.message) <= 110, finding.message
        assert finding.message.endswith(".")
        assert finding.why
        assert finding.advice
        assert finding.evidence
        assert 0.0 < finding.confidence <= 1.0


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_page_has_every_heading_in_order(rule: Rule) -> None:
    page = type(rule).__doc__ or ""

    found = re.findall(r"^ *(\w[\w ]+)\n +-+$", page, flags=re.MULTILINE)

    assert [heading for heading in found if heading in _HEADINGS] == list(_HEADINGS)
    assert rule.bad
    assert rule.good
