"""One analysis per document at a time; the newest text wins."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

log = logging.getLogger(__name__)

# A program that is analysed in less time than passes between two letters (80 ms) is analysed at
# each of them. With a larger one the server rests as long as it worked, so that typing never costs
# more than half a processor; a pause in typing of a keystroke's length ends the rest early. One
# slow analysis among quick ones (a new line, a busy machine) is no reason to rest.
_INSTANT: Final = 0.080
_PAUSE: Final = 0.120


@dataclass
class _Lane:
    """What is known of one document's work."""

    wanted: int = 0  # counts requests
    done: int = 0  # the request that the last finished run answered
    seconds: tuple[float, float] = (0.0, 0.0)  # of the last two runs
    rested_at: float = 0.0  # when the server has rested enough since
    task: asyncio.Task[None] | None = None
    finished: asyncio.Event = field(default_factory=asyncio.Event)


class Scheduler:
    """Runs ``work(key)`` for documents that changed, never twice at once for the same one."""

    def __init__(self, work: Callable[[str], Awaitable[float]]) -> None:
        """``work`` returns how many seconds the analysis itself took."""
        self._work = work
        self._lanes: dict[str, _Lane] = {}

    @property
    def is_busy(self) -> bool:
        """Whether any document waits or is being analysed."""
        return any(lane.task is not None for lane in self._lanes.values())

    def request(self, key: str) -> None:
        """Ask for a run; one that waits starts its pause again, one that runs is repeated."""
        lane = self._lanes.setdefault(key, _Lane())
        lane.wanted += 1
        lane.finished.clear()
        if lane.task is None:
            lane.task = asyncio.get_running_loop().create_task(self._serve(key, lane))

    async def settled(self, key: str, timeout: float) -> bool:
        """Wait until the newest request of a document is answered."""
        lane = self._lanes.get(key)
        if lane is None or lane.task is None:
            return True
        try:
            await asyncio.wait_for(lane.finished.wait(), timeout)
        except asyncio.TimeoutError:
            return False
        return True

    def forget(self, key: str) -> None:
        """Drop a closed document; what runs for it is ended."""
        lane = self._lanes.pop(key, None)
        if lane is not None and lane.task is not None:
            lane.task.cancel()
            lane.finished.set()

    def stop(self) -> None:
        """Drop everything."""
        for key in list(self._lanes):
            self.forget(key)

    async def _serve(self, key: str, lane: _Lane) -> None:
        try:
            while lane.done < lane.wanted:
                await self._pause(lane)
                request = lane.wanted
                try:
                    lane.seconds = (lane.seconds[1], await self._work(key))
                except Exception:  # one document's fault must not end the session
                    log.exception("the analysis of %s failed", key)
                lane.done = request
                usual = min(lane.seconds)
                lane.rested_at = time.monotonic() + (usual if usual > _INSTANT else 0.0)
        finally:
            lane.task = None
            lane.finished.set()

    async def _pause(self, lane: _Lane) -> None:
        """Wait until the server has rested or the user rests, whatever comes first."""
        while (left := lane.rested_at - time.monotonic()) > 0:
            seen = lane.wanted
            await asyncio.sleep(min(left, _PAUSE))
            if seen == lane.wanted:
                return
