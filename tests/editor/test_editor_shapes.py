"""Shapes between the lines: comments, annotations, hints and what can be traced."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dyetrace.editor.annotating import function_at, jaxtyping_annotations, shape_comments
from dyetrace.editor.facts import Facts, Measurement
from dyetrace.editor.hints import shapes_by_span
from dyetrace.editor.targets import targets
from dyetrace.findings import Span
from dyetrace.fixes.applying import apply_edits
from dyetrace.probes.report import ShapeRecord, Variant
from dyetrace.source.parsing import parse_script
from editor.session_client import Session, apply

BLOCK = '''"""A block."""
import torch
from torch import nn


class Block(nn.Module):
    def forward(self, x, scale=":("):  # called often
        B, T, C = x.shape
        q, k = self.qk(x).chunk(2, dim=-1)
        weights = torch.softmax(
            q @ k.transpose(-2, -1), dim=-1
        )
        text = """
        no shape"""
        return weights @ x  # mixed
'''
SOURCE = parse_script(BLOCK, "block.py")


def record(needle: str, *shape: int | str, **more: Any) -> ShapeRecord:
    line, column = SOURCE.position(BLOCK.index(needle))
    end_line, end = SOURCE.position(BLOCK.index(needle) + len(needle))
    facts: dict[str, Any] = {
        "dtype": "float32",
        "runs": 3,
        "text": f"[{', '.join(map(str, shape))}]",
    }
    span = Span("block.py", line, column, end_line, end)
    concrete = tuple(size if isinstance(size, int) else 8 for size in shape)
    return ShapeRecord(span, needle, "tensor", shape, concrete, **{**facts, **more})


RECORDS = (
    record("x, scale", "B", "T", 64),
    record("q, k", "B", "T", 32),
    record("k = self", "B", "T", 32),
    record("weights", "B", "T", "T"),
    record("weights @ x", "B", "T", 64, names=(None, None, "n_embd"), text="[B, T, n_embd=64]"),
)
RECORDS = tuple(
    replace(one, span=replace(one.span, end_column=one.span.column + len(name)), expression=name)
    if name
    else one
    for one, name in zip(RECORDS, ("x", "q", "k", "weights", ""), strict=True)
)


def shapes_of(*records: ShapeRecord, text: str = BLOCK) -> Any:
    facts = Facts()
    facts.add(Measurement("uri", frozenset({"shapes"}), SOURCE, 1.0, {}, records))
    return shapes_by_span(facts.present(parse_script(text, "block.py")))


def forward(text: str = BLOCK) -> Any:
    found = function_at(parse_script(text, "block.py"), 8)
    assert found is not None
    return found


def test_shape_comments_stand_behind_what_is_assigned_and_returned() -> None:
    shapes = shapes_of(*RECORDS)
    done = apply_edits(SOURCE, shape_comments(SOURCE, forward(), shapes))
    assert 'scale=":("):  # called often  # x [B, T, 64]\n' in done
    assert "chunk(2, dim=-1)  # q [B, T, 32], k [B, T, 32]\n" in done
    assert "        )  # [B, T, T]\n" in done
    assert "return weights @ x  # mixed  # [B, T, n_embd=64]\n" in done
    assert done.count("#") == BLOCK.count("#") + 4


def test_shape_comments_are_replaced_when_the_shapes_have_changed() -> None:
    once = apply_edits(SOURCE, shape_comments(SOURCE, forward(), shapes_of(*RECORDS)))
    then = parse_script(once, "block.py")
    unchanged = shape_comments(then, forward(once), shapes_of(*RECORDS, text=once))
    assert unchanged == []
    wider = (*RECORDS[:3], replace(RECORDS[3], text="[B, T, S]"), RECORDS[4])
    again = shape_comments(then, forward(once), shapes_of(*wider, text=once))
    assert apply_edits(then, again) == once.replace("[B, T, T]", "[B, T, S]")


def test_jaxtyping_annotations_name_what_varies() -> None:
    done = apply_edits(SOURCE, jaxtyping_annotations(SOURCE, forward(), shapes_of(*RECORDS)))
    assert 'def forward(self, x: Float[torch.Tensor, "B T 64"], scale=":(")' in done
    assert ' -> Float[torch.Tensor, "B T n_embd=64"]:  # called often' in done
    assert "from torch import nn\nfrom jaxtyping import Float\n" in done
    compile(done, "block.py", "exec")


def test_jaxtyping_annotations_need_runs_that_tell_what_varies() -> None:
    once = tuple(replace(one, runs=1) for one in RECORDS)
    assert jaxtyping_annotations(SOURCE, forward(), shapes_of(*once)) == []
    several = Variant(("B", 8), (4, 8), "[B, 8]")
    many = tuple(replace(one, variants=(several, several)) for one in RECORDS)
    assert jaxtyping_annotations(SOURCE, forward(), shapes_of(*many)) == []


def test_annotations_that_say_something_else_stay() -> None:
    text = BLOCK.replace("self, x, scale", "self, x: Batch, scale").replace('"):', '") -> Out:')
    changed = parse_script(text, "block.py")
    shapes = shapes_of(*RECORDS, text=text)
    assert jaxtyping_annotations(changed, forward(text), shapes) == []


def test_classes_of_layers_and_their_forward_can_be_traced() -> None:
    text = (
        "import torch\n"
        "from lightning import LightningModule\n"
        "class A(torch.nn.Module):\n"
        "    def forward(self, x): return x\n"
        "    def other(self): ...\n"
        "@decorated\n"
        "class B(A):\n"
        "    class Inner(LightningModule): ...\n"
        "class C(Base):\n"
        "    def __init__(self): ...\n"
        "    def forward(self, x): ...\n"
        "class Data(torch.utils.data.Dataset): ...\n"
        "class Plain:\n"
        "    def forward(self): ...\n"
    )
    found = targets(parse_script(text, "a.py"))
    assert [(one.name, one.span.line) for one in found] == [
        ("A", 3),
        ("A.forward", 4),
        ("B", 6),
        ("B.Inner", 8),
        ("C", 9),
        ("C.forward", 11),
    ]


NET = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 8)

    def forward(self, x):
        hidden = torch.relu(self.fc(x))
        return hidden


net = Net()
out = net(torch.randn(16, 4))
"""


