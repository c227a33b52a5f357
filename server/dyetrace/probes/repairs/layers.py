"""Proposals where a layer got an input of another size: change the layer, or the input's axes."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dyetrace.findings import Edit
from dyetrace.probes.repairs.calls import (
    Proposal,
    Scene,
    argument,
    shortened,
    span_of,
    whole_number,
)


class _Size(NamedTuple):
    """Where a kind of layer names the size of its input, and which axis of the input has it."""

    position: int
    keyword: str
    axis: int


_SIZES: Final = {
    "Linear": _Size(0, "in_features", -1),
    **{f"Conv{n}d": _Size(0, "in_channels", 1) for n in (1, 2, 3)},
    **{f"ConvTranspose{n}d": _Size(0, "in_channels", 1) for n in (1, 2, 3)},
    **{f"BatchNorm{n}d": _Size(0, "num_features", 1) for n in (1, 2, 3)},
    **{f"InstanceNorm{n}d": _Size(0, "num_features", 1) for n in (1, 2, 3)},
    "GroupNorm": _Size(1, "num_channels", 1),
    "LayerNorm": _Size(0, "normalized_shape", -1),
    **{kind: _Size(0, "input_size", -1) for kind in ("LSTM", "GRU", "RNN")},
}
_FIRST_NUMBER: Final = re.compile(r"\((?:\w+=)?\(?(\d+)")
_SECOND_NUMBER: Final = re.compile(r"\(\d+, (\d+)")
_DIMENSIONS: Final = re.compile(r"(\d)d$")


def layer_proposals(scene: Scene) -> Iterator[Proposal]:
    """Yield what may repair a layer's input, the likeliest first."""
    layer = scene.failure.layer
    size = None if layer is None else _SIZES.get(layer.kind)
    if layer is None or size is None or not layer.inputs:
        return
    given = layer.inputs[0]
    expected = _expected(layer.kind, layer.text)
    if expected is None or not given:
        return
    yield from _axes(scene, layer.kind, given, expected)
    if -len(given) <= size.axis < len(given):
        yield from _resized(scene, size, given[size.axis], expected)


def _expected(kind: str, text: str) -> int | None:
    pattern = _SECOND_NUMBER if kind == "GroupNorm" else _FIRST_NUMBER
    found = pattern.search(text)
    return int(found.group(1)) if found else None


def _resized(scene: Scene, size: _Size, given: int, expected: int) -> Iterator[Proposal]:
    """Yield the layer with the size that it is given."""
    made = scene.definition()
    if made is None:
        return
    source, call = made
    node = argument(call, size.position, size.keyword)
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 1:
        node = node.elts[0]
    if node is None or whole_number(node) != expected or given == expected:
        return
    span = span_of(source, node)
    before = shortened(source, call)
    after = before.replace(source.text_of(span), str(given), 1)
    yield Proposal(f"Change `{before}` to `{after}`", (Edit(span, str(given)),))


def _axes(scene: Scene, kind: str, given: tuple[int, ...], expected: int) -> Iterator[Proposal]:
    """Yield other views of the input that fit the layer as it is."""
    calls: list[str] = []
    spatial = _DIMENSIONS.search(kind)
    if kind == "Linear" and len(given) > 2 and math.prod(given[1:]) == expected:
        calls.append(".flatten(1)")
    if spatial and kind.startswith("Conv"):
        wanted = int(spatial.group(1)) + 2
        if len(given) == wanted and given[-1] == expected != given[1]:
            inner = ", ".join(str(n) for n in range(1, wanted - 1))
            calls.append(f".permute(0, {wanted - 1}, {inner})")
        if len(given) == wanted - 1 and expected == 1:
            calls.append(".unsqueeze(1)")
    by_feature = kind in ("Linear", "LSTM", "GRU", "RNN", "LayerNorm")
    if by_feature and len(given) == 3 and given[1] == expected != given[2]:
        calls.append(".transpose(1, 2)")
    operand = scene.operand(given)
    for call in calls:
        edit = None if operand is None else scene.method(operand, call)
        if edit is not None and operand is not None:
            yield Proposal(f"Insert `{call}` after `{operand.text}`", (edit,))
        elif call == ".flatten(1)":
            yield from _flatten_before(scene)


def _flatten_before(scene: Scene) -> Iterator[Proposal]:
    """Yield an ``nn.Flatten()`` in front of a layer that stands in an ``nn.Sequential``."""
    made = scene.definition()
    if made is None or not isinstance(made[1].func, ast.Attribute):
        return
    source, call = made
    span = span_of(source, call)
    prefix = source.text_of(span_of(source, call.func)).rpartition(".")[0]
    text = source.text_of(span)
    title = f"Insert `{prefix}.Flatten()` before `{shortened(source, call)}`"
    yield Proposal(title, (Edit(span, f"{prefix}.Flatten(), {text}"),))
