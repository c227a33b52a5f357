"""The process of one probe as its host sees it: three pipes, and the means to end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from dyetrace.findings import DyetraceError
from dyetrace.probes.environment import WORKER
from dyetrace.probes.message_parser import LONGEST_LINE


class Link(Protocol):
    """A worker's process that waits for its request on ``stdin``."""

    @property
    def stdin(self) -> asyncio.StreamWriter:
        """Takes the request; its end tells the worker to end."""

    @property
    def stdout(self) -> asyncio.StreamReader:
        """What the worker says."""

    @property
    def stderr(self) -> asyncio.StreamReader:
        """What the program prints."""

    async def wait(self) -> None:
        """Wait until the process is gone."""

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and its group."""

    def close(self) -> None:
        """Close the pipes on this side: a process that escaped may still hold the others."""


class SpawnedLink:
    """A process that was started for this probe."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.stdin, self.stdout, self.stderr = process.stdin, process.stdout, process.stderr
        self._process = process

    async def wait(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, which leads its own group."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            elif self._process.returncode is None:
                self._process.send_signal(number)

    def close(self) -> None:
        """Close the pipes on this side."""
        self._process._transport.close()  # type: ignore[attr-defined]


async def spawn(
    command: tuple[str, ...], environment: Mapping[str, str], how: tuple[str, ...] = ()
) -> SpawnedLink:
    """Start a worker; raises ``DyetraceError`` where that cannot be."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            str(WORKER),
            *how,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,
            limit=LONGEST_LINE,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise DyetraceError(f"{command[0]} cannot be started: {reason}") from None
    return SpawnedLink(process)


class ForkedLink:
    """A process that a warm worker forked: not this process's child, known by its number."""

    def __init__(self, pid: int, pipes: Pipes, gone: asyncio.Event) -> None:
        self.stdin, self.stdout, self.stderr = pipes.stdin, pipes.stdout, pipes.stderr
        self._pid = pid
        self._pipes = pipes
        self._gone = gone

    async def wait(self) -> None:
        """Wait until the warm worker says that the process is gone."""
        await self._gone.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, which leads its own group."""
        with contextlib.suppress(OSError):
            os.killpg(self._pid, number)

    def close(self) -> None:
        """Close the pipes on this side."""
        self._pipes.close()


class Pipes:
    """This side of three pipes, and the descriptors of the other side."""

    def __init__(self) -> None:
        self._transports: list[asyncio.BaseTransport] = []
        self._others: list[int] = []
        self.stdin: asyncio.StreamWriter
        self.stdout: asyncio.StreamReader
        self.stderr: asyncio.StreamReader

    async def open(self) -> list[int]:
        """Open them; returns the other side's standard input, output and error."""
        loop = asyncio.get_running_loop()
        theirs, ours = os.pipe()
        self._others.append(theirs)
        transport, protocol = await loop.connect_write_pipe(
            asyncio.streams.FlowControlMixin, os.fdopen(ours, "wb", buffering=0)
        )
        self._transports.append(transport)
        self.stdin = asyncio.StreamWriter(transport, protocol, None, loop)
        self.stdout = await self._reader(loop)
        self.stderr = await self._reader(loop)
        return self._others

    async def _reader(self, loop: asyncio.AbstractEventLoop) -> asyncio.StreamReader:
        ours, theirs = os.pipe()
        self._others.append(theirs)
        reader = asyncio.StreamReader(limit=LONGEST_LINE)
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours, "rb", buffering=0)
        )
        self._transports.append(transport)
        return reader

    def hand_over(self) -> None:
        """Close the other side's descriptors here: the other process has its own now."""
        for descriptor in self._others:
            os.close(descriptor)
        self._others.clear()

    def close(self) -> None:
        """Close this side, and what is left of the other."""
        self.hand_over()
        for transport in self._transports:
            transport.close()


Launch = Callable[[], Awaitable[Link]]
