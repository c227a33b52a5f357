"""Edits in texts and files, below the command line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyetrace.findings import DyetraceError, Edit, Span
from dyetrace.fixes.applying import apply_edits, edited_source, write_program
from dyetrace.fixes.notebook_json import replace_cell_texts
from dyetrace.source.notebook import parse_notebook
from dyetrace.source.parsing import parse_script
from dyetrace.source.reading import read_source


def edit(line, column, end_line, end_column, content):
    return Edit(Span("a.py", line, column, end_line, end_column), content)


def test_new_lines_end_as_the_file_does():
    source = parse_script("é🎨 = 1\r\nb = 2\r\n", "a.py")

    text = apply_edits(source, [edit(2, 0, 2, 0, "x\ny\n"), edit(1, 0, 1, 2, "a")])

    assert text == "a = 1\r\nx\r\ny\r\nb = 2\r\n"


def test_overlapping_edits_are_refused():
    source = parse_script("a = 1\n", "a.py")

    with pytest.raises(ValueError, match="overlap"):
        apply_edits(source, [edit(1, 0, 1, 3, "x"), edit(1, 2, 1, 4, "y")])


def test_edit_behind_the_last_line_appends():
    source = parse_script("a = 1\n", "a.py")

    assert apply_edits(source, [edit(2, 0, 2, 0, "b = 2\n")]) == "a = 1\nb = 2\n"


def test_edits_change_only_their_cell_and_keep_magics():
    raw = {"cells": [{"cell_type": "code", "source": s} for s in ("%ls\na = 1", "b = 2")]}
    source = parse_notebook(json.dumps(raw), "a.py")

    changed = edited_source(source, [edit(2, 0, 3, 0, ""), edit(3, 0, 3, 1, "c")])

    assert changed.original == "%ls\n\nc = 2"
    assert [cell.first_line for cell in changed.cells] == [1, 3]


def test_edit_over_two_cells_is_refused():
    raw = {"cells": [{"cell_type": "code", "source": s} for s in ("a = 1", "b = 2")]}
    source = parse_notebook(json.dumps(raw), "a.py")

    with pytest.raises(ValueError, match="another cell"):
        edited_source(source, [edit(1, 0, 2, 3, "")])


def test_file_that_has_changed_meanwhile_is_left_alone(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("a = 1\n")
    before = read_source(file)
    file.write_text("a = 2\n")

    with pytest.raises(DyetraceError, match="edited since it was read"):
        write_program(file, before, parse_script("b = 1\n", str(file)))

    assert file.read_text() == "a = 2\n"
    assert list(tmp_path.iterdir()) == [file]


def test_text_that_does_not_fit_the_encoding_is_told(tmp_path):
    file = tmp_path / "a.py"
    file.write_bytes(b"# coding: latin-1\na = 1\n")
    before = read_source(file)
    after = parse_script("# coding: latin-1\na = '🎨'\n", str(file))

    with pytest.raises(DyetraceError, match="does not fit its encoding"):
        write_program(file, before, after)


def test_link_stays_a_link(tmp_path):
    file, link = tmp_path / "a.py", tmp_path / "link.py"
    file.write_text("a = 1\n")
    link.symlink_to(file)

    write_program(link, read_source(link), parse_script("b = 1\n", str(link)))

    assert link.is_symlink()
    assert file.read_text() == "b = 1\n"


lines = st.lists(st.sampled_from(["a", "é", '"', "\\", "\n", "🎨", "\t"]), max_size=8).map("".join)
values = st.recursive(st.none() | st.integers() | lines, lambda inner: st.lists(inner, max_size=2))


@given(st.lists(st.tuples(lines, st.booleans(), values), min_size=1, max_size=4), st.data())
def test_replaced_text_is_the_only_change_in_the_json(cells, data):
    written = [
        {"x": extra, "source": text.splitlines(keepends=True) if as_list else text, "y": extra}
        for text, as_list, extra in cells
    ]
    indent = data.draw(st.sampled_from([None, 1, "\t"]))
    escaped = data.draw(st.booleans())
    number = data.draw(st.integers(1, len(cells)))
    new = data.draw(lines)
    text = json.dumps({"m": 1, "cells": written, "n": {}}, indent=indent, ensure_ascii=escaped)

    replaced = replace_cell_texts(text, {number: new})

    found = json.loads(replaced)
    source = found["cells"][number - 1]["source"]
    assert ("".join(source) if isinstance(source, list) else source) == new
    assert isinstance(source, list) == cells[number - 1][1]
    found["cells"][number - 1]["source"] = written[number - 1]["source"]
    assert found == {"m": 1, "cells": written, "n": {}}
    if indent is not None and cells[number - 1][0] and new:
        again = json.dumps(json.loads(replaced), indent=indent, ensure_ascii=escaped)
        assert json.loads(again) == json.loads(replaced)
