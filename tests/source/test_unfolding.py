# ruff: noqa: E501
"""Cells that nbconvert wrote out as strings are code again, at their true places."""

from __future__ import annotations

import ast
from pathlib import Path

from dyetrace.rules.engine import analyze
from dyetrace.source.program import Source
from dyetrace.source.reading import parse_program


def _read(text: str) -> Source:
    return parse_program(text.encode(), Path("script.py"), "script.py")


_SCRIPT = """\
# In[1]:

import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

cells = pd.read_csv("zellkörper.csv")

# In[2]:

get_ipython().run_cell_magic('time', '', 'points = PCA(8).fit_transform(cells.drop("kind", 1))')

# In[3]:

get_ipython().run_cell_magic('capture', '', '# "größer" first\\nA, B, c, d = train_test_split(\\n    points, cells["kind"]\\n)')
model = SVC()
get_ipython().run_line_magic('time', 'model.fit(A, c)')
get_ipython().magic(u'time print(model.score(B, d))')
"""


def test_leak_in_a_timed_cell_is_found() -> None:
    findings = analyze(_read(_SCRIPT)).findings

    assert [(f.rule, f.span.line) for f in findings if f.rule == "fit-before-split"] == [
        ("fit-before-split", 12)
    ]


def test_places_inside_the_literal_are_those_of_the_file() -> None:
    source = _read(_SCRIPT)

    calls = {
        source.text_of(source.span(node.func))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
    }
    assert {"train_test_split", "model.fit", "model.score", "PCA(8).fit_transform"} <= calls


def test_cell_of_another_language_stays_text() -> None:
    source = _read("get_ipython().run_cell_magic('bash', '', 'ls = 3\\ncp a b')\nx = 1\n")

    assert len(source.tree.body) == 2
    assert isinstance(source.tree.body[0], ast.Expr)


def test_cell_that_does_not_parse_stays_text() -> None:
    source = _read("get_ipython().run_cell_magic('time', '', 'fit(')\n")

    assert isinstance(source.tree.body[0], ast.Expr)


def test_timed_line_in_a_loop_is_part_of_it() -> None:
    source = _read("for k in range(3):\n    get_ipython().run_line_magic('timeit', '-n 5 f(k)')\n")

    loop = source.tree.body[0]
    assert isinstance(loop, ast.For)
    assert ast.unparse(loop.body[0]) == "f(k)"
