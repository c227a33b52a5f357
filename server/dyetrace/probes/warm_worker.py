"""One warm worker: a Python of the user's in which torch is imported once (see ``worker/warm``)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from dyetrace.findings import DyetraceError
from dyetrace.probes.environment import WORKER
from dyetrace.probes.links import ForkedLink, Link, Pipes, SpawnedLink, spawn
from dyetrace.probes.message_parser import LONGEST_LINE

_MIB = 1024 * 1024
_START_LIMIT = 120.0  # seconds for the imports
_FORK_LIMIT = 10.0  # seconds for a fork
_PATIENCE = 2.0  # seconds until a process that was told to end is killed
_ROOM = 3  # a probe with a memory limit below this many times what the worker holds runs cold


@dataclass(frozen=True, slots=True)
class WarmFacts:
    """What a warm worker says of itself once its imports are done."""

    python: str
    torch: str | None
    memory: int  # bytes
    threads: int
    names: frozenset[str]  # top-level modules that are loaded
    watched: tuple[tuple[str, int | None], ...]  # files of the environment, when each was changed

    @property
    def is_changed(self) -> bool:
        """Whether the environment was changed since (packages installed, another Python)."""
        return any(_changed_at(path) != then for path, then in self.watched)

    def shadowed_by(self, folders: list[str]) -> bool:
        """Whether a file of the user's has the name of a module that is loaded already."""
        return any(_modules_in(folder) & self.names for folder in folders)

    def has_room_for(self, memory_mib: int | None) -> bool:
        """Whether a memory limit leaves room beside what the worker itself holds."""
        return memory_mib is None or memory_mib * _MIB >= _ROOM * self.memory


class WarmWorker(Protocol):
    """A process that is ready before its probe is."""

    @property
    def is_gone(self) -> bool:
        """Whether it can serve no (further) probe."""

    async def facts(self) -> WarmFacts:
        """Wait for its imports; raises ``DyetraceError`` where they cannot be done."""

    async def link(self) -> Link:
        """Return a process for one probe; raises ``DyetraceError``."""

    async def end(self) -> None:
        """End it; probes that run go on."""


class ForkingWorker:
    """Forks for each probe. It ends with this process, when idle, or when told to."""

    def __init__(self, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = dict(environment)
        self._control: socket.socket | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        self._facts: asyncio.Future[WarmFacts] = asyncio.get_running_loop().create_future()
        self._asked: deque[asyncio.Future[int]] = deque()
        self._running: dict[int, asyncio.Event] = {}
        self._ended = False

    @property
    def is_gone(self) -> bool:
        """Whether the process has ended, or is being ended."""
        return self._ended

    async def start(self) -> ForkingWorker:
        """Start the process; raises ``DyetraceError``."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._control = ours
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                str(WORKER),
                "warm",
                stdin=theirs.fileno(),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,
            )
        except OSError as error:
            self._ended = True
            ours.close()
            raise DyetraceError(f"{self._command[0]} cannot be started: {error}") from None
        finally:
            theirs.close()
        self._listener = asyncio.create_task(self._listen(ours.dup()))
        return self

    async def facts(self) -> WarmFacts:
        """Wait for its imports; raises ``DyetraceError`` where they cannot be done."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._facts), _START_LIMIT)
        except asyncio.TimeoutError:
            raise DyetraceError("the warm worker's imports take too long") from None

    async def link(self) -> Link:
        """Fork; raises ``DyetraceError``."""
        assert self._control is not None
        pipes = Pipes()
        asked: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        try:
            descriptors = await pipes.open()
            if self._ended:
                raise DyetraceError("the warm worker has ended")
            socket.send_fds(self._control, [b"p"], descriptors)
            self._asked.append(asked)
            pipes.hand_over()
            pid = await asyncio.wait_for(asyncio.shield(asked), _FORK_LIMIT)
        except (OSError, asyncio.TimeoutError) as error:
            pipes.close()
            raise DyetraceError(f"the warm worker does not answer: {error}") from None
        except (DyetraceError, asyncio.CancelledError):
            pipes.close()  # a fork that comes yet reads the end of its input, and ends
            raise
        return ForkedLink(pid, pipes, self._running.setdefault(pid, asyncio.Event()))

    async def end(self) -> None:
        """End the process; probes that run go on."""
        self._ended = True
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)
            self._control.close()
        if self._process is None:
            return
        try:
            await asyncio.wait_for(self._process.wait(), _PATIENCE)
        except asyncio.TimeoutError:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
        if self._listener is not None:
            await self._listener

    async def _listen(self, control: socket.socket) -> None:
        reader, writer = await asyncio.open_unix_connection(sock=control, limit=LONGEST_LINE)
        try:
            while line := await reader.readline():
                self._take_in(json.loads(line))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # not what a warm worker says: it is not used any more
        finally:
            self._ended = True
            writer.close()
            gone = DyetraceError("the warm worker has ended")
            for waiting in (self._facts, *self._asked):
                if not waiting.done():
                    waiting.set_exception(gone)
                    waiting.exception()  # it may be that nobody waits
            for event in self._running.values():
                event.set()

    def _take_in(self, message: dict[str, Any]) -> None:
        if message["type"] == "warm" and not self._facts.done():
            self._facts.set_result(parse_facts(message))
        elif message["type"] == "forked":
            pid = int(message["pid"])
            self._running[pid] = asyncio.Event()
            asked = self._asked.popleft()
            if not asked.done():
                asked.set_result(pid)
        elif message["type"] == "ended":
            ended = self._running.pop(int(message["pid"]), None)
            if ended is not None:
                ended.set()


