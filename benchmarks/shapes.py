"""A shape trace against the bare forward and backward of the same program.

The program is a small transformer that prints how long its own first step took. Traced, the same
lines run instrumented; what is compared is the step itself and the whole command against
`python program.py`, both from a cold start.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import table

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import time, torch
from torch import nn
torch.manual_seed(0)
torch.set_num_threads(1)

class Block(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.attention = nn.MultiheadAttention(d, 8, batch_first=True)
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))

    def forward(self, x):
        h = self.norm1(x)
        a, _ = self.attention(h, h, h, need_weights=False)
        x = x + a
        return x + self.mlp(self.norm2(x))

class Net(nn.Module):
    def __init__(self, d=256, depth=6):
        super().__init__()
        self.tokens = nn.Embedding(1000, d)
        self.blocks = nn.ModuleList([Block(d) for _ in range(depth)])
        self.head = nn.Linear(d, 1000)

    def forward(self, idx):
        x = self.tokens(idx)
        for block in self.blocks:
            x = block(x)
        return self.head(x)

model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
data = torch.randint(0, 1000, (16, 65))
nn.functional.cross_entropy(Net(32, 1)(data[:, :-1]).flatten(0, 1), data[:, 1:].flatten())
started = time.perf_counter()
logits = model(data[:, :-1])
loss = nn.functional.cross_entropy(logits.flatten(0, 1), data[:, 1:].flatten())
loss.backward()
took = torch.tensor(time.perf_counter() - started, dtype=torch.float64)
print(f"step {took.item():.6f}", flush=True)
optimizer.step()
"""


def measure(runs: int = 5) -> dict[str, float]:
    """Print the table; returns medians in seconds and ratios."""
    with tempfile.TemporaryDirectory() as name:
        script = Path(name) / "program.py"
        script.write_text(PROGRAM)
        plain = [_run([sys.executable, str(script)], script) for _ in range(runs + 1)][1:]
        probe = [
            sys.executable, "-m", "dyetrace", "probe", str(script), "--kind", "shapes",
            "--output-format", "json", "--python", sys.executable,
        ]  # fmt: skip
        traced = [_run(probe, script) for _ in range(runs + 1)][1:]
    rows = []
    figures: dict[str, float] = {}
    for part, label in enumerate(["forward and backward", "whole command, cold"]):
        bare = statistics.median(run[part] for run in plain)
        ours = statistics.median(run[part] for run in traced)
        rows.append([label, f"{bare:.3f}", f"{ours:.3f}", f"{ours / bare:.2f}"])
        figures[label] = ours / bare
    print("## Shape trace against the bare program\n")
    print(table(["", "bare s", "traced s", "ratio"], rows))
    return figures


def _run(command: list[str], script: Path) -> tuple[float, float]:
    environment = {
        "PYTHONPATH": str(ROOT / "server"),
        "PATH": os.environ["PATH"],
        "HOME": str(script.parent),
    }
    started = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=script.parent, env=environment
    )
    elapsed = time.perf_counter() - started
    if done.stdout.startswith("{"):  # a probe keeps prints to itself, but it saw the tensor
        shapes = json.loads(done.stdout)["shapes"]
        return next(s["stats"]["min"] for s in shapes if s["expression"] == "took"), elapsed
    match = re.search(r"step ([\d.]+)", done.stdout)
    if match is None:
        raise RuntimeError(f"the program did not say how long its step took: {done.stderr[-500:]}")
    return float(match.group(1)), elapsed


if __name__ == "__main__":
    measure()
