"""Notebooks in the editor: one program over many cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from editor.session_client import CAPABILITIES, Session, apply

NOTEBOOK = "file:///work/analysis.ipynb"
RULE = "fit-on-test"
CELLS = [
    "%matplotlib inline\nimport pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n"
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.model_selection import train_test_split",
    "!wget https://example.org/a.csv\ndf = pd.read_csv('a.csv')\n"
    "X, y = df.drop(columns='y'), df['y']",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
    "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)",
    "'😀'; X_test = scaler.fit_transform(X_test)",
    "model = LogisticRegression().fit(X_train, y_train)\nmodel.score(X_test, y_test)",
]
LEAKY = 3
SPLIT_LATE = [
    "import pandas as pd\nfrom sklearn.feature_selection import SelectKBest\n"
    "from sklearn.linear_model import LogisticRegression\n"
    "from sklearn.model_selection import train_test_split\n"
    "df = pd.read_csv('a.csv')\nX, y = df.drop(columns='y'), df['y']",
    "selector = SelectKBest(k=10)\nX_new = selector.fit_transform(X, y)",
    "X_train, X_test, y_train, y_test = train_test_split(X_new, y, random_state=0)",
    "model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))",
]


def cell_uri(number: int) -> str:
    return f"vscode-notebook-cell://host:8080/work/analysis.ipynb#W{number}sZmlsZQ%3D%3D"


def text_item(number: int, text: str) -> dict[str, Any]:
    return {"uri": cell_uri(number), "languageId": "python", "version": 1, "text": text}


def open_notebook(
    session: Session, cells: Sequence[str], kind: str = "jupyter-notebook", uri: str = NOTEBOOK
) -> None:
    session.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": uri,
                "notebookType": kind,
                "version": 1,
                "cells": [{"kind": 2, "document": cell_uri(n)} for n in range(len(cells))],
            },
            "cellTextDocuments": [text_item(n, text) for n, text in enumerate(cells)],
        },
    )


def change(session: Session, **cells: Any) -> None:
    params = {"notebookDocument": {"uri": NOTEBOOK, "version": 2}, "change": {"cells": cells}}
    session.notify("notebookDocument/didChange", params)


def retype(session: Session, number: int, text: str, version: int) -> None:
    document = {"uri": cell_uri(number), "version": version}
    change(session, textContent=[{"document": document, "changes": [{"text": text}]}])


def structure(
    session: Session, start: int, removed: int, cells: Sequence[int], **more: Any
) -> None:
    added = [{"kind": 2, "document": cell_uri(n)} for n in cells]
    array = {"start": start, "deleteCount": removed, "cells": added}
    change(session, structure={"array": array, **more})


@pytest.fixture
def notebook() -> Iterator[Session]:
    with Session() as session:
        sync = {"synchronization": {"dynamicRegistration": True}}
        session.initialize(capabilities={**CAPABILITIES, "notebookDocument": sync})
        yield session


def published(session: Session, number: int, version: int | None = 1) -> list[dict[str, Any]]:
    return session.diagnostics(cell_uri(number), version)


def test_leak_across_cells_is_shown_in_its_cell(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    assert published(notebook, 0) == []
    found = published(notebook, LEAKY)
    assert [diagnostic["code"] for diagnostic in found] == [RULE]
    start = found[0]["range"]["start"]
    assert start["line"] == 0
    assert start["character"] >= len("'xx'; ")
    related = {other["location"]["uri"] for other in found[0]["relatedInformation"]}
    assert cell_uri(2) in related
    assert published(notebook, 4) == []


def test_interactive_window_is_a_notebook_too(notebook: Session) -> None:
    open_notebook(notebook, CELLS, kind="interactive", uri="untitled:Interactive-1.interactive")
    assert len(published(notebook, LEAKY)) == 1


def test_typing_in_another_cell_repairs_the_finding(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, LEAKY)
    retype(notebook, LEAKY, "X_test = scaler.transform(X_test)", 2)
    assert published(notebook, LEAKY, 2) == []


def test_only_cells_with_news_are_published_again(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, 4)
    notebook.received.clear()
    retype(notebook, 0, CELLS[0] + "\nimport numpy", 2)
    published(notebook, 0, 2)
    notebook.request("dyetrace/debugInformation", {})
    again = [m for m in notebook.received if "publishDiagnostics" in m.get("method", "")]
    assert len(again) == 1


def test_removed_cell_loses_its_diagnostics(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, LEAKY)
    structure(notebook, LEAKY, 1, [], didClose=[{"uri": cell_uri(LEAKY)}])
    assert published(notebook, LEAKY, None) == []


def test_added_cell_is_read_in_its_place(notebook: Session) -> None:
    without = [text for n, text in enumerate(CELLS) if n != LEAKY]
    open_notebook(notebook, without)
    assert published(notebook, 3) == []
    structure(notebook, 3, 0, [9], didOpen=[text_item(9, CELLS[LEAKY])])
    assert [d["code"] for d in published(notebook, 9)] == [RULE]


def test_moved_cell_is_read_in_its_new_place(notebook: Session) -> None:
    open_notebook(notebook, SPLIT_LATE)
    assert [d["code"] for d in published(notebook, 1)] == ["selection-before-split"]
    structure(notebook, 1, 3, [2, 3, 1])
    assert published(notebook, 1) == []


def test_cell_that_becomes_markdown_is_cleared(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, LEAKY)
    change(notebook, data=[{"kind": 1, "document": cell_uri(LEAKY)}])
    assert published(notebook, LEAKY, None) == []


def test_closed_notebook_is_cleared(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, LEAKY)
    notebook.notify(
        "notebookDocument/didClose",
        {
            "notebookDocument": {"uri": NOTEBOOK},
            "cellTextDocuments": [{"uri": cell_uri(n)} for n in range(len(CELLS))],
        },
    )
    assert published(notebook, LEAKY, None) == []


def test_hover_works_in_a_cell(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    where = published(notebook, LEAKY)[0]["range"]
    params = {"textDocument": {"uri": cell_uri(LEAKY)}, "position": where["start"]}
    answer = notebook.request("textDocument/hover", params)
    assert "**What**" in answer["contents"]["value"]
    assert answer["range"] == where


def test_fix_names_the_cell_and_its_version(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    where = published(notebook, LEAKY)[0]["range"]
    params = {
        "textDocument": {"uri": cell_uri(LEAKY)},
        "range": where,
        "context": {"diagnostics": []},
    }
    fix = notebook.request("textDocument/codeAction", params)[0]
    resolved = notebook.request("codeAction/resolve", fix)
    for part in resolved["edit"]["documentChanges"]:
        assert part["textDocument"]["uri"].startswith("vscode-notebook-cell:")
        assert part["textDocument"]["version"] == 1
    edits = {part["textDocument"]["uri"] for part in resolved["edit"]["documentChanges"]}
    assert cell_uri(LEAKY) in edits


def test_fix_across_cells_is_one_edit_that_repairs(notebook: Session) -> None:
    open_notebook(notebook, SPLIT_LATE)
    found = published(notebook, 1)
    assert [d["code"] for d in found] == ["selection-before-split"]
    params = {
        "textDocument": {"uri": cell_uri(1)},
        "range": found[0]["range"],
        "context": {"diagnostics": [], "only": ["quickfix"]},
    }
    offered = notebook.request("textDocument/codeAction", params)
    fix = next(action for action in offered if "Suppress" not in action["title"])
    changes = notebook.request("codeAction/resolve", fix)["edit"]["documentChanges"]
    texts = dict(enumerate(SPLIT_LATE))
    for part in changes:
        number = next(n for n in texts if cell_uri(n) == part["textDocument"]["uri"])
        texts[number] = apply(texts[number], part["edits"])
    assert texts != dict(enumerate(SPLIT_LATE))
    for number, text in texts.items():
        if text != SPLIT_LATE[number]:
            retype(notebook, number, text, 2)
            last = published(notebook, number, 2)
            assert not [d for d in last if d["code"] == "selection-before-split"]


def test_notebook_without_cells(notebook: Session) -> None:
    open_notebook(notebook, [])
    structure(notebook, 0, 0, [0], didOpen=[text_item(0, "x = 1")])
    assert published(notebook, 0) == []


def test_broken_cell_keeps_the_findings_of_the_others(notebook: Session) -> None:
    open_notebook(notebook, CELLS)
    published(notebook, LEAKY)
    retype(notebook, 0, CELLS[0] + "\nprint(", 2)
    published(notebook, 0, 2)
    where = {"line": 0, "character": len("'xx'; X_test = scaler.fit")}
    params = {"textDocument": {"uri": cell_uri(LEAKY)}, "position": where}
    assert "**What**" in notebook.request("textDocument/hover", params)["contents"]["value"]


def test_five_hundred_cells(notebook: Session) -> None:
    filler = [f"x{n} = [{n}] * 3\nprint(sum(x{n}))" for n in range(500 - len(CELLS))]
    cells = [*CELLS[:LEAKY], *filler, *CELLS[LEAKY:]]
    open_notebook(notebook, cells)
    leaky = 500 - len(CELLS) + LEAKY
    assert [d["code"] for d in published(notebook, leaky)] == [RULE]
    retype(notebook, 250, "x = (", 2)
    published(notebook, 250, 2)
    retype(notebook, leaky, "X_test = scaler.transform(X_test)", 2)
    assert published(notebook, leaky, 2) == []


@pytest.mark.parametrize("wrapped", ["tags", "metadata", "custom"])
def test_tags_of_cells_are_heeded(wrapped: str) -> None:
    tags: dict[str, Any] = {"tags": ["raises-exception"]}
    metadata = {
        "tags": tags,
        "metadata": {"metadata": tags},
        "custom": {"custom": {"metadata": tags}},
    }[wrapped]
    with Session({"select": ["undefined-in-notebook"]}) as session:
        session.initialize()
        document = {
            "uri": NOTEBOOK,
            "notebookType": "jupyter-notebook",
            "version": 1,
            "cells": [
                {"kind": 2, "document": cell_uri(0), "metadata": metadata},
                {"kind": 2, "document": cell_uri(1)},
            ],
        }
        texts = [text_item(0, "print(lost)"), text_item(1, "print(gone)")]
        session.notify(
            "notebookDocument/didOpen",
            {"notebookDocument": document, "cellTextDocuments": texts},
        )

        [found] = session.diagnostics(cell_uri(1))

    assert "gone" in found["message"]
    assert "lost" not in json.dumps([m for m in session.received if "publish" in str(m)])
