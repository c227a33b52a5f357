"""From a saved file to its shapes: in a new process, and from a warm Python.

Wall time is what a user waits (request to report, nothing else running in the session), CPU time
is that of all processes that took part, with the server's share. The CPU time of warm probes is the
difference between a session with many of them and one with a single one: the imports fall out.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from measure import table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "server"))

from dyetrace.probes.report import ProbeReport, ProbeRequest
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers

CNN = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, 2 * width, 3, stride=2, padding=1)
        self.head = nn.Linear(2 * width * 16 * 16, 10)

    def forward(self, images):
        features = torch.relu(self.conv1(images))
        features = torch.relu(self.conv2(features))
        return self.head(features.flatten(1))
"""
GPT = """
import torch
from torch import nn
import torch.nn.functional as F

class Attention(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.n_head = n_head
        self.qkv = nn.Linear(n_embd, 3 * n_embd)
        self.proj = nn.Linear(n_embd, n_embd)

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).split(C, dim=2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.proj(y)

class Block(nn.Module):
    def __init__(self, n_embd, n_head, hidden):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
        self.attn = Attention(n_embd, n_head)
        self.up, self.down = nn.Linear(n_embd, hidden), nn.Linear(hidden, n_embd)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        hidden = F.gelu(self.up(self.ln_2(x)))
        return x + self.down(hidden)

class GPT(nn.Module):
    def __init__(self, n_layer={layers}, n_embd={width}, n_head={heads}, hidden={hidden}):
        super().__init__()
        vocab = 32000
        self.tokens = nn.Embedding(vocab, n_embd)
        self.blocks = nn.ModuleList([Block(n_embd, n_head, hidden) for _ in range(n_layer)])
        self.norm = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab, bias=False)

    def forward(self, idx):
        x = self.tokens(idx)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))
"""
TRAINING = """
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss = nn.functional.cross_entropy(model(torch.randn(8, 3, 32, 32)), torch.arange(8))
loss.backward()
optimizer.step()
"""


@dataclass(frozen=True)
class Case:
    """A program, what of it is traced, and with which inputs."""

    name: str
    text: str
    target: str | None = None
    input: str | None = None


CASES = (
    Case("CNN, script up to its first step", CNN + TRAINING),
    Case("CNN, class", CNN, "Net", "torch.randn(8, 3, 32, 32)"),
    Case(
        "transformer of 12 layers, class",
        GPT.format(layers=12, width=768, heads=12, hidden=3072),
        "GPT",
        "torch.randint(0, 32000, (2, 256))",
    ),
    Case(
        "7 billion parameters, class",
        GPT.format(layers=32, width=4096, heads=32, hidden=16384),
        "GPT",
        "torch.randint(0, 32000, (1, 512))",
    ),
)


@dataclass(frozen=True)
class Session:
    """What some probes of one session took."""

    walls: list[float]
    cpu: float  # seconds of all processes
    memory: float  # MiB of the warm process, 0 without one
    report: ProbeReport


def measure(runs: int = 5) -> dict[str, float]:
    """Print the table; returns the wall time of each case, warm, in seconds."""
    rows, waits = [], {}
    memory = 0.0
    for case in CASES:
        cold = asyncio.run(_session(case, runs, False))
        one = asyncio.run(_session(case, 1, True))
        many = asyncio.run(_session(case, runs + 1, True))
        wall_cold = statistics.median(cold.walls)
        wall_warm = statistics.median(many.walls[1:])
        waits[case.name] = wall_warm
        memory = max(memory, many.memory)
        cpu_cold, cpu_warm = cold.cpu / runs, (many.cpu - one.cpu) / runs
        rows.append(
            [
                case.name,
                str(len(many.report.shapes)),
                f"{wall_cold:.2f}",
                f"{wall_warm:.2f}",
                f"{wall_warm / wall_cold:.2f}",
                f"{cpu_cold:.2f}",
                f"{cpu_warm:.2f}",
                f"{cpu_warm / cpu_cold:.2f}",
            ]
        )
    print("## Save to shapes, in a new process and from a warm Python\n")
    header = ["", "shapes", "cold s", "warm s", "ratio", "cold CPU s", "warm CPU s", "ratio"]
    print(table(header, rows))
    print(f"\nThe warm process holds {memory:.0f} MiB.")
    return waits


async def _session(case: Case, runs: int, is_warm: bool) -> Session:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "program.py"
        path.write_text(case.text)
        request = ProbeRequest(
            path,
            ("shapes",),
            (sys.executable,),
            path.parent,
            target=case.target,
            input=case.input,
        )
        warm = WarmWorkers() if is_warm else None
        before = _cpu()
        walls = []
        for _ in range(runs):
            started = time.perf_counter()
            report = await run_probe(request, warm=warm)
            walls.append(time.perf_counter() - started)
            if report.status != "completed" or not report.shapes:
                raise RuntimeError(f"{case.name}: {report.status}, {report.reason}")
        memory = _memory_of_children()
        if warm is not None:
            await warm.stop()
    return Session(walls, _cpu() - before, memory, report)


def _cpu() -> float:
    """Return the CPU seconds of this process and of all that ended below it."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def _memory_of_children() -> float:
    """Return the MiB that the children of this process hold now (Linux)."""
    total = 0
    for name in os.listdir("/proc"):
        try:
            stat = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
            if name.isdigit() and int(stat[1]) == os.getpid():
                pages = int(Path("/proc", name, "statm").read_text().split()[1])
                total += pages * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            continue
    return total / 1024**2


if __name__ == "__main__":
    measure()
