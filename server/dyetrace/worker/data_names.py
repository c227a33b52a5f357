"""Which names of a program hold data, and which expressions are numbers of a shape."""

from __future__ import annotations

import ast

_SIZE_METHODS = {"size", "dim", "numel", "ndimension"}
_LIBRARY_ALIASES = {"nn", "F", "tf", "np", "pd", "os"}


class DataNames(ast.NodeVisitor):
    """Which names hold data: bound in the file, but not by an import, a class or a function."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.other: set[str] = {"self", "cls", "super"}
        self.sizes: set[str] = set()  # bound to what a shape was unpacked to

    def holds_data(self, name: str) -> bool:
        return name in self.bound and name not in self.other

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)

    def visit_arg(self, node: ast.arg) -> None:
        self.bound.add(node.arg)

    def visit_Import(self, node: ast.Import) -> None:
        self.other.update((alias.asname or alias.name).split(".")[0] for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if any(alias.name == "*" for alias in node.names):
            return
        self.other.update(
            alias.asname or alias.name for alias in node.names if not _may_be_data(alias.name)
        )
        self.bound.update(alias.asname or alias.name for alias in node.names)

    def is_size(self, node: ast.AST) -> bool:
        """Whether an expression yields a number of a shape, or one computed from such numbers."""
        if isinstance(node, ast.Name):
            return node.id in self.sizes
        if isinstance(node, ast.BinOp):
            return self.is_size(node.left) or self.is_size(node.right)
        return is_size(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if self.is_size(node.value):
            for target in node.targets:
                elements = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                self.sizes.update(e.id for e in elements if isinstance(e, ast.Name))
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.other.add(node.name)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.other.add(node.name)
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]


def _may_be_data(name: str) -> bool:
    """Whether an imported name looks like data (``from data import X_train``), not like code."""
    return name not in _LIBRARY_ALIASES and (len(name) <= 2 or name[:2].isupper())


def is_size(node: ast.AST) -> bool:
    """Whether an expression yields a shape or one of its numbers."""
    if isinstance(node, ast.Subscript):
        return is_size(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr == "shape"
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            return node.func.attr in _SIZE_METHODS
        return isinstance(node.func, ast.Name) and node.func.id == "len"
    return False
