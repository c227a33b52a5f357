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
    """What several runs of one command took.

    ``seconds`` are the clock's; ``cpu`` is the median of the processor's, user and system, of the
    command and the processes that it waited for; ``peak_mib`` is that of its largest process.
    """

    seconds: tuple[float, ...]
    peak_mib: float
    cpu: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def time_command(
    command: Sequence[str],
    *,
    runs: int,
    environment: dict[str, str] | None = None,
    warm_up: bool = True,
) -> Timing:
    """Run a command several times, after one run that warms the disk cache (``warm_up``).

    A linter that finds something exits with 1; anything above that is a failure and raises.
    """
    seconds, cpu = [], []
    peak = 0.0
    for attempt in range(runs + warm_up):
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
        if process.returncode not in (0, 1, 2) and "pylint" not in command:
            raise RuntimeError(f"{command} ended with {process.returncode}: {errors.decode()}")
        if attempt >= warm_up:
            seconds.append(elapsed)
            cpu.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, _mib(usage))
    return Timing(tuple(seconds), peak, statistics.median(cpu))


def _mib(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)
