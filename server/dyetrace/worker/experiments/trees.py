"""Tensors inside nested arguments and results: lists, tuples, dicts, data classes."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, Callable

DEEPEST = 8


def parts_of(tree: Any, kinds: Any, depth: int = 0) -> Iterator[Any]:
    """Iterate over the objects of some classes in a nested value, in a fixed order."""
    if isinstance(tree, kinds):
        yield tree
    elif depth < DEEPEST:
        for child in _children(tree):
            yield from parts_of(child, kinds, depth + 1)


def _children(tree: Any) -> list[Any]:
    if isinstance(tree, (list, tuple)):
        return list(tree)
    if isinstance(tree, Mapping):
        return list(tree.values())
    if isinstance(tree, slice):
        return [tree.start, tree.stop, tree.step]
    if dataclasses.is_dataclass(tree) and not isinstance(tree, type):
        return [getattr(tree, f.name) for f in dataclasses.fields(tree) if hasattr(tree, f.name)]
    return []


def mapped(tree: Any, kinds: Any, change: Callable[[Any], Any], depth: int = 0) -> Any:
    """Return a nested value with each object of some classes changed; containers are made anew."""

    def below(child: Any) -> Any:
        return mapped(child, kinds, change, depth + 1)

    if isinstance(tree, kinds):
        return change(tree)
    if depth >= DEEPEST or not any(True for child in _children(tree)):
        return tree
    if isinstance(tree, tuple):
        items = [below(child) for child in tree]
        return type(tree)(*items) if hasattr(tree, "_fields") else tuple(items)
    if isinstance(tree, list):
        return [below(child) for child in tree]
    if isinstance(tree, slice):
        return slice(below(tree.start), below(tree.stop), below(tree.step))
    if type(tree) is dict:
        return {key: below(child) for key, child in tree.items()}
    return _mapped_object(tree, below)


def _mapped_object(tree: Any, below: Callable[[Any], Any]) -> Any:
    """Change a mapping of another class or a data class in a shallow copy of it."""
    result = copy.copy(tree)
    if isinstance(tree, Mapping):
        for key in tree:
            result[key] = below(tree[key])
        return result
    for field in dataclasses.fields(tree):
        if hasattr(tree, field.name):
            object.__setattr__(result, field.name, below(getattr(tree, field.name)))
    return result
