"""The JSON object that ``dyetrace probe`` prints and that the editor's report panel shows."""

from __future__ import annotations

import math

from dyetrace.probes.report import ParameterRecord, ProbeReport, ShapeRecord
from dyetrace.reporting.finding_json import finding_object, place_object
from dyetrace.reporting.places import Places


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
        "curve": {"train": [], "validation": [], "metrics": {}},
        "predictions": {},
        "data": {},
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
    }


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
