"""A probe's report for people: findings, shapes line by line, gradients, what was not found out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from dyetrace.cli.output.frame import described
from dyetrace.cli.output.text import counted
from dyetrace.cli.terminal import Paint, paint_for, printable
from dyetrace.probes.report import Entry, ParameterRecord, ProbeReport, ShapeRecord
from dyetrace.reporting.places import Places

_WIDEST = 48  # characters of an expression
_MOST_OTHERS = 3  # shapes of a place that had several
_OUTCOMES = {"fine": "green", "found": "yellow", "not-applicable": "dim", "unknown": "dim"}


def probe_text(report: ProbeReport, stream: TextIO) -> str:
    """Return the report as text, coloured for ``stream`` if that is a terminal."""
    paint = paint_for(stream)
    places = Places(report.sources)
    sections = [
        *(described(finding, places, paint) for finding in report.findings),
        *_entry(report.entry),
        *_shapes(report.shapes, places, paint),
        *_parameters(report.parameters, paint),
        *_checks(report, paint),
        _last_line(report),
    ]
    return "\n\n".join(sections) + "\n"


def _entry(entry: Entry | None) -> Iterator[str]:
    """Say what was run with which inputs, where Dyetrace had a choice."""
    if entry is None or (entry.how == "script" and entry.tensors == "real"):
        return
    lines = []
    for word, used in (("made by", entry.constructor), ("called with", entry.input)):
        if used is not None and used.expression:
            source = used.source + (f": {used.why}" if used.why else "")
            lines.append(f"  {word} {printable(used.expression)}  ({printable(source)})")
    if entry.tensors != "real" or entry.why:
        why = f"; {printable(entry.why)}" if entry.why else ""
        lines.append(f"  {_TENSORS[entry.tensors]}{why}")
    if lines:
        yield "\n".join([f"{entry.target or 'the program'}", *lines])


_TENSORS = {
    "real": "with real tensors",
    "fake": "with fake tensors: shapes without numbers",
    "substituted": "with fake tensors, and numbers that were made up: sizes that depend on data"
    " may differ",
}


def _shapes(records: tuple[ShapeRecord, ...], places: Places, paint: Paint) -> Iterator[str]:
    ordered = sorted(records, key=lambda record: record.span)
    for path, group in groupby(ordered, key=lambda record: record.span.path):
        everything = list(group)
        telling = list(_telling(everything))
        rows = [_row(record, places) for record in telling]
        lines = [paint(printable(path), "bold"), *_columns(rows)]
        if hidden := len(everything) - len(telling):
            lines.append(f"  and {hidden} more, layers and repeats (--output-format json has all)")
        yield "\n".join(lines)


def _telling(records: list[ShapeRecord]) -> Iterator[ShapeRecord]:
    """Leave out what has no shape, and a name whose shape stands a few lines above already."""
    seen: set[tuple[str | None, str, tuple[int | str, ...]]] = set()
    for record in records:
        key = (record.function, record.expression, record.shape)
        if record.kind not in ("module", "int") and key not in seen:
            yield record
        seen.add(key)


def _row(record: ShapeRecord, places: Places) -> tuple[str, ...]:
    start = places.start(record.span)
    cell = "" if start.cell is None else f"cell {start.cell}:"
    expression = " ".join(printable(record.expression).split())
    if len(expression) > _WIDEST:
        expression = expression[: _WIDEST - 1] + "…"
    return f"{cell}{start.row}:{start.column}", expression, shape_text(record)


def shape_text(record: ShapeRecord) -> str:
    """Return a shape with its dtype and device, as in ``[8, 64] float32 cpu``."""
    shape = record.text or "[" + ", ".join(str(size) for size in record.shape) + "]"
    others = dict.fromkeys(v.text for v in record.variants if v.text and v.text != shape)
    if others:
        shown = list(others)[:_MOST_OTHERS]
        shape = " or ".join([shape, *shown, *(["…"] if len(others) > len(shown) else [])])
    parts = [shape, record.dtype, record.device]
    if record.calls > 1:
        parts.append(f"({record.calls} times)")
    return " ".join(part for part in parts if part)


def _parameters(records: tuple[ParameterRecord, ...], paint: Paint) -> Iterator[str]:
    if not records:
        return
    rows = [
        (
            record.name,
            "[" + ", ".join(map(str, record.shape)) + "]",
            "no gradient" if record.grad_norm is None else f"gradient {record.grad_norm:.3g}",
            record.verdict,
        )
        for record in records
    ]
    yield "\n".join([paint("parameters", "bold"), *_columns(rows)])


def _checks(report: ProbeReport, paint: Paint) -> Iterator[str]:
    if report.checks:
        yield "\n".join(
            f"  {check.name}: {paint(check.outcome, _OUTCOMES[check.outcome])}"
            + (f", {printable(check.why)}" if check.why else "")
            for check in report.checks
        )
    if report.writes:
        yield "\n".join(
            f"  not written: {printable(write.path)} ({write.action})" for write in report.writes
        )


def _last_line(report: ProbeReport) -> str:
    environment = ", ".join(f"{name} {value}" for name, value in report.environment.items())
    found = counted(len(report.findings), "finding") if report.findings else "No findings"
    text = f"{found}; the probe {report.status.replace('-', ' ')} in {report.seconds:.1f} s"
    return f"{text} ({environment})." if environment else f"{text}."


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
