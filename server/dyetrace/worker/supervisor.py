"""The worker's small parent: it outlives nothing and lets nothing outlive it.

It runs no user code, so no endless loop can keep it from noticing that the editor is gone, that
memory runs out or that the program died. Only where processes can be forked.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator

from .channel import Channel

MARK = "DYETRACE_PROBE"  # environment variable whose value marks every process of one probe
_POLL = 0.1  # seconds between two looks
_GRACE = 0.5  # seconds between asking processes to end and ending them
_SUBREAPER, _DEATH_SIGNAL = 36, 1  # prctl(2)


def supervise(child: int, channel: Channel, memory_mib: int | None, temporary: str) -> None:
    """Wait for the child and end with its tree; never returns."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the child answers it, the host ends the group
    adopt_orphans()
    limit = None if memory_mib is None else memory_mib * 1024 * 1024
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _end_tree()
            channel.send("died", **_meaning(status))
            os._exit(0)
        if select.select([0], [], [], _POLL)[0] and not os.read(0, 4096):
            _end_tree()
            shutil.rmtree(temporary, ignore_errors=True)
            os._exit(0)
        used = resident_memory(child) if limit is not None else 0
        if limit is not None and used > limit:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            _end_tree()
            channel.send("limit", what="memory", used=used)
            os._exit(0)


def adopt_orphans() -> None:
    """Become the parent of processes below whose own parent ends."""
    _prctl(_SUBREAPER, 1)


def die_with_parent() -> None:
    """In the child: let the kernel end this process when the supervisor is gone."""
    _prctl(_DEATH_SIGNAL, int(signal.SIGKILL))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _meaning(status: int) -> dict[str, int | None]:
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status), "code": None}
    return {"signal": None, "code": os.WEXITSTATUS(status)}


def _end_tree() -> None:
    """End every other process of this probe: asked first, then killed."""
    own = os.getpid()
    for number in (signal.SIGTERM, signal.SIGKILL):
        others = [process for process in processes_of_probe() if process != own]
        if not others:
            return
        for process in others:
            with contextlib.suppress(OSError):
                os.kill(process, number)
        deadline = time.monotonic() + _GRACE
        while time.monotonic() < deadline and _any_alive(others):
            time.sleep(0.02)


def _any_alive(processes: list[int]) -> bool:
    while True:  # reap what was reparented to us
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                break
        except ChildProcessError:
            break
    return any(_exists(process) for process in processes)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def processes_of_probe() -> Iterator[int]:
    """Iterate over processes that carry this probe's mark, or are in its group or below it."""
    mark = f"{MARK}={os.environ.get(MARK, '')}".encode()
    group, below = os.getpgrp(), {os.getpid()}
    parents = list(_parents())
    for _ in parents:  # children are listed after parents, but numbers may wrap
        grown = below | {process for process, parent in parents if parent in below}
        if grown == below:
            break
        below = grown
    for process, _ in parents:
        if process in below or _group_of(process) == group or mark in _environment_of(process):
            yield process


def children_of(process: int) -> list[int]:
    """Return the direct children of a process."""
    return [child for child, parent in _parents() if parent == process]


def _parents() -> Iterator[tuple[int, int]]:
    """Iterate over (process, parent) of all processes."""
    if not os.path.isdir("/proc/self"):
        return
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as stream:
                    fields = stream.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if fields[0] != b"Z":
                yield int(name), int(fields[1])


def _group_of(process: int) -> int | None:
    try:
        return os.getpgid(process)
    except OSError:
        return None


def _environment_of(process: int) -> list[bytes]:
    try:
        with open(f"/proc/{process}/environ", "rb") as stream:
            return stream.read().split(b"\0")
    except OSError:
        return []


def resident_memory(process: int) -> int:
    """Return the bytes of memory that a process holds, 0 where that cannot be told."""
    try:
        with open(f"/proc/{process}/statm", "rb") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
