"""Hovers: what is wrong here, and what a probe saw here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dyetrace.editor.diagnostics import how
from dyetrace.editor.facts import Measurement, PlacedParameter, PlacedShape, Present
from dyetrace.editor.markdown import code, escape, link, sentence
from dyetrace.findings import Finding, Span
from dyetrace.probes.report import ShapeRecord
from dyetrace.rules.pages import rule_url

_RULER: Final = "\n\n---\n\n"
_MOST_OTHER_SHAPES: Final = 3


def hover_text(
    line: int, column: int, findings: Sequence[Finding], present: Present, now: float | None = None
) -> tuple[str, Span] | None:
    """Return the markdown for a position of a program and the span it speaks of."""
    now = time.time() if now is None else now
    parts: list[tuple[str, Span]] = [
        (finding_text(finding), finding.span)
        for finding in findings
        if finding.span.contains(line, column)
    ]
    shape = innermost(placed for placed in present.shapes if placed.span.contains(line, column))
    parameters = [placed for placed in present.parameters if placed.span.contains(line, column)]
    if shape is not None and not (parameters and shape.record.kind == "module"):
        parts.append((shape_text(shape, now), shape.span))
    if parameters:
        parts.append((layer_text(parameters, now), parameters[0].span))
    if not parts:
        return None
    return _RULER.join(text for text, _ in parts), min((span for _, span in parts), key=_extent)


def innermost(placed: Iterable[PlacedShape]) -> PlacedShape | None:
    """Return the smallest expression; of several measurements of it, the freshest."""
    return min(
        placed,
        key=lambda p: (_extent(p.span), p.is_stale, -p.measurement.measured_at),
        default=None,
    )


def finding_text(finding: Finding) -> str:
    """Return a finding in four parts: what, evidence, why it matters, fix."""
    known = "measured" if how(finding) == "measured" else "read in the code"
    page = link(finding.rule, rule_url(finding.rule))
    parts = [f"**What** · {sentence(finding.message)}"]
    parts += [f"**Evidence** · {sentence(evidence.text)}" for evidence in finding.evidence]
    if finding.why:
        parts.append(f"**Why it matters** · {sentence(finding.why)}")
    if finding.advice:
        parts.append(f"**Fix** · {sentence(finding.advice)}")
    parts.append(f"Dyetrace {page} · {finding.severity.label}, {known}")
    return "\n\n".join(parts)


def shape_text(placed: PlacedShape, now: float) -> str:
    """Return what one expression held."""
    record = placed.record
    if record.kind == "module":
        return module_text(placed, now)
    dimensions = ", ".join(str(size) for size in record.shape)
    head = [code(f"[{dimensions}]"), *(escape(f) for f in (record.dtype, record.device) if f)]
    if record.requires_grad:
        head.append("requires grad")
    lines = [f"{code(record.expression)} · {record.kind}", " · ".join(head)]
    if record.shape != record.concrete and record.concrete:
        lines.append(f"seen as {code(str(list(record.concrete)))}")
    if record.other_shapes:
        others = record.other_shapes[:_MOST_OTHER_SHAPES]
        lines.append("also " + ", ".join(code(str(list(shape))) for shape in others))
    if record.stats:
        lines.append(_statistics(record.stats))
    lines.append(_provenance(record, placed, now))
    return "  \n".join(lines)


def module_text(placed: PlacedShape, now: float) -> str:
    """Return what one expression that is a module held: its class and its parameters."""
    record = placed.record
    lines = [" · ".join(code(part) for part in (record.expression, record.dtype) if part)]
    if "parameters" in record.stats:
        count, trainable = int(record.stats["parameters"]), int(record.stats.get("trainable", 0))
        share = "all trainable" if trainable == count else f"{trainable:,} trainable"
        lines.append(f"{count:,} parameters, {share}" if count else "no parameters")
    lines.append(_provenance(record, placed, now))
    return "  \n".join(lines)


def layer_text(placed: Sequence[PlacedParameter], now: float) -> str:
    """Return the trainable tensors of the layers that one line defines."""
    count = sum(_numel(one.record.shape) for one in placed)
    names = sorted({one.record.layer or one.record.name.rpartition(".")[0] for one in placed})
    layers = ", ".join(code(name) for name in names if name)
    lines = [f"{layers + ' · ' if layers else ''}{count:,} parameters"]
    for one in placed:
        record = one.record
        parts = [code(record.name), code(str(list(record.shape)))]
        if record.grad_norm is None:
            parts.append("no gradient")
        else:
            parts.append(f"gradient norm {_number(record.grad_norm)}")
        if record.update_ratio is not None:
            parts.append(f"update {_number(record.update_ratio)} of the weights")
        lines.append(" · ".join([*parts, escape(record.verdict)]))
    lines.append(_measured(placed[0].measurement, placed[0].is_stale, now))
    return "  \n".join(lines)


def _provenance(record: ShapeRecord, placed: PlacedShape, now: float) -> str:
    calls = f"{record.calls:,} calls · " if record.calls > 1 else ""
    return calls + _measured(placed.measurement, placed.is_stale, now)


def _measured(measurement: Measurement, is_stale: bool, now: float) -> str:
    where = [measurement.environment.get("device"), measurement.environment.get("torch")]
    on = [where[0]] if where[0] else []
    on += [f"torch {where[1]}"] if where[1] else []
    text = f"measured {age(now - measurement.measured_at)}"
    if on:
        text += f" on {escape(', '.join(on))}"
    runs = measurement.environment.get("runs")
    if runs:
        text += f" ({escape(runs)} runs)"
    return f"*{text}, before this function was changed*" if is_stale else text


def _statistics(stats: Mapping[str, float]) -> str:
    parts = [
        f"{name} {_number(stats[name])}" for name in ("min", "max", "mean", "std") if name in stats
    ]
    if stats.get("zeros"):
        parts.append(f"{100 * stats['zeros']:.3g} % zeros")
    if "nonfinite" in stats:
        count = int(stats["nonfinite"])
        parts.append(f"**{count:,} NaN or Inf**" if count else "no NaN or Inf")
    return " · ".join(parts)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−", 1) if value < 0 else f"{value:.4g}"


def age(seconds: float) -> str:
    """Return how long ago something was, in words."""
    if seconds < 10:
        return "just now"
    for unit, size in (("day", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            count = int(seconds // size)
            plural = "s" if unit == "day" and count > 1 else ""
            return f"{count} {unit}{plural} ago"
    return f"{int(seconds)} s ago"


def _numel(shape: Sequence[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _extent(span: Span) -> tuple[int, int]:
    lines = span.end_line - span.line
    return lines, span.end_column - span.column if not lines else span.end_column
