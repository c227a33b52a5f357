"""Whatever is typed, in whatever order: the end of it is what a fresh look at the text gives."""

from __future__ import annotations

import ast
import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.session_client import Session

PROGRAM = """import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X = SelectKBest(k=5).fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
NUMBERS = itertools.count(1)
PIECES = st.sampled_from(
    [
        "",
        "\n",
        "\r\n",
        "\f",
        "😀",
        "é",
        "(",
        ")",
        "'''",
        '"',
        "#",
        "\\",
        "\t",
        "    ",
        "x = 1\n",
        "# 😀 a comment\n",
        "del X\n",
        "X_test = scaler.fit_transform(X_test)\n",
        "def f(x):\n    return x\n",
        "if True:\n",
        "\u2028",
        "\x85",
    ]
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def shared() -> Iterator[Session]:
    with Session() as session:
        session.initialize()
        yield session


def apply_edit(text: str, edit: tuple[float, int, str]) -> str:
    where, length, piece = edit
    start = int(where * len(text))
    return text[:start] + piece + text[start + length :]


def fresh(session: Session, text: str) -> list[dict[str, Any]]:
    uri = f"file:///fresh/{next(NUMBERS)}.py"
    session.open(uri, text)
    found = session.diagnostics(uri)
    session.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    return comparable(found)


def comparable(diagnostics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: diagnostic[key] for key in ("code", "message", "range", "severity")}
        for diagnostic in diagnostics
    ]


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EDITS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_stream_of_edits_ends_like_a_fresh_look(
    shared: Session, edits: list[tuple[float, int, str]], line_end: str, mend: bool
) -> None:
    uri = f"file:///edited/{next(NUMBERS)}.py"
    text = PROGRAM.replace("\n", line_end)
    shared.open(uri, text)
    version = 1
    for edit in edits:
        text = apply_edit(text, edit)
        version += 1
        shared.change(uri, text, version)
    if mend and not parses(text):
        text = PROGRAM + "# 😀\n"
        version += 1
        shared.change(uri, text, version)
    found = comparable(shared.diagnostics(uri, version))
    if parses(text):
        assert found == fresh(shared, text)
    else:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for diagnostic in found:
            assert diagnostic["range"]["end"]["line"] < len(lines)
    shared.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda b: b.decode("latin-1"))))
def test_any_text_is_survived(shared: Session, text: str) -> None:
    uri = "file:///fuzz/any.py"
    shared.open(uri, text)
    shared.diagnostics(uri)
    shared.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def test_lone_surrogates_are_survived(shared: Session) -> None:
    uri = "file:///fuzz/surrogate.py"
    shared.open(uri, "x = '\ud800'\n" + PROGRAM)
    assert len(shared.diagnostics(uri)) == len(fresh(shared, PROGRAM))


def test_program_truncated_anywhere_is_survived(shared: Session) -> None:
    uri = "file:///fuzz/truncated.py"
    shared.open(uri, PROGRAM)
    cuts = random.Random(0).sample(range(len(PROGRAM)), 80)
    for version, cut in enumerate(cuts, 2):
        shared.change(uri, PROGRAM[:cut], version)
    shared.change(uri, PROGRAM, len(cuts) + 2)
    assert comparable(shared.diagnostics(uri, len(cuts) + 2)) == fresh(shared, PROGRAM)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 3000,
        "x = " + "-" * 5000 + "1",
        "x = [" + "[" * 90 + "]" * 90 + "]\n",
        "if x:\n" + "".join("    " * n + "if x:\n" for n in range(1, 110)),
        "x" + ".a" * 5000,
        "x = " + " + ".join(["1"] * 5000),
        "\0" * 100,
        "f(" * 300 + ")" * 300,
    ],
    ids=[
        "open",
        "minus",
        "nested",
        "indented",
        "attributes",
        "sum",
        "null",
        "calls",
    ],
)
def test_deep_programs_are_survived(shared: Session, text: str) -> None:
    uri = "file:///fuzz/deep.py"
    shared.open(uri, text)
    shared.diagnostics(uri)
    shared.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert fresh(shared, PROGRAM)


def test_file_of_five_thousand_lines(shared: Session) -> None:
    filler = "".join(f"def f{n}(x):\n    y = x + {n}\n    return y * 2\n\n" for n in range(1250))
    text = filler + PROGRAM
    uri = "file:///large/large.py"
    shared.open(uri, text)
    found = shared.diagnostics(uri)
    lines = filler.count("\n")
    expected = [d["range"]["start"]["line"] + lines for d in fresh(shared, PROGRAM)]
    assert [d["range"]["start"]["line"] for d in found] == expected
    for version in range(2, 12):
        shared.change(uri, f"# {version}\n{text}", version)
    assert len(shared.diagnostics(uri, 11)) == len(expected)


def test_examples_are_checked() -> None:
    examples = Path(__file__).parents[2] / "examples"
    with Session({}) as session:
        session.initialize()
        for leaky in ("leaky_script", "silent_training_bug"):
            found = {}
            for name in (leaky, f"{leaky}_fixed"):
                uri = f"file:///examples/{name}.py"
                session.open(uri, (examples / f"{name}.py").read_text("utf-8"))
                found[name] = session.diagnostics(uri)
            assert found[f"{leaky}_fixed"] == []
            assert found[leaky]
