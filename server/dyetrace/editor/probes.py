"""Probe requests: run the user's program on their click, keep what was measured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dyetrace.editor.measured import answer, measurements, told
from dyetrace.editor.messages import ProbeParams
from dyetrace.editor.session import Session
from dyetrace.editor.view import path_of, read
from dyetrace.findings import DyetraceError
from dyetrace.probes.report import ProbeReport, ProbeRequest, Progress

if TYPE_CHECKING:
    from dyetrace.probes.report import Entry
    from dyetrace.probes.warm_workers import WarmWorkers
    from dyetrace.source.program import Source

log = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]
_SUPERSEDED = "Stopped: a newer probe of this file was started."


@dataclass(eq=False)
class _Run:
    """A probe that runs: its task, and whether a newer one took its place."""

    task: asyncio.Task[ProbeReport]
    is_superseded: bool = False


class Probes:
    """Runs probes, one at a time for each document, and hands their facts to the session."""

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        """``changed`` is called whenever a probe starts or ends."""
        self._session = session
        self._changed = changed
        self._runs: dict[str, _Run] = {}
        self._by_token: dict[int | str, _Run] = {}
        self._warm: WarmWorkers | None = None
        self._entries: dict[str, dict[str, Entry]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a probe runs."""
        return bool(self._runs)

    async def run(self, params: ProbeParams, on_progress: OnProgress) -> dict[str, Any]:
        """Run a probe and return the answer to the client.

        When the client cancels, the worker and its processes end, what was seen until then is
        kept, and ``CancelledError`` goes on to the client.
        """
        try:
            uri, source = self._program(params)
        except DyetraceError as error:
            return answer(False, str(error), None)
        run = self._start(uri, _request(params, source), params.token, on_progress)
        try:
            report = await run.task
        except asyncio.CancelledError:
            if run.is_superseded:
                return answer(False, _SUPERSEDED, None)
            raise
        finally:
            self._ended(uri, run, params.token)
        if report.entry is not None and report.entry.target is not None:
            self._entries.setdefault(uri, {})[report.entry.target] = report.entry
        for measurement in measurements(report, uri, params.kinds):
            self._session.facts.add(measurement)
        self._session.show_all()
        if report.status == "cancelled" and not run.is_superseded:
            raise asyncio.CancelledError
        if report.status == "failed" and report.log:
            log.info("what the program printed:\n%s", report.log)
        return answer(False, _SUPERSEDED, report) if run.is_superseded else told(report)

    def entries(self, uri: str) -> Mapping[str, Entry]:
        """Return what was run of a document's classes and functions, by their names."""
        return self._entries.get(uri, {})

    def forget_entries(self, uri: str | None) -> None:
        """Forget with what the targets of a document (None: of all) were run."""
        if uri is None:
            self._entries.clear()
        else:
            self._entries.pop(uri, None)

    def cancel(self, token: int | str) -> None:
        """End the probe that reports its progress on ``token``."""
        run = self._by_token.get(token)
        if run is not None:
            run.task.cancel()

    @property
    def warm(self) -> WarmWorkers:
        """The Pythons that stay warm for the next probe."""
        if self._warm is None:
            from dyetrace.probes.warm_workers import WarmWorkers  # when the first probe starts

            self._warm = WarmWorkers()
        return self._warm

    @property
    def warm_described(self) -> str:
        """What is kept warm, in words."""
        return "none" if self._warm is None else self._warm.described

    async def stop(self) -> None:
        """End every probe and what is kept warm, and wait until the processes are gone."""
        tasks = [run.task for run in self._runs.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._warm is not None:
            await self._warm.stop()

    def _program(self, params: ProbeParams) -> tuple[str, Source]:
        """Return the URI and the text of what is to be probed: the editor's, else the file's."""
        documents = self._session.documents
        document = documents.get(params.uri) or documents.owner(params.uri)
        if document is not None:
            return document.uri, read(document)
        if not params.uri.startswith("file:"):
            raise DyetraceError("This document is not open; open it and start the probe again.")
        from dyetrace.source.reading import read_source

        return params.uri, read_source(Path(path_of(params.uri)))

    def _start(
        self, uri: str, request: ProbeRequest, token: int | str | None, on_progress: OnProgress
    ) -> _Run:
        older = self._runs.get(uri)
        if older is not None:
            older.is_superseded = True
            older.task.cancel()
        work = _run_after(older.task if older else None, request, on_progress, self.warm)
        run = _Run(asyncio.get_running_loop().create_task(work))
        self._runs[uri] = run
        if token is not None:
            self._by_token[token] = run
        self._changed()
        return run

    def _ended(self, uri: str, run: _Run, token: int | str | None) -> None:
        if self._runs.get(uri) is run:
            del self._runs[uri]
        if token is not None:
            self._by_token.pop(token, None)
        self._changed()


async def _run_after(
    older: asyncio.Task[ProbeReport] | None,
    request: ProbeRequest,
    on_progress: OnProgress,
    warm: WarmWorkers,
) -> ProbeReport:
    """Run a probe once the processes of an older one are gone."""
    from dyetrace.probes.session import run_probe  # the worker's host side, when it is needed

    if older is not None:
        try:
            await asyncio.wait([older])
        except asyncio.CancelledError:
            await asyncio.wait([older])
            raise
    return await run_probe(request, on_progress, warm)


def _request(params: ProbeParams, source: Source) -> ProbeRequest:
    workspace = Path(params.workspace)
    path = Path(source.path)
    if not path.is_absolute():  # never saved: it runs as if it stood in the folder
        path = workspace / ("untitled.ipynb" if source.is_notebook else "untitled.py")
    return ProbeRequest(
        path=path,
        kinds=params.kinds,
        python=params.python,
        workspace=workspace,
        source=source,
        target=params.target,
        cell=params.cell,
        input=params.input,
        constructor=params.constructor,
        batch_size=params.batch_size,
        fake=params.fake,
        arguments=params.arguments,
        environment=params.environment,
        timeout=params.timeout,
        memory_mib=params.memory,
        device=params.device,
        allow_writes=params.allow_writes,
    )
