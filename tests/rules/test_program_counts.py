"""Every static rule has programs: at least five with the bug and five that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyetrace.rules.base import Rule
from dyetrace.rules.engine import all_rules

_PROGRAMS = Path(__file__).parents[1] / "programs"
_ENOUGH = 5


def count(rule: str, kind: str) -> int:
    """Return how many programs a rule has: files, and folders with a ``main.py``."""
    folder = _PROGRAMS / rule / kind
    flat = [path for path in folder.glob("*") if path.suffix in (".py", ".ipynb")]
    return len(flat) + len(list(folder.glob("*/main.py")))


@pytest.mark.parametrize("kind", ["leaky", "clean"])
@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_rule_has_enough_programs(rule: Rule, kind: str) -> None:
    assert count(rule.name, kind) >= _ENOUGH


def test_every_folder_of_programs_belongs_to_a_rule() -> None:
    rules = {rule.name for rule in all_rules()}
    folders = {path.parent.name for path in _PROGRAMS.glob("*/leaky")}

    assert folders <= rules


if __name__ == "__main__":
    for each in sorted(rule.name for rule in all_rules()):
        print(f"{count(each, 'leaky'):3} leaky {count(each, 'clean'):3} clean  {each}")
