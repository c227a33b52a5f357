"""Whether a score decides: it reaches ``max``, ``argmax`` or ``if score > best``.

Names are followed through assignments, containers and the user's functions in the text of the
program, because scores travel through lists, dicts and frames on their way to a choice.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.flow.trace import Flow
from dyetrace.source.program import Source

_CHOOSERS = frozenset(
    """
    max min argmax argmin idxmax idxmin nanargmax nanargmin nanmax nlargest nsmallest
    """.split()
)
# They only set the frame of a plot.
_FRAMES = frozenset("ylim xlim set_ylim set_xlim axhline axvline annotate text linspace".split())
_COLLECTING = frozenset("append extend insert update add setdefault put".split())
# What travels along with a score and is none: the longest time chooses no model.
_NO_SCORE = re.compile(r"time|duration|second|elapsed|thresh|fpr|tpr|epoch|size|len|depth", re.I)
# What a model makes of rows is no score of it, however the rows are called.
_APPLYING = frozenset("predict predict_proba decision_function transform fit_transform".split())
_ORDERS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_MOVING = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.For, ast.comprehension, ast.Return,
    ast.Call,
)  # fmt: skip


@dataclass(frozen=True)
class _Move:
    """One way that a score takes: what it reads, and the names that hold it afterwards."""

    reads: frozenset[str]  # names, and called functions as `name()`
    nodes: frozenset[ast.AST]
    names: frozenset[str]


class Choices:
    """Answers where scores choose something in a program and in the modules that score for it."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._texts: dict[frozenset[str], _Texts] = {}

    def first(self, sites: Iterable[Span]) -> Span | None:
        """Return the first place where one of the scores at ``sites`` chooses something."""
        sites = tuple(sites)
        paths = frozenset({self._flow.source.path, *(site.path for site in sites)})
        if paths not in self._texts:
            known = (self._flow.sources.get(path) for path in sorted(paths))
            others = [each for each in known if each not in (None, self._flow.source)]
            self._texts[paths] = _Texts([self._flow.source, *others])
        return self._texts[paths].first(sites)


