"""However a program ends, the report says how, and what was seen until then is in it."""

import os
import sys
from pathlib import Path

import pytest

from dyetrace.probes.report import ProbeReport
from probes.running import probe, probe_text, pythons, seen

SEEN = "import os, sys, time\nimport numpy as np\nx = np.ones((2, 3))\n"
LOOP = SEEN + "while True:\n    time.sleep(0.01)\n"


def reason(report: ProbeReport) -> str:
    assert report.reason is not None
    return report.reason


def test_an_endless_loop_is_ended_at_the_time_limit(tmp_path: Path):
    report = probe_text(tmp_path, LOOP, timeout=2.0)
    assert report.status == "timed-out"
    assert "time limit of 2 s" in reason(report)
    assert seen(report, "x").concrete == (2, 3)


def test_a_loop_that_swallows_everything_is_ended_too(tmp_path: Path):
    text = SEEN + (
        "import signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "while True:\n"
        "    try:\n"
        "        time.sleep(0.01)\n"
        "    except:\n"
        "        pass\n"
    )
    report = probe_text(tmp_path, text, timeout=2.0)
    assert report.status == "timed-out"
    assert seen(report, "x").concrete == (2, 3)


def test_except_pass_cannot_keep_a_finished_probe_running(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import torch\n"
        "net = torch.nn.Linear(2, 1)\n"
        "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "while True:\n"
        "    try:\n"
        "        net(torch.ones(4, 2)).sum().backward()\n"
        "        optimizer.step()\n"
        "    except:\n"
        "        pass\n"
        "    finally:\n"
        "        print('again')\n",
    )
    assert report.status == "completed"
    assert seen(report, "net(torch.ones(4, 2))").concrete == (4, 1)


def test_a_loop_in_native_code_is_ended(tmp_path: Path):
    text = SEEN + "import itertools\nsum(itertools.repeat(0))\n"
    report = probe_text(tmp_path, text, timeout=2.0)
    assert report.status == "timed-out"
    assert seen(report, "x").concrete == (2, 3)


def test_exit_statuses(tmp_path: Path):
    good = probe_text(tmp_path, SEEN + "sys.exit(0)\n")
    assert (good.status, good.reason) == ("completed", None)
    bad = probe_text(tmp_path, SEEN + "sys.exit(3)\n")
    assert bad.status == "failed"
    assert "exit status 3" in reason(bad)
    assert seen(bad, "x").concrete == (2, 3)


def test_an_exit_without_clean_up_is_noticed(tmp_path: Path):
    report = probe_text(tmp_path, SEEN + "os._exit(4)\n")
    assert report.status == "failed"
    assert "exit status 4" in reason(report)
    assert seen(report, "x").calls == 1


def test_a_crash_in_native_code_is_told(tmp_path: Path):
    report = probe_text(tmp_path, SEEN + "import ctypes\nctypes.string_at(0)\n")
    assert report.status == "failed"
    assert "SIGSEGV" in reason(report)
    assert seen(report, "x").concrete == (2, 3)


def test_missing_arguments_are_told(tmp_path: Path):
    text = (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('data')\np.parse_args()\n"
    )
    report = probe_text(tmp_path, text)
    assert "asks for arguments" in reason(report)
    given = probe_text(tmp_path, SEEN + text, arguments=("some.csv",))
    assert given.status == "completed"


def test_a_program_that_asks_for_input_gets_none(tmp_path: Path):
    report = probe_text(tmp_path, SEEN + "name = input('name? ')\n")
    assert report.status == "failed"
    assert "asks for input" in reason(report)


def test_a_module_that_calls_no_model_is_told_what_to_do(tmp_path: Path):
    text = (
        "import torch\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        return x\n"
    )
    for kinds in (("shapes",), ("gradients",)):
        report = probe_text(tmp_path, text, kinds=kinds)
        assert "without calling a model" in reason(report)


def test_a_missing_package_is_named_with_its_environment(tmp_path: Path):
    report = probe_text(tmp_path, "import surely_not_there.part\n")
    assert "no `surely_not_there`" in reason(report)
    assert sys.executable in reason(report)


