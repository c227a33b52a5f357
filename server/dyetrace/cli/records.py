"""The findings of a file as JSON and back: what the cache keeps, nothing lost on the way."""

from __future__ import annotations

from typing import Any, TypeAlias

from dyetrace.cli.checked import CheckedFile
from dyetrace.findings import Applicability, Edit, Evidence, Finding, Fix, Related, Severity, Span
from dyetrace.source.program import NO_TREE, Cell, Source

Json: TypeAlias = Any


def record_of(file: CheckedFile) -> dict[str, Json]:
    """Return a file's result as what JSON can hold."""
    return {
        "path": file.path,
        "findings": [_finding(finding) for finding in file.findings],
        "sources": [_source(source) for source in file.sources.values()],
        "truncated": file.truncated,
        "faults": list(file.faults),
        "complaints": list(file.complaints),
    }


def file_of(record: dict[str, Json]) -> CheckedFile:
    """Return the result that ``record_of`` has written down."""
    sources = [_read_source(each) for each in record["sources"]]
    return CheckedFile(
        record["path"],
        tuple(_read_finding(each) for each in record["findings"]),
        {source.path: source for source in sources},
        record["truncated"],
        tuple(record["faults"]),
        tuple(record["complaints"]),
    )


def _finding(finding: Finding) -> Json:
    fix = finding.fix
    return {
        "rule": finding.rule,
        "message": finding.message,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "span": _span(finding.span),
        "related": [[_span(related.span), related.message] for related in finding.related],
        "evidence": [[each.how, each.text, dict(each.values)] for each in finding.evidence],
        "why": finding.why,
        "advice": finding.advice,
        "fix": None
        if fix is None
        else [
            fix.title,
            fix.applicability.value,
            [[_span(edit.span), edit.content] for edit in fix.edits],
        ],
    }


def _read_finding(record: Json) -> Finding:
    fix = record["fix"]
    if fix is not None:
        title, applicability, edits = fix
        fix = Fix(
            title,
            Applicability(applicability),
            tuple(Edit(Span(*span), content) for span, content in edits),
        )
    return Finding(
        record["rule"],
        record["message"],
        Severity(record["severity"]),
        record["confidence"],
        Span(*record["span"]),
        tuple(Related(Span(*span), message) for span, message in record["related"]),
        tuple(Evidence(*each) for each in record["evidence"]),
        record["why"],
        record["advice"],
        fix,
    )


def _span(span: Span) -> Json:
    return [span.path, span.line, span.column, span.end_line, span.end_column]


def _source(source: Source) -> Json:
    cells = [
        [cell.number, cell.first_line, cell.line_count, cell.execution_count]
        for cell in source.cells
    ]
    original = None if source.original == source.text else source.original
    return [source.path, source.text, original, cells]


def _read_source(record: Json) -> Source:
    path, text, original, cells = record
    return Source(
        path,
        text,
        text if original is None else original,
        NO_TREE,
        cells=tuple(Cell(*cell) for cell in cells),
    )
