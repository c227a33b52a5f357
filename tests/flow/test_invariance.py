"""What does not change what a program does, does not change what is found in it.

Real programs are rewritten (other names, statements without effect, everything in ``main()``, cut
into cells, a helper moved to a module) and must get the same findings, apart from their places.
"""

from __future__ import annotations

import ast
import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source
from flow import rewriting

Found = Counter[tuple[str, str, str]]  # rule, severity, first line of what it stands on

_ROOT = Path(__file__).parents[2]
_EVERYTHING = Configuration(preview=True)
# A cell shows its last expression and a notebook shows its numbers, so these read cells on purpose.
_OF_CELLS = frozenset(
    "discarded-result unseeded-randomness undefined-in-notebook ignored-state-dict-keys".split()
)
# They read the text of the file that is checked, so another file's check knows less of the values.
_OF_ONE_FILE = frozenset("chained-assignment discarded-result cv-score-as-final".split())
_bounded = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@cache
def _programs() -> tuple[Path, ...]:
    programs = (_ROOT / "tests" / "programs").glob("*/*/*.py")
    others = (_ROOT / "tests" / "programs" / "negative").glob("*.py")
    examples = (_ROOT / "examples").glob("*.py")
    kept = [path for path in programs if path.parent.name in ("leaky", "clean")]
    return tuple(sorted([*kept, *others, *examples]))


@cache
def _text(path: Path) -> str:
    return rewriting.plain(path.read_text("utf-8"))


@cache
def _found_in(path: Path) -> Found:
    return _found(parse_script(_text(path), "program.py"))


def _found(source: Source) -> Found:
    analysis = analyze(source, _EVERYTHING)
    assert not analysis.faults
    return Counter(
        (each.rule, each.severity.label, source.lines[each.span.line - 1][each.span.column :])
        for each in analysis.findings
    )


programs = st.sampled_from(_programs())


def _chooser(data: st.DataObject) -> rewriting.Choose:
    random = data.draw(st.randoms(use_true_random=False))
    return random.randrange


@_bounded
@given(programs, st.data())
def test_other_names_find_the_same(path: Path, data: st.DataObject) -> None:
    changed = rewriting.renamed(_text(path), _chooser(data))
    assume(changed is not None)
    assert changed is not None

    found = _found(parse_script(changed.text, "program.py"))

    names = changed.old_names
    back = Counter(
        {
            (rule, severity, re.sub(r"\w+", lambda match: names.get(match[0], match[0]), line)): n
            for (rule, severity, line), n in found.items()
        }
    )
    assert back == _found_in(path), changed.text


@_bounded
@given(programs, st.data())
def test_statements_without_effect_change_nothing(path: Path, data: st.DataObject) -> None:
    changed = rewriting.with_no_ops(_text(path), _chooser(data))

    assert _found(parse_script(changed, "program.py")) == _found_in(path), changed


@_bounded
@given(programs)
def test_program_in_a_function_that_is_called_finds_the_same(path: Path) -> None:
    changed = rewriting.in_main(_text(path))
    assume(changed is not None)
    assert changed is not None

    assert _found(parse_script(changed, "program.py")) == _found_in(path), changed


@_bounded
@given(programs, st.data())
def test_cells_of_a_notebook_find_what_the_script_finds(path: Path, data: st.DataObject) -> None:
    texts = rewriting.in_cells(_text(path), _chooser(data))
    cells = [CodeCell(number, text, number) for number, text in enumerate(texts, start=1)]

    found = _found(program_of_cells(cells, "program.ipynb"))

    assert _without_cell_rules(found) == _without_cell_rules(_found_in(path)), texts


def _without_cell_rules(found: Found) -> Found:
    return Counter({key: count for key, count in found.items() if key[0] not in _OF_CELLS})


@_bounded
@given(programs, st.data())
def test_helper_in_another_module_finds_the_same(path: Path, data: st.DataObject) -> None:
    """What stands in the helper is reported at the call, or by the check of the module itself."""
    moved = rewriting.with_helper_moved(_text(path), _chooser(data))
    assume(moved is not None)
    assert moved is not None
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "helpers.py").write_text(moved.module, encoding="utf-8")
        Path(folder, "pyproject.toml").touch()
        main = _found(parse_script(moved.text, str(Path(folder, "program.py"))))
        module = _found(parse_script(moved.module, str(Path(folder, "helpers.py"))))

    assert _rules(main + module) == _rules(_found_in(path)), (moved.text, moved.module)


def _rules(found: Found) -> set[tuple[str, str]]:
    return {(rule, severity) for rule, severity, _ in found if rule not in _OF_ONE_FILE}


@pytest.mark.parametrize("path", _programs()[::40], ids=lambda path: path.stem)
def test_rewrites_are_programs(path: Path) -> None:
    text = _text(path)

    for changed in (rewriting.with_no_ops(text, lambda n: 0), rewriting.in_main(text) or text):
        ast.parse(changed)
