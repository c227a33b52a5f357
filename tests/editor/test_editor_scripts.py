"""Scripts in the editor: from a text to diagnostics, hovers and repaired text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from editor.session_client import CAPABILITIES, SETTINGS, RequestFailed, Session, apply

URI = "file:///work/train.py"
LEAK = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
LINE = LEAK.split("\n").index("X_test = scaler.fit_transform(X_test)")
RULE = "fit-on-test"


def whole(text: str) -> dict[str, Any]:
    return {
        "start": {"line": 0, "character": 0},
        "end": {"line": text.count("\n") + 1, "character": 0},
    }


def actions(session: Session, text: str, uri: str = URI, **context: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = session.request(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": whole(text),
            "context": {"diagnostics": [], **context},
        },
    )
    return found


def test_a_leak_is_a_diagnostic_with_everything_around_it(session: Session) -> None:
    session.open(URI, LEAK, version=7)
    found = session.diagnostics(URI, 7)
    assert [diagnostic["code"] for diagnostic in found] == [RULE]
    diagnostic = found[0]
    assert diagnostic["source"] == "dyetrace"
    assert diagnostic["severity"] == 2
    assert diagnostic["range"]["start"]["line"] == LINE
    assert "X_test" in diagnostic["message"]
    assert diagnostic["codeDescription"]["href"].endswith(f"docs/rules/{RULE}.md")
    assert diagnostic["data"]["rule"] == RULE
    assert diagnostic["data"]["how"] == "read"
    assert diagnostic["data"]["hasFix"] is True
    assert 0 < diagnostic["data"]["confidence"] <= 1
    places = [other["location"] for other in diagnostic["relatedInformation"]]
    assert {place["uri"] for place in places} == {URI}
    assert all(other["message"] for other in diagnostic["relatedInformation"])


def test_repaired_code_loses_its_diagnostic(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    session.change(URI, LEAK.replace("X_test = scaler.fit_", "X_test = scaler."), 2)
    assert session.diagnostics(URI, 2) == []


def test_closed_script_is_cleared(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    session.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert session.diagnostics(URI, None) == []


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "vscode-vfs://github/o/r/a.py", "file:///c%3A/w/a%20b.py"]
)
def test_documents_of_every_scheme_are_checked(session: Session, uri: str) -> None:
    session.open(uri, LEAK)
    assert len(session.diagnostics(uri)) == 1


def test_other_languages_are_left_alone(session: Session) -> None:
    item = {"uri": "file:///a.r", "languageId": "r", "version": 1, "text": LEAK}
    session.notify("textDocument/didOpen", {"textDocument": item})
    session.open(URI, LEAK)
    session.diagnostics(URI)
    published = [m["params"]["uri"] for m in session.received if "publish" in m.get("method", "")]
    assert published == [URI]


def test_columns_are_utf16_behind_an_emoji(session: Session) -> None:
    text = LEAK.replace("X_test = scaler", "'😀'; X_test = scaler")
    session.open(URI, text)
    start = session.diagnostics(URI)[0]["range"]["start"]
    plain = LEAK.split("\n")[LINE]
    session.change(URI, LEAK, 2)
    before = session.diagnostics(URI, 2)[0]["range"]["start"]
    assert start["line"] == before["line"]
    assert start["character"] == before["character"] + len("'xx'; ")
    assert plain


def test_columns_are_code_points_where_the_client_prefers_them() -> None:
    with Session() as session:
        general = {"positionEncodings": ["utf-32", "utf-16"]}
        session.initialize(capabilities={**CAPABILITIES, "general": general})
        session.open(URI, LEAK.replace("X_test = scaler", "'😀'; X_test = scaler"))
        shifted = session.diagnostics(URI)[0]["range"]["start"]["character"]
        session.change(URI, LEAK, 2)
        plain = session.diagnostics(URI, 2)[0]["range"]["start"]["character"]
        assert shifted == plain + len("'x'; ")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("df =", "\fdf ="),
        lambda text: text + "\f\n\x0b\n",
    ],
    ids=["byte order mark", "CRLF", "CR", "form feed", "odd white space"],
)
def test_odd_texts_have_their_finding_in_the_right_line(session: Session, change: Any) -> None:
    session.open(URI, change(LEAK))
    assert [d["range"]["start"]["line"] for d in session.diagnostics(URI)] == [LINE]


@pytest.mark.parametrize("typed", ["model.fit(", "def f(", "class A:\n    x = '''", "if x"])
def test_half_typed_code_keeps_the_findings_in_place(session: Session, typed: str) -> None:
    session.open(URI, LEAK)
    known = session.diagnostics(URI)
    lines = LEAK.split("\n")
    session.change(URI, "\n".join([*lines[:5], typed, *lines[5:]]), 2)
    kept = session.diagnostics(URI, 2)
    shift = typed.count("\n") + 1
    assert [d["code"] for d in kept] == [d["code"] for d in known]
    assert kept[0]["range"]["start"]["line"] == known[0]["range"]["start"]["line"] + shift


def test_deleted_finding_goes_although_the_text_is_half_typed(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    lines = LEAK.split("\n")
    session.change(URI, "\n".join([*lines[:LINE], "model.fit(", *lines[LINE + 1 :]]), 2)
    assert session.diagnostics(URI, 2) == []


def test_syntax_errors_are_left_to_others(session: Session) -> None:
    session.open(URI, "def f(:\n    pass\n")
    assert session.diagnostics(URI) == []


def hover(session: Session, line: int, character: int, uri: str = URI) -> Any:
    where = {"line": line, "character": character}
    return session.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": where})


def test_hover_has_four_parts_and_the_rule_page(session: Session) -> None:
    session.open(URI, LEAK)
    start = session.diagnostics(URI)[0]["range"]["start"]
    answer = hover(session, start["line"], start["character"] + 1)
    text = answer["contents"]["value"]
    assert answer["contents"]["kind"] == "markdown"
    places = [text.index(f"**{part}**") for part in ("What", "Evidence", "Why it matters", "Fix")]
    assert places == sorted(places)
    assert f"/docs/rules/{RULE}.md)" in text
    assert answer["range"]["start"] == start


def test_hover_elsewhere_says_nothing(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    assert hover(session, 0, 3) is None
    assert hover(session, 9999, 9999) is None
    assert hover(session, 0, 0, "file:///never/opened.py") is None


def test_quick_fix_repairs_the_text(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    offered = actions(session, LEAK, only=["quickfix"])
    fix = next(action for action in offered if "Suppress" not in action["title"])
    assert fix["kind"] == "quickfix"
    assert fix["diagnostics"][0]["code"] == RULE
    assert "edit" not in fix
    resolved = session.request("codeAction/resolve", fix)
    change = resolved["edit"]["documentChanges"][0]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    repaired = apply(LEAK, change["edits"])
    assert repaired == LEAK.replace("X_test = scaler.fit_", "X_test = scaler.")
    session.change(URI, repaired, 2)
    assert session.diagnostics(URI, 2) == []


def test_quick_fix_comes_whole_to_a_client_that_cannot_resolve() -> None:
    with Session() as session:
        session.initialize(capabilities={"workspace": {"configuration": True}})
        session.open(URI, LEAK)
        session.diagnostics(URI)
        assert all("edit" in action for action in actions(session, LEAK))


def test_fix_of_an_older_text_is_refused(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    fix = actions(session, LEAK)[0]
    session.change(URI, "# new\n" + LEAK, 2)
    with pytest.raises(RequestFailed):
        session.request("codeAction/resolve", fix)


def test_suppressing_takes_the_finding_out(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    offered = actions(session, LEAK)
    suppress = next(action for action in offered if action["title"].startswith("Suppress"))
    assert suppress["title"] == f"Suppress {RULE} with a reason"
    changed = apply(LEAK, suppress["edit"]["documentChanges"][0]["edits"])
    assert f"fit_transform(X_test)  # dyetrace: ignore[{RULE}] reason\n" in changed
    session.change(URI, changed, 2)
    assert session.diagnostics(URI, 2) == []


def test_fix_all_is_offered_only_when_asked_for(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    kinds = {action["kind"] for action in actions(session, LEAK)}
    assert kinds == {"quickfix"}


@pytest.mark.parametrize("only", ["source.fixAll.dyetrace", "source.fixAll", "source"])
def test_fix_all_applies_what_is_safe(session: Session, only: str) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    offered = actions(session, LEAK, only=[only])
    quick = [a for a in actions(session, LEAK, only=["quickfix"]) if a.get("isPreferred")]
    assert [action["kind"] for action in offered] == (["source.fixAll.dyetrace"] if quick else [])
    for action in offered:
        repaired = apply(LEAK, action["edit"]["documentChanges"][0]["edits"])
        session.change(URI, repaired, 2)
        assert session.diagnostics(URI, 2) == []


def test_actions_elsewhere_are_none(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    place = {"line": 0, "character": 0}
    params = {
        "textDocument": {"uri": URI},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
    assert session.request("textDocument/codeAction", params) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"ignore": [RULE]}, []),
        ({"select": ["missing-zero-grad"]}, []),
        ({"severity": {"minimum": "error"}}, []),
        ({"severity": {"minimum": "warning"}}, [RULE]),
    ],
)
def test_settings_choose_what_is_shown(settings: dict[str, Any], expected: list[str]) -> None:
    with Session({**SETTINGS, **settings}) as session:
        session.initialize()
        session.open(URI, LEAK)
        assert [d["code"] for d in session.diagnostics(URI)] == expected


def test_changed_settings_are_used_at_once(session: Session) -> None:
    session.open(URI, LEAK)
    assert len(session.diagnostics(URI)) == 1
    session.settings = {**SETTINGS, "ignore": [RULE]}
    session.notify("workspace/didChangeConfiguration", {"settings": {}})
    assert session.diagnostics(URI) == []


def test_changed_settings_are_used_for_half_typed_text_too(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    session.change(URI, LEAK + "print(", 2)
    assert len(session.diagnostics(URI, 2)) == 1
    session.settings = {**SETTINGS, "ignore": [RULE]}
    session.notify("workspace/didChangeConfiguration", {"settings": {}})
    assert session.diagnostics(URI, 2) == []


def test_configuration_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f'[tool.dyetrace]\nignore = ["{RULE}"]\n')
    uri = (tmp_path / "train.py").as_uri()
    with Session() as session:
        session.initialize()
        session.open(uri, LEAK)
        assert session.diagnostics(uri) == []
        file.write_text("[tool.dyetrace]\n")
        changed = {"changes": [{"uri": file.as_uri(), "type": 2}]}
        session.notify("workspace/didChangeWatchedFiles", changed)
        assert len(session.diagnostics(uri)) == 1


def test_broken_configuration_file_is_told_once_and_defaults_are_used(tmp_path: Path) -> None:
    (tmp_path / "dyetrace.toml").write_text('ignroe = ["x"]\n')
    uri = (tmp_path / "train.py").as_uri()
    with Session() as session:
        session.initialize()
        session.open(uri, LEAK)
        assert len(session.diagnostics(uri)) == 1
        warned = [
            message["params"]["message"]
            for message in session.received
            if message.get("method") == "window/logMessage"
        ]
        assert sum("ignroe" in text for text in warned) == 1


def test_debug_information_names_versions_and_no_code(session: Session) -> None:
    session.open(URI, LEAK)
    session.diagnostics(URI)
    text = session.request("dyetrace/debugInformation", {})["text"]
    assert "Dyetrace:" in text
    assert "1 findings" in text
    assert "StandardScaler" not in text
