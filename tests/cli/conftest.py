"""Runs the command as a user does: as a process of its own."""

import os
import subprocess
import sys

import pytest
from command_programs import SERVER


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def dyetrace(folder):
    def run(*arguments, stdin=None, **variables):
        inherited = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
        return subprocess.run(
            [sys.executable, "-m", "dyetrace", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1", **variables},
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run
