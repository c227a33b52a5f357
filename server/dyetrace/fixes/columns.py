"""Which columns of a frame a statement touches, as far as it says so literally."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from dyetrace.fixes.outline import Outline, binds


@dataclass(frozen=True)
class Names:
    """Column names: those that are listed, or (``inverted``) all but those.

    ``symbol`` is the variable that holds them where its value is not known.
    """

    listed: frozenset[str] = frozenset()
    inverted: bool = False
    symbol: str | None = None

    def holds(self, other: Names) -> bool:
        """Whether certainly every column of ``other`` is among these."""
        if self.symbol is not None or other.symbol is not None:
            everything = self.inverted and not self.listed and self.symbol is None
            return everything or (self == other)
        if self.inverted:
            return not other.inverted and not (self.listed & other.listed)
        return not other.inverted and other.listed <= self.listed

    def is_apart(self, other: Names) -> bool:
        """Whether certainly no column is in both."""
        if self.symbol is not None or other.symbol is not None:
            return False
        if self.inverted or other.inverted:
            wide, narrow = (self, other) if self.inverted else (other, self)
            return not narrow.inverted and narrow.listed <= wide.listed
        return not self.listed & other.listed


EVERYTHING = Names(inverted=True)


def literal_names(outline: Outline, node: ast.expr) -> Names | None:
    """Return the columns that an index or argument names, or None where it is no such thing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return Names(frozenset({node.value}))
    if isinstance(node, (ast.List, ast.Tuple)):
        values = [e.value for e in node.elts if isinstance(e, ast.Constant)]
        if len(values) == len(node.elts) and all(isinstance(value, str) for value in values):
            return Names(frozenset(str(value) for value in values))
        return None
    if isinstance(node, ast.Name):
        known = _definition(outline, node)
        found = None if known is None else literal_names(outline, known)
        return Names(symbol=node.id) if found is None else found
    return None


def _definition(outline: Outline, name: ast.Name) -> ast.expr | None:
    """Return the only value that a variable ever has in its scope, or what a loop goes over."""
    scope = outline.scope_of(name)
    binders = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.stmt) and node is not scope and name.id in binds(_header(node))
    ]
    if len(binders) != 1:
        return None
    binder = binders[0]
    if isinstance(binder, ast.Assign) and len(binder.targets) == 1:
        return binder.value if isinstance(binder.targets[0], ast.Name) else None
    if isinstance(binder, ast.For) and isinstance(binder.target, ast.Name):
        return binder.iter if outline.is_within(name, binder) else None
    return None


def _header(statement: ast.stmt) -> ast.AST:
    """Return a statement without the statements in it."""
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        return ast.Tuple([statement.target, statement.iter])
    if isinstance(statement, (ast.If, ast.While)):
        return statement.test
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return ast.alias(statement.name)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        parts = [i.optional_vars or i.context_expr for i in statement.items]
        return ast.Tuple(parts)
    return ast.Pass() if isinstance(statement, (ast.Try, ast.Match)) else statement


def projected(outline: Outline, node: ast.expr, frame: str) -> Names | None:
    """Return the columns of ``frame`` that an expression takes out of it, and nothing else."""
    if isinstance(node, ast.Name):
        return EVERYTHING if node.id == frame else None
    if isinstance(node, ast.Subscript) and _is_frame(node.value, frame):
        return literal_names(outline, node.slice)
    if isinstance(node, ast.Attribute) and _is_frame(node.value, frame):
        # A column by its name; what every frame has by that name would be no projection.
        return None if hasattr_of_frame(node.attr) else Names(frozenset({node.attr}))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr == "copy" and not node.args and not node.keywords:
        return projected(outline, node.func.value, frame)
    if node.func.attr == "drop" and _is_frame(node.func.value, frame):
        return _kept_by_drop(outline, node)
    return None


def _is_frame(node: ast.expr, frame: str) -> bool:
    return isinstance(node, ast.Name) and node.id == frame


def hasattr_of_frame(name: str) -> bool:
    """Whether a name is an attribute that frames commonly have."""
    return name in _FRAME_ATTRIBUTES or name.startswith("_")


_FRAME_ATTRIBUTES = frozenset(
    "T at axes columns count dtypes empty iat iloc index info loc max mean min mode ndim plot"
    " rank shape size std style sum values var".split()
)


def _kept_by_drop(outline: Outline, call: ast.Call) -> Names | None:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if "inplace" in keywords or "index" in keywords:
        return None
    dropped = keywords.get("columns")
    first, second, *_ = [*call.args, None, None]
    if dropped is None and _is_columns(keywords.get("axis") or second):
        dropped = keywords.get("labels") or first
    names = None if dropped is None else literal_names(outline, dropped)
    if names is None or names.symbol is not None or names.inverted:
        return None
    return Names(names.listed, inverted=True)


def _is_columns(axis: ast.expr | None) -> bool:
    return isinstance(axis, ast.Constant) and axis.value in (1, "columns")


_OF_COLUMNS = ("columns", "select_dtypes", "get_feature_names")


def column_variables(outline: Outline) -> frozenset[str]:
    """Return the variables that hold nothing but names of columns, wherever they are bound."""
    good: set[str] = set()
    bad: set[str] = set()
    for node in ast.walk(outline.source.tree):
        value: ast.expr | None = None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target: ast.AST = node.targets[0]
            value = node.value
        elif isinstance(node, (ast.For, ast.comprehension)):
            target, value = node.target, node.iter
        elif isinstance(node, ast.arg):
            bad.add(node.arg)
            continue
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.withitem)):
            bad |= binds(node)
            continue
        else:
            continue
        known = isinstance(target, ast.Name) and _is_about_columns(outline, value)
        (good if known else bad).update(binds(target))
    return frozenset(good - bad)


def _is_about_columns(outline: Outline, value: ast.expr) -> bool:
    names = literal_names(outline, value)
    if names is not None and names.symbol is None:
        return True
    return any(
        isinstance(node, ast.Attribute) and node.attr.startswith(_OF_COLUMNS)
        for node in ast.walk(value)
    )
