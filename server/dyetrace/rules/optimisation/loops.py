"""Loops of a training script: what happens in them, and whether they repeat."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from dyetrace.findings import Span
from dyetrace.flow.areas.modules import elements
from dyetrace.flow.events import Event
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.program import Source

E = TypeVar("E", bound=Event)
_LOOPS: tuple[type[ast.AST], ...] = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


class Loops:
    """The events of a flow by the loops that they happened in."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._events: dict[type[Event], dict[tuple[Span, ...], list[Any]]] = {}

    def within(self, kind: type[E], loop: tuple[Span, ...]) -> list[E]:
        """Return the events of one kind inside a loop (given with those around it), in order."""
        if kind not in self._events:
            index: dict[tuple[Span, ...], list[Any]] = defaultdict(list)
            for event in self.flow.of(kind):
                chain = event.context.loops
                for depth in range(1, len(chain) + 1):
                    index[chain[:depth]].append(event)
            self._events[kind] = index
        return self._events[kind].get(loop, [])

    def repeats(self, loop: Span, written: str) -> bool:
        """Whether the loop's body runs again for the object that is written so in the program.

        It does not where the body always leaves the loop, or where the object is another one in
        each iteration (``for optimizer in optimizers: optimizer.step()``).
        """
        node = self._nodes.get(loop)
        if node is None:
            return True
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)) and _leaves(node.body):
            return False
        return not (_targets(node) & _names(written))

    @cached_property
    def _nodes(self) -> dict[Span, ast.AST]:
        return {
            source.span(node): node
            for source in self.flow.sources.values()
            for kind in _LOOPS
            for node in source.nodes_of(kind)
        }


def _leaves(body: Sequence[ast.stmt]) -> bool:
    for statement in body:
        if isinstance(statement, (ast.Break, ast.Return, ast.Raise)):
            return True
        if isinstance(statement, (ast.With, ast.AsyncWith)) and _leaves(statement.body):
            return True
        if (
            isinstance(statement, ast.If)
            and statement.orelse
            and _leaves(statement.body)
            and _leaves(statement.orelse)
        ):
            return True
    return False


def _targets(node: ast.AST) -> set[str]:
    """Return the names that a loop binds in each iteration."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        targets = [node.target]
    else:
        targets = [generator.target for generator in getattr(node, "generators", [])]
    return {
        name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)
    }


@lru_cache(maxsize=256)
def _names(written: str) -> frozenset[str]:
    try:
        tree = ast.parse(written, mode="eval")
    except SyntaxError:
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def holds(value: Value, identities: frozenset[int], depth: int = 3) -> bool:
    """Whether a value is, or holds, one of some objects."""
    if any(each.identity in identities for each in value.each()):
        return True
    if depth == 0:
        return False
    inner = [*elements(value), *(v for k, v in value.attributes.items() if k != "__class__")]
    return any(holds(item, identities, depth - 1) for item in inner)


def imports_torch(flow: Flow) -> bool:
    """Whether a program imports PyTorch or something that stands on it, anywhere."""
    return any(
        name.partition(".")[0] in _ON_TORCH
        for source in flow.sources.values()
        for name in _imported(source)
    )


def _imported(source: Source) -> Iterator[str]:
    for node in source.nodes_of(ast.Import):
        yield from (alias.name for alias in node.names)
    for origin in source.nodes_of(ast.ImportFrom):
        yield origin.module or ""


_ON_TORCH = frozenset({"torch", "torchvision", "transformers", "timm", "torch_geometric"})
