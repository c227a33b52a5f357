"""The small parts: columns, markdown, settings, messages, the document store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dyetrace.editor.documents import Buffer, CellMove, Documents
from dyetrace.editor.markdown import code, escape, sentence
from dyetrace.editor.messages import ProbeParams
from dyetrace.editor.positions import split_lines, to_column, to_units
from dyetrace.editor.preferences import combine
from dyetrace.editor.settings import Settings, parse_settings
from dyetrace.editor.sync import changed_text
from dyetrace.editor.view import path_of
from dyetrace.findings import Severity
from dyetrace.source.configuration import Configuration

ENCODINGS = ["utf-8", "utf-16", "utf-32"]


@given(st.text(), st.sampled_from(ENCODINGS))
def test_columns_survive_the_round_trip(line: str, encoding: str) -> None:
    for column in range(len(line) + 1):
        assert to_column(line, to_units(line, column, encoding), encoding) == column


def test_astral_characters_count_two_units_in_utf16() -> None:
    line = "x = '😀'; y"
    assert [to_units(line, line.index("y"), encoding) for encoding in ENCODINGS] == [12, 10, 9]


def test_position_inside_a_character_is_before_it() -> None:
    assert to_column("😀x", 1) == 0


def test_only_the_line_ends_of_the_protocol_split_lines() -> None:
    assert split_lines("a\fb\x85c\u2028d\r\ne\rf\ng") == ("a\fb\x85c\u2028d", "e", "f", "g")


def range_of(start: tuple[int, int], end: tuple[int, int]) -> types.Range:
    return types.Range(types.Position(*start), types.Position(*end))


def test_ranged_changes_are_understood() -> None:
    change = types.TextDocumentContentChangePartial(range_of((1, 2), (1, 4)), "Z")
    assert changed_text("a\fb\r\n😀xy\n", [change]) == "a\fb\r\n😀Z\n"


@pytest.mark.parametrize(
    "text",
    ["[link](command:run)", "<img src=x>", "**bold**", "`tick`", "a_b_c", "![image](x)"],
)
def test_text_of_the_user_is_shown_as_it_is(text: str) -> None:
    shown = escape(text)
    for special in "[<*`_":
        assert special not in shown.replace(f"\\{special}", "")


def test_code_with_backticks_is_fenced() -> None:
    assert code("a`b``c") == "```a`b``c```"


def test_names_in_a_sentence_are_code_and_the_rest_is_escaped() -> None:
    assert sentence("`X_te` is *dyed* by `fit`.") == r"`X_te` is \*dyed\* by `fit`."


def test_settings_are_read() -> None:
    raw = {"profile": "strict", "ignore": ["a"], "severity": {"minimum": "warning"}, "probe": {}}
    settings, complaints = parse_settings(raw)
    assert complaints == ()
    assert settings == Settings("strict", ignore=("a",), minimum=Severity.WARNING)


@pytest.mark.parametrize(
    "raw", [3, {"severity": "loud"}, {"preview": 1}, {"select": [1]}, {"profile": {}}]
)
def test_bad_settings_are_named_and_replaced_by_defaults(raw: object) -> None:
    settings, complaints = parse_settings(raw)
    assert len(complaints) == 1
    assert settings.minimum is Severity.HINT


def test_a_setting_at_its_default_leaves_the_configuration_file_alone() -> None:
    file = Configuration(profile="strict", preview=True, select=("a",), ignore=("b",))
    assert combine(Settings("default", preview=False), file) == file


def test_settings_of_the_editor_come_first() -> None:
    both = combine(Settings(select=("c",), ignore=("d",)), Configuration(ignore=("b",)))
    assert (both.select, both.ignore) == (("c",), ("b", "d"))


GOOD_PROBE = {"uri": "file:///a.py", "kinds": ["shapes"], "python": ["/py"], "workspace": "/w"}


def test_probe_parameters_have_defaults() -> None:
    params = ProbeParams.parse(GOOD_PROBE)
    assert (params.timeout, params.device, params.allow_writes) == (60.0, "cpu", False)


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": []},
        {"kinds": ["telepathy"]},
        {"python": ["python"]},
        {"python": []},
        {"uri": 3},
        {"timeout": -1},
        {"timeout": True},
        {"memory": "much"},
        {"device": "abacus"},
        {"environment": {"A": 1}},
        {"workDoneToken": []},
    ],
)
def test_wrong_probe_parameters_are_named(change: dict[str, object]) -> None:
    with pytest.raises(JsonRpcInvalidParams, match=next(iter(change))):
        ProbeParams.parse({**GOOD_PROBE, **change})


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/u/a%20b.py", "/home/u/a b.py"),
        ("file:///c%3A/work/a.py", "c:/work/a.py"),
        ("file://server/share/a.py", "//server/share/a.py"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("vscode-vfs://github/o/r/a.py", "vscode-vfs://github/o/r/a.py"),
    ],
)
def test_only_file_uris_are_paths(uri: str, path: str) -> None:
    assert path_of(uri) == path


def notebook() -> Documents:
    documents = Documents()
    documents.open_notebook("nb", [Buffer(f"c{n}", f"x{n} = 1") for n in (1, 2, 3)])
    return documents


def test_cells_can_be_moved_added_and_removed() -> None:
    documents = notebook()
    moved = documents.change_notebook(
        "nb", CellMove(0, 2, (Buffer("c2", "x2 = 1"), Buffer("new", "y = 2"))), [], []
    )
    assert moved is not None
    assert [buffer.uri for buffer in moved.buffers] == ["c2", "new", "c3"]
    assert documents.owner("c1") is None
    assert documents.owner("new") is moved


def test_cells_of_other_kinds_are_no_code_but_are_counted() -> None:
    documents = Documents()
    cells = [Buffer("m", "# text", is_code=False), Buffer("r", "1", language="r"), Buffer("c", "x")]
    document = documents.open_notebook("nb", cells)
    assert [(number, buffer.uri) for number, buffer in document.code] == [(3, "c")]


def test_every_change_makes_a_new_generation() -> None:
    documents = notebook()
    first = documents.get("nb")
    second = documents.change_notebook("nb", None, [Buffer("c1", "x1 = 2", 2)], [])
    assert first is not None
    assert second is not None
    assert second.generation > first.generation
    assert first.buffers[0].text == "x1 = 1"
