"""Checks many files: what is cached first, the rest here or in processes beside each other."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from dyetrace.cli.cache import Cache, open_cache
from dyetrace.cli.checked import Check, CheckedFile
from dyetrace.cli.checking import check_program
from dyetrace.cli.inputs import Input
from dyetrace.findings import DyetraceError
from dyetrace.source.configuration import Configuration
from dyetrace.source.modules import ModuleFinder

if TYPE_CHECKING:
    from dyetrace.cli.fixing import Fixer

Outcome: TypeAlias = "CheckedFile | str"  # or the sentence that says why there is none

# A process needs 0.4 s until it can work; a file of public code takes 0.07 s in the mean.
_FILES_PER_PROCESS: Final = 8
_MOST_PROCESSES: Final = 16

# What an analysis makes dies without the garbage collector, which took a fifth of the time of a
# check with Python's thresholds (700, 10, 10). These bound what anything else leaves in cycles.
_COLLECT_SELDOM: Final = (50_000, 20, 100)


@dataclass(frozen=True)
class Work:
    """What is needed to check any file: sent once to each process."""

    configuration: Configuration
    cache_folder: Path | None = None
    with_fixes: bool = False


@dataclass(frozen=True)
class Worker:
    """Checks files one after the other; nothing of a file stays for the next."""

    work: Work
    cache: Cache | None
    modules: ModuleFinder

    @staticmethod
    def of(work: Work) -> Worker:
        """Get ready to work."""
        gc.set_threshold(*_COLLECT_SELDOM)
        cache = None
        if work.cache_folder is not None:
            settings = f"{work.configuration.settings} {work.with_fixes}"
            cache = open_cache(work.cache_folder, settings)
        return Worker(work, cache, ModuleFinder())

    def check(self, program: Input) -> Outcome:
        """Check a program and remember the result."""
        try:
            data = program.content()
            modules = self.modules.another()
            file = check_program(
                program,
                data,
                self.work.configuration,
                modules=modules,
                with_fixes=self.work.with_fixes,
            )
        except DyetraceError as error:
            return str(error)
        if self.cache is not None and program.path is not None:
            self.cache.put(program, data, file, modules.trail())
        return file

    def recall(self, program: Input) -> Outcome | None:
        """Return what an earlier check found out, if nothing has changed since."""
        if self.cache is None or program.path is None:
            return None
        try:
            return self.cache.get(program, program.content(), self.modules)
        except DyetraceError as error:
            return str(error)


def check_all(programs: Sequence[Input], work: Work) -> Check:
    """Check programs; the result is the same whatever is cached and however many processes work."""
    here = Worker.of(work)
    outcomes = {number: here.recall(program) for number, program in enumerate(programs)}
    left = [number for number, outcome in outcomes.items() if outcome is None]
    jobs = [programs[number] for number in left]
    for number, outcome in zip(left, _outcomes(jobs, work, here), strict=True):
        outcomes[number] = outcome
    if here.cache is not None and left:
        here.cache.prune()
    files = tuple(each for each in outcomes.values() if isinstance(each, CheckedFile))
    failures = tuple(each for each in outcomes.values() if isinstance(each, str))
    return Check(files, 0, failures)


def check_and_fix(
    programs: Iterable[Input], configuration: Configuration, fixer: Fixer, *, write: bool
) -> Check:
    """Check and, with ``write``, repair; else the findings stay as they were."""
    from dyetrace.cli.fixing import write_changes

    files: list[CheckedFile] = []
    failures: list[str] = []
    for program in programs:
        changed = len(fixer.changed)
        follow_up = fixer.repair if write else fixer.rehearse
        try:
            file = check_program(program, program.content(), configuration, follow_up=follow_up)
            if write and program.path is not None:
                for before, after in fixer.changed[changed:]:
                    write_changes(program.path, before, after)
            files.append(file)
        except DyetraceError as error:
            failures.append(str(error))
    return Check(tuple(files), 0, tuple(failures), fixer.fixed if write else 0)


def cache_folder(configuration: Configuration) -> Path:
    """Return where results are kept: beside the configuration, else in the present folder."""
    root = Path(configuration.root) if configuration.file is not None else Path.cwd()
    return root / ".dyetrace_cache"


def _outcomes(jobs: Sequence[Input], work: Work, here: Worker) -> Iterator[Outcome]:
    processes = process_count(len(jobs))
    if processes < 2:
        yield from map(here.check, jobs)
        return
    from dyetrace.cli.crew import check_in_processes

    yield from check_in_processes(jobs, work, processes)


def process_count(jobs: int) -> int:
    """Return how many processes are worth their start; ``DYETRACE_JOBS`` sets the most."""
    most = min(available_processors(), _MOST_PROCESSES)
    with contextlib.suppress(KeyError, ValueError):
        most = max(int(os.environ["DYETRACE_JOBS"]), 1)
    return min(most, jobs // _FILES_PER_PROCESS)


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
