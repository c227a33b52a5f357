"""A warm worker gives what a new process gives, sooner, and leaves as little behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dyetrace.probes.report import ProbeReport, Progress
from dyetrace.probes.session import run_probe
from dyetrace.probes.warm_workers import WarmWorkers
from probes.running import PROGRAMS, PYTHON, probe, request
from probes.test_processes import FAMILY, alive, all_gone, pids, until_started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
__all__ = ["pids"]

NET = """\
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten())
        self.head = nn.Linear(8 * 36, 10)

    def forward(self, images):
        features = self.body(images)
        return self.head(features)

torch.manual_seed(0)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = nn.functional.cross_entropy(net(torch.randn(4, 3, 8, 8)), torch.randint(0, 10, (4,)))
loss.backward()
optimizer.step()
"""


def with_warm(work: Callable[[WarmWorkers], Awaitable[Any]], forks: bool = True) -> Any:
    """Run something with warm workers, and end them."""

    async def run() -> Any:
        warm = WarmWorkers(forks)
        try:
            return await work(warm)
        finally:
            await warm.stop()

    return asyncio.run(run())


def probed_twice(path: Path, forks: bool = True, **options: Any) -> tuple[ProbeReport, list[str]]:
    """Probe a program twice; returns the second report and what was said meanwhile."""

    async def work(warm: WarmWorkers) -> tuple[ProbeReport, list[str]]:
        said: list[str] = []

        def note(progress: Progress) -> None:
            said.append(progress.message)

        await run_probe(request(path, **options), warm=warm)
        return await run_probe(request(path, **options), note, warm), said

    return with_warm(work, forks)


def written(folder: Path, text: str, name: str = "program.py") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def facts(report: ProbeReport, numbers: bool = False) -> dict[str, Any]:
    """What must be the same, warm or cold: all but times; ``numbers`` too where there is a seed."""
    shapes = list(report.shapes)
    if not numbers:
        shapes = [replace(shape, stats={}, histogram=None) for shape in shapes]
    return {
        "status": (report.status, report.reason),
        "environment": report.environment,
        "findings": [(f.rule, f.span, f.message) for f in report.findings],
        "shapes": shapes,
        "entry": report.entry,
        "parameters": [
            replace(one, grad_norm=None, update_ratio=None) if not numbers else one
            for one in report.parameters
        ],
        "checks": [(c.name, c.outcome, c.why if numbers else "") for c in report.checks],
        "writes": report.writes,
    }


@pytest.mark.parametrize("forks", [True, False])
def test_a_warm_probe_says_what_a_cold_one_says(tmp_path: Path, forks: bool):
    path = written(tmp_path, NET)
    kinds = ("shapes", "gradients")
    cold = probe(path, kinds=kinds)
    warm, _ = probed_twice(path, forks, kinds=kinds)
    assert len(cold.shapes) > 10
    assert facts(warm, numbers=True) == facts(cold, numbers=True)


def test_programs_of_all_kinds_give_the_same_warm_and_cold():
    programs = sorted(PROGRAMS.glob("*.py"))
    assert len(programs) >= 5

    async def work(warm: WarmWorkers) -> None:
        for path in programs:
            report = await run_probe(request(path), warm=warm)
            cold = await run_probe(request(path))
            assert facts(report) == facts(cold), path.name

    with_warm(work)


def test_a_class_traced_alone_is_the_same_warm_and_cold(tmp_path: Path):
    path = written(tmp_path, NET.partition("torch.manual_seed")[0])
    options: dict[str, Any] = {"target": "Net", "input": "torch.randn(4, 3, 8, 8)"}
    cold = probe(path, **options)
    warm, _ = probed_twice(path, **options)
    assert cold.entry is not None
    assert facts(warm, numbers=True) == facts(cold, numbers=True)


def test_the_second_probe_does_not_import_torch_again(tmp_path: Path):
    path = written(tmp_path, NET)

    async def work(warm: WarmWorkers) -> list[list[str]]:
        said: list[list[str]] = [[], [], []]
        for messages in said:
            await run_probe(request(path), lambda p, m=messages: m.append(p.message), warm)
        return said

    first, second, third = with_warm(work)
    assert "Starting a Python that stays warm: torch is imported once" in first
    assert second == third == ["Starting Python", "Running program.py", "Importing torch"]


def test_what_the_program_did_not_import_is_not_there(tmp_path: Path):
    text = (
        "import sys\n"
        "print(sorted({'torch', 'numpy', 'sympy', 'torch.nn'} & set(sys.modules)))\n"
        "print('torch' if False else sys.modules['__main__'].__file__ == __file__)\n"
        "import numpy\n"
        "print(sorted({'torch', 'numpy', 'sympy'} & set(sys.modules)))\n"
        "import torch.nn.functional as F\n"
        "print(F.relu(torch.ones(1)).item() if (torch := sys.modules.get('torch')) else None)\n"
        "print(torch.__spec__.name, torch.__loader__.__class__.__name__)\n"
    )
    path = written(tmp_path, text)
    warm, _ = probed_twice(path)
    assert warm.log == probe(path).log
    assert warm.log.startswith("[]\nTrue\n['numpy']\n1.0\n")


def test_a_program_without_torch_is_not_said_to_use_it(tmp_path: Path):
    net, plain = written(tmp_path, NET, "net.py"), written(tmp_path, "x = 1\n")

    async def work(warm: WarmWorkers) -> ProbeReport:
        await run_probe(request(net), warm=warm)
        return await run_probe(request(plain), warm=warm)

    assert "torch" not in with_warm(work).environment


RANDOM = """\
import random
import numpy as np
import torch
print(random.random(), np.random.rand(), torch.rand(1).item())
random.seed(1); np.random.seed(2); torch.manual_seed(3)
print("seeded", random.random(), np.random.rand(), torch.rand(1).item())
"""


def test_random_numbers_are_as_in_new_processes(tmp_path: Path):
    path = written(tmp_path, RANDOM)

    async def work(warm: WarmWorkers) -> list[str]:
        return [(await run_probe(request(path), warm=warm)).log for _ in range(3)]

    runs = [log.splitlines() for log in with_warm(work)]
    for column in range(3):
        assert len({first.split()[column] for first, _ in runs}) == 3
    assert {seeded for _, seeded in runs} == {probe(path).log.splitlines()[1]}


def test_folder_variables_and_arguments_are_those_of_the_probe(tmp_path: Path):
    text = (
        "import os, sys, tempfile, torch\n"
        "print(os.getcwd() == os.path.dirname(os.path.abspath(__file__)), sys.argv[1:])\n"
        "print(os.environ.get('DATA'), tempfile.gettempdir() == os.environ['TMPDIR'])\n"
        "print(sys.path[0], torch.get_num_threads() > 0, __name__)\n"
    )
    path = written(tmp_path, text)
    options: dict[str, Any] = {"arguments": ("--fast",), "environment": {"DATA": "here"}}
    warm, _ = probed_twice(path, **options)
    assert warm.log == probe(path, **options).log
    assert "True ['--fast']\nhere True\n" in warm.log


def test_many_threads_of_torch_work_in_a_fork(tmp_path: Path):
    text = (
        "import torch\n"
        "a = torch.ones(600, 600)\n"
        "print((a @ a).sum().item())\n"
        "x = torch.ones(200000).exp().sum()\n"
        "loader = torch.utils.data.DataLoader(list(range(8)), num_workers=2)\n"
        "print([batch.item() for batch in loader])\n"
    )
    path = written(tmp_path, text)
    warm, _ = probed_twice(path, timeout=60.0)
    assert warm.status == "completed", warm.reason
    assert warm.log == probe(path).log


def test_a_file_named_like_a_loaded_module_gets_a_new_process(tmp_path: Path):
    path = written(tmp_path, "import torch, sympy\nprint(sympy.own)\n")
    written(tmp_path, "own = 'mine'\n", "sympy.py")
    warm, said = probed_twice(path)
    assert warm.log == probe(path).log
    assert "Importing numpy" in said


def test_a_tight_memory_limit_is_that_of_the_program(tmp_path: Path):
    path = written(tmp_path, "import torch\nx = torch.ones(3)\n")
    warm, _ = probed_twice(path, memory_mib=600)
    assert warm.status == "completed", warm.reason


def test_an_endless_program_is_ended_at_its_limit(tmp_path: Path, pids: Path):
    text = "import torch\nx = torch.ones(3)\n" + FAMILY.format(pids=str(pids), end="while 1: pass")
    path = written(tmp_path, text)

    async def work(warm: WarmWorkers) -> ProbeReport:
        return await run_probe(request(path, allow_writes=True, timeout=5.0), warm=warm)

    report = with_warm(work)
    assert report.status == "timed-out"
    assert [shape.concrete for shape in report.shapes if shape.expression == "x"] == [(3,)]
    assert all_gone(pids)


def test_cancelling_ends_the_probe_and_the_worker_serves_on(tmp_path: Path, pids: Path):
    text = "import torch\n" + FAMILY.format(pids=str(pids), end="time.sleep(600)")
    endless, net = written(tmp_path, text), written(tmp_path, NET, "net.py")

    async def work(warm: WarmWorkers) -> tuple[ProbeReport, ProbeReport]:
        task = asyncio.create_task(run_probe(request(endless, allow_writes=True), warm=warm))
        await until_started(pids)
        task.cancel()
        cancelled = await task
        assert all_gone(pids)
        return cancelled, await run_probe(request(net), warm=warm)

    cancelled, after = with_warm(work)
    assert cancelled.status == "cancelled"
    assert after.status == "completed"


def test_a_process_that_escapes_is_ended(tmp_path: Path):
    note = tmp_path / "stray"
    text = (
        "import os, signal, time, torch\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        f"        open({str(note)!r}, 'w').write(str(os.getpid()))\n"
        "        time.sleep(600)\n"
        "    os._exit(0)\n"
        f"while not os.path.exists({str(note)!r}): time.sleep(0.01)\n"
        "time.sleep(0.2)\n"
        "os.kill(os.getppid(), signal.SIGKILL)\n"
        "time.sleep(600)\n"
    )
    path = written(tmp_path, text)

    async def work(warm: WarmWorkers) -> None:
        await run_probe(request(path, allow_writes=True), warm=warm)

    with_warm(work)
    stray = int(note.read_text())
    assert not_alive_soon(stray)


def test_two_probes_at_once_share_one_worker(tmp_path: Path):
    path = written(tmp_path, NET)

    async def work(warm: WarmWorkers) -> tuple[list[ProbeReport], int]:
        reports = await asyncio.gather(
            *(run_probe(request(path), warm=warm) for _ in range(2)),
        )
        return reports, len(warm_processes(os.getpid()))

    reports, count = with_warm(work)
    assert [report.status for report in reports] == ["completed"] * 2
    assert count == 1
    assert not warm_processes(os.getpid())


def test_a_killed_editor_leaves_no_warm_worker(tmp_path: Path):
    path = written(tmp_path, NET)
    editor = (
        "import asyncio, pathlib\n"
        "from probes.running import request\n"
        "from dyetrace.probes.session import run_probe\n"
        "from dyetrace.probes.warm_workers import WarmWorkers\n"
        "async def main():\n"
        f"    await run_probe(request(pathlib.Path({str(path)!r})), warm=WarmWorkers(True))\n"
        "    print('ready', flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    host = subprocess.Popen(
        [sys.executable, "-c", editor], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert host.stdout is not None
        assert host.stdout.readline() == "ready\n"
        (worker,) = warm_processes(host.pid)
    finally:
        host.send_signal(signal.SIGKILL)
        host.wait()
    assert not_alive_soon(worker)


def test_a_changed_environment_gets_a_new_worker(tmp_path: Path):
    python = own_environment(tmp_path)
    path = written(tmp_path, "import torch\nimport extra\nprint(extra.version)\n")
    packages = next((tmp_path / "env").glob("lib/python*/site-packages"))
    written(packages, "version = 1\n", "extra.py")

    async def work(warm: WarmWorkers) -> list[str]:
        first = await run_probe(request(path, python=(python,)), warm=warm)
        (before,) = warm_processes(os.getpid())
        again = await run_probe(request(path, python=(python,)), warm=warm)
        assert warm_processes(os.getpid()) == [before]
        (packages / "extra.py").unlink()
        written(packages, "version = 2\n", "extra.py")
        written(packages, "", "added.py")
        after = await run_probe(request(path, python=(python,)), warm=warm)
        assert before not in warm_processes(os.getpid())
        return [first.log, again.log, after.log]

    assert with_warm(work) == ["1\n", "1\n", "2\n"]


def test_an_environment_that_starts_threads_is_not_forked(tmp_path: Path):
    python = own_environment(tmp_path)
    packages = next((tmp_path / "env").glob("lib/python*/site-packages"))
    started = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True)"
    written(packages, started + ".start()\n", "sitecustomize.py")
    path = written(tmp_path, NET)

    async def work(warm: WarmWorkers) -> list[int]:
        for _ in range(2):
            report = await run_probe(request(path, python=(python,)), warm=warm)
            assert report.status == "completed", report.reason
        return warm_processes(os.getpid())

    assert with_warm(work) == []


@pytest.mark.parametrize("forks", [True, False])
def test_after_a_while_without_a_probe_nothing_is_kept(tmp_path: Path, forks: bool):
    path = written(tmp_path, "import torch\nx = torch.ones(3)\n")

    async def work() -> None:
        warm = WarmWorkers(forks, idle=0.5)
        await run_probe(request(path), warm=warm)
        deadline = time.monotonic() + 60
        while warm.described != "none" and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        assert warm.described == "none"
        assert not warm_processes(os.getpid())
        assert (await run_probe(request(path), warm=warm)).status == "completed"
        await warm.stop()

    asyncio.run(work())


def test_a_python_without_torch_runs_cold(tmp_path: Path):
    bare = tmp_path / "bare"
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(bare)], check=True)
    path = written(tmp_path, "try:\n    import torch\nexcept ImportError:\n    print('none')\n")

    async def work(warm: WarmWorkers) -> list[str]:
        python = (str(bare / "bin" / "python"),)
        return [(await run_probe(request(path, python=python), warm=warm)).log for _ in range(2)]

    assert with_warm(work) == ["none\n"] * 2


def own_environment(folder: Path) -> str:
    """Make an environment that sees the packages of this one, and has a folder of its own."""
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    packages = next((folder / "env").glob("lib/python*/site-packages"))
    import torch

    written(packages, str(Path(torch.__file__).parent.parent) + "\n", "shared.pth")
    return str(folder / "env" / "bin" / "python")


def warm_processes(host: int) -> list[int]:
    """Return the warm workers that a process started."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == host and {b"warm", b"spare"} & set(words) and alive(int(folder.name)):
            found.append(int(folder.name))
    return found


def not_alive_soon(process: int) -> bool:
    deadline = time.monotonic() + 20
    while alive(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(process)
