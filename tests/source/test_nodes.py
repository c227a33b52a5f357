"""Our walk over a syntax tree is the standard library's, without contexts and operators."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from dyetrace.source.nodes import walk

LEAVES = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
PROGRAMS = [ast.__file__, __file__, Path(ast.__file__).parent / "dataclasses.py"]
MATCH = """
match command:
    case {"a": 1, **rest}: pass
    case Point(x=0) | [1, *others] as whole if whole: pass
    case None: pass
try:
    pass
except* OSError as error:
    raise
async def f(a, /, *b, c: int = 3, **d) -> f"{a!r:>{3}}":
    async with a as b, c: return [await x async for x in y if (z := x) and not -z @ w]
lambda *a, b=1: (yield)
"""


@pytest.mark.parametrize("path", PROGRAMS)
def test_nodes_come_in_the_order_of_the_standard_library(path: str) -> None:
    tree = ast.parse(Path(path).read_text("utf-8"))
    assert walk(tree) == [node for node in ast.walk(tree) if not isinstance(node, LEAVES)]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="`except*` is new in Python 3.11")
def test_rare_nodes_are_walked() -> None:
    tree = ast.parse(MATCH)
    assert walk(tree) == [node for node in ast.walk(tree) if not isinstance(node, LEAVES)]
