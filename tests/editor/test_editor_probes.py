"""Probes from the editor: run, see shapes on hover, cancel, forget."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from editor.session_client import RequestFailed, Session, apply

pytest.importorskip("torch")

NET = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(4, 8)
        self.dead = nn.Linear(8, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        hidden = torch.relu(self.used(x))
        return self.out(hidden)


def train():
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x, y = torch.randn(16, 4), torch.zeros(16, dtype=torch.long)
    for _ in range(50):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()


train()
"""
CANCELLED = -32800


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "net.py"
    path.write_text(NET)
    return path


@pytest.fixture
def editing(session: Session, script: Path) -> Session:
    session.open(script.as_uri(), NET)
    session.diagnostics(script.as_uri())
    return session


def parameters(script: Path, **more: Any) -> dict[str, Any]:
    return {
        "uri": script.as_uri(),
        "kinds": ["shapes"],
        "python": [sys.executable],
        "workspace": str(script.parent),
        "timeout": 120,
        **more,
    }


def hover(session: Session, script: Path, text: str, needle: str, version: int = 1) -> str | None:
    before = text[: text.index(needle) + len(needle) // 2]
    where = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
    params = {"textDocument": {"uri": script.as_uri()}, "position": where}
    answer = session.request("textDocument/hover", params)
    return None if answer is None else answer["contents"]["value"]


def test_shapes_are_told_and_shown_on_hover(editing: Session, script: Path) -> None:
    answer = editing.request("dyetrace/probe", parameters(script, workDoneToken="t1"))
    assert answer["ok"], answer["message"]
    assert answer["message"].startswith("Shapes of ")
    expressions = {shape["expression"] for shape in answer["report"]["shapes"]}
    assert "torch.relu(self.used(x))" in expressions
    shown = hover(editing, script, NET, "torch.relu(")
    assert shown is not None
    assert "16, 8" in shown
    assert "float32" in shown
    assert "measured" in shown
    progress = [m["params"]["value"] for m in editing.received if m.get("method") == "$/progress"]
    assert progress[0]["kind"] == "begin"
    assert progress[-1]["kind"] == "end"
    assert any(value["kind"] == "report" and value["message"] for value in progress)
    health = [m["params"]["busy"] for m in editing.received if m.get("method") == "dyetrace/health"]
    assert health[-2:] == [True, False]


TWICE = """
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 3), nn.Softmax(dim=1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(4):
    loss = nn.functional.cross_entropy(model(torch.randn(8, 6)), torch.randint(0, 3, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


def test_training_is_diagnosed_with_the_cause_and_not_its_symptoms(
    editing: Session, tmp_path: Path
) -> None:
    script = tmp_path / "twice.py"
    script.write_text(TWICE, "utf-8")
    editing.open(script.as_uri(), TWICE)
    kinds = ["gradients", "overfit", "curve", "nan", "predictions", "data"]

    answer = editing.request("dyetrace/probe", parameters(script, kinds=kinds))

    assert answer["ok"], answer["message"]
    assert "could not be told" in answer["message"]
    outcomes = {check["name"]: check["outcome"] for check in answer["report"]["checks"]}
    assert outcomes["activation-before-loss"] == "found"
    found = {finding["code"] for finding in answer["report"]["findings"]}
    assert found == {"activation-before-loss"}


def test_innermost_expression_wins(editing: Session, script: Path) -> None:
    editing.request("dyetrace/probe", parameters(script))
    shown = hover(editing, script, NET, "self.used(x)")
    assert shown is not None
    assert "`self.used(x)`" in shown or "`self.used`" in shown
    assert "`torch.relu" not in shown


def test_shapes_move_with_edits_elsewhere_and_grey_with_edits_inside(
    editing: Session, script: Path
) -> None:
    editing.request("dyetrace/probe", parameters(script))
    moved = NET.replace("from torch import nn\n", "from torch import nn\n\n# two\n# more lines\n")
    editing.change(script.as_uri(), moved, 2)
    editing.diagnostics(script.as_uri(), 2)
    shown = hover(editing, script, moved, "torch.relu(")
    assert shown is not None
    assert "16, 8" in shown
    assert "before this function was changed" not in shown

    changed = moved.replace("return self.out(hidden)", "return self.out(hidden * 2)")
    editing.change(script.as_uri(), changed, 3)
    editing.diagnostics(script.as_uri(), 3)
    shown = hover(editing, script, changed, "torch.relu(")
    assert shown is not None
    assert "before this function was changed" in shown


def test_shapes_stay_while_another_method_is_half_typed(editing: Session, script: Path) -> None:
    editing.request("dyetrace/probe", parameters(script))
    init = "        super().__init__()\n"
    typed = NET.replace(init, f"{init}        self.x = (\n")
    editing.change(script.as_uri(), typed, 2)
    editing.diagnostics(script.as_uri(), 2)
    shown = hover(editing, script, typed, "torch.relu(")
    assert shown is not None
    assert "16, 8" in shown
    assert "before this function was changed" not in shown


def test_shapes_follow_a_function_that_is_moved(editing: Session, script: Path) -> None:
    editing.request("dyetrace/probe", parameters(script))
    start, end = NET.index("def train"), NET.index("train()\n", NET.index("optimizer.step"))
    moved = NET[:start].replace("class Net", NET[start:end] + "class Net") + NET[end:]
    editing.change(script.as_uri(), moved, 2)
    editing.diagnostics(script.as_uri(), 2)
    for needle in ("torch.randn(16, 4)", "torch.relu("):
        shown = hover(editing, script, moved, needle)
        assert shown is not None
        assert "before this function was changed" not in shown


def test_unsaved_text_is_what_runs(editing: Session, script: Path) -> None:
    unsaved = NET.replace("randn(16, 4)", "randn(5, 4)").replace("zeros(16,", "zeros(5,")
    editing.change(script.as_uri(), unsaved, 2)
    editing.diagnostics(script.as_uri(), 2)
    editing.request("dyetrace/probe", parameters(script))
    shown = hover(editing, script, unsaved, "torch.relu(")
    assert shown is not None
    assert "5, 8" in shown


def test_dead_layer_is_a_measured_diagnostic_until_it_is_cleared(
    editing: Session, script: Path
) -> None:
    answer = editing.request("dyetrace/probe", parameters(script, kinds=["gradients"]))
    assert answer["ok"], answer["message"]
    shown = _published(editing, script)
    assert [d["code"] for d in shown] == ["no-gradient"]
    assert shown[0]["data"]["how"] == "measured"
    line = NET.split("\n").index("        self.dead = nn.Linear(8, 8)")
    assert shown[0]["range"]["start"]["line"] == line
    layer = hover(editing, script, NET, "self.used = nn.Linear")
    assert layer is not None
    assert "40 parameters" in layer
    assert "gradient norm" in layer

    cleared = editing.request("dyetrace/clearProbe", {"uri": script.as_uri()})["cleared"]
    assert cleared > 0
    assert _published(editing, script) == []
    assert editing.request("dyetrace/clearProbe", {"uri": None}) == {"cleared": 0}


def _published(session: Session, script: Path) -> list[dict[str, Any]]:
    """Return the diagnostics that the client shows now."""
    shown = [
        message["params"]["diagnostics"]
        for message in session.received
        if message.get("method") == "textDocument/publishDiagnostics"
        and message["params"]["uri"] == script.as_uri()
    ]
    return shown[-1]


def test_repaired_layer_loses_its_measured_diagnostic(editing: Session, script: Path) -> None:
    editing.request("dyetrace/probe", parameters(script, kinds=["gradients"]))
    assert _published(editing, script)
    repaired = NET.replace("        self.dead = nn.Linear(8, 8)\n", "")
    editing.change(script.as_uri(), repaired, 2)
    assert editing.diagnostics(script.as_uri(), 2) == []


def test_module_of_the_workspace_has_its_shapes_too(
    editing: Session, script: Path, tmp_path: Path
) -> None:
    layers = tmp_path / "layers.py"
    text = "import torch\n\n\ndef double(x):\n    return torch.add(x, x)\n"
    layers.write_text(text)
    program = "import torch\nfrom layers import double\n\nprint(double(torch.ones(3, 7)).sum())\n"
    editing.change(script.as_uri(), program, 2)
    answer = editing.request("dyetrace/probe", parameters(script))
    editing.open(layers.as_uri(), text)
    editing.diagnostics(layers.as_uri())
    shown = hover(editing, layers, text, "torch.add(")
    assert shown is not None, answer["message"]
    assert "3, 7" in shown


def test_notebook_has_its_shapes_in_its_cells(session: Session, tmp_path: Path) -> None:
    notebook = (tmp_path / "n.ipynb").as_uri()
    cells = {"c1": "%matplotlib inline\nimport torch", "c2": "x = torch.ones(2, 9)\ny = x.relu()"}
    session.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": notebook,
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [{"kind": 2, "document": uri} for uri in cells],
            },
            "cellTextDocuments": [
                {"uri": uri, "languageId": "python", "version": 1, "text": text}
                for uri, text in cells.items()
            ],
        },
    )
    session.diagnostics("c2")
    answer = session.request(
        "dyetrace/probe",
        {**parameters(tmp_path / "n.ipynb"), "uri": notebook, "workspace": str(tmp_path)},
    )
    where = {"textDocument": {"uri": "c2"}, "position": {"line": 1, "character": 6}}
    shown = session.request("textDocument/hover", where)
    assert shown is not None, answer["message"]
    assert "2, 9" in shown["contents"]["value"]
    assert shown["range"]["start"]["line"] == 1


def test_measured_diagnostic_can_be_suppressed(editing: Session, script: Path) -> None:
    editing.request("dyetrace/probe", parameters(script, kinds=["gradients"]))
    diagnostic = _published(editing, script)[0]
    params = {
        "textDocument": {"uri": script.as_uri()},
        "range": diagnostic["range"],
        "context": {"diagnostics": [diagnostic]},
    }
    suppress = editing.request("textDocument/codeAction", params)[-1]
    suppressed = apply(NET, suppress["edit"]["documentChanges"][0]["edits"])
    assert "# dyetrace: ignore[no-gradient] reason" in suppressed
    editing.change(script.as_uri(), suppressed, 2)
    again = editing.request("dyetrace/probe", parameters(script, kinds=["gradients"]))
    assert [finding["code"] for finding in again["report"]["findings"]] == ["no-gradient"]
    assert _published(editing, script) == []


def test_script_that_needs_what_is_not_there_says_what_to_do(
    editing: Session, script: Path
) -> None:
    editing.change(script.as_uri(), "import a_package_that_nobody_has\n", 2)
    answer = editing.request("dyetrace/probe", parameters(script))
    assert answer["ok"] is False
    assert "a_package_that_nobody_has" in answer["message"]


def test_bad_parameters_are_refused_with_a_sentence(editing: Session, script: Path) -> None:
    with pytest.raises(RequestFailed, match="`kinds` of `dyetrace/probe` must be"):
        editing.request("dyetrace/probe", parameters(script, kinds="shapes"))


SLEEPER = """import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), child.pid, file=sys.stderr, flush=True)
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(600)
"""


def start_sleeping(
    session: Session, script: Path, mark: Path, **more: Any
) -> tuple[int, list[int]]:
    request = session.ask(
        "dyetrace/probe",
        parameters(script, arguments=[str(mark)], allowWrites=True, **more),
    )
    deadline = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return request, [int(pid) for pid in mark.read_text().split()]


def gone(pids: list[int], patience: float = 20.0) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        states = [Path(f"/proc/{pid}/stat") for pid in pids]
        alive = [s for s in states if s.exists() and s.read_text().rpartition(")")[2][1] != "Z"]
        if not alive:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def sleeping(session: Session, script: Path) -> Session:
    session.open(script.as_uri(), SLEEPER)
    session.diagnostics(script.as_uri())
    return session


def test_cancelled_probe_is_gone_with_its_children(
    sleeping: Session, script: Path, tmp_path: Path
) -> None:
    request, pids = start_sleeping(sleeping, script, tmp_path / "pids")
    sleeping.notify("$/cancelRequest", {"id": request})
    with pytest.raises(RequestFailed) as failure:
        sleeping.answer(request)
    assert failure.value.code == CANCELLED
    assert gone(pids)


def test_progress_that_is_cancelled_ends_the_probe(
    sleeping: Session, script: Path, tmp_path: Path
) -> None:
    request, pids = start_sleeping(sleeping, script, tmp_path / "pids", workDoneToken=7)
    sleeping.notify("window/workDoneProgress/cancel", {"token": 7})
    with pytest.raises(RequestFailed) as failure:
        sleeping.answer(request)
    assert failure.value.code == CANCELLED
    assert gone(pids)


def test_newer_probe_takes_the_place_of_the_older(
    sleeping: Session, script: Path, tmp_path: Path
) -> None:
    first, pids = start_sleeping(sleeping, script, tmp_path / "first")
    second, others = start_sleeping(sleeping, script, tmp_path / "second")
    answer = sleeping.answer(first)
    assert answer["ok"] is False
    assert "newer probe" in answer["message"]
    assert gone(pids)
    sleeping.notify("$/cancelRequest", {"id": second})
    with pytest.raises(RequestFailed):
        sleeping.answer(second)
    assert gone(others)


@pytest.mark.parametrize("end", ["shutdown", "close", "kill"])
def test_no_process_outlives_the_session(
    sleeping: Session, script: Path, tmp_path: Path, end: str
) -> None:
    _, pids = start_sleeping(sleeping, script, tmp_path / "pids")
    if end == "shutdown":
        assert sleeping.leave() == 0
    elif end == "close":
        assert sleeping.process.stdin is not None
        sleeping.process.stdin.close()
        sleeping.process.wait(30)
    else:
        sleeping.process.kill()
    assert gone(pids)


def test_diagnostics_go_on_while_a_probe_runs(
    sleeping: Session, script: Path, tmp_path: Path
) -> None:
    start_sleeping(sleeping, script, tmp_path / "pids")
    sleeping.open("file:///other.py", "x = 1\n")
    assert sleeping.diagnostics("file:///other.py") == []
