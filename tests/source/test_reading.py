"""Files become text, or a sentence that names the file and the reason."""

import codecs

import pytest

from dyetrace.findings import DyetraceError
from dyetrace.source import reading
from dyetrace.source.reading import decode, read_source, read_text


def test_utf8_with_and_without_mark():
    assert read_text("é = 1".encode(), "a.py") == "é = 1"
    assert read_text(codecs.BOM_UTF8 + "é = 1".encode(), "a.py") == "é = 1"


@pytest.mark.parametrize("line", ["# coding: latin-1\n", "#!/x\n# -*- coding: latin-1 -*-\n"])
def test_coding_comment_is_honoured(line):
    assert read_text((line + "é = 1").encode("latin-1"), "a.py") == line + "é = 1"


def test_coding_comment_below_code_is_none():
    with pytest.raises(DyetraceError, match="UTF-8"):
        read_text("x = 1\n# coding: latin-1\né".encode("latin-1"), "a.py")


def test_latin1_bytes_are_told_with_their_place():
    with pytest.raises(
        DyetraceError, match=r"a/b\.py is not valid UTF-8.* line 2, byte 5"
    ) as error:
        read_text(b"x = 1\nabc \xe9 = 2\n", "a/b.py")

    assert "Latin-1" in str(error.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("x".encode("utf-16"), "UTF-16"),
        (b"# coding: klingon\n", "unknown encoding `klingon`"),
        (b"# coding: hex\n", "unknown encoding `hex`"),
        (b"# coding: utf-8\n\xff", "line 2, byte 1"),
    ],
)
def test_what_is_no_text_is_told(data, reason):
    with pytest.raises(DyetraceError, match=reason):
        read_text(data, "a.py")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_decoded_text_goes_back_to_its_bytes(encoding):
    data = f"# coding: {encoding}\r\né\n".encode(encoding)

    decoded = decode(data, "a.py")

    assert decoded.encode(decoded.text) == data


def test_missing_file_folder_and_too_large_file_are_told(tmp_path, monkeypatch):
    large = tmp_path / "large.py"
    large.write_text("x = 1\n" * 10)
    monkeypatch.setattr(reading, "LARGEST_SCRIPT", 20)

    with pytest.raises(DyetraceError, match="does not exist"):
        read_source(tmp_path / "no.py")
    with pytest.raises(DyetraceError, match="is a directory"):
        read_source(tmp_path)
    with pytest.raises(DyetraceError, match="larger than"):
        read_source(large)


def test_findings_carry_the_name_that_was_given(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("f()\n")

    source = read_source(file, "shown/a.py")

    assert source.span(source.tree.body[0]).path == "shown/a.py"


def test_empty_files(tmp_path):
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_bytes(b"")
        assert read_source(tmp_path / name).tree.body == []
