"""The JSON of ``dyetrace probe``: positions count from 1, notebook lines within their cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dyetrace.findings import Evidence, Finding, Fix, Span
from dyetrace.probes.report import ParameterRecord, ProbeReport, ShapeRecord
from dyetrace.source.program import Source

Sources = Mapping[str, Source]


def report_as_json(report: ProbeReport, sources: Sources | None = None) -> dict[str, Any]:
    """Return the object that ``dyetrace probe --output-format json`` prints.

    ``sources`` maps the paths of spans to their programs, to find a notebook's cells; by default
    those that the report carries.
    """
    known = report.sources if sources is None else {**report.sources, **sources}
    return {
        "status": report.status,
        "reason": report.reason,
        "seconds": report.seconds,
        "environment": {
            name: report.environment.get(name) for name in ("python", "torch", "device")
        },
        "findings": [_finding(finding, known) for finding in report.findings],
        "shapes": [_shape(record, known) for record in report.shapes],
        "parameters": [_parameter(record, known) for record in report.parameters],
        "curve": {"train": [], "validation": [], "metrics": {}},
        "predictions": {},
        "data": {},
        "checks": [
            {"name": check.name, "outcome": check.outcome, "why": check.why}
            for check in report.checks
        ],
        "writes": [{"path": write.path, "action": write.action} for write in report.writes],
    }


def _shape(record: ShapeRecord, sources: Sources) -> dict[str, Any]:
    return {
        **_place(record.span, sources),
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


def _parameter(record: ParameterRecord, sources: Sources) -> dict[str, Any]:
    nowhere = {"filename": None, "cell": None, "location": None, "end_location": None}
    return {
        "name": record.name,
        **(nowhere if record.span is None else _place(record.span, sources)),
        "shape": list(record.shape),
        "grad_norm": record.grad_norm,
        "update_ratio": record.update_ratio,
        "verdict": record.verdict,
    }


def _finding(finding: Finding, sources: Sources) -> dict[str, Any]:
    return {
        "code": finding.rule,
        "severity": finding.severity.label,
        "confidence": finding.confidence,
        "message": finding.message,
        **_place(finding.span, sources),
        "related": [
            {**_place(related.span, sources), "message": related.message}
            for related in finding.related
        ],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "fix": None if finding.fix is None else _fix(finding.fix, sources),
        "url": None,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    plain: dict[str, Any] = {"how": evidence.how, "text": evidence.text}
    return {**plain, "values": dict(evidence.values)} if evidence.values else plain


def _fix(fix: Fix, sources: Sources) -> dict[str, Any]:
    edits = [{**_place(edit.span, sources), "content": edit.content} for edit in fix.edits]
    return {"title": fix.title, "applicability": fix.applicability.value, "edits": edits}


def _place(span: Span, sources: Sources) -> dict[str, Any]:
    """Return file, cell and both ends of a span, rows and columns counted from 1."""
    source = sources.get(span.path)
    cell = None if source is None else source.cell_at(span.line)
    before = 0 if cell is None else cell.first_line - 1
    return {
        "filename": span.path,
        "cell": None if cell is None else cell.number,
        "location": {"row": span.line - before, "column": span.column + 1},
        "end_location": {"row": span.end_line - before, "column": span.end_column + 1},
    }
