"""Every rule explains itself, and docs/rules is what the rules say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from dyetrace.rules.engine import all_rules
from dyetrace.rules.pages import page

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = [
    "What it does",
    "Why it matters",
    "Evidence",
    "Bad",
    "Good",
    "When it stays silent",
    "Fix",
]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_has_every_heading(rule):
    text = page(rule)
    missing = [heading for heading in HEADINGS if f"## {heading}\n" not in text]
    assert not missing
    assert rule.bad
    assert rule.good
    assert len(rule.summary) <= 110


def test_the_pages_in_docs_are_current():
    spec = importlib.util.spec_from_file_location(
        "generate_rule_pages", ROOT / "scripts" / "generate_rule_pages.py"
    )
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    written = {path.name: path.read_text("utf-8") for path in generator.PAGES.glob("*.md")}
    assert written == generator.pages(), "run: python scripts/generate_rule_pages.py"
