"""Modules that open programs import: unsaved, changed on disk, new, closed."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from editor.session_client import Session, apply
from editor.test_editor_notebooks import cell_uri, open_notebook

RULE = "selection-before-split"
LEAKY = """from sklearn.feature_selection import SelectKBest


def prepare(X, y):
    return SelectKBest(k=10).fit_transform(X, y)
"""
HARMLESS = "def prepare(X, y):\n    return X\n"
HALF = LEAKY.replace("SelectKBest(k=10).fit_transform(X, y)", "SelectKBest(k=")
TRAIN = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from helper import prepare

df = pd.read_csv("data.csv")
X, y = df.drop(columns="label"), df["label"]
X = prepare(X, y)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""
CHANGED, CREATED, DELETED = 2, 1, 3
A_WHILE = 1.5  # seconds, longer than the pause after which programs that import are read again


class Project:
    """A folder, and a session in which its files are open."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def save(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def open(self, name: str, text: str) -> None:
        self.versions[name] = 1
        self.session.open(self.uri(name), text)

    def change(self, name: str, text: str) -> None:
        self.versions[name] += 1
        self.session.change(self.uri(name), text, self.versions[name])

    def close(self, name: str) -> None:
        self.session.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def tell(self, name: str, kind: int) -> None:
        """Tell the server that a file has changed on disk."""
        change = {"uri": self.uri(name), "type": kind}
        self.session.notify("workspace/didChangeWatchedFiles", {"changes": [change]})

    def codes(self, name: str = "train.py") -> list[str]:
        """Wait for the next diagnostics of a script's newest version."""
        found = self.session.diagnostics(self.uri(name), self.versions[name])
        return [diagnostic["code"] for diagnostic in found]

    def next(self, uri: str) -> list[dict[str, Any]]:
        """Wait for the next diagnostics of a document, whatever its version."""
        message = self.session.wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
            )
        )
        found: list[dict[str, Any]] = message["params"]["diagnostics"]
        return found

    def shown(self, name: str = "train.py") -> list[list[str]]:
        """Return all diagnostics that a script has had, in order, after a while of silence."""
        time.sleep(A_WHILE)
        position = {"line": 0, "character": 0}
        self.session.request(
            "textDocument/hover", {"textDocument": {"uri": self.uri(name)}, "position": position}
        )
        return [
            [diagnostic["code"] for diagnostic in message["params"]["diagnostics"]]
            for message in self.session.received
            if message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == self.uri(name)
        ]


@pytest.fixture
def project(session: Session, tmp_path: Path) -> Project:
    return Project(session, tmp_path)


