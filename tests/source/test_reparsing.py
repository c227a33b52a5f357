"""An edited program is parsed again only where it changed, and comes out as a whole parse."""

from __future__ import annotations

import ast

from hypothesis import given, settings
from hypothesis import strategies as st

from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source

PROGRAM = '''import pandas as pd
from torch import nn

df = pd.read_csv("a.csv"); y = df["y"]
text = """
def not_code():
"""


@decorated(
    1
)
class Net(nn.Module):
    def forward(self, x):
        return x


if y is None:
    y = 1
else:
    y = 2
total = (1 +
         2)
print(total)
'''
PIECES = st.sampled_from(
    ["", "\n", "\r\n", "(", ")", "'''", '"""', "#", "\\", "\\\n", "    ", "\f", "é", ";", "x = 1\n",
     "else:\n", "elif y:\n", "    z = 3\n", "@decorated\n", "; w", "def f():\n    return 1\n",
     "if y:\n", "try:\n", "finally:\n", "async ", "# a comment\n", "x = 1 \\\n", "'''a\nb'''\n"]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), min_size=1, max_size=6)


def shape(source: Source) -> str:
    return ast.dump(source.tree, include_attributes=True)


@settings(deadline=None)
@given(EDITS, st.booleans())
def test_any_stream_of_edits_parses_like_the_whole_text(
    edits: list[tuple[float, int, str]], at_line_starts: bool
) -> None:
    text = PROGRAM
    known = parse_script(text, "a.py")
    for where, length, piece in edits:
        start = int(where * len(text))
        if at_line_starts:
            start = text.rfind("\n", 0, start) + 1
        text = text[:start] + piece + text[start + length :]
        again, whole = parse_script(text, "a.py", known), parse_script(text, "a.py")
        assert shape(again) == shape(whole)
        assert again.problems == whole.problems
        if not again.problems:
            known = again


def test_statements_around_an_edited_line_keep_their_nodes() -> None:
    known = parse_script(PROGRAM, "a.py")
    again = parse_script(PROGRAM.replace("        return x", "        return -x"), "a.py", known)
    kept = [one is other for one, other in zip(known.tree.body, again.tree.body)]
    assert kept == [True, True, True, True, True, False, True, True, True]


def test_statements_above_a_new_line_keep_their_nodes() -> None:
    known = parse_script(PROGRAM, "a.py")
    again = parse_script(PROGRAM.replace("if y is", "\nif y is"), "a.py", known)
    kept = [one is other for one, other in zip(known.tree.body, again.tree.body)]
    assert kept == [True] * 6 + [False] * 3


def test_statement_that_comes_to_cross_two_cells_is_left_out() -> None:
    known = program_of_cells([CodeCell(1, "x = 1"), CodeCell(2, "y = 2")], "a.ipynb")
    cells = [CodeCell(1, "x = (1"), CodeCell(2, ")")]
    again, whole = program_of_cells(cells, "a.ipynb", known), program_of_cells(cells, "a.ipynb")
    assert again.problems
    assert (shape(again), again.problems) == (shape(whole), whole.problems)