class SpareWorker:
    """Waits for one probe, with its imports done: where forking after them is not safe."""

    def __init__(self, link: SpawnedLink) -> None:
        self._link = link
        self._facts = asyncio.ensure_future(self._read())
        self._used = False

    @classmethod
    async def start(cls, command: tuple[str, ...], environment: Mapping[str, str]) -> SpareWorker:
        """Start the process; raises ``DyetraceError``."""
        return cls(await spawn(command, environment, ("spare",)))

    @property
    def is_gone(self) -> bool:
        """Whether it was used, or has failed."""
        failed = self._facts.done() and self._facts.exception() is not None
        return self._used or failed

    async def facts(self) -> WarmFacts:
        """Wait for its imports; raises ``DyetraceError`` where they cannot be done."""
        return await asyncio.shield(self._facts)

    async def link(self) -> Link:
        """Return the process itself; raises ``DyetraceError`` when it was used already."""
        if self._used:
            raise DyetraceError("the spare worker is in use")
        self._used = True
        return self._link

    async def end(self) -> None:
        """End it, unless a probe has taken it over."""
        if not self._used:
            self._used = True
            self._facts.cancel()
            self._link.stdin.close()
            self._link.signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._link.wait(), _PATIENCE)
            self._link.close()

    async def _read(self) -> WarmFacts:
        try:
            line = await asyncio.wait_for(self._link.stdout.readline(), _START_LIMIT)
            return parse_facts(json.loads(line))
        except (asyncio.TimeoutError, ValueError, KeyError, TypeError, AttributeError):
            raise DyetraceError("the spare worker could not be made ready") from None


def parse_facts(message: dict[str, Any]) -> WarmFacts:
    """Read what a warm worker says of itself; raises ``ValueError`` and the like for nonsense."""
    torch = message["torch"]
    return WarmFacts(
        python=str(message["python"])[:100],
        torch=None if torch is None else str(torch)[:100],
        memory=int(message["memory"]),
        threads=int(message["threads"]),
        names=frozenset(str(name) for name in message["names"]),
        watched=tuple(
            (str(path), None if changed is None else int(changed))
            for path, changed in message["watched"]
        ),
    )


def _changed_at(path: str) -> int | None:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None


def _modules_in(folder: str) -> set[str]:
    """Return the names that files of a folder can be imported by."""
    found = set()
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.endswith(".py"):
                found.add(entry.name[:-3])
            elif entry.name.isidentifier() and Path(entry.path, "__init__.py").exists():
                found.add(entry.name)
    return found
