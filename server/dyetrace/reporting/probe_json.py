"""The JSON object that ``dyetrace probe`` prints and that the editor's report panel shows."""

from __future__ import annotations

import math
from dataclasses import fields

from dyetrace.probes.report import (
    Entry,
    EntryInput,
    Histogram,
    ModuleFacts,
    ParameterRecord,
    ProbeReport,
    ShapeRecord,
    Symbol,
    Variant,
)
from dyetrace.reporting.finding_json import finding_object, place_object
from dyetrace.reporting.places import Places

_Object = dict[str, object]


def probe_object(report: ProbeReport) -> dict[str, object]:
    """Return a report as an object for JSON; numbers that are not finite become strings."""
    places = Places(report.sources)
    whole: dict[str, object] = {
        "status": report.status,
        "reason": report.reason,
        "seconds": report.seconds,
        "environment": dict(report.environment),
        "findings": [finding_object(finding, places) for finding in report.findings],
        "shapes": [_shape(record, places) for record in report.shapes],
        "parameters": [_parameter(record, places) for record in report.parameters],
        "entry": None if report.entry is None else _entry(report.entry),
        "curve": {"train": [list(p) for p in report.curve], "validation": [], "metrics": {}},
        "predictions": dict(report.predictions),
        "data": dict(report.data),
        "checks": [
            {"name": check.name, "outcome": check.outcome, "why": check.why}
            for check in report.checks
        ],
        "writes": [{"path": write.path, "action": write.action} for write in report.writes],
    }
    return {key: _finite(value) for key, value in whole.items()}


def _shape(record: ShapeRecord, places: Places) -> dict[str, object]:
    return {
        **place_object(record.span, places),
        "expression": record.expression,
        "kind": record.kind,
        "shape": list(record.shape),
        "concrete": list(record.concrete),
        "dtype": record.dtype,
        "device": record.device,
        "requires_grad": record.requires_grad,
        "calls": record.calls,
        "stats": dict(record.stats),
        "other_shapes": [list(shape) for shape in record.other_shapes],
        "names": list(record.names),
        "text": record.text,
        "tensors": record.tensors,
        "runs": record.runs,
        "function": record.function,
        "variants": [_plain(variant) for variant in record.variants],
        "histogram": None if record.histogram is None else _plain(record.histogram),
        "module": None if record.module is None else _plain(record.module),
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        **_plain(entry),
        "constructor": None if entry.constructor is None else _plain(entry.constructor),
        "input": None if entry.input is None else _plain(entry.input),
        "symbols": [_plain(symbol) for symbol in entry.symbols],
    }


def _plain(record: Entry | EntryInput | Histogram | ModuleFacts | Symbol | Variant) -> _Object:
    """Return the fields of a small record, as they are called."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _parameter(record: ParameterRecord, places: Places) -> dict[str, object]:
    place: dict[str, object] = dict.fromkeys(("filename", "cell", "location", "end_location"))
    if record.span is not None:
        place = place_object(record.span, places)
    return {
        "name": record.name,
        **place,
        "layer": record.layer,
        "shape": list(record.shape),
        "grad_norm": record.grad_norm,
        "update_ratio": record.update_ratio,
        "verdict": record.verdict,
    }


def _finite(value: object) -> object:
    """JSON has no NaN and no infinity: they are written as ``"nan"``, ``"inf"``, ``"-inf"``."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
