"""Programs of Python 2 are read: nothing is left out, and columns stay true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dyetrace.rules.engine import analyze
from dyetrace.source.program import Source
from dyetrace.source.reading import parse_program
from dyetrace.source.tolerant import parse_tolerantly

_LEAKY = """\
# -*- coding: utf-8 -*-
import pandas as pd
from sklearn.cross_validation import train_test_split
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

ore = pd.read_csv("ore.csv")
print "rows", len(ore)
print ("%d columns" % ore.shape[1]),
features = StandardScaler().fit_transform(ore.drop("rich", axis=1))
train_x, test_x, train_y, test_y = train_test_split(features, ore["rich"])

def judge(model, x, y):
    try:
        print "train", model.score(train_x, train_y); print "test", \\
            model.score(x, y)
        print "ten more prints", 1
        print "ten more prints", 2
        print "ten more prints", 3
        print "ten more prints", 4
        print "ten more prints", 5
        print "ten more prints", 6
        print "ten more prints", 7
        print "ten more prints", 8
        print "ten more prints", 9
    except ValueError, error:
        print >>log, error
        raise RuntimeError, "no score"

judge(LogisticRegression().fit(train_x, train_y), test_x, test_y)
"""


def _read(text: str) -> Source:
    return parse_program(text.encode(), Path("ore.py"), "ore.py")


def test_leak_in_a_program_of_python_2_is_found() -> None:
    findings = analyze(_read(_LEAKY)).findings

    found = [(finding.rule, finding.span.line) for finding in findings]
    assert ("fit-before-split", 10) in found


def test_long_function_full_of_prints_is_kept_whole() -> None:
    source = _read(_LEAKY)

    function = next(node for node in source.tree.body if isinstance(node, ast.FunctionDef))
    assert len([node for node in ast.walk(function) if isinstance(node, ast.Call)]) > 12


def test_columns_behind_a_print_are_those_of_the_file() -> None:
    source = _read('total = 3\nprint "sum", total + 1  # so far\n')

    name = next(n for n in ast.walk(source.tree) if isinstance(n, ast.BinOp))
    assert source.text_of(source.span(name)) == "total + 1"


@pytest.mark.parametrize(
    "line",
    [
        "print x,",
        "print",
        "if x: print x",
        'print"x"',
        "print x; print y",
        "print (x), y",
        "exec code in scope",
        "if x <> y: pass",
        "mode = 0755",
        "big = 10L + 0xFFL",
        "text = `x` + ur'\\d'",
        "pairs.sort(key=lambda (a, b): b)",
        "def f(a, (b, c)): return b",
        'raise ValueError, "no"',
        "for x in y:\n\tprint x\n        print y",
    ],
)
def test_construct_of_python_2_is_parsed_whole(line: str) -> None:
    text = f"x = y = 1\nprint 'start'\n{line}\nend = 2\n"

    tree, problems = parse_tolerantly(text, "old.py")

    assert len(problems) == 1  # that the file is no Python 3 is still told
    assert not any(isinstance(node, ast.Pass) for node in tree.body)
    assert len(tree.body) >= 4


def test_words_in_strings_and_comments_are_left_alone() -> None:
    source = _read('print "a"\ntext = "print x <> 10L"  # print `x`\n')

    constant = source.tree.body[1].value  # type: ignore[attr-defined]
    assert constant.value == "print x <> 10L"
