"""Calls of a class or function in the workspace, with arguments that can be evaluated alone."""

from __future__ import annotations

import ast
import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dyetrace.source.program import Source

MOST_CALLS = 4  # of each kind
_MOST_FILES = 400
_LARGEST_FILE = 300_000  # bytes
_DEEPEST = 8  # names that are followed to their values
_PURE = {"torch", "np", "numpy", "F", "math", "list", "dict", "tuple", "range", "int", "float"}
_REBINDING = (ast.For, ast.AsyncFor, ast.AugAssign)
_KEEPING = {"to", "cuda", "cpu", "eval", "train", "double", "half", "float"}  # return the module
_Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call whose arguments need nothing but what the target's file has at its top level."""

    expression: str
    why: str


def calls_of(source: Source, target: str, workspace: Path) -> tuple[list[SeenCall], list[SeenCall]]:
    """Return how a class is made, and what it (or a function) is called with, nearest first."""
    name, _, method = target.partition(".")
    found = _Calls(source.tree, name, method, is_own_file=True)
    made, called = found.made(source.path), found.called(source.path)
    if not made or not called:
        own = Path(source.path).resolve()
        for path, tree in _others(workspace, own, name) if own.suffix == ".py" else ():
            if not _imports(tree, own, name):
                continue  # something else of the same name
            other = _Calls(tree, name, method, is_own_file=False)
            made += other.made(path.name)
            called += other.called(path.name)
            if made and called:
                break
    return made[:MOST_CALLS], called[:MOST_CALLS]


def _others(workspace: Path, own: Path, name: str) -> Iterator[tuple[Path, ast.Module]]:
    """Iterate over the other files of a workspace that name a target."""
    seen = 0
    for folder, folders, files in os.walk(workspace):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in _SKIPPED]
        for file in sorted(files):
            path = Path(folder, file)
            if not file.endswith(".py") or path.resolve() == own:
                continue
            seen += 1
            if seen > _MOST_FILES:
                return
            try:
                text = path.read_text("utf-8") if path.stat().st_size < _LARGEST_FILE else ""
                if f"{name}(" in text:
                    yield path, ast.parse(text)
            except (OSError, ValueError, SyntaxError, RecursionError):
                continue


def _imports(tree: ast.Module, file: Path, name: str) -> bool:
    """Whether a program imports a class or function, going by the name of its file or package."""
    sources = {file.stem, file.parent.name}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            last = (node.module or "").rpartition(".")[2]
            names = {alias.name for alias in node.names}
            if (last in sources and names & {name, "*"}) or file.stem in names:
                return True
        elif isinstance(node, ast.Import) and file.stem in {
            alias.name.rpartition(".")[2] for alias in node.names
        }:
            return True
    return False


_SKIPPED = {"node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist"}