class _Texts:
    """The ways that scores take through some texts, read as one."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.path: source for source in sources}
        self._parents: dict[ast.AST, ast.AST] = {}
        self._moves: list[_Move] = []
        self._deciding: list[tuple[ast.AST, Source]] = []
        for source in self._sources.values():
            nodes = source.nodes
            for node in nodes:
                for child in ast.iter_child_nodes(node):
                    self._parents[child] = node
            for node in nodes:
                if isinstance(node, _MOVING):
                    self._moves.extend(self._moved(node))
                if isinstance(node, (ast.If, ast.IfExp)) or (
                    isinstance(node, ast.Call) and _called(node) in _CHOOSERS
                ):
                    self._deciding.append((node, source))

    def first(self, sites: Iterable[Span]) -> Span | None:
        kinds = (ast.Call, ast.Compare, ast.BinOp)
        at = ((self._sources.get(site.path), site) for site in sites)
        found = {source.node_at(site, kinds) for source, site in at if source is not None}
        seeds = {node for node in found if node is not None}
        if not seeds or not self._deciding:
            return None
        scores = _Scores(seeds, self._reached(seeds))
        for node, source in self._deciding:
            place = scores.choosing(node)
            if place is not None and not self._sets_a_frame(node):
                return source.span(place)
        return None

    def _reached(self, seeds: set[ast.AST]) -> frozenset[str]:
        """Return the names and functions that scores reach, found until nothing changes."""
        names: set[str] = set()
        waiting = self._moves
        while True:
            left, size = [], len(names)
            for move in waiting:
                if move.reads & names or move.nodes & seeds:
                    names |= move.names
                else:
                    left.append(move)
            if size == len(names):
                return frozenset(names)
            waiting = left

    def _moved(self, node: ast.AST) -> Iterator[_Move]:
        source: ast.AST | None = None
        names: set[str] = set()
        if isinstance(node, ast.Assign):
            source, names = node.value, {n for t in node.targets for n in targets(t)}
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            source, names = node.value, set(targets(node.target))
        elif isinstance(node, (ast.For, ast.comprehension)):
            source, names = node.iter, set(targets(node.target))
        elif isinstance(node, ast.Return):
            function = self._function_of(node)
            source, names = node.value, {f"{function}()"} if function else set()
        elif isinstance(node, ast.Call):
            source, names = _collected(node)
        names = {name for name in names if not _NO_SCORE.search(name)}
        if isinstance(source, ast.Call) and _called(source) in _APPLYING:
            return
        if source is not None and names:
            parts = frozenset(ast.walk(source))
            yield _Move(frozenset(_reads(parts)), parts, frozenset(names))

    def _function_of(self, node: ast.AST) -> str | None:
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return node.name
        return None

    def _sets_a_frame(self, node: ast.AST) -> bool:
        while node in self._parents and not isinstance(node, ast.stmt):
            node = self._parents[node]
            if isinstance(node, ast.Call) and _called(node) in _FRAMES:
                return True
        return False


@dataclass(frozen=True)
class _Scores:
    """The expressions that make a score, and the names that hold one."""

    seeds: set[ast.AST]
    names: frozenset[str]

    def hold(self, node: ast.AST) -> bool:
        """Whether an expression has a score inside of it."""
        parts = frozenset(ast.walk(node))
        return bool(parts & self.seeds) or not self.names.isdisjoint(_reads(parts))

    def choosing(self, node: ast.AST) -> ast.expr | None:
        """Return the expression that chooses by a score, if the node has one."""
        if isinstance(node, ast.Call):
            parts = [*node.args]
            if isinstance(node.func, ast.Attribute):
                parts.append(node.func.value)
            parts = [part for part in parts if not _NO_SCORE.search(_text(part))]
            return node if any(self.hold(part) for part in parts) else None
        if isinstance(node, ast.If):
            return self._compared(node.test, node.body)
        return self._compared(node.test, None) if isinstance(node, ast.IfExp) else None

    def _compared(self, test: ast.expr, body: list[ast.stmt] | None) -> ast.expr | None:
        """Return ``score > best`` where ``best`` is replaced in the body, or is a score too."""
        for part in ast.walk(test):
            if not isinstance(part, ast.Compare) or not isinstance(part.ops[0], _ORDERS):
                continue
            sides = (part.left, part.comparators[0])
            held = [side for side in sides if self.hold(side)]
            if not held:
                continue
            if len(held) == 2 and body is None:
                return part
            if body is not None and _stored_in(body) & {n for s in sides for n in targets(s)}:
                return part
        return None


def _collected(node: ast.Call) -> tuple[ast.AST | None, set[str]]:
    """Return what a call puts into a container, and the container's name."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in _COLLECTING:
        return None, set()
    return ast.Tuple(list(node.args), ast.Load()), set(targets(function.value))


def _stored_in(body: list[ast.stmt]) -> set[str]:
    return {
        name
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in targets(target)
    }


def _reads(parts: Iterable[ast.AST]) -> set[str]:
    found = set()
    for part in parts:
        if isinstance(part, ast.Name):
            found.add(part.id)
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            found.add(f"{part.value.id}.{part.attr}")
        elif isinstance(part, ast.Call):
            found.add(f"{_called(part)}()")
    return found


def _text(node: ast.expr) -> str:
    """Return the names of a plain expression."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return ast.unparse(node)
    return ""


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def targets(node: ast.AST) -> Iterator[str]:
    """Yield the names that a target binds or changes; ``self.x`` is one name."""
    if isinstance(node, (ast.Tuple, ast.List)):
        for element in node.elts:
            yield from targets(element)
    elif isinstance(node, (ast.Subscript, ast.Starred)):
        yield from targets(node.value)
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"
