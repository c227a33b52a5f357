"""The part of a program that one class or function needs: its imports, helpers and constants.

The rest of the top level (reading data, training) is not run. What is kept stands where it stood,
so that line numbers stay.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from typing import Any

_EFFECTS = {  # methods called for what they do, never for what they set up
    *("fit", "train", "backward", "step", "show", "run", "main", "plot", "savefig", "save"),
    *("fit_transform", "to_csv", "write", "print", "close", "eval", "train_step"),
}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_ALWAYS = {"sys", "os"}  # roots whose calls and assignments set up imports


def needed_part(tree: ast.Module, names: Iterable[str]) -> ast.Module:
    """Return the module with only those statements of its top level that ``names`` depend on."""
    statements = tree.body
    bound = [set(_bound(statement)) for statement in statements]
    changed = [set(_changed(statement)) for statement in statements]
    used = [_free_names(statement) for statement in statements]
    needed, kept = set(names), {i for i, s in enumerate(statements) if _is_always(s)}
    for index in kept:
        needed |= used[index]
    while True:
        more = {
            i
            for i in range(len(statements))
            if i not in kept and (bound[i] & needed or changed[i] & needed - _ALWAYS)
        }
        if not more:
            break
        kept |= more
        for index in more:
            needed |= used[index]
    body = [statement for i, statement in enumerate(statements) if i in kept]
    return ast.Module(body=body, type_ignores=tree.type_ignores)


def _is_always(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        is_star = any(alias.name == "*" for alias in statement.names)
        return statement.module == "__future__" or is_star
    return bool(set(_changed(statement)) & _ALWAYS)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Iterate over the global names that a statement of the top level binds."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
        return
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]
        return
    if _is_main_guard(statement):
        return
    for node in _same_scope(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _bound(node)


def _changed(statement: ast.stmt) -> Iterator[str]:
    """Iterate over the names whose objects a simple statement changes."""
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            if isinstance(target, (ast.Attribute, ast.Subscript)):
                yield _root(target)
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        callee = statement.value.func
        if isinstance(callee, ast.Attribute) and callee.attr not in _EFFECTS:
            yield _root(callee)


def _is_main_guard(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.If):
        return False
    return any(isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(statement.test))


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _same_scope(statement: ast.AST) -> Iterator[ast.AST]:
    """Iterate over the nodes below one that share its scope."""
    yield statement
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return
    for child in ast.iter_child_nodes(statement):
        yield from _same_scope(child)


def _free_names(node: ast.AST) -> set[str]:
    """Return the names that a statement reads from the scopes around it."""
    names: set[str] = set()
    for child in _evaluated(node):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
            names.add(child.id)
        elif isinstance(child, _FUNCTIONS):
            names |= _free_in_function(child)
    return names - set(dir(builtins))


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """Iterate over nodes that are evaluated when the statement runs, not when it is called."""
    yield node
    for name, value in ast.iter_fields(node):
        if isinstance(node, _FUNCTIONS) and name == "body":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _evaluated(child)


def _free_in_function(function: Any) -> set[str]:
    arguments = function.args
    own = {a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    own |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    body = function.body if isinstance(function.body, list) else [function.body]
    loads: set[str] = set()
    declared: set[str] = set()
    for statement in body:
        for child in ast.walk(statement):
            if isinstance(child, ast.Name):
                (loads if isinstance(child.ctx, ast.Load) else own).add(child.id)
            elif isinstance(child, ast.Global):
                declared.update(child.names)
    return (loads - own) | declared
