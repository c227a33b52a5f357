"""What the text of a class says: where an attribute is set, and where it is used."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from dyetrace.findings import Span
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.program import Source

_CONSTRUCTION = frozenset({"__init__", "__repr__", "extra_repr", "__str__"})


def assigned(flow: Flow, target: Span) -> Span | None:
    """Return the span of the value that an assignment to ``target`` assigns."""
    source = flow.sources.get(target.path, flow.source)
    for node in source.index(_assignments).get(target.line, ()):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is not None and any(source.span(one) == target for one in targets):
            return source.span(node.value)
    return None


def _assignments(source: Source) -> dict[int, list[ast.Assign | ast.AnnAssign]]:
    """Return the assignments by the lines of their targets."""
    found: dict[int, list[ast.Assign | ast.AnnAssign]] = defaultdict(list)
    for node in source.nodes_of(ast.Assign):
        for line in {target.lineno for target in node.targets}:
            found[line].append(node)
    for annotated in source.nodes_of(ast.AnnAssign):
        found[annotated.target.lineno].append(annotated)
    return found


def reads(flow: Flow, instance: Value, name: str) -> list[Span]:
    """Return where methods use ``self.<name>`` with gradients on, constructors left out."""
    found: list[Span] = []
    for kind in _lineage(instance.attributes["__class__"]):
        path = flow.source.path if kind.site is None else kind.site.path
        source = flow.sources.get(path, flow.source)
        for method in kind.node.body:
            if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)) and (
                method.name not in _CONSTRUCTION
            ):
                found.extend(_uses(source, method, name))
    return found


def _uses(source: Source, node: ast.AST, name: str) -> Iterator[Span]:
    if isinstance(node, (ast.With, ast.AsyncWith)) and any(
        _is_no_grad(item.context_expr) for item in node.items
    ):
        return
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        _is_no_grad(decorator) for decorator in node.decorator_list
    ):
        return
    if (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ):
        yield source.span(node)
    for child in ast.iter_child_nodes(node):
        if not _only_grows(child, name):
            yield from _uses(source, child, name)


def _only_grows(node: ast.AST, name: str) -> bool:
    """Whether a statement only puts something into the container (``self.layers.append(x)``)."""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    function = node.value.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in ("append", "extend", "insert", "update")
        and isinstance(function.value, ast.Attribute)
        and function.value.attr == name
    )


def _is_no_grad(node: ast.expr) -> bool:
    target = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(target).rpartition(".")[2] in ("no_grad", "inference_mode")


_PARAMETER_WORD = re.compile(r"param|trainable|weights|optim|freeze", re.I)


def hands_out(flow: Flow, instance: Value, name: str) -> bool:
    """Whether a method gives ``self.<name>`` away as it is, for somebody else to train.

    It returns the attribute or an element of it, or it is called after parameters and uses it.
    """
    for kind in _lineage(instance.attributes["__class__"]):
        path = flow.source.path if kind.site is None else kind.site.path
        source = flow.sources.get(path, flow.source)
        for method in kind.node.body:
            if not isinstance(method, ast.FunctionDef) or method.name in ("__init__", "forward"):
                continue
            if _PARAMETER_WORD.search(method.name) and any(_uses(source, method, name)):
                return True
            returned = (node.value for node in ast.walk(method) if isinstance(node, ast.Return))
            if any(value is not None and _is_part(value, name) for value in returned):
                return True
    return False


def _is_part(node: ast.expr, name: str) -> bool:
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(_is_part(element, name) for element in node.elts)
    while isinstance(node, ast.Subscript):
        node = node.value
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )


def redefines(instance: Value, names: tuple[str, ...]) -> bool:
    """Whether the user's class defines one of some methods itself."""
    return any(
        isinstance(method, ast.FunctionDef) and method.name in names
        for kind in _lineage(instance.attributes["__class__"])
        for method in kind.node.body
    )


def _lineage(kind: Value, depth: int = 8) -> Iterator[Value]:
    """Iterate over a class of the user's and those that it inherits from."""
    if kind.type == "class" and isinstance(kind.node, ast.ClassDef):
        yield kind
        for base in kind.items or () if depth else ():
            yield from _lineage(base, depth - 1)
