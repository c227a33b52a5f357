"""What an edit leaves alone is repeated, and nobody can tell it from a fresh interpretation."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyetrace.flow.events import Call, Event
from dyetrace.flow.interpreter import interpret
from dyetrace.flow.recording import Record
from dyetrace.flow.trace import Flow
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.parsing import parse_script
from dyetrace.source.reading import read_source

TESTS = Path(__file__).parent.parent
PROGRAMS = sorted((TESTS / "programs").rglob("*.py")) + sorted(TESTS.parent.glob("examples/*.py"))
EVERYTHING = Configuration(preview=True)

FLAT = """import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
again = pd.read_csv("a.csv")
df = df.fillna(df.mean())
cut = int(len(df) * 0.8)
train, test = df[:cut], df[cut:]
X, y = df.drop(columns="y"), df["y"]
X = SelectKBest(k=5).fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
def scaled(part):
    return scaler.fit_transform(part)
models = {}
for name in ["a", "b"]:
    models[name] = LogisticRegression().fit(scaled(X_train), y_train)
predicted = models["a"].predict(scaled(X_test))
print(np.mean(predicted == y_test))
if unknown_flag:
    y = again["target"]
class Holder:
    def __init__(self, model):
        self.model = model
    def judge(self, X, y):
        return self.model.score(scaled(X), y)
def nobody_calls(frame):
    global scaler
    scaler = StandardScaler().fit(frame)
    return unknown_name(frame, scaled(frame))
print(Holder(models["b"]).judge(X_test, y_test))
"""
LINES = [
    "x = 1",
    "df = df.dropna()",
    "X = StandardScaler().fit_transform(X)",
    "X_train, X_test = X[:cut], X[cut:]",
    "def scaled(part):\n    return part",
    "unknown_flag",
    "y = df['target']",
    "from sklearn.svm import SVC as LogisticRegression",
    "print(models['a'].score(X_test, y_test))",
    "raise SystemExit",
    "",
]
EDITS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["add", "drop", "change", "swap"]),
              st.sampled_from(LINES)),
    min_size=1,
    max_size=6,
)  # fmt: skip


def told(analysis: Analysis) -> tuple[object, ...]:
    flow = analysis.flow
    events = [
        (type(e), e.site, e.context, e.function if isinstance(e, Call) else "") for e in flow.events
    ]
    return analysis.findings, events, analysis.faults, flow.truncated, set(flow.sources)


def edited(lines: list[str], edit: tuple[int, str, str]) -> list[str]:
    place, kind, line = edit
    place %= len(lines)
    if kind == "add":
        return [*lines[:place], line, *lines[place:]]
    if kind == "drop":
        return [*lines[:place], *lines[place + 1 :]] or [""]
    if kind == "change":
        return [*lines[:place], lines[place] + "  # " + line[:4], *lines[place + 1 :]]
    return [*lines[:place], *reversed(lines[place : place + 2]), *lines[place + 2 :]]


def assert_edits_are_seen(text: str, path: str, edits: list[tuple[int, str, str]]) -> None:
    source, record, lines = None, Record(), text.split("\n")
    for edit in [None, *edits]:
        lines = lines if edit is None else edited(lines, edit)
        text = "\n".join(lines)
        now = parse_script(text, path, source)
        again = analyze(now, EVERYTHING, known=record)
        assert told(again) == told(analyze(parse_script(text, path), EVERYTHING))
        source, record = now, again.flow.record or Record()


@settings(deadline=None, max_examples=60)
@given(EDITS)
def test_any_stream_of_edits_is_interpreted_like_the_whole_text(
    edits: list[tuple[int, str, str]],
) -> None:
    assert_edits_are_seen(FLAT, "a.py", edits)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PROGRAMS), EDITS)
def test_edits_of_real_programs_are_interpreted_like_the_whole_text(
    path: Path, edits: list[tuple[int, str, str]]
) -> None:
    assert_edits_are_seen(path.read_text("utf-8"), str(path), edits)


def test_letters_typed_one_by_one_are_interpreted_like_the_whole_text() -> None:
    lines = FLAT.split("\n")
    source, record = None, Record()
    for place in (9, 14, 30):
        statement = lines[place]
        for end in range(len(statement) + 1):
            text = "\n".join([*lines[:place], statement[:end], *lines[place + 1 :]])
            now = parse_script(text, "a.py", source)
            again = analyze(now, EVERYTHING, known=record)
            assert told(again) == told(analyze(parse_script(text, "a.py"), EVERYTHING))
            source, record = now, again.flow.record or Record()


def interpreted_twice(before: str, after: str) -> tuple[Flow, Flow]:
    source = parse_script(before, "a.py")
    first = interpret(source, known=Record())
    return first, interpret(parse_script(after, "a.py", source), known=first.record)


def calls_of(flow: Flow, function: str) -> list[Event]:
    return [call for call in flow.of(Call) if call.context.function == function]


def test_functions_beside_the_edited_one_are_repeated() -> None:
    text = "import torch\n" + "".join(
        f"def f{n}(x):\n    return torch.relu(torch.ones({n}) + x)\n" for n in range(3)
    )
    first, second = interpreted_twice(text, text.replace("ones(1)", "zeros(1)"))
    kept = [
        [one is other for one, other in zip(calls_of(first, name), calls_of(second, name))]
        for name in ("f0", "f1", "f2")
    ]
    assert kept == [[True, True], [False, False], [True, True]]


def test_caller_of_an_edited_function_is_interpreted_again() -> None:
    text = "import torch\ndef inner():\n    return torch.ones(1)\nx = inner()\nprint(x)\n"
    _, second = interpreted_twice(text, text.replace("ones", "zeros"))
    assert [call.function for call in second.of(Call)] == [
        "torch.zeros",
        "builtins.print",
    ]


HELPER = """
import torch
from numpy import *
import other
y = df["target"]
def make():
    return torch.ones(linspace(0, 1, 3), other.SIZE).mean()
