"""`dyetrace check` on a folder of 200 files, against ruff and pylint on the same files.

The files are real: modules of the installed scikit-learn and torch packages, copied by name order,
and the example programs, so that a part of them is what Dyetrace is made for.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from measure import table, time_command

FILES = 200
ROOT = Path(__file__).resolve().parent.parent


def collect(folder: Path) -> tuple[int, int]:
    """Copy the files into a folder; returns how many files and lines."""
    packages = Path(sysconfig.get_paths()["purelib"])
    programs = sorted((ROOT / "examples").glob("*.py")) + sorted(
        (ROOT / "tests" / "programs").rglob("*.py")
    )
    modules = sorted((packages / "sklearn").rglob("*.py")) + sorted(
        (packages / "torch" / "nn").rglob("*.py")
    )
    chosen = [*programs, *modules][:FILES]
    lines = 0
    for number, path in enumerate(chosen):
        shutil.copy(path, folder / f"m{number:03d}_{path.name}")
        lines += path.read_bytes().count(b"\n")
    return len(chosen), lines


def measure(runs: int = 3) -> dict[str, float]:
    """Print the table; returns the medians in seconds and the ratios to ruff and pylint."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as name:
        files, lines = collect(Path(name))
        ours = time_command(
            [python, "-m", "dyetrace", "check", name, "--no-cache"],
            runs=runs,
            environment={"PYTHONPATH": str(ROOT / "server")},
        )
        ruff = time_command([python, "-m", "ruff", "check", "--no-cache", name], runs=runs)
        pylint = time_command([python, "-m", "pylint", "--disable=all", "--enable=E", name], runs=1)
    rows = [
        ["dyetrace check", f"{ours.median:.2f}", f"{ours.peak_mib:.0f}", "1.0"],
        [
            "ruff check",
            f"{ruff.median:.2f}",
            f"{ruff.peak_mib:.0f}",
            f"{ours.median / ruff.median:.1f}",
        ],
        [
            "pylint --enable=E",
            f"{pylint.median:.2f}",
            f"{pylint.peak_mib:.0f}",
            f"{ours.median / pylint.median:.3f}",
        ],
    ]
    print(f"## `dyetrace check` on {files} files, {lines:,} lines\n")
    print(table(["tool", "seconds", "peak MiB", "Dyetrace takes × this tool's time"], rows))
    return {
        "dyetrace": ours.median,
        "ruff": ruff.median,
        "pylint": pylint.median,
        "over_ruff": ours.median / ruff.median,
        "over_pylint": ours.median / pylint.median,
    }


if __name__ == "__main__":
    measure()
