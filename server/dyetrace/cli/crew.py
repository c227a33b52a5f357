"""Processes that check files beside each other; what they find comes back in order.

They are plain children of this process that speak over their own pipes: whatever happens to it,
they read the end of their input and leave.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from dyetrace.cli.inputs import Input

if TYPE_CHECKING:
    from dyetrace.cli.running import Outcome, Work, Worker

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from dyetrace.cli.crew import serve; serve()"
)
# Isolated: a `json.py` in the user's folder is none of ours.
_ALONE: Final = ("-I", "-X", f"utf8={sys.flags.utf8_mode}")
_GONE: Final = (EOFError, OSError, pickle.UnpicklingError)


class Member:
    """One process that checks a file at a time; a new one is started where it has died."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._process: subprocess.Popen[bytes] | None = None

    def check(self, program: Input) -> Outcome:
        """Let the process check a program; called by one thread at a time."""
        try:
            process = self._process or self._started()
        except OSError:  # no further process can be had: this one does the work
            return _worker(self._work).check(program)
        try:
            _send(process.stdin, program)
            outcome: Outcome = pickle.load(process.stdout)  # type: ignore[arg-type]
        except _GONE:
            self._end()
            return (
                f"{program.shown_as} could not be checked: the process that did so has died"
                " (out of memory?)"
            )
        return outcome

    def dismiss(self) -> None:
        """End the process at once."""
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        self._process = process = subprocess.Popen(
            [sys.executable, *_ALONE, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **_own_group(),
        )
        _send(process.stdin, self._work)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def check_in_processes(jobs: Sequence[Input], work: Work, count: int) -> Iterator[Outcome]:
    """Yield the outcome of each job, in the order of the jobs.

    Whatever ends the iteration early, Ctrl-C too, leaves no process behind.
    """
    crew = [Member(work) for _ in range(count)]
    idle: SimpleQueue[Member] = SimpleQueue()
    for member in crew:
        idle.put(member)

    def check(job: Input) -> Outcome:
        member = idle.get()
        try:
            return member.check(job)
        finally:
            idle.put(member)

    with ThreadPoolExecutor(count) as threads:
        futures = [threads.submit(check, job) for job in jobs]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
            for member in crew:
                member.dismiss()


def _worker(work: Work) -> Worker:
    from dyetrace.cli.running import Worker

    return Worker.of(work)


def serve() -> None:
    """Be such a process: read the work, then a program at a time, and answer each."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may get between the answers
    with contextlib.suppress(*_GONE):
        _check_on_request(requests, answers)
    os._exit(0)  # what a broken pipe still holds is of no use to anybody


def _check_on_request(requests: Any, answers: Any) -> None:
    from dyetrace.cli.main import log_quietly

    log_quietly()
    worker = _worker(pickle.load(requests))
    while True:
        _send(answers, worker.check(pickle.load(requests)))


def _send(stream: Any, message: object) -> None:
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _own_group() -> dict[str, Any]:
    """Keep the terminal's Ctrl-C from a process: it comes to the parent, which ends it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}
