"""Where names get their values, as far as the text says so plainly."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Iterable

from dyetrace.fixes.outline import Outline, binds

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def definition(outline: Outline, name: str, at: ast.AST) -> ast.Assign | None:
    """Return the assignment that a name certainly has its value from at a place.

    Assignments to parts of it (``df["a"] = ...``) are looked past.
    """
    statement = outline.statement_of(at)
    while statement is not None:
        block = outline.block_of(statement)
        for earlier in reversed(block[: block.index(statement)]):
            if name not in binds(earlier):
                continue
            if isinstance(earlier, ast.Assign):
                if any(name in _names(target) for target in earlier.targets):
                    return earlier
                continue
            if isinstance(earlier, ast.AugAssign) and not isinstance(earlier.target, ast.Name):
                continue
            return None
        parent = outline.parents[statement]
        if isinstance(parent, (*_SCOPES, ast.Module)):
            return None
        if isinstance(parent, ast.For) and name in binds(parent.target):
            return None
        statement = outline.statement_of(parent)
    return None


def _names(target: ast.expr) -> set[str]:
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    return {part.id for part in parts if isinstance(part, ast.Name)}


def value_of(outline: Outline, node: ast.expr) -> ast.expr:
    """Return what a name was assigned, where that is plain to see; else the node itself."""
    if not isinstance(node, ast.Name):
        return node
    found = definition(outline, node.id, node)
    if found is None or len(found.targets) != 1:
        return node
    target = found.targets[0]
    if isinstance(target, ast.Name):
        return found.value
    if isinstance(target, ast.Tuple) and isinstance(found.value, ast.Tuple):
        for one, value in zip(target.elts, found.value.elts):
            if isinstance(one, ast.Name) and one.id == node.id:
                return value
    return node


def between(outline: Outline, first: ast.stmt, last: ast.AST) -> list[ast.stmt] | None:
    """Return the statements after one and before another place below it in the same block."""
    block = outline.block_of(first)
    end = outline.lift(last, block)
    if end is None or block.index(end) < block.index(first):
        return None
    return block[block.index(first) + 1 : block.index(end)]


def is_unchanged(outline: Outline, names: Collection[str], first: ast.stmt, last: ast.AST) -> bool:
    """Whether names mean the same after a statement and at a place below it."""
    statements = between(outline, first, last)
    return statements is not None and not any(binds(each) & set(names) for each in statements)


def names_of(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements bind in their own scope, those in functions left out."""
    found: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        if not isinstance(node, _SCOPES):
            stack.extend(ast.iter_child_nodes(node))
    return found


def usual_seed(outline: Outline) -> str:
    """Return the seed that the program gives most often, else 0."""
    given: Counter[str] = Counter()
    for node in ast.walk(outline.source.tree):
        if not isinstance(node, ast.keyword) or node.arg not in ("random_state", "seed"):
            continue
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            given[outline.text(node.value)] += 1
    return given.most_common(1)[0][0] if given else "0"
