"""Hovers: what is wrong here, and what a probe saw here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Final

from dyetrace.editor.diagnostics import how
from dyetrace.editor.facts import PlacedParameter, PlacedShape, Present
from dyetrace.editor.markdown import code, escape, grey, link, sentence
from dyetrace.editor.shape_text import LINE_BREAK, measured, shape_text
from dyetrace.editor.words import figure
from dyetrace.findings import Finding, Span
from dyetrace.rules.pages import rule_url

_RULER: Final = "\n\n---\n\n"


def hover_text(
    line: int,
    column: int,
    findings: Sequence[Finding],
    present: Present,
    now: float | None = None,
    rich: bool = False,
) -> tuple[str, Span] | None:
    """Return the markdown for a position of a program and the span it speaks of.

    ``rich`` is for clients that show pictures and colours in markdown.
    """
    now = time.time() if now is None else now
    parts: list[tuple[str, Span]] = [
        (finding_text(finding), finding.span)
        for finding in findings
        if finding.span.contains(line, column)
    ]
    shape = innermost(placed for placed in present.shapes if placed.span.contains(line, column))
    parameters = [placed for placed in present.parameters if placed.span.contains(line, column)]
    if shape is not None and not (parameters and shape.record.kind == "module"):
        parts.append((shape_text(shape, now, rich), shape.span))
    if parameters:
        parts.append((layer_text(parameters, now, rich), parameters[0].span))
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


def layer_text(placed: Sequence[PlacedParameter], now: float, rich: bool = False) -> str:
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
            parts.append(f"gradient norm {figure(record.grad_norm)}")
        if record.update_ratio is not None:
            parts.append(f"update {figure(record.update_ratio)} of the weights")
        lines.append(" · ".join([*parts, escape(record.verdict)]))
    first = placed[0]
    if rich and first.is_stale:
        lines = [grey(line) for line in lines]
    return LINE_BREAK.join([*lines, measured(first.measurement, first.is_stale, now)])


def _numel(shape: Sequence[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _extent(span: Span) -> tuple[int, int]:
    lines = span.end_line - span.line
    return lines, span.end_column - span.column if not lines else span.end_column