@pytest.mark.parametrize("version", sorted(set(pythons()) - {sys.version_info[:2]}))
def test_other_pythons_run_the_worker(tmp_path: Path, version: tuple[int, int]):
    text = "import torch\nx = torch.ones(2)\n"
    report = probe_text(tmp_path, text, python=(pythons()[version],))
    assert report.environment["python"].startswith("{}.{}.".format(*version))
    if report.status == "failed":
        assert "no `torch`: install it there, or select the interpreter that has it" in reason(
            report
        )
    else:
        assert seen(report, "x").concrete == (2,)


def test_interpreters_that_cannot_be_used_are_told(tmp_path: Path):
    folder, text = tmp_path / "bin", "x = 1\n"
    folder.mkdir()
    script = folder / "python"
    script.write_text("#!/bin/sh\necho this is no Python >&2\nexit 1\n")
    missing = probe_text(tmp_path, text, python=(str(tmp_path / "nothing"),))
    assert "does not exist" in reason(missing)
    not_executable = probe_text(tmp_path, text, python=(str(script),))
    assert "cannot be executed" in reason(not_executable)
    script.chmod(0o755)
    no_python = probe_text(tmp_path, text, python=(str(script),))
    assert "did not start as Python: this is no Python" in reason(no_python)
    relative = probe_text(tmp_path, text, python=("python3",))
    assert "absolute path" in reason(relative)
    assert probe_text(tmp_path, text, python=()).status == "failed"


def test_a_program_that_cannot_be_parsed_is_not_run(tmp_path: Path):
    report = probe_text(tmp_path, "import torch\nx = (\n")
    assert report.status == "failed"
    assert "no valid Python" in reason(report)
    assert probe(tmp_path / "missing.py").status == "failed"


def test_a_broken_module_beside_the_program_is_told(tmp_path: Path):
    (tmp_path / "helper.py").write_text("def broken(:\n")
    report = probe_text(tmp_path, "import helper\n")
    assert report.status == "failed"
    assert "SyntaxError at" in reason(report)
    assert "helper.py:1" in reason(report)


def test_what_is_printed_goes_to_the_log_and_only_its_end_is_kept(tmp_path: Path):
    text = SEEN + (
        "for n in range(200):\n"
        "    print('y' * 50_000)\n"
        'os.write(1, b\'{"type": "end"}\\n\')\n'
        "os.system('echo from a child')\n"
        "print('the last line')\n"
    )
    report = probe_text(tmp_path, text)
    assert report.status == "completed"
    assert report.log.endswith("the last line\n")
    assert "from a child" in report.log
    assert len(report.log) < 100_000


def test_a_memory_limit_ends_the_program(tmp_path: Path):
    if not os.path.isdir("/proc/self"):
        pytest.skip("memory is not watched on this system")
    text = SEEN + "big = []\nwhile True:\n    big.append(bytearray(2**24))\n    time.sleep(0.01)\n"
    report = probe_text(tmp_path, text, memory_mib=400)
    assert report.status == "stopped"
    assert "over the limit of 400 MiB" in reason(report)
    assert seen(report, "x").concrete == (2, 3)


def test_a_gpu_is_not_used_unless_asked_for(tmp_path: Path):
    report = probe_text(
        tmp_path,
        "import torch\n"
        "x = torch.ones(2).cuda()\n"
        "layer = torch.nn.Linear(2, 3).to('cuda:0')\n"
        "y = layer(x) + torch.zeros(3, device='cuda')\n"
        "assert y.shape == (3,)\n",
    )
    assert report.status == "completed", report.reason
    assert {record.device for record in report.shapes if record.kind == "tensor"} == {"cpu"}


def test_an_unknown_kind_is_refused(tmp_path: Path):
    assert "No such probe: colours" in reason(probe_text(tmp_path, SEEN, kinds=("colours",)))


def test_of_one_class_only_shapes_are_probed(tmp_path: Path):
    report = probe_text(tmp_path, SEEN, target="Net", kinds=("shapes", "gradients"))
    assert "only shapes can be traced" in reason(report)


def test_a_target_that_is_not_there_is_named(tmp_path: Path):
    report = probe_text(tmp_path, SEEN, target="Net")
    assert reason(report) == "There is no `Net` at the top level of this file."
