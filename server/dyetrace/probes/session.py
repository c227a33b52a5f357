"""One probe from request to report."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from dyetrace.findings import DyetraceError
from dyetrace.probes.checks import judge
from dyetrace.probes.collecting import Collection
from dyetrace.probes.entry import entry_request, is_test
from dyetrace.probes.environment import (
    check_interpreter,
    own_environment,
    python_path,
    shared_environment,
)
from dyetrace.probes.kinds import KINDS, steps_for
from dyetrace.probes.links import Link, spawn
from dyetrace.probes.messages import Doing, ProtocolError
from dyetrace.probes.outcome import Ending, outcome_of
from dyetrace.probes.repairs.repairing import repaired
from dyetrace.probes.report import ProbeReport, ProbeRequest, Progress
from dyetrace.probes.shape_records import ShapeRecords
from dyetrace.probes.verdicts.curve import curve_of
from dyetrace.probes.verdicts.model_inputs import data_of
from dyetrace.probes.verdicts.predicted import predictions_of
from dyetrace.probes.warm_workers import WarmWorkers
from dyetrace.probes.worker_process import WorkerProcess
from dyetrace.source.notebook import parse_notebook
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source
from dyetrace.source.reading import is_notebook, read_source

_GRACE = 2.0  # seconds for a program that is out of time to send what it knows
_WARMING = Progress("Starting a Python that stays warm: torch is imported once")
OnProgress = Callable[[Progress], None]
T = TypeVar("T")


async def run_probe(
    request: ProbeRequest,
    on_progress: OnProgress | None = None,
    warm: WarmWorkers | None = None,
) -> ProbeReport:
    """Run the user's program in the user's interpreter and report what was measured.

    With ``warm`` its process comes from a warm worker where that gives the same result.
    Never raises for what the program does: a report with status ``failed``, ``timed-out`` or
    ``stopped`` (a limit) holds what was seen until then, and ``reason`` says what to do. The
    status is ``completed`` when the program ended, or was ended after enough steps. Cancelling the
    task ends the process tree; the report of what was seen is returned, its status ``cancelled``.
    """
    report, collection = await _run(request, on_progress, warm)
    if collection is None or collection.failure is None or not request.repair:
        return report
    if report.status == "cancelled":
        return report
    if on_progress is not None:
        on_progress(Progress("Looking for a fix that runs"))
    return await repaired(report, collection, lambda changed: run_probe(changed, None, warm))


async def _run(
    request: ProbeRequest, on_progress: OnProgress | None, warm: WarmWorkers | None
) -> tuple[ProbeReport, Collection | None]:
    started = time.monotonic()
    try:
        source = source_of(request)
        _check(request, source)
        check_interpreter(request.python)
    except DyetraceError as error:
        return _failed(str(error), request, started), None
    tell: OnProgress = on_progress or (lambda progress: None)
    collection = Collection(request, source)
    temporary = tempfile.mkdtemp(prefix="dyetrace-")
    mark = uuid.uuid4().hex
    own, shared = own_environment(mark, temporary), shared_environment(request)

    async def launch() -> Link:
        tell(Progress("Starting Python"))
        link = None
        if warm is not None:
            folders = [str(request.path.resolve().parent), *python_path(request)]
            link = await warm.link(request, source, shared, folders, lambda: tell(_WARMING))
        return link or await spawn(request.python, {**shared, **own})

    worker = WorkerProcess(launch, mark)
    ending = Ending.OVER
    try:
        await worker.start({**_worker_request(request, source, temporary), "environment": own})
        ending = await _listen(worker, collection, request.timeout, tell)
    except asyncio.CancelledError:
        await _uninterrupted(worker.end())
        return _report(request, collection, worker, Ending.CANCELLED, started), collection
    except ProtocolError as error:
        await worker.end()
        report = _report(request, collection, worker, Ending.OVER, started)
        report = replace(report, status="failed", reason=f"The probe was ended: {error}.")
        return report, None
    except DyetraceError as error:
        return _failed(str(error), request, started), None
    finally:
        await _uninterrupted(worker.end())
        shutil.rmtree(temporary, ignore_errors=True)
        if warm is not None and collection.torch is not None:
            warm.keep_warm(request, shared)
    return _report(request, collection, worker, ending, started), collection


def source_of(request: ProbeRequest) -> Source:
    """Return the program to run; raises ``DyetraceError`` where it cannot be read."""
    if request.source is not None:
        return request.source
    if request.text is None:
        return read_source(request.path)
    if is_notebook(request.path) and request.text.lstrip().startswith("{"):
        return parse_notebook(request.text, str(request.path))
    return parse_script(request.text, str(request.path))


def _check(request: ProbeRequest, source: Source) -> None:
    unknown = [kind for kind in request.kinds if kind not in KINDS]
    if unknown or not request.kinds:
        wanted = ", ".join(unknown) or "none"
        raise DyetraceError(f"No such probe: {wanted} (there are: {', '.join(KINDS)})")
    if source.problems:
        problem = source.problems[0]
        raise DyetraceError(
            f"The program cannot run: line {problem.span.line} is no valid Python"
            f" ({problem.message})"
        )
    if _is_alone(request) and request.kinds != ("shapes",):
        raise DyetraceError(
            f"Of `{request.target}` alone only shapes can be traced: probe the whole program for"
            " anything else"
        )


def _is_alone(request: ProbeRequest) -> bool:
    return request.target is not None and not is_test(request)


def _worker_request(request: ProbeRequest, source: Source, temporary: str) -> dict[str, Any]:
    program = request.path.resolve()
    return {
        "path": str(program),
        "folder": str(program.parent),
        "workspace": str(request.workspace.resolve()),
        "text": _text_to_run(request, source),
        "texts": dict(request.buffers),
        "notebook": source.is_notebook,
        "kinds": list(request.kinds),
        "steps": max(1, request.steps or steps_for(request.kinds)),
        "entry": entry_request(request, source) if _is_alone(request) else None,
        "test": request.target if is_test(request) else None,
        "batch_size": request.batch_size,
        "fake": request.fake,
        "device": request.device,
        "symbolic": request.symbolic,
        "memory_mib": request.memory_mib,
        "temporary": temporary,
        "allow_writes": request.allow_writes,
        "python_path": python_path(request),
        "arguments": list(request.arguments),
    }


def _text_to_run(request: ProbeRequest, source: Source) -> str:
    if request.cell is None or not source.cells:
        return source.text
    last = [cell for cell in source.cells if cell.number <= request.cell]
    lines = sum(cell.line_count for cell in last)
    return "\n".join(source.lines[:lines])


async def _listen(
    worker: WorkerProcess, collection: Collection, timeout: float, tell: OnProgress
) -> Ending:
    """Take in messages until the worker is done or out of time."""
    reading = asyncio.ensure_future(_take_in(worker, collection, tell))
    try:
        done, _ = await asyncio.wait({reading}, timeout=timeout)
        if done:
            reading.result()
            return Ending.OVER
        worker.ask_to_end()
        done, _ = await asyncio.wait({reading}, timeout=_GRACE)
        if done:
            reading.result()
        return Ending.OUT_OF_TIME
    finally:
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError, DyetraceError):
            await reading


async def _take_in(worker: WorkerProcess, collection: Collection, tell: OnProgress) -> None:
    async for message in worker.messages():
        collection.add(message)
        if isinstance(message, Doing):
            tell(Progress(message.message))
        if collection.died is not None or collection.limit is not None:
            return


async def _uninterrupted(awaitable: Any) -> None:
    """Finish ending the processes even if the task is cancelled meanwhile."""
    task = asyncio.ensure_future(awaitable)
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(task)


def _report(
    request: ProbeRequest,
    collection: Collection,
    worker: WorkerProcess,
    ending: Ending,
    started: float,
) -> ProbeReport:
    status, reason = outcome_of(collection, ending, worker.log)
    judgement = judge(collection)
    records = ShapeRecords(collection)
    return ProbeReport(
        status=status,
        reason=reason,
        seconds=round(time.monotonic() - started, 3),
        environment=_environment(request, collection),
        findings=judgement.findings,
        shapes=records.records(),
        entry=records.entry(),
        parameters=judgement.parameters,
        checks=judgement.checks,
        writes=tuple(collection.writes),
        curve=tuple(_believed(curve_of, collection) or ()),
        predictions=_believed(predictions_of, collection) or {},
        data=_believed(data_of, collection) or {},
        log=worker.log,
        measured_at=time.time(),
        sources={**collection.sources, collection.source.path: collection.source},
    )


def _believed(read: Callable[[Collection], T], collection: Collection) -> T | None:
    """Read what the worker said of an experiment; None where it makes no sense."""
    try:
        return read(collection)
    except ProtocolError:
        return None


def _environment(request: ProbeRequest, collection: Collection) -> dict[str, str]:
    known = {"python": collection.python, "torch": collection.torch, "device": request.device}
    return {name: value for name, value in known.items() if value is not None}


def _failed(reason: str, request: ProbeRequest, started: float) -> ProbeReport:
    return ProbeReport(
        status="failed",
        reason=reason,
        seconds=round(time.monotonic() - started, 3),
        environment={"device": request.device},
        measured_at=time.time(),
    )
