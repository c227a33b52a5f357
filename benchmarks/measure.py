"""What the benchmarks share: timing a command, peak memory, tables."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Wall-clock seconds of several runs of one command, and its peak memory in MiB."""

    seconds: tuple[float, ...]
    peak_mib: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def time_command(
    command: Sequence[str], *, runs: int, environment: dict[str, str] | None = None
) -> Timing:
    """Run a command several times, after one run that warms the disk cache.

    A linter that finds something exits with 1; anything above that is a failure and raises.
    """
    seconds = []
    peak = 0.0
    for attempt in range(runs + 1):
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        elapsed = time.perf_counter() - started
        if process.returncode not in (0, 1) and "pylint" not in command:
            raise RuntimeError(f"{command} ended with {process.returncode}: {errors.decode()}")
        if attempt:
            seconds.append(elapsed)
        peak = max(peak, _mib(usage))
    return Timing(tuple(seconds), peak)


def _mib(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)
