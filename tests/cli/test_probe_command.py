"""``dyetrace probe``: arguments in, a report and an exit status out."""

import json
import sys

import pytest

from dyetrace.cli.main import _parser
from dyetrace.cli.probe_command import exit_status, request_of
from dyetrace.findings import DyetraceError, Finding, Severity, Span
from dyetrace.probes.report import ProbeReport
from dyetrace.reporting.probe_json import probe_object

NETWORK = """\
import sys
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
print("argument", sys.argv[1:], file=sys.stderr)
x = torch.randn(int(sys.argv[1]), 4)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = nn.functional.mse_loss(net(x), torch.zeros(len(x), 1))
optimizer.zero_grad()
loss.backward()
optimizer.step()
"""


def request(*words):
    arguments = _parser("probe").parse_args(["probe", *map(str, words)])
    arguments.program_arguments = []
    return request_of(arguments)


@pytest.mark.parametrize(
    ("target", "name", "cell"),
    [("net.py", None, None), ("net.py::Net", "Net", None), ("n.ipynb#3", None, 3)],
)
def test_target_names_file_part_or_cell(folder, target, name, cell):
    for file in ("net.py", "n.ipynb"):
        (folder / file).write_text("")

    found = request(target)

    assert (found.target, found.cell) == (name, cell)
    assert found.path.is_file()


def test_file_with_a_hash_in_its_name_is_a_file(folder):
    (folder / "a#1").write_text("")

    assert request("a#1").cell is None


def test_repository_is_what_is_protected(folder):
    (folder / ".git").mkdir()
    (folder / "sub").mkdir()
    (folder / "sub" / "a.py").write_text("")

    assert request("sub/a.py").workspace == folder.resolve()


@pytest.mark.parametrize("words", [["missing.py"], ["."], ["a.py", "--python", "no-such-python"]])
def test_what_cannot_be_probed_is_told(folder, words):
    (folder / "a.py").write_text("")

    with pytest.raises(DyetraceError):
        request(*words)


def report(status, *findings):
    return ProbeReport(status, None, 0.1, {}, findings)


@pytest.mark.parametrize(
    ("status", "quiet", "loud"),
    [("completed", 0, 1), ("failed", 2, 1), ("stopped", 3, 3), ("timed-out", 3, 3)],
)
def test_exit_status(status, quiet, loud):
    finding = Finding("no-gradient", "x", Severity.WARNING, 1.0, Span("a.py", 1, 0, 1, 1))

    assert exit_status(report(status)) == quiet
    assert exit_status(report(status, finding)) == loud


def test_numbers_that_json_does_not_know_are_words():
    strange = ProbeReport("completed", None, float("nan"), {})

    written = json.dumps(probe_object(strange), allow_nan=False)

    assert json.loads(written)["seconds"] == "nan"


def test_probe_prints_one_object_and_hands_arguments_on(folder, dyetrace):
    pytest.importorskip("torch")
    (folder / "net.py").write_text(NETWORK)

    result = dyetrace(
        "probe", "net.py", "--python", sys.executable, "--output-format", "json", "--", "5", "--x"
    )

    found = json.loads(result.stdout)
    assert result.returncode == 0, result.stderr
    assert found["status"] == "completed"
    shapes = {shape["expression"]: shape["concrete"] for shape in found["shapes"]}
    assert shapes["net(x)"] == [5, 1]
    assert {parameter["verdict"] for parameter in found["parameters"]} == {"ok"}


def test_program_that_does_not_parse_cannot_be_probed(folder, dyetrace):
    (folder / "a.py").write_text("x = = 1\n")

    result = dyetrace("probe", "a.py", "--python", sys.executable)

    assert result.returncode == 2
    assert "line 1" in result.stderr


def test_unknown_kind_is_told(folder, dyetrace):
    (folder / "a.py").write_text("x = 1\n")

    result = dyetrace("probe", "a.py", "--kind", "shaeps")

    assert result.returncode == 2
    assert "shaeps" in result.stderr
