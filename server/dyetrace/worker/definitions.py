"""Loads the definitions of a file that one class or function needs, without running the rest."""

from __future__ import annotations

import ast
import importlib
import os
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from .importing import compile_tree
from .program import show_lines
from .rewriting import instrument
from .sites import Sites
from .slicing import needed_part


class NoEntry(Exception):
    """The target cannot be run; the message says what to give."""


class Definitions:
    """A file of the user's, of which only what a target needs is run."""

    def __init__(self, text: str, path: str, sites: Sites, needed: Iterable[str]) -> None:
        self.path = path
        self.tree = ast.parse(text, path)
        names = {name.partition(".")[0] for name in needed}
        self._code = compile_tree(
            instrument(
                text, sites.add_file(path, text), sites, lambda tree: needed_part(tree, names)
            ),
            path,
        )
        show_lines(text, path)

    def load(self) -> dict[str, Any]:
        """Run the definitions in a module of their own and return its names."""
        name, package, root = _module_name(self.path)
        if package:
            if root not in sys.path:
                sys.path.insert(0, root)
            importlib.import_module(package)
        module = ModuleType(name)
        module.__file__ = self.path
        module.__package__ = package
        sys.modules[name] = module
        exec(self._code, module.__dict__)
        return module.__dict__

    def function(self, dotted: str) -> ast.AST | None:
        """Return the tree of a function or method by its qualified name."""
        node: Any = self.tree
        for name in dotted.split("."):
            found = [
                child
                for child in ast.walk(node)
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                and child.name == name
                and child is not node
            ]
            if not found:
                return None
            node = found[0]
        return node if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else None


def resolved(names: dict[str, Any], dotted: str) -> Any:
    """Return the object that a qualified name means; raises ``NoEntry``."""
    first, *rest = dotted.split(".")
    if first not in names:
        raise NoEntry(f"there is no `{first}` at the top level of this file")
    value = names[first]
    for name in rest:
        if not hasattr(value, name):
            raise NoEntry(f"`{first}` has no `{name}`")
        value = getattr(value, name)
    return value


def names_in(expression: str) -> set[str]:
    """Return the names that an expression reads; empty for what is no Python."""
    try:
        tree = ast.parse(f"_({expression})", mode="eval")
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"_"}


def _module_name(path: str) -> tuple[str, str, str]:
    """Return (name, package, folder that holds the package) of a file."""
    folder, base = os.path.split(path)
    parts = [os.path.splitext(base)[0]]
    package: list[str] = []
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, name = os.path.split(folder)
        package.insert(0, name)
    return ".".join([*package, *parts]), ".".join(package), folder
