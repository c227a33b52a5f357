"""What a hover says of one measured expression: tensor, array, frame, size or layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dyetrace.editor.facts import Measurement, PlacedShape
from dyetrace.editor.histogram import as_picture, as_text
from dyetrace.editor.markdown import code, escape, grey
from dyetrace.editor.words import age, figure, memory, with_prefix
from dyetrace.probes.report import ShapeRecord, Variant

_MOST_VARIANTS: Final = 6
LINE_BREAK: Final = "  \n"


def shape_text(placed: PlacedShape, now: float, rich: bool = False) -> str:
    """Return what one expression held; ``rich`` with a picture and colours."""
    record = placed.record
    lines = _module(record) if record.kind == "module" else _value(record)
    if record.stats and record.kind != "module":
        lines.append(_statistics(record.stats))
    if record.histogram is not None and any(record.histogram.counts):
        spread = record.histogram
        bars = as_picture(spread) if rich and not placed.is_stale else code(as_text(spread))
        lines.append(f"{figure(spread.low)} {bars} {figure(spread.high)}")
    if rich and placed.is_stale:
        lines = [grey(line) for line in lines]
    return LINE_BREAK.join([*lines, _provenance(record, placed, now)])


def shape_of(record: ShapeRecord | Variant) -> str:
    """Return a shape for people: ``[B, T, n_embd=64]``."""
    return record.text or f"[{', '.join(str(size) for size in record.shape)}]"


def _value(record: ShapeRecord) -> list[str]:
    if record.kind == "int":
        return [_size(record)]
    head = [f"**{code(shape_of(record))}**", *(escape(f) for f in _properties(record))]
    lines = [f"{code(record.expression)} · {record.kind}", " · ".join(head)]
    if len(record.variants) > 1:
        lines += _variants(record)
    else:
        if record.concrete and shape_of(record) != _numbers(record.concrete):
            lines.append(f"seen as {code(_numbers(record.concrete))}")
        if record.other_shapes:
            others = record.other_shapes[:_MOST_VARIANTS]
            lines.append("also " + ", ".join(code(_numbers(shape)) for shape in others))
    if "?" in shape_of(record):
        lines.append("`?` changes from run to run by no rule that was found")
    return lines


def _properties(record: ShapeRecord | Variant) -> list[str]:
    said = [word for word in (record.dtype, record.device) if word]
    return [*said, "requires grad"] if record.requires_grad else said


def _size(record: ShapeRecord) -> str:
    """Return what a number is: its value, and the name of the dimension that it is."""
    values = [", ".join(map(str, record.concrete))]
    law = ", ".join(map(str, record.shape))
    if law not in values and law != record.expression:
        values.append(f"which is {code(law)}")
    others = [str(shape[0]) for shape in record.other_shapes[:_MOST_VARIANTS] if shape]
    if others:
        values.append("also " + ", ".join(others))
    return f"{code(record.expression)} · int · **{values[0]}**" + "".join(
        f" · {value}" for value in values[1:]
    )


def _variants(record: ShapeRecord) -> list[str]:
    """Return the shapes of an expression that had several, with the layers they were had in."""
    lines = [f"{len(record.variants)} different ones here:"]
    for variant in record.variants[:_MOST_VARIANTS]:
        parts = [code(shape_of(variant))]
        if variant.path:
            parts.append(f"in {code(variant.path)}")
        own = [word for word in _properties(variant) if word not in _properties(record)]
        parts += [escape(word) for word in own]
        if variant.calls > 1:
            parts.append(f"{variant.calls:,} calls")
        lines.append("• " + " · ".join(parts))
    left = len(record.variants) - _MOST_VARIANTS
    return [*lines, f"… and {left} more"] if left > 0 else lines


def _module(record: ShapeRecord) -> list[str]:
    facts = record.module
    kind = facts.kind if facts is not None else record.dtype
    path = facts.path if facts is not None else None
    lines = [" · ".join(code(part) for part in (record.expression, kind, path) if part)]
    if facts is not None:
        count, trainable = facts.parameters, facts.trainable
    elif "parameters" in record.stats:
        count = int(record.stats["parameters"])
        trainable = int(record.stats.get("trainable", 0))
    else:
        return lines
    share = "all trainable" if trainable == count else f"{trainable:,} trainable"
    said = [f"{count:,} parameters, {share}" if count else "no parameters"]
    if facts is not None and facts.bytes:
        said.append(memory(facts.bytes))
    if facts is not None and facts.flops:
        said.append(f"{with_prefix(facts.flops)}FLOPs a forward")
    return [*lines, " · ".join(said)]


_HOW: Final = {
    "real": "measured",
    "fake": "traced without numbers",
    "substituted": "traced without numbers (sizes that depend on data may differ)",
}


def _provenance(record: ShapeRecord, placed: PlacedShape, now: float) -> str:
    parts = [f"{record.calls:,} calls"] if record.calls > 1 else []
    if record.runs > 1:
        parts.append(f"{record.runs} runs of other sizes agree")
    how = _HOW[record.tensors]
    return " · ".join([*parts, measured(placed.measurement, placed.is_stale, now, how)])


def measured(measurement: Measurement, is_stale: bool, now: float, how: str = "measured") -> str:
    """Return when and where something was measured, and whether that still holds."""
    where = [measurement.environment.get("device"), measurement.environment.get("torch")]
    on = [where[0]] if where[0] else []
    on += [f"torch {where[1]}"] if where[1] else []
    text = f"{how} {age(now - measurement.measured_at)}"
    if on:
        text += f" on {escape(', '.join(on))}"
    runs = measurement.environment.get("runs")
    if runs:
        text += f" ({escape(runs)} runs)"
    return f"*{text}, before this function was changed*" if is_stale else text


def _statistics(stats: Mapping[str, float]) -> str:
    parts = [
        f"{name} {figure(stats[name])}" for name in ("min", "max", "mean", "std") if name in stats
    ]
    if stats.get("zeros"):
        parts.append(f"{100 * stats['zeros']:.3g} % zeros")
    if "nonfinite" in stats:
        count = int(stats["nonfinite"])
        parts.append(f"**{count:,} NaN or Inf**" if count else "no NaN or Inf")
    return " · ".join(parts)


def _numbers(shape: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, shape))}]"
