"""Whether what was measured still holds for the text of today.

A measurement belongs to the function in which its expression stands (to the statement, at the top
level). While the text of that function is unchanged the measurement holds, wherever it moved.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import lru_cache

from dyetrace.source.program import Source

_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def function_hash(source: Source, line: int) -> tuple[str, str]:
    """Return (qualified name, hash of its text) of the function or statement around a line.

    The name is empty at the top level of the program. Trailing blanks do not count.
    """
    name, first, last = _unit_at(source, line)
    return name, _hash(source, first, last)


def _hash(source: Source, first: int, last: int) -> str:
    text = "\n".join(line.rstrip() for line in source.lines[first - 1 : last])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _unit_at(source: Source, line: int) -> tuple[str, int, int]:
    """Return the innermost function around a line, else its statement: (name, first, last line)."""
    around = [unit for unit in _units(source) if unit[1] <= line <= unit[2]]
    functions = [unit for unit in around if unit[0]]
    if functions:
        return max(functions, key=lambda unit: (unit[1], -unit[2]))
    return around[0] if around else ("", line, line)


def _units(source: Source) -> list[tuple[str, int, int]]:
    return _units_of(source.tree)


@lru_cache(maxsize=16)
def _units_of(tree: ast.Module) -> list[tuple[str, int, int]]:
    statements = [("", _first_line(s), s.end_lineno or s.lineno) for s in tree.body]
    return [*_functions(tree, ""), *statements]


def _functions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, int, int]]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, _Definition):
            yield prefix + node.name, _first_line(node), node.end_lineno or node.lineno
        inner = isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        name = f"{prefix}{node.name}." if inner else prefix  # type: ignore[attr-defined]
        yield from _functions(node, name)


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(decorator.lineno for decorator in decorators)]))