@pytest.fixture
def traced(session: Session, tmp_path: Path) -> tuple[Session, str]:
    pytest.importorskip("torch")
    path = tmp_path / "net.py"
    path.write_text(NET)
    session.open(path.as_uri(), NET)
    session.diagnostics(path.as_uri())
    answer = session.request(
        "dyetrace/probe",
        {
            "uri": path.as_uri(),
            "kinds": ["shapes"],
            "python": [sys.executable],
            "workspace": str(tmp_path),
        },
    )
    assert answer["ok"], answer["message"]
    return session, path.as_uri()


def position(line: int, character: int = 0) -> dict[str, int]:
    return {"line": line, "character": character}


def test_hints_stand_behind_names_and_know_their_function(traced: tuple[Session, str]) -> None:
    session, uri = traced
    everything = {"start": position(0), "end": position(100)}
    params = {"textDocument": {"uri": uri}, "range": everything}
    hints = session.request("textDocument/inlayHint", params)
    shown = {hint["position"]["line"]: hint for hint in hints}
    line = NET.split("\n").index("        hidden = torch.relu(self.fc(x))")
    assert shown[line]["label"].startswith(": [")
    assert "8]" in shown[line]["label"]
    assert shown[line]["position"]["character"] == len("        hidden")
    assert shown[line]["data"] == {"first": 9, "last": 11}

    changed = NET.replace("hidden = torch", "hidden = 2 * torch")
    session.change(uri, changed, 2)
    session.diagnostics(uri, 2)
    hints = session.request("textDocument/inlayHint", params)
    assert line not in {hint["position"]["line"] for hint in hints}


def test_shape_comments_are_offered_in_a_measured_function(traced: tuple[Session, str]) -> None:
    session, uri = traced
    params = {
        "textDocument": {"uri": uri},
        "range": {"start": position(10), "end": position(10)},
        "context": {"diagnostics": [], "only": ["refactor.rewrite"]},
    }
    offered = session.request("textDocument/codeAction", params)
    action = next(one for one in offered if one["title"] == "Insert shape comments")
    done = apply(NET, action["edit"]["documentChanges"][0]["edits"])
    assert "hidden = torch.relu(self.fc(x))  # [" in done
    compile(done, "net.py", "exec")
    params["range"] = {"start": position(0), "end": position(0)}
    assert session.request("textDocument/codeAction", params) == []


def test_other_editors_see_no_lenses(traced: tuple[Session, str]) -> None:
    session, uri = traced
    assert session.request("textDocument/codeLens", {"textDocument": {"uri": uri}}) == []