def test_unsaved_module_counts_before_the_saved_one(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("helper.py", LEAKY)
    project.codes("helper.py")

    project.open("train.py", TRAIN)

    assert project.codes() == [RULE]


def test_importing_program_follows_what_is_typed_in_a_module(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("train.py", TRAIN)
    assert project.codes() == []
    project.open("helper.py", HARMLESS)

    project.change("helper.py", LEAKY)
    found = project.next(project.uri("train.py"))
    project.change("helper.py", HARMLESS)

    assert [diagnostic["code"] for diagnostic in found] == [RULE]
    places = [other["location"] for other in found[0]["relatedInformation"]]
    assert {"uri": project.uri("helper.py"), "line": 4} in [
        {"uri": place["uri"], "line": place["range"]["start"]["line"]} for place in places
    ]
    assert project.codes() == []


def test_half_typed_module_takes_no_finding_away(project: Project) -> None:
    project.save("helper.py", LEAKY)
    project.open("helper.py", LEAKY)
    project.open("train.py", TRAIN)
    project.codes()

    project.change("helper.py", HALF)

    assert project.shown() == [[RULE]]


def test_newest_text_of_a_module_wins(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("train.py", TRAIN)
    project.open("helper.py", HARMLESS)
    project.codes()

    for _ in range(20):
        project.change("helper.py", LEAKY)
        project.change("helper.py", HALF)
        project.change("helper.py", HARMLESS)
    project.change("helper.py", LEAKY)

    assert project.shown()[-1] == [RULE]


def test_module_changed_on_disk_is_read_again(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("train.py", TRAIN)
    assert project.codes() == []

    project.save("helper.py", LEAKY)
    project.tell("helper.py", CHANGED)
    assert project.codes() == [RULE]

    (project.folder / "helper.py").unlink()
    project.tell("helper.py", DELETED)
    assert project.codes() == []


def test_module_that_appears_is_found(project: Project) -> None:
    project.open("train.py", TRAIN)
    assert project.codes() == []

    project.save("helper.py", LEAKY)
    project.tell("helper.py", CREATED)

    assert project.codes() == [RULE]


def test_new_module_that_was_never_saved_is_found(project: Project) -> None:
    project.open("train.py", TRAIN)
    assert project.codes() == []

    project.open("helper.py", LEAKY)

    assert project.codes() == [RULE]


def test_closed_module_is_what_lies_on_disk_again(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("helper.py", LEAKY)
    project.codes("helper.py")
    project.open("train.py", TRAIN)
    assert project.codes() == [RULE]

    project.close("helper.py")

    assert project.codes() == []


def test_module_behind_a_module_is_followed(project: Project) -> None:
    project.save("helper.py", "from deeper import prepare\n")
    project.save("deeper.py", HARMLESS)
    project.open("train.py", TRAIN)
    assert project.codes() == []
    project.open("deeper.py", HARMLESS)

    project.change("deeper.py", LEAKY)

    assert project.codes() == [RULE]


def test_notebook_follows_what_is_typed_in_a_module(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    imports, rest = TRAIN.split("df = ", 1)
    open_notebook(project.session, [imports, "df = " + rest], uri=project.uri("train.ipynb"))
    project.next(cell_uri(1))
    project.open("helper.py", HARMLESS)

    project.change("helper.py", LEAKY)

    assert [diagnostic["code"] for diagnostic in project.next(cell_uri(1))] == [RULE]


def test_notebook_follows_the_script_that_it_runs(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    imports, rest = TRAIN.replace("from helper import prepare\n", "").split("df = ", 1)
    cells = [imports, "%run helper.py", "df = " + rest]
    open_notebook(project.session, cells, uri=project.uri("train.ipynb"))
    project.next(cell_uri(2))

    project.save("helper.py", LEAKY)
    project.tell("helper.py", CHANGED)

    assert [diagnostic["code"] for diagnostic in project.next(cell_uri(2))] == [RULE]


def test_notebook_that_another_runs_is_followed(project: Project) -> None:
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": []}
    document = {"cells": [{**cell, "source": LEAKY}], "metadata": {}, "nbformat": 4}
    project.save("helper.ipynb", json.dumps({**document, "nbformat_minor": 5}))
    imports, rest = TRAIN.replace("from helper import prepare\n", "").split("df = ", 1)
    cells = [imports, "%run helper.ipynb", "df = " + rest]

    open_notebook(project.session, cells, uri=project.uri("train.ipynb"))

    [found] = project.next(cell_uri(2))
    assert found["code"] == RULE
    places = {other["location"]["uri"] for other in found["relatedInformation"]}
    assert places == {cell_uri(2)}  # the cells of a notebook that is not open have no names


def test_fix_is_verified_with_the_unsaved_module(project: Project) -> None:
    load = 'import pandas as pd\n\n\ndef load():\n    return pd.read_csv("data.csv")\n'
    train = """from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from helper import load

df = load()
X, y = df.drop(columns="label"), df["label"]
X = SelectKBest(k=10).fit_transform(X, y)
X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_tr, y_tr)
print(model.score(X_te, y_te))
"""
    project.open("helper.py", load)  # was never saved
    project.codes("helper.py")
    project.open("train.py", train)
    assert project.codes() == [RULE]

    uri = project.uri("train.py")
    everything = {
        "start": {"line": 0, "character": 0},
        "end": {"line": 12, "character": 0},
    }
    offered = project.session.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": everything, "context": {"diagnostics": []}},
    )
    fixes = [each for each in offered if "Ignore" not in each["title"]]
    edit = project.session.request("codeAction/resolve", fixes[0])["edit"]
    project.change("train.py", apply(train, edit["documentChanges"][0]["edits"]))

    assert project.codes() == []


def test_programs_that_do_not_import_a_module_are_left_alone(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    project.open("train.py", TRAIN.replace("from helper import prepare", "prepare = max"))
    project.codes()
    project.open("helper.py", HARMLESS)

    project.change("helper.py", LEAKY)
    project.tell("helper.py", CHANGED)

    assert project.shown() == [[]]


def test_module_of_another_folder_with_the_same_name_changes_nothing(project: Project) -> None:
    project.save("helper.py", HARMLESS)
    (project.folder / "pyproject.toml").touch()
    (project.folder / "other").mkdir()
    project.open("train.py", TRAIN)
    project.codes()

    project.open("other/helper.py", LEAKY)

    assert project.shown() == [[]]
