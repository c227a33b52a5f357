"""One editing session: open documents, what is known of them, and what the client was told."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from dyetrace.editor.diagnostics import diagnostics_by_buffer, merge
from dyetrace.editor.documents import Document, Documents
from dyetrace.editor.facts import Facts, Present
from dyetrace.editor.housekeeping import Housekeeping
from dyetrace.editor.neighbours import Neighbours, Pause
from dyetrace.editor.preferences import Preferences
from dyetrace.editor.scheduler import Scheduler
from dyetrace.editor.view import View, edit_between, look, path_of
from dyetrace.findings import Finding

if TYPE_CHECKING:
    from dyetrace.rules.engine import Analysis
    from dyetrace.source.modules import ModuleFinder

log = logging.getLogger(__name__)

# Deeply nested programs need more stack than a thread has by default on some systems.
_STACK: Final = 64 * 1024 * 1024
PATIENCE: Final = 2.0  # seconds that a hover or a code action waits for a running analysis

Publish = Callable[[str, int | None, list[types.Diagnostic]], None]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the last analysis of a document took, for the debug information."""

    seconds: float
    lines: int
    findings: int


@dataclass
class Session:
    """State of one session; everything here runs on the event loop, analyses in one thread."""

    publish: Publish
    preferences: Preferences
    encoding: str = types.PositionEncodingKind.Utf16
    documents: Documents = field(default_factory=Documents)
    facts: Facts = field(default_factory=Facts)
    views: dict[str, View] = field(default_factory=dict)
    timings: dict[str, Timing] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)  # rules that raised in this session

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self._analyse)
        self._moved: dict[str, tuple[View, Present, Present]] = {}
        self._told: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self._analyst = _one_thread("dyetrace-analysis")
        self.fixing = _one_thread("dyetrace-fixes")
        self.neighbours = Neighbours()
        self._rechecking: asyncio.Task[None] | None = None
        self._pause = Pause(self._recheck)
        self._housekeeping = Housekeeping()

    def changed(self, document: Document) -> None:
        """Take note of a new snapshot; cells that are gone lose their diagnostics."""
        known = self.views.get(document.uri)
        if known is not None:
            code = {buffer.uri for _, buffer in document.code}
            for _, buffer in known.document.code:
                if buffer.uri not in code:
                    self._clear(buffer.uri)
        self.scheduler.request(document.uri)

    def closed(self, document: Document) -> None:
        """Forget a document and clear what is shown of it."""
        self.documents.close(document.uri)
        self.scheduler.forget(document.uri)
        self.views.pop(document.uri, None)
        self.timings.pop(document.uri, None)
        self._moved.pop(document.uri, None)
        self.preferences.forget(document.uri)
        if self.neighbours.close(document.uri, path_of(document.uri)):
            self.files_changed()
        for buffer in document.buffers:
            self._clear(buffer.uri)

    def refresh(self) -> None:
        """Analyse everything again: settings or configuration changed."""
        self.preferences.forget()
        for document in self.documents.all():
            self.scheduler.request(document.uri)

    def files_changed(self) -> None:
        """Analyse again, in a moment, what follows other modules than when it was read."""
        self._pause.restart()

    async def view(self, buffer_uri: str, patience: float = PATIENCE) -> View | None:
        """Return what is known of the present text of a document, waiting a moment for it."""
        document = self.documents.owner(buffer_uri)
        if document is None:
            return None
        await self.scheduler.settled(document.uri, patience)
        current = self.documents.get(document.uri)
        view = self.views.get(document.uri)
        if view is None or current is None or view.document.generation != current.generation:
            return None
        return view

    def present(self, view: View) -> Present:
        """Return what probes measured, at its places in the present text.

        Of a half-typed text too little can be read: there, places move along with the edit.
        """
        present = self.facts.present(view.analysis.source)
        if view.is_exact or present.is_empty:
            return present
        known = self._moved.get(view.document.uri)
        if known is None or known[0] is not view or known[1] is not present:
            moved = present.moved(edit_between(view.analysis.source, view.source))
            known = self._moved[view.document.uri] = (view, present, moved)
        return known[2]

    def findings(self, view: View) -> tuple[Finding, ...]:
        """Return what is shown of a document: read and measured findings, merged."""
        merged = merge(view.findings, view.wanted(self.present(view).findings))
        return tuple(finding for finding in merged if finding.severity >= view.minimum)

    def show(self, view: View) -> None:
        """Tell the client the diagnostics of a document, as far as they are news."""
        shown = diagnostics_by_buffer(self.findings(view), view.places, view.fixable)
        for uri, diagnostics in shown.items():
            buffer = view.document.buffer(uri)
            news = (buffer.version if buffer else None, diagnostics)
            if self._told.get(uri) != news:
                self._told[uri] = news
                self.publish(uri, *news)

    def show_all(self) -> None:
        """Tell the client again what is shown: what probes measured has changed."""
        for view in self.views.values():
            self.show(view)

    def stop(self) -> None:
        """End all work."""
        self._pause.stop()
        if self._rechecking is not None:
            self._rechecking.cancel()
        self.scheduler.stop()
        self._housekeeping.stop()
        for executor in (self._analyst, self.fixing):
            executor.shutdown(wait=False, cancel_futures=True)

    async def _analyse(self, uri: str) -> float:
        """Analyse a document's newest snapshot and show the result if it still is the newest."""
        document = self.documents.get(uri)
        if document is None:
            return 0.0
        preference = await self.preferences.of(uri)
        document = self.documents.get(uri)
        if document is None:
            return 0.0
        previous = self.views.get(uri)
        modules = self.neighbours.finder()

        def run() -> tuple[View, float]:
            start = time.perf_counter()
            seen = look(
                document,
                preference.configuration,
                previous,
                encoding=self.encoding,
                minimum=preference.minimum,
                modules=modules,
            )
            return seen, time.perf_counter() - start

        view, seconds = await asyncio.get_running_loop().run_in_executor(self._analyst, run)
        self._housekeeping.analysed()
        current = self.documents.get(uri)
        if current is None or current.generation != document.generation:
            return seconds  # superseded: the scheduler runs again
        self.views[uri] = view
        self.timings[uri] = Timing(seconds, len(view.source.lines), len(view.findings))
        self._note_faults(view.analysis)
        self.show(view)
        self._tell_neighbours(view, modules)
        return seconds

    def _tell_neighbours(self, view: View, modules: ModuleFinder) -> None:
        if not view.is_exact:
            return  # half typed: nothing was followed, and others keep what could be read
        is_current = self.neighbours.note(view.document.uri, modules.trail())
        if self.neighbours.tell(view.source) or not is_current:
            self.files_changed()

    def _recheck(self) -> None:
        if self._rechecking is None or self._rechecking.done():
            self._rechecking = asyncio.get_running_loop().create_task(self._request_outdated())
        else:
            self._pause.restart()  # the disk is slow

    async def _request_outdated(self) -> None:
        for uri in await asyncio.to_thread(lambda: list(self.neighbours.outdated())):
            if self.documents.get(uri) is not None:
                self.scheduler.request(uri)

    def _note_faults(self, analysis: Analysis) -> None:
        for rule in set(analysis.faults) - self.faults:
            self.faults.add(rule)
            log.error("the rule `%s` failed on %s", rule, analysis.source.path)

    def _clear(self, uri: str) -> None:
        if self._told.pop(uri, None) is not None:
            self.publish(uri, None, [])


def _one_thread(name: str) -> ThreadPoolExecutor:
    """Make an executor whose only thread has a large stack (the thread starts at its first job)."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
    before = threading.stack_size(_STACK)
    try:
        executor.submit(int)
    finally:
        threading.stack_size(before)
    return executor
