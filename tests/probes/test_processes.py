"""A probe leaves no process behind, however it ends."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dyetrace.probes.session import run_probe
from probes.running import probe_text, request

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")

FAMILY = """\
import os, subprocess, sys, time
def note(pid):
    with os.fdopen(os.open({pids!r}, os.O_WRONLY | os.O_APPEND), "w") as stream:
        stream.write(f"{{pid}}\\n")
note(os.getpid())
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
note(child.pid)
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
stray = subprocess.Popen([sys.executable, "-c", stubborn], start_new_session=True, env={{}})
note(stray.pid)
print("started", flush=True)
{end}
"""


@pytest.fixture
def pids(tmp_path: Path) -> Path:
    path = tmp_path / "pids"
    path.write_text("")
    return path


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def all_gone(path: Path) -> bool:
    """Whether the three processes were started and are gone (soon)."""
    numbers = [int(line) for line in path.read_text().split()]
    assert len(numbers) == 3
    deadline = time.monotonic() + 20
    while any(map(alive, numbers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, numbers))


async def until_started(path: Path) -> None:
    while len(path.read_text().split()) < 3:
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("end", ["", "1 / 0", "os._exit(1)", "os.kill(os.getpid(), 9)"])
def test_children_are_gone_when_the_program_is(tmp_path: Path, pids: Path, end: str):
    probe_text(tmp_path, FAMILY.format(pids=str(pids), end=end), allow_writes=True)
    assert all_gone(pids)


def test_children_are_gone_at_the_time_limit(tmp_path: Path, pids: Path):
    text = FAMILY.format(pids=str(pids), end="time.sleep(600)")
    report = probe_text(tmp_path, text, allow_writes=True, timeout=5.0)
    assert report.status == "timed-out"
    assert all_gone(pids)


async def test_a_cancelled_probe_is_gone_and_keeps_what_was_seen(tmp_path: Path, pids: Path):
    path = tmp_path / "program.py"
    text = "import numpy as np\nx = np.ones(3)\n" + FAMILY
    path.write_text(text.format(pids=str(pids), end="time.sleep(600)"))
    task = asyncio.create_task(run_probe(request(path, allow_writes=True)))
    await until_started(pids)
    task.cancel()
    report = await task
    assert report.status == "cancelled"
    assert [record.expression for record in report.shapes] == ["x", "np.ones(3)"]
    assert all_gone(pids)


async def test_a_probe_can_be_cancelled_at_once(tmp_path: Path):
    path = tmp_path / "program.py"
    path.write_text("import time\ntime.sleep(600)\n")
    task = asyncio.create_task(run_probe(request(path)))
    await asyncio.sleep(0)
    task.cancel()
    assert (await asyncio.gather(task, return_exceptions=True))[0] is not None


def test_a_killed_editor_leaves_nothing(tmp_path: Path, pids: Path):
    program = tmp_path / "program.py"
    program.write_text(FAMILY.format(pids=str(pids), end="while True: pass"))
    editor = (
        "import asyncio, pathlib, sys\n"
        "from probes.running import request\n"
        "from dyetrace.probes.session import run_probe\n"
        f"asyncio.run(run_probe(request(pathlib.Path({str(program)!r}), allow_writes=True)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    host = subprocess.Popen([sys.executable, "-c", editor], env=environment)
    try:
        asyncio.run(asyncio.wait_for(until_started(pids), 60))
    finally:
        host.send_signal(signal.SIGKILL)
        host.wait()
    assert all_gone(pids)


def test_processes_that_the_program_forks_work_as_ever(tmp_path: Path):
    text = (
        "import multiprocessing, os\n"
        "import numpy as np\n"
        "def square(n):\n"
        "    rows = np.ones((n, 2))\n"
        "    return n * n\n"
        "def leave():\n"
        "    os._exit(7)\n"
        "context = multiprocessing.get_context('fork')\n"
        "with context.Pool(2) as pool:\n"
        "    print(pool.map(square, range(5)))\n"
        "process = context.Process(target=leave)\n"
        "process.start(); process.join()\n"
        "sleeper = context.Process(target=__import__('time').sleep, args=(600,))\n"
        "sleeper.start(); sleeper.terminate(); sleeper.join()\n"
        "print(process.exitcode, sleeper.exitcode)\n"
        "x = np.ones(3)\n"
    )
    report = probe_text(tmp_path, text)
    assert report.status == "completed", report.reason
    assert report.log == "[0, 1, 4, 9, 16]\n7 -15\n"
    assert {record.expression for record in report.shapes} == {"x", "np.ones(3)"}
