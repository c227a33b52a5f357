"""One worker process: started, fed, listened to, and ended with everything that it started."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

from dyetrace.findings import DyetraceError
from dyetrace.probes.environment import MARK
from dyetrace.probes.links import Launch, Link
from dyetrace.probes.message_parser import parse_message
from dyetrace.probes.messages import Message, ProtocolError, Ready

LONGEST_LOG = 64 * 1024  # bytes of what the program printed that are kept
_CHUNK = 64 * 1024
_PATIENCE = 2.0  # seconds until a killed process, and then its output, must be gone
_ROUNDS = 5


class State(enum.Enum):
    """Where a worker is in its life."""

    STARTING = "starting"
    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"


class WorkerProcess:
    """A worker for one request. ``messages`` ends when the worker is done or gone."""

    def __init__(self, launch: Launch, mark: str) -> None:
        """``launch`` gives it its process; ``mark`` is in the variables of all that it starts."""
        self.state = State.STARTING
        self._launch = launch
        self._mark = mark
        self._link: Link | None = None
        self._log = bytearray()
        self._log_reader: asyncio.Task[None] | None = None

    @property
    def log(self) -> str:
        """The end of what the program printed."""
        text = bytes(self._log[-LONGEST_LOG:]).decode("utf-8", "replace")
        return text if len(self._log) <= LONGEST_LOG else "…" + text

    async def start(self, request: Mapping[str, Any]) -> None:
        """Start the process and send the request; raises ``DyetraceError``."""
        try:
            self._link = await self._launch()
        except DyetraceError:
            self.state = State.FAILED
            raise
        self._log_reader = asyncio.create_task(self._read_log(self._link.stderr))
        with contextlib.suppress(ConnectionError):
            self._link.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            await self._link.stdin.drain()

    async def messages(self) -> AsyncIterator[Message]:
        """Iterate over what the worker says; raises ``ProtocolError`` for what it cannot say."""
        assert self._link is not None
        while True:
            try:
                line = await self._link.stdout.readline()
            except ValueError:
                self.state = State.FAILED
                raise ProtocolError("the worker sent a message that is too long") from None
            if not line.strip():
                if not line:
                    break
                continue
            if not line.endswith(b"\n"):
                break  # cut off by the end of the process
            try:
                message = parse_message(line)
            except ProtocolError:
                self.state = State.FAILED
                raise
            self.state = State.READY if isinstance(message, Ready) else State.RUNNING
            yield message

    def ask_to_end(self) -> None:
        """Ask the program to end where it stands and to send what is known."""
        assert self._link is not None
        self._link.signal(signal.SIGTERM)

    async def end(self) -> None:
        """End the process and everything that it started; safe to call in any state.

        The end of its input tells the worker's supervisor to end the tree, which it knows best
        (also processes that left the group); what is left after that is killed from here.
        """
        link = self._link
        if link is None:
            return
        link.stdin.close()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(link.wait(), _PATIENCE)
        for _ in range(_ROUNDS):  # a process may start another while it is being ended
            link.signal(_KILL)
            strays = _marked(self._mark)
            for stray in strays:
                with contextlib.suppress(OSError):
                    os.kill(stray, _KILL)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(link.wait(), _PATIENCE)
            if not strays:
                break
        if self._log_reader is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._log_reader, _PATIENCE)
        link.close()
        if self.state is not State.FAILED:
            self.state = State.STOPPED

    async def _read_log(self, stream: asyncio.StreamReader) -> None:
        while chunk := await stream.read(_CHUNK):
            self._log += chunk
            if len(self._log) > 4 * LONGEST_LOG:
                del self._log[: -LONGEST_LOG - 1]


_KILL: signal.Signals = getattr(signal, "SIGKILL", signal.SIGTERM)


def _marked(mark: str) -> list[int]:
    """Return the processes of a probe that left its group (Linux: found by their environment)."""
    if sys.platform != "linux":
        return []
    wanted, found = f"{MARK}={mark}".encode(), []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError), open(f"/proc/{name}/environ", "rb") as stream:
            if wanted in stream.read().split(b"\0"):
                found.append(int(name))
    return found
