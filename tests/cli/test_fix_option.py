"""``--fix`` and ``--diff``: the bug goes, everything else in the file stays."""

import codecs
import json

import pytest
from command_programs import NO_ZERO_GRAD

FIXED_LINE = "optimizer.zero_grad()"


def test_fix_repairs_the_file_and_says_so(folder, dyetrace):
    (folder / "a.py").write_text(NO_ZERO_GRAD, "utf-8")

    result = dyetrace("check", "a.py", "--fix")

    assert result.returncode == 0, result.stderr
    assert "1 finding fixed." in result.stdout
    assert FIXED_LINE in (folder / "a.py").read_text("utf-8")


def test_diff_shows_the_change_and_leaves_the_file(folder, dyetrace):
    (folder / "a.py").write_text(NO_ZERO_GRAD, "utf-8")

    result = dyetrace("check", "a.py", "--diff")

    assert result.returncode == 1
    assert result.stdout.startswith("--- a.py\n+++ a.py\n")
    assert f"+    {FIXED_LINE}\n" in result.stdout
    assert (folder / "a.py").read_text("utf-8") == NO_ZERO_GRAD


@pytest.mark.parametrize(
    ("mark", "encoding", "newline"),
    [
        (b"", "utf-8", "\n"),
        (codecs.BOM_UTF8, "utf-8", "\r\n"),
        (b"# coding: latin-1\r\n", "latin-1", "\r\n"),
    ],
)
def test_fix_keeps_encoding_mark_and_line_ends(folder, dyetrace, mark, encoding, newline):
    file = folder / "a.py"
    body = NO_ZERO_GRAD.replace("\n", newline).encode(encoding)
    file.write_bytes(mark + body)
    file.chmod(0o755)

    result = dyetrace("check", "a.py", "--fix")

    data = file.read_bytes()
    assert result.returncode == 0, result.stderr
    assert data.startswith(mark)
    lines = data[len(mark) :].decode(encoding).split(newline)
    added = [line for line in lines if FIXED_LINE in line]
    assert len(added) == 1
    assert [line for line in lines if line not in added] == NO_ZERO_GRAD.split("\n")
    assert "\n" not in "".join(lines) + "".join(lines)
    assert file.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("indent", [1, 2, None])
def test_fix_keeps_the_rest_of_a_notebook(folder, dyetrace, indent):
    model, loop = NO_ZERO_GRAD.split("for epoch")
    cells = [
        {"cell_type": "markdown", "source": "Ünï\u2028", "metadata": {"b": 1, "a": [1.0, 1e-7]}},
        {"metadata": {}, "source": model, "cell_type": "code", "outputs": [{"z": "é"}]},
        {
            "cell_type": "code",
            "source": ("%matplotlib inline\nfor epoch" + loop).splitlines(keepends=True),
            "outputs": [],
        },
    ]
    before = {"nbformat": 4, "cells": cells, "nbformat_minor": 5, "metadata": {}}
    text = json.dumps(before, indent=indent, ensure_ascii=False) + "\n"
    file = folder / "n.ipynb"
    file.write_bytes(text.encode())

    result = dyetrace("check", "n.ipynb", "--fix")

    written = file.read_bytes().decode()
    after = json.loads(written)
    assert result.returncode == 0, result.stderr
    assert written == json.dumps(after, indent=indent, ensure_ascii=False) + "\n"
    assert list(after) == list(before)
    assert after["cells"][:2] == before["cells"][:2]
    source = after["cells"][2].pop("source")
    assert source[0] == "%matplotlib inline\n"
    assert f"    {FIXED_LINE}\n" in source
    assert before["cells"][2].pop("source") == [line for line in source if FIXED_LINE not in line]
    assert after == before


def test_nothing_to_fix_leaves_the_file_untouched(folder, dyetrace):
    file = folder / "a.py"
    file.write_bytes(b"x = 1\r\ny = 2\n")
    modified = file.stat().st_mtime_ns

    result = dyetrace("check", "a.py", "--fix")

    assert result.returncode == 0
    assert file.read_bytes() == b"x = 1\r\ny = 2\n"
    assert file.stat().st_mtime_ns == modified


def test_fix_of_standard_input_is_refused(dyetrace):
    result = dyetrace("check", "-", "--fix", stdin=NO_ZERO_GRAD)

    assert result.returncode == 2
    assert "--fix has no file to write" in result.stderr
