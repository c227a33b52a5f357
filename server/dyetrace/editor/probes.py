"""Probe requests: run the user's program on their click, keep what was measured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dyetrace.editor.facts import Measurement
from dyetrace.editor.measured import answer, by_path, told
from dyetrace.editor.messages import ProbeParams
from dyetrace.editor.session import Session
from dyetrace.editor.view import path_of, read
from dyetrace.findings import DyetraceError
from dyetrace.probes.report import ProbeReport, ProbeRequest, Progress

if TYPE_CHECKING:
    from dyetrace.source.program import Source

log = logging.getLogger(__name__)

Report = Callable[[Progress], None]


@dataclass
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

    @property
    def is_busy(self) -> bool:
        """Whether a probe runs."""
        return bool(self._runs)

    async def run(self, params: ProbeParams, on_progress: Report) -> dict[str, Any]:
        """Run a probe and return the answer to the client.

        When the client cancels, the worker and its processes end, what was seen until then is
        kept, and ``CancelledError`` goes on to the client.
        """
        try:
            document, source = self._program(params)
        except DyetraceError as error:
            return answer(False, str(error), None)
        await self._end_older(document)
        from dyetrace.probes.session import run_probe  # the worker's host side, when it is needed

        request = _request(params, source)
        run = _Run(asyncio.get_running_loop().create_task(run_probe(request, on_progress)))
        self._runs[document] = run
        if params.token is not None:
            self._by_token[params.token] = run
        self._changed()
        try:
            report = await run.task
        except asyncio.CancelledError:
            if run.is_superseded:
                return answer(False, "Stopped: a newer probe of this file was started.", None)
            raise
        except DyetraceError as error:
            return answer(False, str(error), None)
        finally:
            if self._runs.get(document) is run:
                del self._runs[document]
            if params.token is not None:
                self._by_token.pop(params.token, None)
            self._changed()
        await self._keep(document, params, source, str(request.path), report)
        if report.status == "cancelled":
            if run.is_superseded:
                return answer(False, "Stopped: a newer probe of this file was started.", None)
            raise asyncio.CancelledError
        return told(report, source)

    def cancel(self, token: int | str) -> None:
        """End the probe that reports its progress on ``token``."""
        run = self._by_token.get(token)
        if run is not None:
            run.task.cancel()

    async def stop(self) -> None:
        """End every probe and wait until its processes are gone."""
        tasks = [run.task for run in self._runs.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _program(self, params: ProbeParams) -> tuple[str, Source]:
        """Return the URI and the text of what is to be probed: the editor's, else the file's."""
        document = self._session.documents.get(params.uri) or self._session.documents.owner(
            params.uri
        )
        if document is not None:
            return document.uri, read(document)
        if not params.uri.startswith("file:"):
            raise DyetraceError("This document is not open; open it and start the probe again.")
        from dyetrace.source.reading import read_source

        return params.uri, read_source(Path(path_of(params.uri)))

    async def _end_older(self, document: str) -> None:
        older = self._runs.get(document)
        if older is not None:
            older.is_superseded = True
            older.task.cancel()
            await asyncio.wait([older.task])

    async def _keep(
        self,
        document: str,
        params: ProbeParams,
        source: Source,
        ran_as: str,
        report: ProbeReport,
    ) -> None:
        """Hand what was measured to the session, file by file, and show it."""
        for path, facts in by_path(report, ran_as, source.path).items():
            text = source if path == source.path else await asyncio.to_thread(_read_file, path)
            if text is None:
                continue
            self._session.facts.add(
                Measurement(
                    owner=document,
                    kinds=frozenset(params.kinds),
                    source=text,
                    measured_at=report.measured_at,
                    environment=report.environment,
                    shapes=facts.shapes,
                    parameters=facts.parameters,
                    findings=facts.findings,
                )
            )
        self._session.show_all()


def _request(params: ProbeParams, source: Source) -> ProbeRequest:
    workspace = Path(params.workspace)
    path = Path(source.path)
    if not path.is_absolute():  # never saved: it runs as if it stood in the folder
        path = workspace / "untitled.py"
    return ProbeRequest(
        path=path,
        kinds=params.kinds,
        python=params.python,
        workspace=workspace,
        text=source.text if source.cells else source.original,
        target=params.target,
        cell=params.cell,
        arguments=params.arguments,
        environment=params.environment,
        timeout=params.timeout,
        memory_mib=params.memory,
        device=params.device,
        allow_writes=params.allow_writes,
    )


def _read_file(path: str) -> Source | None:
    """Read a module that the program imported, as it was when it ran."""
    from dyetrace.source.reading import read_source

    try:
        return read_source(Path(path))
    except DyetraceError:
        return None
