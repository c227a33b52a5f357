"""Whether what was measured still holds for the text of today.

A measurement belongs to the function in which its expression stands (to the statement, at the top
level). While the code of that function is unchanged the measurement holds, wherever it moved.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from dyetrace.source.program import Source

_Definition = ast.FunctionDef | ast.AsyncFunctionDef


def function_hash(source: Source, line: int) -> tuple[str, str]:
    """Return (qualified name, hash of its code) of the function or statement around a line.

    The name is empty at the top level of the program. What changes nothing that is computed does
    not count: comments, blank lines, how it is broken into lines, docstrings, annotations.
    """
    unit = _unit_at(source, line)
    if unit is None:
        text = source.lines[line - 1].rstrip() if line <= len(source.lines) else ""
        return "", _hash(text)
    return unit.name, unit.code_hash


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class _Unit:
    """A function, or a statement at the top level."""

    name: str
    first: int
    last: int
    node: ast.AST

    @cached_property
    def code_hash(self) -> str:
        return _hash("".join(_code(self.node)))


_UNIMPORTANT = frozenset({"annotation", "returns", "type_comment", "kind", "ctx"})


def _code(node: ast.AST) -> Iterator[str]:
    """Yield what a node computes, as text."""
    yield type(node).__name__
    yield "("
    for name, value in ast.iter_fields(node):
        if name in _UNIMPORTANT:
            continue
        if isinstance(value, ast.AST):
            yield from _code(value)
        elif isinstance(value, list):
            yield "["
            skipped = 1 if name == "body" and _is_docstring(value) else 0
            for item in value[skipped:]:
                if isinstance(item, ast.AST):
                    yield from _code(item)
                else:
                    yield repr(item)
            yield "]"
        else:
            yield repr(value)
        yield ","
    yield ")"


def _is_docstring(body: list[Any]) -> bool:
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return is_text and isinstance(first.value.value, str)  # type: ignore[union-attr]


def _unit_at(source: Source, line: int) -> _Unit | None:
    """Return the innermost function around a line, else its statement."""
    around = [unit for unit in _units_of(source.tree) if unit.first <= line <= unit.last]
    functions = [unit for unit in around if unit.name]
    if functions:
        return max(functions, key=lambda unit: (unit.first, -unit.last))
    return around[0] if around else None


@lru_cache(maxsize=16)
def _units_of(tree: ast.Module) -> list[_Unit]:
    statements = [_Unit("", _first_line(s), s.end_lineno or s.lineno, s) for s in tree.body]
    return [*_functions(tree, ""), *statements]


def _functions(parent: ast.AST, prefix: str) -> Iterator[_Unit]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, _Definition):
            yield _Unit(prefix + node.name, _first_line(node), node.end_lineno or node.lineno, node)
        inner = isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        name = f"{prefix}{node.name}." if inner else prefix  # type: ignore[attr-defined]
        yield from _functions(node, name)


def _first_line(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(decorator.lineno for decorator in decorators)]))
