"""The warm workers of a session: one for each environment, started when it is worth it."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dyetrace.findings import DyetraceError
from dyetrace.probes.links import Link
from dyetrace.probes.report import ProbeRequest
from dyetrace.probes.warm_worker import ForkingWorker, SpareWorker, WarmFacts, WarmWorker
from dyetrace.source.program import Source

log = logging.getLogger(__name__)

MOST_MEMORY: Final = 1024 * 1024 * 1024  # bytes; a worker that holds more is not kept
_MOST_KEPT: Final = 2  # environments
IDLE: Final = 600.0  # seconds
_USES_TORCH = re.compile(
    r"^\s*(import|from)\s+(torch\w*|pytorch_lightning|lightning|transformers|timm)\b", re.MULTILINE
)

Key = tuple[tuple[str, ...], frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A worker that was started; ``worker`` is there once the process is."""

    worker: asyncio.Task[WarmWorker]

    @property
    def is_usable(self) -> bool:
        """Whether it can serve, or may yet turn out to."""
        if not self.worker.done():
            return True
        failed = self.worker.cancelled() or self.worker.exception() is not None
        return not failed and not self.worker.result().is_gone


class WarmWorkers:
    """Keeps at most one warm worker for each interpreter and its variables, and few in all."""

    def __init__(self, forks: bool = sys.platform == "linux", idle: float = IDLE) -> None:
        """``forks`` false: spares are kept, as where forking with torch imported is not safe.

        After ``idle`` seconds without a probe they end.
        """
        self._idle = idle
        self._timer: asyncio.TimerHandle | None = None
        self._forks = forks
        self._kept: dict[Key, _Kept] = {}  # the one used last stands last
        self._unfit: dict[Key, WarmFacts | None] = {}
        self._background: set[asyncio.Task[None]] = set()

    async def link(
        self,
        request: ProbeRequest,
        source: Source,
        variables: Mapping[str, str],
        folders: list[str],
        starting: Callable[[], None],
    ) -> Link | None:
        """Return a warm process for a probe, None where it has to run in a cold one.

        ``variables`` are those that are the same for every probe; ``folders`` are what the
        program's own modules are imported from. ``starting`` is called if there is a wait.
        """
        key = (request.python, frozenset(variables.items()))
        if request.device != "cpu" or self._is_unfit(key):
            return None
        if not self._has(key) and not _USES_TORCH.search(source.text):
            return None
        try:
            worker, facts = await self._ready(key, variables, starting)
            if facts.is_changed:
                log.info("the environment was changed: its warm worker starts again")
                await self._end(key)
                worker, facts = await self._ready(key, variables, starting)
            if facts.shadowed_by(folders) or not facts.has_room_for(request.memory_mib):
                return None
            return await worker.link()
        except DyetraceError as error:
            log.warning("the probe runs in a new process: %s", error)
            await self._end(key)
            return None

    def keep_warm(self, request: ProbeRequest, variables: Mapping[str, str]) -> None:
        """Start a worker for the next probe of an environment in which torch was imported."""
        key = (request.python, frozenset(variables.items()))
        if request.device != "cpu" or self._is_unfit(key) or self._has(key):
            return
        self._in_background(self._warm_up(key, variables))

    @property
    def described(self) -> str:
        """What is kept, in words."""
        if not self._kept:
            return "none"
        ready = sum(kept.worker.done() for kept in self._kept.values())
        return f"{len(self._kept)}, {ready} of them ready"

    async def stop(self) -> None:
        """End them all."""
        if self._timer is not None:
            self._timer.cancel()
        for task in list(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._end_all()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _begin_idling(self) -> None:
        """Count the time without a probe from now."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._idle, lambda: self._in_background(self._end_all()))

    async def _end_all(self) -> None:
        for key in list(self._kept):
            await self._end(key)

    def _has(self, key: Key) -> bool:
        kept = self._kept.get(key)
        return kept is not None and kept.is_usable

    def _is_unfit(self, key: Key) -> bool:
        """Whether nothing can be kept for an environment as it is now."""
        if key not in self._unfit:
            return False
        facts = self._unfit[key]
        if facts is not None and facts.is_changed:
            del self._unfit[key]
            return False
        return True

    async def _warm_up(self, key: Key, variables: Mapping[str, str]) -> None:
        try:
            await self._ready(key, variables, lambda: None)
        except DyetraceError as error:
            log.info("no warm worker: %s", error)
            await self._end(key)

    async def _ready(
        self, key: Key, variables: Mapping[str, str], starting: Callable[[], None]
    ) -> tuple[WarmWorker, WarmFacts]:
        if not self._has(key):
            await self._make_room()
            if not self._has(key):
                begun = asyncio.ensure_future(self._started(key, variables))
                self._kept[key] = _Kept(begun)
        kept = self._kept.pop(key)
        self._kept[key] = kept
        if not kept.worker.done():
            starting()
        worker = await asyncio.shield(kept.worker)
        self._begin_idling()
        return worker, await worker.facts()

    async def _started(self, key: Key, variables: Mapping[str, str]) -> WarmWorker:
        """Start a worker and see whether it is worth keeping; raises ``DyetraceError``."""
        worker: WarmWorker
        if self._forks:
            worker = await ForkingWorker(key[0], variables).start()
        else:
            worker = await SpareWorker.start(key[0], variables)
        facts = None
        try:
            facts = await worker.facts()
            why = _unfitness(facts)
            if why:
                raise DyetraceError(why)
        except DyetraceError:
            self._unfit[key] = facts
            await worker.end()
            raise
        except asyncio.CancelledError:
            await worker.end()
            raise
        log.info("warm worker: torch %s, %d MiB", facts.torch, facts.memory // 1024**2)
        return worker

    async def _make_room(self) -> None:
        for key in [key for key, kept in self._kept.items() if not kept.is_usable]:
            await self._end(key)
        while len(self._kept) >= _MOST_KEPT:
            await self._end(next(iter(self._kept)))

    async def _end(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is None:
            return
        kept.worker.cancel()
        results = await asyncio.gather(kept.worker, return_exceptions=True)
        if not isinstance(results[0], BaseException):
            await results[0].end()


def _unfitness(facts: WarmFacts) -> str | None:
    """Return why a worker is not worth keeping, or not safe to fork."""
    if facts.torch is None:
        return "torch is not installed for this Python"
    if facts.memory > MOST_MEMORY:
        return f"it would hold {facts.memory // 1024**2} MiB"
    if facts.threads != 1:
        return "something of the environment starts threads when Python starts"
    return None
