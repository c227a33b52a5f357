"""Notebooks are one program; what IPython allows is no error; positions lead back to the cells."""

import ast
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dyetrace.findings import DyetraceError
from dyetrace.source.magics import neutralise_magics
from dyetrace.source.notebook import CodeCell, parse_notebook, program_of_cells


def notebook(*sources, **top):
    cells = [{"cell_type": "code", "source": source, "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, **top})


def program(*texts):
    return program_of_cells([CodeCell(n, text) for n, text in enumerate(texts, 1)], "n.ipynb")


def code(source):
    return ast.unparse(source.tree)


def test_cells_are_joined_in_order_and_counted_with_markdown():
    cells = [
        {"cell_type": "markdown", "source": "# Title"},
        {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "execution_count": 7},
        {"cell_type": "raw", "source": "x"},
        {"cell_type": "code", "source": "c = a + b"},
    ]

    source = parse_notebook(json.dumps({"cells": cells}), "n.ipynb")

    assert source.text == "a = 1\nb = 2\nc = a + b"
    assert [(cell.number, cell.execution_count) for cell in source.cells] == [(2, 7), (4, None)]
    assert source.cell_position(3) == (source.cells[1], 1)


def test_old_notebook_format_is_read():
    cells = [{"cell_type": "code", "input": ["x = 1\n", "y = 2"], "prompt_number": 3}]

    source = parse_notebook(json.dumps({"worksheets": [{"cells": cells}]}), "n.ipynb")

    assert source.text == "x = 1\ny = 2"
    assert source.cells[0].execution_count == 3


@pytest.mark.parametrize(
    "cell", [{}, {"cell_type": "code"}, {"cell_type": "code", "source": None}, 3, None, []]
)
def test_missing_keys_are_tolerated(cell):
    source = parse_notebook(json.dumps({"cells": [cell]}), "n.ipynb")

    assert source.problems == ()


def test_other_languages_are_left_out():
    julia = parse_notebook(notebook("x <- 1", metadata={"language_info": {"name": "R"}}), "n.ipynb")
    sql = {"cell_type": "code", "source": "SELECT", "metadata": {"vscode": {"languageId": "sql"}}}

    assert julia.cells == ()
    assert parse_notebook(json.dumps({"cells": [sql]}), "n.ipynb").cells == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"cells": [\n  oops]}', "line 2, column 3"),
        ("[]", "not a notebook"),
        ('{"a": 1}', "not a notebook"),
        ("", "not valid JSON"),
        ("[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_what_is_no_notebook_is_told(text, reason):
    with pytest.raises(DyetraceError, match=reason) as raised:
        parse_notebook(text, "some/n.ipynb")

    assert str(raised.value).startswith("some/n.ipynb ")


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install 'it\nx = 1", "pass\nx = 1"),
        ("!!ls\nx = 1", "pass\nx = 1"),
        ("x?\n?x\nnp.array??\ny = 1", "0\n0\npass\ny = 1"),
        ("%%time\nx = f()", "x = f()"),
        ("\n%%time\nx = f()", "x = f()"),
        ("%%bash\nls 'it", ""),
        ("%%html\n<b>", ""),
        ("%%writefile a.py\nx = (", ""),
        ("files = !ls *.py", "files = _"),
        ("a, b = %someline x", "a, b = _"),
        ("%time model.fit(X)", "0\nmodel.fit(X)"),
        ("%timeit -n 10 -r3 f(x)", "0\nf(x)"),
        ("if x:\n    !ls\n    %time y = f()", "if x:\n    0\n    0\n    y = f()"),
        ("if x:\n    %cd /tmp\nz = 1", "if x:\n    pass\nz = 1"),
        ("!pip install a \\\n  b 'c\nx = 1", "pass\nx = 1"),
        ("pip install -U numpy\nx = 1", "pass\nx = 1"),
        ("cd data\nls\nx = 1", "pass\nls\nx = 1"),
        ("x = (a\n% b)", "x = a % b"),
        ("s = '''\n%matplotlib\n!ls\n'''", repr("\n%matplotlib\n!ls\n").join(["s = ", ""])),
        ("x = a \\\n  % b", "x = a % b"),
        ("x = 5 %2\ny = x != 3", "x = 5 % 2\ny = x != 3"),
    ],
)
def test_magics_are_neutral(cell, left):
    source = program(cell)

    assert source.problems == ()
    assert code(source) == left


@given(
    st.lists(
        st.sampled_from(
            [
                "%",
                "!",
                "?",
                "%%",
                "time ",
                "x = ",
                "(",
                ")",
                "\n",
                "\\\n",
                "'",
                '"""',
                "é",
                " ",
                "a",
            ]
        )
    ).map("".join)
)
@settings(deadline=None)
def test_neutral_text_keeps_every_position(cell):
    plain = neutralise_magics(cell)

    assert len(plain) == len(cell)
    assert [i for i, c in enumerate(plain) if c == "\n"] == [
        i for i, c in enumerate(cell) if c == "\n"
    ]


def test_broken_cell_does_not_damage_the_others():
    source = program("a()", "model.fit(X,", "b()", "x = '''", "c()", "if x:", "    d()", "e()")

    assert code(source).count("()") >= 4
    assert {"a()", "b()", "c()", "e()"} <= set(code(source).split("\n"))
    assert {source.cell_at(problem.span.line).number for problem in source.problems} >= {2, 4}


def test_statement_never_reaches_into_the_next_cell():
    source = program("x = (1 +", "2)", "if a:", "    b()")

    assert source.problems
    assert "1 + 2" not in code(source)


cell_texts = st.lists(
    st.lists(st.sampled_from(["x = 1", "", "f(", "\n", "\r\n", "\r", "%ls", "'''"])).map("".join),
    min_size=1,
    max_size=8,
)


@given(cell_texts)
@settings(deadline=None)
def test_positions_go_to_cells_and_back(texts):
    source = program(*texts)

    for line in range(1, len(source.lines) + 1):
        cell, row = source.cell_position(line)
        assert cell is not None
        assert source.program_line(cell.number, row) == line
    assert sum(cell.line_count for cell in source.cells) == len(source.lines)
    assert len(source.text) == len(source.original)


def test_rows_outside_a_cell_are_none():
    source = program("a\nb", "c")

    assert source.program_line(1, 3) is None
    assert source.program_line(2, 1) == 3
    assert source.program_line(9, 1) is None


def test_large_notebook_is_one_program():
    source = program(*[f"x{n} = f({n})\n%time g()" for n in range(500)])

    assert source.problems == ()
    assert source.cell_position(1000) == (source.cells[499], 2)
