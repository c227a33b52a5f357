"""Programs that look wrong and are right: no rule, preview or not, says anything about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyetrace.flow.events import Call
from dyetrace.rules.engine import analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.reading import read_source

_CORPUS = Path(__file__).parents[1] / "programs" / "negative"
_LOOKS_WRONG = (
    "gradient_accumulation",
    "gan",
    "lbfgs",
    "mc_dropout",
    "frozen",
    "teacher",
    "contrastive",
    "pipeline_in_grid_search",
    "final_refit",
    "kaggle",
)


@pytest.mark.parametrize("path", sorted(_CORPUS.glob("*.py")), ids=lambda path: path.stem)
def test_program_that_only_looks_wrong_is_silent(path: Path) -> None:
    analysis = analyze(read_source(path), Configuration(preview=True))

    assert not analysis.faults
    assert any(True for _ in analysis.flow.of(Call)), "the program was not followed"
    assert [(each.span.line, each.rule, each.message) for each in analysis.findings] == []


@pytest.mark.parametrize("kind", _LOOKS_WRONG)
def test_every_kind_of_the_corpus_has_a_program(kind: str) -> None:
    assert any(kind in path.stem for path in _CORPUS.glob("*.py"))
