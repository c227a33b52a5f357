"""Every benchmark in one run: `python benchmarks/run.py`. Prints Markdown; figures are ratios."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import folder
import keystroke
import shapes
import warm


def main() -> None:
    print(f"{datetime.date.today()}, Python {platform.python_version()}, ", end="")
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f} at the start\n")
    for part in (keystroke, folder, shapes, warm):
        part.measure()
        print()


if __name__ == "__main__":
    main()
