"""From new text to edits: small, apart from each other, and exactly that text when applied."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dyetrace.findings import Edit
from dyetrace.fixes.applying import cell_texts, edited_source
from dyetrace.fixes.edits import minimal_edits, pieces_of
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

_LINES = ["x = 1", "    y = f(x)", "# comment 😀", "", "\t", "f(a, b)", "é = 'ü'", "x = 12"]
_ENDS = ["\n", "\r\n", "\r"]
_texts = st.lists(st.tuples(st.sampled_from(_LINES), st.sampled_from(_ENDS)), max_size=12).map(
    lambda lines: "".join(line + end for line, end in lines)
)
_texts = _texts | st.tuples(_texts, st.sampled_from(_LINES)).map("".join)
_words = st.text("ab \n\r\t#é😀=()", max_size=60)


def _are_apart(edits: tuple[Edit, ...]) -> bool:
    ends = [(edit.span.end_line, edit.span.end_column) for edit in edits]
    starts = [(edit.span.line, edit.span.column) for edit in edits]
    return all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def _spliced(source: Source, edits: tuple[Edit, ...]) -> str:
    """Apply edits without changing the line ends that they bring."""
    text = source.text
    for edit in reversed(edits):
        start = source.offset(edit.span.line, edit.span.column)
        end = source.offset(edit.span.end_line, edit.span.end_column)
        text = text[:start] + edit.content + text[end:]
    return text


@given(_texts | _words, _texts | _words)
def test_applied_edits_are_the_new_text(old, new):
    source = parse_script(old, "a.py")
    edits = minimal_edits(source, (new,))
    assert _spliced(source, edits) == new
    assert _are_apart(edits)
    assert bool(edits) == (old != new)


@given(st.lists(_words, min_size=1, max_size=5), st.data())
def test_edits_of_a_notebook_stay_in_their_cells(cells, data):
    source = program_of_cells([CodeCell(n, c) for n, c in enumerate(cells, 1)], "a.ipynb")
    old = [piece.text for piece in pieces_of(source)]
    news = [data.draw(_words.map(lambda t: t.replace("\r", ""))) for _ in old]
    edits = minimal_edits(source, news)
    for edit in edits:
        cell = source.cell_at(edit.span.line)
        assert cell is not None
        assert edit.span.end_line < cell.first_line + cell.line_count
    if source.text == source.original:
        assert list(cell_texts(edited_source(source, edits)).values()) == news


def test_a_changed_word_is_one_small_edit():
    source = parse_script("a = 1\nX = scaler.fit_transform(X_test)  # é\nb = 2\n", "a.py")
    new = source.text.replace("fit_transform", "transform")
    (edit,) = minimal_edits(source, (new,))
    assert (edit.span.line, edit.span.column, edit.span.end_column) == (2, 11, 24)
    assert edit.content == "transform"


def test_an_inserted_line_touches_no_other():
    source = parse_script("a = 1\r\nb = 2\r\n", "a.py")
    (edit,) = minimal_edits(source, ("a = 1\r\nc = 3\r\nb = 2\r\n",))
    assert source.text_of(edit.span) == ""
    assert edit.content == "c = 3\r\n"