"""


def test_imports_are_repeated_whatever_the_module_asks_for(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "helper.py").write_text(HELPER)
    (tmp_path / "other.py").write_text("from torch.nn import *\nSIZE = len([Linear(1, 2)])\n")
    text, path = "from helper import *\nx = make()\n", str(tmp_path / "main.py")
    source = parse_script(text, path)
    first = interpret(source, known=Record())
    second = interpret(parse_script(text + "print(x)\n", path, source), known=first.record)
    assert "torch.ones" in [call.function for call in first.of(Call)]
    assert all(one is other for one, other in zip(first.events, second.events, strict=False))


def test_budget_counts_what_is_repeated() -> None:
    loop = "for a in b:\n    for c in d:\n        for e in f:\n" + "            g(a)\n" * 200
    text = loop * 8
    first, second = interpreted_twice(text, text + "x = 1\n")
    fresh = interpret(parse_script(text + "x = 1\n", "a.py"))
    assert first.truncated
    assert (second.truncated, len(second.events)) == (fresh.truncated, len(fresh.events))


@pytest.mark.parametrize("change", ["text", "gone", "shadowed"])
def test_changed_module_of_the_workspace_is_followed_again(tmp_path: Path, change: str) -> None:
    (tmp_path / "pyproject.toml").touch()
    helper, main = tmp_path / "helper.py", tmp_path / "main.py"
    helper.write_text("import torch\ndef make():\n    return torch.ones(1)\n")
    main.write_text("import helper\nx = helper.make()\n")
    source = read_source(main)
    first = interpret(source, known=Record())
    if change == "text":
        helper.write_text("import torch\ndef make():\n    return torch.zeros((1, 2))\n")
    elif change == "gone":
        helper.unlink()
    else:
        helper.rename(tmp_path / "other.py")
        (tmp_path / "helper").mkdir()
        (tmp_path / "helper" / "__init__.py").write_text("import torch\nmake = torch.rand\n")
    second = interpret(parse_script(source.text, source.path, source), known=first.record)
    fresh = interpret(read_source(main))
    assert [e.function for e in second.of(Call)] == [e.function for e in fresh.of(Call)]
    assert [e.function for e in second.of(Call)] != [e.function for e in first.of(Call)]


def test_records_do_not_grow_with_the_edits() -> None:
    source, record, sizes = None, Record(), set()
    rng = random.Random(0)
    for _ in range(20):
        lines = FLAT.split("\n")
        lines[rng.randrange(len(lines))] += "  # edited"
        source = parse_script("\n".join(lines), "a.py", source)
        record = interpret(source, known=record).record or Record()
        sizes.add(len(record.units))
    assert len(sizes) == 1
