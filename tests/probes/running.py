"""Runs real probes for the tests; a program that only reads is probed once for all of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from dyetrace.probes.report import ProbeReport, ProbeRequest, ShapeRecord
from dyetrace.probes.session import run_probe

PROGRAMS = Path(__file__).resolve().parent.parent / "programs" / "probes"
PYTHON = sys.executable


def request(path: Path, **options: Any) -> ProbeRequest:
    given: dict[str, Any] = {
        "kinds": ("shapes",),
        "python": (PYTHON,),
        "workspace": path.resolve().parent,
        "timeout": 120.0,
        **options,
    }
    return ProbeRequest(path, **given)


def probe(path: Path, **options: Any) -> ProbeReport:
    return asyncio.run(run_probe(request(path, **options)))


def probe_text(folder: Path, text: str, **options: Any) -> ProbeReport:
    path = folder / "program.py"
    path.write_text(text, "utf-8")
    return probe(path, **options)


@cache
def probed(name: str, *kinds: str) -> ProbeReport:
    """Probe a program of ``tests/programs/probes`` (once in a test run)."""
    return probe(PROGRAMS / name, kinds=kinds or ("shapes",))


def seen(report: ProbeReport, expression: str, line: int | None = None) -> ShapeRecord:
    """Return the one record of an expression (on a line)."""
    found = [
        record
        for record in report.shapes
        if record.expression == expression and line in (None, record.span.line)
    ]
    assert len(found) == 1, [(r.expression, r.span.line) for r in report.shapes]
    return found[0]


def shapes_of(report: ProbeReport, expression: str) -> set[tuple[int, ...]]:
    return {record.concrete for record in report.shapes if record.expression == expression}


def outcomes(report: ProbeReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


@cache
def pythons() -> dict[tuple[int, int], str]:
    """Return the interpreters to try, by version: this one, those on the PATH, those named in
    the environment variable ``DYETRACE_TEST_PYTHONS``."""
    named = os.environ.get("DYETRACE_TEST_PYTHONS", "").split(os.pathsep)
    on_path = [shutil.which(f"python3.{minor}") for minor in range(9, 16)]
    found = {sys.version_info[:2]: PYTHON}
    for candidate in filter(None, [*named, *on_path]):
        code = "import sys; print(sys.executable, *sys.version_info[:2], sep='\\n')"
        done = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            path, major, minor = done.stdout.split("\n")[:3]
            found.setdefault((int(major), int(minor)), path)
    return found
