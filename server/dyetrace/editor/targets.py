"""What can be traced alone: classes of layers, and their ``forward``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.source.program import Source

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Target:
    """A class or function by its qualified name, and the span of its name's line."""

    name: str
    span: Span


def targets(source: Source) -> list[Target]:
    """Return the modules of a program and their ``forward``, in the order of the text."""
    return list(_targets(source, source.tree, "", set()))


def _targets(source: Source, parent: ast.AST, prefix: str, known: set[str]) -> Iterator[Target]:
    for node in ast.iter_child_nodes(parent):
        if not isinstance(node, ast.ClassDef):
            continue
        name = f"{prefix}{node.name}"
        if _is_module(node, known):
            known.add(node.name)
            yield Target(name, _head(source, node))
            for inner in node.body:
                if isinstance(inner, FunctionNode) and inner.name == "forward":
                    yield Target(f"{name}.forward", _head(source, inner))
        yield from _targets(source, node, f"{name}.", known)


def _is_module(node: ast.ClassDef, known: set[str]) -> bool:
    bases = [_last_name(base) for base in node.bases]
    if any(base.endswith("Module") or base in known for base in bases):
        return True
    defines = {inner.name for inner in node.body if isinstance(inner, FunctionNode)}
    return bool(bases) and {"__init__", "forward"} <= defines


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _head(source: Source, node: ast.ClassDef | FunctionNode) -> Span:
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    column = source.column(node.lineno, node.col_offset)
    return Span(source.path, first, column, first, column)
