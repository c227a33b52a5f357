"""`dyetrace check` on a thousand files of other people's code: cold, warm, against ruff and pylint.

    python benchmarks/check_scale.py FOLDER [FILES]

FOLDER holds the code (repositories side by side); FILES of its scripts and notebooks (default
1000), chosen at random but always the same, are copied with their places in the tree, so that
imports of sibling modules are followed. pylint is measured on a part of the scripts. Seconds of
processor time (user and system, all processes) say more than the clock on a busy machine; both are
printed.
"""

from __future__ import annotations

import gc
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "server"), str(Path(__file__).resolve().parent)]

from measure import Timing, table, time_command

FILES = 1000
PYLINT_FILES = 40
MEMORY_EVERY = 10  # tracing allocations is slow: one file in ten


def choose(folder: Path, count: int) -> list[Path]:
    """Return the files that are measured, as paths below ``folder``."""
    found = sorted(
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.suffix in (".py", ".ipynb") and ".git" not in path.parts and path.is_file()
    )
    return sorted(random.Random(7).sample(found, min(count, len(found))))


def measure_commands(work: Path, files: Sequence[Path]) -> None:
    """Print what the command lines take on the same files."""
    python = sys.executable
    environment = {"PYTHONPATH": str(ROOT / "server")}
    check = [python, "-m", "dyetrace", "check", str(work), "--config", str(work / "dyetrace.toml")]
    scripts = [str(work / path) for path in files if path.suffix == ".py"]
    sample = random.Random(7).sample(scripts, min(PYLINT_FILES, len(scripts)))

    cold = time_command([*check, "--no-cache"], runs=1, environment=environment, warm_up=False)
    warm = time_command(check, runs=3, environment=environment)
    one = time_command(
        [*check, "--no-cache"],
        runs=1,
        warm_up=False,
        environment={**environment, "DYETRACE_JOBS": "1"},
    )
    ruff = time_command([python, "-m", "ruff", "check", "--no-cache", str(work)], runs=3)
    plain = ["--disable=all", "--enable=E", "--score=n"]
    pylint = time_command([python, "-m", "pylint", *plain, *sample], runs=1, warm_up=False)
    ours = time_command(
        [python, "-m", "dyetrace", "check", "--no-cache", *sample], runs=1, environment=environment
    )

    def row(name: str, timing: Timing, count: int) -> list[str]:
        share = 1000 * timing.cpu / count
        return [
            name,
            str(count),
            f"{timing.median:.2f}",
            f"{timing.cpu:.2f}",
            f"{share:.1f}",
            f"{timing.peak_mib:.0f}",
        ]

    print(
        table(
            [
                "command",
                "files",
                "seconds",
                "processor s",
                "processor ms a file",
                "MiB, one process",
            ],
            [
                row("dyetrace check, cold", cold, len(files)),
                row("dyetrace check, cold, one process", one, len(files)),
                row("dyetrace check, warm", warm, len(files)),
                row("ruff check --no-cache", ruff, len(files)),
                row("pylint --enable=E", pylint, len(sample)),
                row("dyetrace check, cold, the files of pylint", ours, len(sample)),
            ],
        )
    )
    print(
        f"\nCold over warm {cold.cpu / warm.cpu:.0f}, cold over ruff {cold.cpu / ruff.cpu:.0f},"
        f" warm over ruff {warm.cpu / ruff.cpu:.1f},"
        f" pylint over Dyetrace {pylint.cpu / ours.cpu:.0f} (processor time).\n"
    )


def measure_files(work: Path, files: Sequence[Path]) -> None:
    """Print time and memory of each file's analysis, in one process."""
    from dyetrace.rules.engine import all_rules

    all_rules()
    seconds, mebibytes, resident = [], [], []
    for number, path in enumerate(files):
        started = time.process_time()
        if _analysed(work / path):
            seconds.append((time.process_time() - started, str(path)))
        if number % MEMORY_EVERY == 0:
            mebibytes.append((_peak(work / path), str(path)))
        if (number + 1) % max(len(files) // 4, 1) == 0:
            resident.append(_resident())
    rows = [
        [
            name,
            *(f"{value:.{digits}f}" for value in _spread([value for value, _ in values])),
            max(values)[1],
        ]
        for name, values, digits in (
            ("processor ms", [(1000 * s, path) for s, path in seconds], 0),
            ("peak MiB of what it allocates", mebibytes, 1),
        )
    ]
    print(table(["a file's analysis", "median", "95th percentile", "worst", "which"], rows))
    quarters = ", ".join(f"{each:.0f}" for each in resident)
    print(f"\nHighest memory of the process after each quarter of the files: {quarters} MiB.")


def _analysed(path: Path) -> bool:
    from dyetrace.findings import DyetraceError
    from dyetrace.rules.engine import analyze
    from dyetrace.source.reading import read_source

    try:
        analyze(read_source(path))
    except DyetraceError:
        return False
    return True


def _peak(path: Path) -> float:
    gc.collect()
    tracemalloc.start()
    _analysed(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spread(values: Sequence[float]) -> Iterator[float]:
    ordered = sorted(values)
    yield statistics.median(ordered)
    yield ordered[int(0.95 * (len(ordered) - 1))]
    yield ordered[-1]


def measure(folder: Path, count: int = FILES) -> None:
    """Print both tables."""
    files = choose(folder, count)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for path in files:
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / path, work / path)
        (work / "dyetrace.toml").touch()
        size = sum((work / path).stat().st_size for path in files) / 2**20
        notebooks = sum(path.suffix == ".ipynb" for path in files)
        print(f"{len(files)} files, {notebooks} of them notebooks, {size:.1f} MiB\n")
        measure_commands(work, files)
        measure_files(work, files)


if __name__ == "__main__":
    measure(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
