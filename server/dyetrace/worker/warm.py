"""A worker that stays: libraries are imported once, and each probe gets a process with them.

On Linux the warm process forks for each probe and never runs a program of the user's itself. Where
forking after such imports is not safe (macOS, Windows), it is a spare: it waits for one request.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import select
import signal
import socket
import sys
import tempfile
import threading
from typing import Any

from .preloading import Hidden, preload, watched_files
from .supervisor import adopt_orphans, children_of, die_with_parent, resident_memory

IDLE = 600.0  # seconds without a probe after which the process ends


def serve() -> None:
    """Fork for each probe that the host announces; returns in each fork, ready for its request.

    Standard input is a socket: one byte with three descriptors (standard input, output and error
    of a probe) asks for a fork, its end asks this process to end.
    """
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    die_with_parent()
    adopt_orphans()
    watched = watched_files()
    hidden = preload()
    _tell(control, type="warm", **_facts(hidden, watched))
    descriptors = _Nursery(control).serve()
    _become_worker(descriptors)
    sys.meta_path.insert(0, hidden)
    hidden.renew_randomness()


def preload_as_spare() -> None:
    """Import ahead and say so on standard output, which then waits for a request's answers."""
    watched = watched_files()
    hidden = preload()
    sys.meta_path.insert(0, hidden)
    tempfile.tempdir = None
    line = json.dumps({"type": "warm", **_facts(hidden, watched)}).encode("ascii") + b"\n"
    os.write(1, line)


class _Nursery:
    """Forks on request, and sees to it that nothing of a fork outlives it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._probes: set[int] = set()
        self._woken, self._wakeup = socket.socketpair()
        for end in (self._woken, self._wakeup):
            end.setblocking(False)

    def serve(self) -> list[int]:
        """Serve until the host is gone; returns only in forks, with their descriptors."""
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wakeup.fileno())
        while True:
            patience = None if self._probes else IDLE
            ready = select.select([self._control, self._woken], [], [], patience)[0]
            if not ready:
                os._exit(0)
            if self._woken in ready:
                self._reap()
            if self._control in ready:
                asked, descriptors, _, _ = socket.recv_fds(self._control, 1, 3)
                if not asked:
                    os._exit(0)
                probe = os.fork()
                if not probe:
                    return self._leave(descriptors)
                for descriptor in descriptors:
                    os.close(descriptor)
                self._probes.add(probe)
                _tell(self._control, type="forked", pid=probe)

    def _leave(self, descriptors: list[int]) -> list[int]:
        """In a fork: leave everything of the warm process behind."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (self._control, self._woken, self._wakeup):
            end.close()
        return descriptors

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(4096):
                pass
        while True:
            try:
                process, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not process:
                break
            if process in self._probes:
                self._probes.remove(process)
                self._end_orphans()
                _tell(self._control, type="ended", pid=process)

    def _end_orphans(self) -> None:
        """End what a probe's supervisor could not end because it was killed itself."""
        for process in children_of(os.getpid()):
            if process not in self._probes:
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)


def _become_worker(descriptors: list[int]) -> None:
    os.setsid()
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    tempfile.tempdir = None


def _facts(hidden: Hidden, watched: list[list[Any]]) -> dict[str, Any]:
    torch = hidden.version_of("torch")
    return {
        "pid": os.getpid(),
        "python": platform.python_version(),
        "torch": torch,
        "names": sorted({name.partition(".")[0] for name in sys.modules} | set(hidden.names)),
        "watched": watched,
        "memory": resident_memory(os.getpid()),
        "threads": threading.active_count(),
    }


def _tell(control: socket.socket, **fields: Any) -> None:
    line = json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"
    try:
        control.sendall(line)
    except OSError:
        os._exit(1)  # the host is gone
