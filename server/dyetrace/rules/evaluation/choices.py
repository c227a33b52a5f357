"""Whether a score decides: it reaches ``max``, ``argmax`` or ``if score > best``.

Names are followed through assignments, containers and the user's functions in the text of the
program, because scores travel through lists, dicts and frames on their way to a choice.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from dyetrace.findings import Span
from dyetrace.source.program import Source

_CHOOSERS = frozenset(
    """
    max min argmax argmin idxmax idxmin nanargmax nanargmin nanmax nlargest nsmallest
    """.split()
)
# They only set the frame of a plot.
_FRAMES = frozenset("ylim xlim set_ylim set_xlim axhline axvline annotate text linspace".split())
_COLLECTING = frozenset("append extend insert update add setdefault put".split())


def choice_of(source: Source, sites: Iterable[Span]) -> Span | None:
    """Return the first place where one of the scores at ``sites`` chooses something."""
    seeds = _nodes_at(source, sites)
    if not seeds:
        return None
    scores = _Scores(source.tree, seeds)
    for node in ast.walk(source.tree):
        place = scores.choosing(node)
        if place is not None and not _sets_a_frame(node, scores.parents):
            return source.span(place)
    return None


def _nodes_at(source: Source, sites: Iterable[Span]) -> set[ast.AST]:
    wanted = {site for site in sites if site.path == source.path}
    lines = {site.line for site in wanted}
    return {
        node
        for node in ast.walk(source.tree)
        if isinstance(node, (ast.Call, ast.Compare, ast.BinOp))
        and node.lineno in lines
        and source.span(node) in wanted
    }


class _Scores:
    """The names that hold a score, found until nothing changes."""

    def __init__(self, tree: ast.Module, seeds: set[ast.AST]) -> None:
        self.seeds = seeds
        self.names: set[str] = set()
        self.functions: set[str] = set()
        self.parents = {c: p for p in ast.walk(tree) for c in ast.iter_child_nodes(p)}
        nodes = [node for node in ast.walk(tree) if isinstance(node, _MOVING)]
        size = -1
        while size != len(self.names) + len(self.functions):
            size = len(self.names) + len(self.functions)
            for node in nodes:
                self._follow(node)

    def holds(self, node: ast.AST | None) -> bool:
        """Whether an expression has a score inside of it."""
        if node is None:
            return False
        for part in ast.walk(node):
            if part in self.seeds:
                return True
            if isinstance(part, ast.Name) and part.id in self.names:
                return True
            if isinstance(part, ast.Attribute) and ast.unparse(part) in self.names:
                return True
            if isinstance(part, ast.Call) and _called(part) in self.functions:
                return True
        return False

    def _follow(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            if self.holds(node.value):
                self.names.update(n for t in node.targets for n in _targets(t))
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            if self.holds(node.value):
                self.names.update(_targets(node.target))
        elif isinstance(node, (ast.For, ast.comprehension)):
            if self.holds(node.iter):
                self.names.update(_targets(node.target))
        elif isinstance(node, ast.Return):
            function = self._function_of(node)
            if function is not None and self.holds(node.value):
                self.functions.add(function)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _COLLECTING
            and any(self.holds(argument) for argument in node.args)
        ):
            self.names.update(_targets(node.func.value))

    def _function_of(self, node: ast.AST) -> str | None:
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return node.name
        return None

    def choosing(self, node: ast.AST) -> ast.expr | None:
        """Return the expression that chooses by a score, if the node has one."""
        if isinstance(node, ast.Call) and _called(node) in _CHOOSERS:
            parts = [*node.args]
            if isinstance(node.func, ast.Attribute):
                parts.append(node.func.value)
            return node if any(self.holds(part) for part in parts) else None
        if isinstance(node, ast.If):
            return self._compared(node.test, node.body)
        if isinstance(node, ast.IfExp):
            return self._compared(node.test, None)
        return None

    def _compared(self, test: ast.expr, body: list[ast.stmt] | None) -> ast.expr | None:
        """Return ``score > best`` where ``best`` is replaced in the body, or is a score too."""
        for part in ast.walk(test):
            if not isinstance(part, ast.Compare) or len(part.ops) != 1:
                continue
            if not isinstance(part.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)):
                continue
            sides = (part.left, part.comparators[0])
            if not any(self.holds(side) for side in sides):
                continue
            if body is None:
                if all(self.holds(side) for side in sides):
                    return part
                continue
            stored = {
                name
                for statement in body
                for node in ast.walk(statement)
                if isinstance(node, ast.Assign)
                for target in node.targets
                for name in _targets(target)
            }
            if any(stored & set(_targets(side)) for side in sides):
                return part
        return None


_MOVING = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.For, ast.comprehension, ast.Return,
    ast.Call,
)  # fmt: skip


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _targets(node: ast.AST) -> Iterator[str]:
    """Yield the names that a target binds or changes; ``self.x`` is one name."""
    if isinstance(node, (ast.Tuple, ast.List)):
        for element in node.elts:
            yield from _targets(element)
    elif isinstance(node, (ast.Subscript, ast.Starred)):
        yield from _targets(node.value)
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield ast.unparse(node)


def _sets_a_frame(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents and not isinstance(node, ast.stmt):
        node = parents[node]
        if isinstance(node, ast.Call) and _called(node) in _FRAMES:
            return True
    return False
