"""Tries proposals on the changed program and keeps the first that gets past the failure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from dyetrace.findings import Applicability, DyetraceError, Edit, Finding, Fix
from dyetrace.probes.collecting import Collection
from dyetrace.probes.repairs.calls import Proposal, Scene
from dyetrace.probes.repairs.layers import layer_proposals
from dyetrace.probes.repairs.operations import operation_proposals
from dyetrace.probes.report import ProbeReport, ProbeRequest
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

MOST_TRIED: Final = 4
Run = Callable[[ProbeRequest], Awaitable[ProbeReport]]


async def repaired(report: ProbeReport, collection: Collection, run: Run) -> ProbeReport:
    """Return the report with a fix for its shape mismatch, if one was found that runs."""
    mismatch = next((f for f in report.findings if f.rule == "shape-mismatch"), None)
    if mismatch is None or mismatch.fix is not None:
        return report
    for proposal in islice(proposals(collection, mismatch), MOST_TRIED):
        request = _changed(report, collection.request, proposal.edits)
        if request is None:
            continue
        tried = await run(request)
        if tried.status == "cancelled":
            break
        if tried.status == "completed" and not tried.findings:
            fix = Fix(proposal.title, Applicability.UNSAFE, proposal.edits)
            findings = (replace(f, fix=fix) if f is mismatch else f for f in report.findings)
            return replace(report, findings=tuple(findings))
    return report


def proposals(collection: Collection, mismatch: Finding) -> Iterator[Proposal]:
    """Yield the edits that may repair a mismatch, the likeliest first."""
    if collection.failure is None:
        return
    scene = Scene(collection, collection.failure, mismatch.span)
    yield from chain(layer_proposals(scene), operation_proposals(scene))


def _changed(
    report: ProbeReport, request: ProbeRequest, edits: tuple[Edit, ...]
) -> ProbeRequest | None:
    """Return a request that traces the program with edits; None where they cannot be put in."""
    main = next(iter(report.sources.values()), None)
    path = edits[0].span.path
    source = report.sources.get(path)
    if main is None or source is None or any(edit.span.path != path for edit in edits):
        return None
    text = _edited(source, edits)
    plain = replace(request, kinds=("shapes",), symbolic=False, repair=False)
    if path == str(request.path) or (request.source is not None and path == request.source.path):
        try:
            changed = replace(parse_script(text, path), cells=source.cells)
        except DyetraceError:
            return None
        return replace(plain, source=changed, text=None)
    folder = request.path.resolve().parent
    return replace(plain, buffers={**request.buffers, str((folder / path).resolve()): text})


def _edited(source: Source, edits: tuple[Edit, ...]) -> str:
    text = source.text
    for edit in sorted(edits, reverse=True):
        start = source.offset(edit.span.line, edit.span.column)
        end = source.offset(edit.span.end_line, edit.span.end_column)
        text = text[:start] + edit.content + text[end:]
    return text
