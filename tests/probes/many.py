"""Probes of many small targets in forks of one warm Python: torch is imported once for all."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dyetrace.probes.report import ProbeReport
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers
from probes.running import request

_NOTE = "PYTEST_CURRENT_TEST"


class WarmProber:
    """Probes one after the other on one warm Python; a context manager."""

    def __enter__(self) -> WarmProber:
        self._loop = asyncio.new_event_loop()
        self._warm = WarmWorkers()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        asyncio.run_coroutine_threadsafe(self._warm.stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def probe(self, path: Path, target: str | None = None, **options: Any) -> ProbeReport:
        asked = request(path, target=target, **options)
        probing = run_probe(asked, warm=self._warm)
        with _same_environment():
            return asyncio.run_coroutine_threadsafe(probing, self._loop).result()

    def probe_text(self, folder: Path, text: str, target: str, **options: Any) -> ProbeReport:
        path = folder / "program.py"
        path.write_text(text, "utf-8")
        return self.probe(path, target, **options)


@contextlib.contextmanager
def _same_environment() -> Iterator[None]:
    """Hide pytest's note of the present test: a warm Python serves one environment."""
    note = os.environ.pop(_NOTE, None)
    yield
    if note is not None:
        os.environ[_NOTE] = note


def probe_all(targets: Sequence[tuple[Path, str]], **options: Any) -> dict[str, ProbeReport]:
    """Probe each (file, class or function) alone."""
    with WarmProber() as prober:
        return {name: prober.probe(path, name, **options) for path, name in targets}


def modules_of(path: Path) -> list[str]:
    """Return the classes of a file that are modules."""
    return [
        statement.name
        for statement in ast.parse(path.read_text("utf-8")).body
        if isinstance(statement, ast.ClassDef)
        and any(ast.unparse(base) == "nn.Module" for base in statement.bases)
    ]
