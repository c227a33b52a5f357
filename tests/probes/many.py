"""Probes of many small targets in forks of one warm Python: torch is imported once for all."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dyetrace.probes.report import ProbeReport
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers
from probes.running import request


def probe_all(targets: Sequence[tuple[Path, str]], **options: Any) -> dict[str, ProbeReport]:
    """Probe each (file, class or function) alone."""

    async def run() -> dict[str, ProbeReport]:
        warm = WarmWorkers()
        try:
            return {
                name: await run_probe(request(path, target=name, **options), warm=warm)
                for path, name in targets
            }
        finally:
            await warm.stop()

    return asyncio.run(run())


def modules_of(path: Path) -> list[str]:
    """Return the classes of a file that are modules."""
    return [
        statement.name
        for statement in ast.parse(path.read_text("utf-8")).body
        if isinstance(statement, ast.ClassDef)
        and any(ast.unparse(base) == "nn.Module" for base in statement.bases)
    ]
