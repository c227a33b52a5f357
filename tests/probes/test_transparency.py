"""A rewritten program does what the program does: same output, same exceptions, same lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from probes.running import PROGRAMS, probe, pythons


def plain_run(python: str, path: Path) -> str:
    done = subprocess.run(
        [python, str(path)],
        cwd=path.parent,
        env={**os.environ, "TORCHDYNAMO_DISABLE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("version", sorted(pythons()))
@pytest.mark.parametrize("name", ["constructs.py", "matching.py"])
def test_awkward_constructs_behave_as_in_a_plain_run(version: tuple[int, int], name: str):
    if name == "matching.py" and version < (3, 10):
        pytest.skip("no match statement in this Python")
    python, path = pythons()[version], PROGRAMS / "awkward" / name
    report = probe(path, python=(python,))
    assert report.log.splitlines() == plain_run(python, path).splitlines()
    assert report.status == "failed"  # both programs end with an exception on purpose


@pytest.mark.parametrize("name", ["tensors.py", "compilers.py"])
def test_unusual_tensors_behave_as_in_a_plain_run(name: str):
    path = PROGRAMS / "awkward" / name
    report = probe(path)
    assert report.status == "completed", report.log
    assert report.log.splitlines() == plain_run(sys.executable, path).splitlines()


def test_seeded_training_gives_the_same_numbers(tmp_path: Path):
    path = tmp_path / "program.py"
    path.write_text(
        "import torch\n"
        "torch.manual_seed(3)\n"
        "from torch.nn import Dropout, Linear, Sequential\n"
        "net = Sequential(Linear(4, 8), Dropout(), Linear(8, 1))\n"
        "optimizer = torch.optim.Adam(net.parameters())\n"
        "for _ in range(3):\n"
        "    loss = net(torch.randn(8, 4)).square().mean()\n"
        "    optimizer.zero_grad()\n"
        "    loss.backward()\n"
        "    optimizer.step()\n"
        "    print(loss.item())\n"
    )
    report = probe(path, steps=3, kinds=("shapes", "gradients"))
    assert report.log.splitlines() == plain_run(sys.executable, path).splitlines()[:2]
