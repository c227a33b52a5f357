"""What hovers say, and how measured findings replace those that were only read."""

from __future__ import annotations

import pytest

from dyetrace.editor.diagnostics import merge
from dyetrace.editor.facts import Facts, Measurement
from dyetrace.editor.hover import age, hover_text
from dyetrace.findings import Evidence, Finding, Severity, Span
from dyetrace.probes.report import ParameterRecord, ShapeRecord
from dyetrace.source.parsing import parse_script

TEXT = "import torch\nx = torch.ones(8, 3)\ny = torch.relu(x + 1)\n"
SOURCE = parse_script(TEXT, "a.py")
NOW = 1_000_000.0


def span(needle: str) -> Span:
    line, column = SOURCE.position(TEXT.index(needle))
    return Span("a.py", line, column, line, column + len(needle))


def finding(rule: str, where: Span, how: str = "read", message: str = "`x` is wrong.") -> Finding:
    evidence = Evidence("measured" if how == "measured" else "read", "seen <b>here</b>")
    return Finding(rule, message, Severity.WARNING, 0.9, where, evidence=(evidence,))


def shape(needle: str, *sizes: int | str, **more: object) -> ShapeRecord:
    concrete = tuple(size if isinstance(size, int) else 8 for size in sizes)
    facts = {"dtype": "float32", "device": "cpu", **more}
    return ShapeRecord(span(needle), needle, "tensor", sizes, concrete, **facts)  # type: ignore[arg-type]


def hovered(needle: str, *shapes: ShapeRecord, ago: float = 120, **more: object) -> str:
    facts = Facts()
    measurement = Measurement(
        "uri", frozenset({"shapes"}), SOURCE, NOW - ago, {"device": "cpu"}, shapes, **more
    )  # type: ignore[arg-type]
    facts.add(measurement)
    where = span(needle)
    found = hover_text(where.line, where.column + 1, (), facts.present(SOURCE), NOW)
    assert found is not None
    return found[0]


def test_shape_has_its_dimensions_and_says_how_old_it_is() -> None:
    text = hovered("torch.relu(x + 1)", shape("torch.relu(x + 1)", "B", 3, requires_grad=True))
    assert "`[B, 3]`" in text
    assert "seen as `[8, 3]`" in text
    assert "requires grad" in text
    assert "measured 2 min ago on cpu" in text


def test_statistics_tell_what_is_not_finite() -> None:
    stats = {"min": -1.25, "max": 3.0, "mean": 0.5, "std": 1.0, "nonfinite": 3.0, "zeros": 0.125}
    text = hovered("x + 1", shape("x + 1", 8, 3, stats=stats))
    assert "min −1.25 · max 3 · mean 0.5 · std 1 · 12.5 % zeros · **3 NaN or Inf**" in text


def test_smallest_expression_is_the_one_that_is_meant() -> None:
    inner, outer = shape("x + 1", 8, 3), shape("torch.relu(x + 1)", 8, 4)
    assert "`x + 1`" in hovered("x + 1", inner, outer)
    assert "`torch.relu" in hovered("torch.relu", inner, outer)


def test_newer_measurement_takes_the_place_of_the_older() -> None:
    facts = Facts()
    for when, size in ((NOW - 60, 5), (NOW - 1, 6)):
        shapes = (shape("x + 1", size),)
        facts.add(Measurement("uri", frozenset({"shapes"}), SOURCE, when, {}, shapes))
    assert [placed.record.shape for placed in facts.present(SOURCE).shapes] == [(6,)]
    assert facts.clear("other") == 0
    assert facts.clear("uri") == 1
    assert facts.present(SOURCE).is_empty


def test_layer_has_its_parameters_and_their_gradients() -> None:
    parameters = tuple(
        ParameterRecord(name, span("torch.ones(8, 3)"), size, norm, 0.01, verdict, "fc1")
        for name, size, norm, verdict in (
            ("fc1.weight", (64, 128), 0.02, "ok"),
            ("fc1.bias", (64,), None, "no-gradient"),
        )
    )
    text = hovered("torch.ones(8, 3)", parameters=parameters)
    assert "`fc1` · 8,256 parameters" in text
    assert "`fc1.weight` · `[64, 128]` · gradient norm 0.02" in text
    assert "`fc1.bias` · `[64]` · no gradient" in text


def test_text_of_the_user_cannot_become_markup() -> None:
    message = "`x` <img src=x> [a](command:b) is wrong."
    place = span("x + 1")
    found = hover_text(place.line, place.column, [finding("r", place, message=message)], EMPTY, NOW)
    assert found is not None
    assert "<img" not in found[0].replace("\\<", "")
    assert "[a](" not in found[0]
    assert "<b>" not in found[0].replace("\\<", "")


EMPTY = Facts().present(SOURCE)


def test_measured_finding_replaces_what_was_read_of_the_same_matter() -> None:
    read = finding("no-gradient", span("torch.relu(x + 1)"))
    measured = finding("no-gradient", span("x + 1"), how="measured")
    other = finding("fit-on-test", span("x + 1"))
    assert merge([read, other], [measured]) == tuple(
        sorted([measured, other], key=lambda f: (f.span, f.rule))
    )


def test_measured_finding_elsewhere_leaves_the_others_alone() -> None:
    read = finding("no-gradient", span("torch.ones(8, 3)"))
    measured = finding("no-gradient", span("x + 1"), how="measured")
    assert merge([read], [measured]) == (read, measured)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2, "just now"),
        (40, "40 s ago"),
        (125, "2 min ago"),
        (7300, "2 h ago"),
        (90000, "1 day ago"),
    ],
)
def test_age_is_told_in_words(seconds: float, words: str) -> None:
    assert age(seconds) == words
