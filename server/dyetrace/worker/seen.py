"""What is remembered of one place: how often, which shapes, in which module instances."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from .describing import Description
from .statistics import NOTHING

MOST_SHAPES = 8  # different shapes that are reported of one place while the program runs
MOST_VARIANTS = 64  # (module instance, shape) pairs that are counted of one place


class Seen:
    """What was observed at one place."""

    __slots__ = (
        "_counts",
        "_owner",
        "_run",
        "calls",
        "description",
        "due",
        "last",
        "module",
        "numbers",
        "others",
    )

    def __init__(self) -> None:
        self.calls = 0
        self.description: Description | None = None
        self.others: list[Description] = []
        self.due = 1  # number of the observation whose numbers are looked at next
        self.numbers = NOTHING
        self.module: Any | None = None  # weak reference
        self.last: Any | None = None  # weak reference to the value seen last
        self._counts: dict[tuple[int, Description], int] = {}
        self._owner = 0
        self._run = 0  # observations since the last change

    def add(self, description: Description, owner: int) -> bool:
        """Count an observation; return whether its description is new at this place."""
        self.calls += 1
        if owner == self._owner and description == self.description:
            self._run += 1
            return False
        self._settle()
        is_new = description != self.description
        if is_new and self.description is not None:
            if self.description not in self.others and len(self.others) < MOST_SHAPES:
                self.others.append(self.description)
            if description in self.others:
                is_new = False
        self.description, self._owner, self._run = description, owner, 1
        return is_new

    def variants(self) -> Iterator[tuple[int, Description, int]]:
        """Iterate over (owner, description, how often), in the order of their first times."""
        self._settle()
        for (owner, description), count in self._counts.items():
            yield owner, description, count

    def _settle(self) -> None:
        if self.description is None or not self._run:
            return
        key = (self._owner, self.description)
        if key in self._counts or len(self._counts) < MOST_VARIANTS:
            self._counts[key] = self._counts.get(key, 0) + self._run
        self._run = 0


class Owners:
    """The module instances whose methods were observed, numbered from 1."""

    def __init__(self) -> None:
        self._numbers: dict[int, tuple[Any, int]] = {}
        self._next = itertools.count(1)
        self._references: dict[int, Any] = {}

    def number(self, module: Any, reference: Any) -> int:
        """Return the number of a module; ``reference`` makes a weak reference of it."""
        known = self._numbers.get(id(module))
        if known is not None and known[0]() is module:
            return known[1]
        number = next(self._next)
        weak = reference(module)
        self._numbers[id(module)] = (weak, number)
        self._references[number] = weak
        return number

    def alive(self) -> dict[int, Any]:
        """Return the modules that still live, by number."""
        found = {number: weak() for number, weak in self._references.items()}
        return {number: module for number, module in found.items() if module is not None}
