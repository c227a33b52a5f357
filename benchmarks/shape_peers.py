"""A trace of one forward beside a bare forward, ours and the peers': `python shape_peers.py`.

``--cache DIR`` keeps an environment there with torch and the peers from PyPI, each installed by
itself; one that cannot be installed or run is named with its error. Every tool runs in a process of
its own with that same torch, on one thread, and is compared with the bare forward of the very
process (`shape_cost.py`). Seconds are those of the processor: other work disturbs them less.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

from measure import table
from warm import CNN, GPT

HERE = Path(__file__).resolve().parent
SERVER = HERE.parent / "server"
TORCH = "torch==2.13.0"
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "PYTHONPATH": str(SERVER),
    # freed memory is kept: else page faults, and not the tools, make the difference (glibc)
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
}
MLP = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width=1024):
        super().__init__()
        self.fc1 = nn.Linear(784, width)
        self.fc2 = nn.Linear(width, width)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        hidden = torch.relu(self.fc1(x))
        hidden = torch.relu(self.fc2(hidden))
        return self.head(hidden)
"""


@dataclass(frozen=True)
class Case:
    """A model, and how to make it and its input."""

    name: str
    text: str
    constructor: str
    input: str
    runs: int


CASES = (
    Case("MLP", MLP, "Net()", "torch.randn(128, 784)", 15),
    Case("CNN", CNN, "Net()", "torch.randn(128, 3, 32, 32)", 15),
    Case(
        "transformer of 12 layers",
        GPT.format(layers=12, width=768, heads=12, hidden=3072),
        "GPT()",
        "torch.randint(0, 32000, (2, 256))",
        3,
    ),
)
TOOLS = (  # what is measured, and the package that it needs
    ("Dyetrace, real tensors", ""),
    ("Dyetrace, real tensors, no statistics", ""),
    ("Dyetrace, real tensors, a further forward", ""),
    ("Dyetrace, fake tensors", ""),
    ("torchinfo", "torchinfo==1.8.0"),
    ("torchview", "torchview==0.2.7"),
    ("torch-code-tracing", "torch-code-tracing==0.1.1"),
    ("TorchLens, no tensors kept", "torchlens==2.36.1"),
    ("TorchLens", "torchlens==2.36.1"),
)


def prepared(home: Path, package: str) -> str:
    """Install a package into an environment, once; returns an error, or an empty string."""
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    done = home / f"has-{package}"
    if not package or done.exists():
        return ""
    step = [str(python), "-m", "pip", "install", "--quiet", package]
    result = subprocess.run(step, capture_output=True, text=True, check=False)
    if result.returncode:
        return _last_line(result.stderr)
    done.touch()
    return ""


def run(home: Path, tool: str, case: Case) -> dict[str, float] | str:
    """Measure one tool on one model; returns its figures or its error."""
    done = subprocess.run(
        [str(home / "bin" / "python"), str(HERE / "shape_cost.py"), tool],
        input=json.dumps(asdict(case)),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **ENVIRONMENT},
    )
    _, found, text = done.stdout.partition("RESULT")
    return json.loads(text) if found else _last_line(done.stderr)


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if not line.startswith("[notice]")]
    return lines[-1][:160] if lines else "no message"


def main() -> None:
    """Print a table for each model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    home = options.cache.resolve() / "tracing"
    errors = {package: prepared(home, package) for package in (TORCH, "numpy")}
    errors |= {package: prepared(home, package) for _, package in TOOLS}
    header = ["", "bare ms", "traced ms", "traced / bare", "first trace s", "entries"]
    everything = {}
    for case in CASES:
        rows = []
        for tool, package in TOOLS:
            result = errors[TORCH] or errors[package] or run(home, tool, case)
            everything[f"{case.name}: {tool}"] = result
            if isinstance(result, str):
                rows.append([tool, result, "", "", "", ""])
                continue
            once = result["preparing"] + result["first"]
            cells = [f"{1000 * result['bare']:.1f}", f"{1000 * result['traced']:.1f}"]
            cells += [f"{result['ratio']:.2f}", f"{once:.2f}", f"{result['entries']:.0f}"]
            rows.append([tool, *cells])
        print(f"### {case.name}\n\n{table(header, rows)}\n", flush=True)
    print(f"Load: {os.getloadavg()[0]:.0f}", file=sys.stderr)
    if options.out is not None:
        options.out.write_text(json.dumps(everything, indent=1), "utf-8")


if __name__ == "__main__":
    main()
