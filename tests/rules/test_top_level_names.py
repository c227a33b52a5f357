"""What a program binds and reads at its top level."""

from __future__ import annotations

import ast
import textwrap

import pytest

from dyetrace.rules.reproducibility.scopes import top_level


def _free(code: str) -> set[str]:
    names = top_level(ast.parse(textwrap.dedent(code)))
    return {r.node.id for r in names.readings} - {b.name for b in names.bindings}


@pytest.mark.parametrize(
    "code",
    [
        "import a.b\na.b.c()",
        "from m import x as y\ny",
        "for i, (j, *k) in z: i, j, k",
        "with open(p) as (f, g): f, g",
        "try:\n    1\nexcept ValueError as error:\n    error",
        "if (n := len(p)) > 3: n",
        "[last := v for v in p]\nlast",
        "def f(a, /, b=p, *c, d: p = 1, **e) -> p:\n    return a, b, c, d, e, f",
        "class A(p):\n    x = 1\n    y = x\n    def m(self): return A, __class__",
        "(lambda q, *r: (q, r))(1)",
        "match p:\n    case {'k': v, **rest}: v, rest\n    case [a, *b] as c: a, b, c",
        "def f():\n    global g\n    g = 1\ng",
        "{k: v for k, v in p if v for w in k if w}",
        "try:\n    missing\nexcept NameError:\n    missing = 1",
        "async def f():\n    async with p as q:\n        return [x async for x in q]",
    ],
)
def test_bound_names_are_not_free(code: str) -> None:
    assert _free(code) <= {"p", "z", "open", "ValueError", "NameError", "len"}


@pytest.mark.parametrize(
    ("code", "free"),
    [
        ("def f():\n    return x", {"x"}),
        ("class A:\n    x = 1\n    def m(self): return x", {"x"}),
        ("[y for y in y]", {"y"}),
        ("x += 1", set()),
        ("try:\n    missing\nexcept KeyError:\n    pass", {"missing", "KeyError"}),
        ("def f(a=b):\n    b = 1", {"b"}),
        ("@decorate\ndef f(): pass", {"decorate"}),
    ],
)
def test_free_names_are_found(code: str, free: set[str]) -> None:
    assert _free(code) == free


def test_names_in_functions_are_read_when_these_are_called() -> None:
    names = top_level(ast.parse("a\ndef f():\n    b\n    [c for _ in d]\nclass K:\n    e\n"))

    deferred = {r.node.id for r in names.readings if r.deferred}
    assert deferred == {"b", "c", "d"}
    assert {r.node.id for r in names.readings} - deferred == {"a", "e"}


def test_star_import_is_told() -> None:
    assert top_level(ast.parse("from x import *")).stars == ("x",)
    assert top_level(ast.parse("import x")).stars == ()
