"""How the statements of a program lie in each other, and which names they read and bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dyetrace.findings import Span
from dyetrace.source.program import Source

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_SCOPES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)


@dataclass(frozen=True, eq=False)
class Outline:
    """The tree of a program with the way up from each node."""

    source: Source

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node that each node stands in."""
        return {
            child: node
            for node in ast.walk(self.source.tree)
            for child in ast.iter_child_nodes(node)
        }

    @cached_property
    def _positions(self) -> dict[tuple[int, int], list[ast.AST]]:
        found: dict[tuple[int, int], list[ast.AST]] = {}
        for node in self.parents:
            if isinstance(node, (ast.expr, ast.stmt)):
                column = self.source.column(node.lineno, node.col_offset)
                found.setdefault((node.lineno, column), []).append(node)
        return found

    def span(self, node: ast.AST) -> Span:
        """Return the span of a node."""
        return self.source.span(node)

    def text(self, node: ast.AST) -> str:
        """Return a node as the user wrote it."""
        return self.source.text_of(self.span(node))

    def expression_at(self, span: Span) -> ast.expr | None:
        """Return the outermost expression that covers exactly a span."""
        for node in self._positions.get((span.line, span.column), ()):
            if isinstance(node, ast.expr) and self.span(node) == span:
                return node
        return None

    def statement_at(self, span: Span) -> ast.stmt | None:
        """Return the innermost statement that holds a span."""
        best: ast.stmt | None = None
        for node in self.parents:
            if (
                isinstance(node, ast.stmt)
                and node.lineno <= span.line
                and is_inside(span, self.span(node))
                and (best is None or self.is_within(node, best))
            ):
                best = node
        return best

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Iterate over the nodes that a node stands in, innermost first."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def is_within(self, node: ast.AST, outer: ast.AST) -> bool:
        """Whether a node is another or stands in it."""
        return node is outer or outer in self.ancestors(node)

    def statement_of(self, node: ast.AST) -> ast.stmt | None:
        """Return the innermost statement that a node is or stands in."""
        chain = (node, *self.ancestors(node))
        return next((item for item in chain if isinstance(item, ast.stmt)), None)

    def block_of(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return the statements of the body that a statement stands in."""
        parent = self.parents[statement]
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and statement in block:
                return block
        return [statement]

    def scope_of(self, node: ast.AST) -> Scope:
        """Return the function, class or module that a node's names belong to."""
        return next(item for item in self.ancestors(node) if isinstance(item, _SCOPES))

    def loops_around(self, node: ast.AST) -> list[ast.AST]:
        """Return the loops around a node in its own scope, innermost first."""
        found: list[ast.AST] = []
        for item in self.ancestors(node):
            if isinstance(item, _SCOPES):
                break
            if isinstance(item, _LOOPS):
                found.append(item)
        return found

    def lift(self, node: ast.AST, block: list[ast.stmt]) -> ast.stmt | None:
        """Return the statement of ``block`` that a node is or stands in, or None."""
        chain = (node, *self.ancestors(node))
        return next((item for item in chain if isinstance(item, ast.stmt) and item in block), None)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the program uses anywhere."""
        return frozenset(all_names(self.source.tree))

    def free_name(self, *wishes: str) -> str:
        """Return the first wish that the program does not use yet, numbered if need be."""
        for wish in wishes:
            if wish not in self.names:
                return wish
        number = 2
        while f"{wishes[-1]}_{number}" in self.names:
            number += 1
        return f"{wishes[-1]}_{number}"


def is_inside(span: Span, outer: Span) -> bool:
    """Whether a span lies in another, or is the same."""
    return outer.contains(span.line, span.column) and outer.contains(span.end_line, span.end_column)


def all_names(node: ast.AST) -> set[str]:
    """Return every name that is read, bound or imported in a node."""
    return reads(node) | binds(node) | {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}


def loads(node: ast.AST, name: str) -> list[ast.Name]:
    """Return the places in a node where a name is read (``x += 1`` reads ``x`` too)."""
    found = [
        item
        for item in ast.walk(node)
        if isinstance(item, ast.Name) and item.id == name and isinstance(item.ctx, ast.Load)
    ]
    for item in ast.walk(node):
        if isinstance(item, ast.AugAssign) and isinstance(item.target, ast.Name):
            found.extend([item.target] if item.target.id == name else [])
    return found


def reads(node: ast.AST) -> set[str]:
    """Return the names that a node reads, those in nested functions too."""
    found = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load):
            found.add(item.id)
        elif isinstance(item, ast.AugAssign) and isinstance(item.target, ast.Name):
            found.add(item.target.id)
    return found


_CHANGERS = frozenset(
    "append extend insert pop remove sort reverse clear update setdefault add discard fill shuffle"
    " popitem resize put itemset".split()
)


def binds(node: ast.AST) -> set[str]:
    """Return the names that a node binds, or whose objects it changes in place."""
    found = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load):
            found.add(item.id)
        elif isinstance(item, (ast.Attribute, ast.Subscript)) and not isinstance(
            item.ctx, ast.Load
        ):
            found |= {root} if (root := root_name(item)) else set()
        elif isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(item.name)
        elif isinstance(item, ast.alias):
            found.add((item.asname or item.name).partition(".")[0])
        elif isinstance(item, ast.ExceptHandler) and item.name:
            found.add(item.name)
        elif isinstance(item, ast.Call):
            found |= _changed_by(item)
    return found


def _changed_by(call: ast.Call) -> set[str]:
    """Return the names whose objects a call changes in place, as far as its form tells."""
    in_place = any(
        keyword.arg == "inplace" and not _is_false(keyword.value) for keyword in call.keywords
    )
    if not isinstance(call.func, ast.Attribute):
        return set()
    found = set()
    if in_place or call.func.attr in _CHANGERS:
        found |= {root} if (root := root_name(call.func)) else set()
    if call.func.attr == "shuffle":
        found |= {root for argument in call.args if (root := root_name(argument))}
    return found


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def root_name(node: ast.expr) -> str | None:
    """Return ``a`` of ``a.b[c].d``, or None."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def dotted(node: ast.expr) -> str | None:
    """Return ``a.b.c`` of a plain chain of names, or None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)) is not None:
        return f"{owner}.{node.attr}"
    return None
