"""What hovers say, and how measured findings replace those that were only read."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dyetrace.editor.diagnostics import merge
from dyetrace.editor.facts import Facts, Measurement
from dyetrace.editor.hover import hover_text
from dyetrace.editor.words import age
from dyetrace.findings import Evidence, Finding, Severity, Span
from dyetrace.probes.report import (
    Histogram,
    ModuleFacts,
    ParameterRecord,
    ShapeRecord,
    Variant,
)
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


def hovered(
    needle: str, *shapes: ShapeRecord, ago: float = 120, rich: bool = False, **more: object
) -> str:
    facts = Facts()
    measurement = Measurement(
        "uri", frozenset({"shapes"}), SOURCE, NOW - ago, {"device": "cpu"}, shapes, **more
    )  # type: ignore[arg-type]
    facts.add(measurement)
    where = span(needle)
    found = hover_text(where.line, where.column + 1, (), facts.present(SOURCE), NOW, rich)
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


def test_named_shape_keeps_its_numbers_and_says_how_it_is_known() -> None:
    record = replace(
        shape("x + 1", "B", 3, 64),
        text="[B, T=3, n_embd=64]",
        tensors="fake",
        runs=3,
        calls=12,
    )
    text = hovered("x + 1", record)
    assert "**`[B, T=3, n_embd=64]`**" in text
    assert "seen as `[8, 3, 64]`" in text
    assert (
        "12 calls · 3 runs of other sizes agree · traced without numbers 2 min ago on cpu" in text
    )


def test_expression_of_many_layers_lists_the_shapes_with_their_layers() -> None:
    variants = tuple(
        Variant((8, size), (8, size), f"[B, {size}]", f"layers.{size}", "float32", "cpu")
        for size in range(1, 9)
    )
    text = hovered("x + 1", replace(shape("x + 1", 8, 1), text="[B, 1]", variants=variants))
    assert "8 different ones here:" in text
    assert "• `[B, 1]` · in `layers.1`" in text
    assert "… and 2 more" in text
    assert "layers.8" not in text


def test_spread_of_the_numbers_is_text_and_for_rich_clients_a_picture() -> None:
    histogram = Histogram(-2.0, 2.0, (0, 1, 5, 9, 5, 1, 0))
    record = replace(shape("x + 1", 8, 3), histogram=histogram)
    assert "−2 `·▁▅█▅▁·` 2" in hovered("x + 1", record)
    assert "data:image" not in hovered("x + 1", record)
    picture = re.search(
        r"data:image/svg\+xml;base64,([^|]+)\|", hovered("x + 1", record, rich=True)
    )
    assert picture is not None
    svg = ElementTree.fromstring(base64.b64decode(picture[1]))
    heights = [float(bar.attrib["height"]) for bar in svg[0]]
    assert heights[:7] == sorted(heights[:4]) + sorted(heights[:3], reverse=True)
    assert heights[0] == 0
    assert max(heights) <= float(svg.attrib["height"])


def test_layer_tells_what_it_costs() -> None:
    facts = ModuleFacts("Conv2d", "features.0", 448, 448, 1792, 28_311_552)
    record = replace(shape("x + 1"), kind="module", shape=(), concrete=(), module=facts)
    text = hovered("x + 1", record)
    assert "`x + 1` · `Conv2d` · `features.0`" in text
    assert "448 parameters, all trainable · 1.75 KiB · 28.3 MFLOPs a forward" in text


def test_size_is_told_with_the_dimension_that_it_is() -> None:
    record = replace(shape("x + 1", "T"), kind="int", concrete=(64,))
    assert "`x + 1` · int · **64** · which is `T`" in hovered("x + 1", record)


def test_stale_shape_is_grey_where_colours_are_shown() -> None:
    changed = parse_script(TEXT.replace("torch.relu(x + 1)", "torch.tanh(x + 1)"), "a.py")
    facts = Facts()
    shapes = (shape("x + 1", 8, 3), shape("torch.relu(x + 1)", 8, 3))
    facts.add(Measurement("uri", frozenset({"shapes"}), SOURCE, NOW, {}, shapes))
    present = facts.present(changed)
    assert [placed.record.expression for placed in present.shapes] == ["x + 1"]
    span = present.shapes[0].span
    found = hover_text(span.line, span.column, (), present, NOW, rich=True)
    assert found is not None
    assert "before this function was changed" in found[0]
    assert found[0].count("disabledForeground") == len(found[0].split("  \n")) - 1


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