class _Calls:
    """The calls in one file."""

    def __init__(self, tree: ast.Module, name: str, method: str, is_own_file: bool) -> None:
        self._tree = tree
        self._name = name
        self._method = method
        self._is_own_file = is_own_file
        self._top = _top_names(tree) if is_own_file else set()
        is_class = any(isinstance(s, ast.ClassDef) and s.name == name for s in tree.body)
        self._is_class = is_class or name[:1].isupper()

    def made(self, file: str) -> list[SeenCall]:
        """Return the calls that make the class."""
        if not self._is_class:
            return []
        return list(self._seen(file, lambda call, scope: self._is_target(call.func), whole=True))

    def called(self, file: str) -> list[SeenCall]:
        """Return the arguments that an instance, its method or the function is called with."""
        if not self._is_class:
            return list(self._seen(file, lambda call, scope: self._is_target(call.func)))
        return list(self._seen(file, self._is_call_of_instance))

    def _is_target(self, callee: ast.expr) -> bool:
        if isinstance(callee, ast.Name):
            return callee.id == self._name
        return isinstance(callee, ast.Attribute) and callee.attr == self._name

    def _is_call_of_instance(self, call: ast.Call, scope: _Scope) -> bool:
        callee = call.func
        if self._method and self._method != "forward":
            if not isinstance(callee, ast.Attribute) or callee.attr != self._method:
                return False
            callee = callee.value
        value: ast.expr | None = callee
        if isinstance(callee, ast.Name):
            value = _value_of(callee.id, call.lineno, scope, self._tree)
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            if self._is_target(value.func) or value.func.attr not in (
                "to",
                "cuda",
                "eval",
                "train",
            ):
                break
            value = value.func.value
        return isinstance(value, ast.Call) and self._is_target(value.func)

    def _seen(self, file: str, is_wanted: object, whole: bool = False) -> Iterator[SeenCall]:
        assert callable(is_wanted)
        for scope in _scopes(self._tree):
            for node in _calls_in(scope):
                if not is_wanted(node, scope) or _is_inside(self._tree, self._name, node):
                    continue
                resolved = self._resolved(node, scope)
                if resolved is None:
                    continue
                text = ast.unparse(resolved)
                arguments = text[len(ast.unparse(resolved.func)) + 1 : -1]
                shown = f"{self._name}({arguments})" if whole else arguments
                yield SeenCall(shown, f"the call at {Path(file).name}:{node.lineno}")

    def _resolved(self, call: ast.Call, scope: _Scope) -> ast.Call | None:
        """Return a call whose arguments have no names but those of the file's top level."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(isinstance(a, ast.Starred) for a in call.args):
            return None
        if any(keyword.arg is None for keyword in call.keywords):
            return None
        parts = [self._plain(argument, call.lineno, scope, 0) for argument in given]
        if any(part is None for part in parts):
            return None
        plain = [part for part in parts if part is not None]
        count = len(call.args)
        keywords = [
            ast.keyword(arg=keyword.arg, value=part)
            for keyword, part in zip(call.keywords, plain[count:], strict=True)
        ]
        return ast.Call(func=call.func, args=plain[:count], keywords=keywords)

    def _plain(self, node: ast.expr, line: int, scope: _Scope, depth: int) -> ast.expr | None:
        """Return an expression with local names replaced by what they were set to."""
        if depth > _DEEPEST or isinstance(node, ast.Lambda | ast.Await | ast.Yield | ast.NamedExpr):
            return None
        if isinstance(node, ast.Name):
            return self._name_value(node, line, scope, depth)
        if isinstance(node, ast.Call) and not _is_pure(node.func):
            return None
        made = copy.copy(node)
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                inner = self._plain(value, line, scope, depth + 1)
                if inner is None:
                    return None
                setattr(made, field, inner)
            elif isinstance(value, list):
                items = []
                for item in value:
                    if isinstance(item, ast.keyword):
                        plain = self._plain(item.value, line, scope, depth + 1)
                        items.append(plain and ast.keyword(arg=item.arg, value=plain))
                    elif isinstance(item, ast.expr):
                        items.append(self._plain(item, line, scope, depth + 1))
                    elif isinstance(item, ast.comprehension):
                        return None
                    else:
                        items.append(item)
                if any(item is None for item in items):
                    return None
                setattr(made, field, items)
        return made

    def _name_value(self, node: ast.Name, line: int, scope: _Scope, depth: int) -> ast.expr | None:
        value = _value_of(node.id, line, scope, self._tree)
        if value is not None:
            plain = self._plain(value, min(line, value.lineno), scope, depth + 1)
            if plain is not None:
                return plain
        if node.id in self._top or node.id in _PURE:
            return node
        return None


def _is_pure(callee: ast.expr) -> bool:
    """Whether a call only makes a value: of torch or NumPy, or of a class."""
    root = callee
    while isinstance(root, ast.Attribute):
        root = root.value
    last = callee.attr if isinstance(callee, ast.Attribute) else ""
    if isinstance(root, ast.Name) and root.id in _PURE:
        return last not in ("load", "save")
    if isinstance(root, ast.Call):  # a method of what such a call made
        return _is_pure(root.func)
    return isinstance(callee, ast.Name) and callee.id[:1].isupper()


def _value_of(name: str, line: int, scope: _Scope, tree: ast.Module) -> ast.expr | None:
    """Return what a name was last set to before a line, in a scope or at the top level."""
    for body in dict.fromkeys((scope, tree)):
        found: ast.expr | None = None
        is_known = False
        for node in _own_nodes(body):
            if isinstance(node, ast.Assign) and (node.lineno < line or body is not scope):
                if any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                    found, is_known = node.value, True
                elif any(name in _names(target) for target in node.targets):
                    found, is_known = None, True
            elif isinstance(node, _REBINDING) and name in _names(node.target):
                found, is_known = None, True
        if not is_known and not isinstance(body, ast.Module):
            is_known = name in {a.arg for a in [*body.args.args, *body.args.kwonlyargs]}
        if is_known:
            return found
    return None


def _names(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _scopes(tree: ast.Module) -> Iterator[_Scope]:
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Iterate over the nodes of a scope in the order of the text, inner functions left out."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        yield child
        yield from _own_nodes(child)


def _calls_in(scope: ast.AST) -> Iterator[ast.Call]:
    return (node for node in _own_nodes(scope) if isinstance(node, ast.Call))


def _is_inside(tree: ast.Module, name: str, node: ast.AST) -> bool:
    """Whether a node stands inside of the class or function of that name."""
    line = getattr(node, "lineno", 0)
    return any(
        statement.lineno <= line <= (statement.end_lineno or line)
        for statement in tree.body
        if isinstance(statement, ast.ClassDef | ast.FunctionDef) and statement.name == name
    )


def _top_names(tree: ast.Module) -> set[str]:
    """Return the names that a file binds at its top level, outside of the main guard."""
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            names.update((a.asname or a.name).partition(".")[0] for a in statement.names)
        elif isinstance(statement, ast.Assign):
            names.update(*(_names(target) for target in statement.targets))
    return names
