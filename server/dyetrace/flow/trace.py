"""The record of one interpretation: what rules see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from dyetrace.flow.events import Event
from dyetrace.flow.recording import Record
from dyetrace.source.program import Source

E = TypeVar("E", bound=Event)
T = TypeVar("T")


@dataclass(frozen=True)
class Flow:
    """Events of one program in execution order, and the sources that took part.

    ``source`` is the program itself; ``sources`` holds it and the workspace modules that were
    followed, by path, so that a span can be turned into text.
    """

    source: Source
    events: tuple[Event, ...]
    sources: dict[str, Source] = field(default_factory=dict)
    truncated: bool = False  # a budget ended the interpretation early: absence proves nothing
    faults: tuple[str, ...] = ()  # statements that the interpreter failed on; for the log
    record: Record | None = field(default=None, repr=False, compare=False)  # for the next edit
    _indexes: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def of(self, kind: type[E]) -> Iterator[E]:
        """Iterate over the events of one kind, in order."""
        return iter(cast("list[E]", self._sorted_out.get(kind, [])))

    def numbered(self, *kinds: type[Event]) -> list[tuple[int, Event]]:
        """Return the events of some kinds with their numbers, in order."""
        wanted = frozenset(kinds)
        return [each for each in enumerate(self.events) if each[1].__class__ in wanted]

    @cached_property
    def _sorted_out(self) -> dict[type[Event], list[Event]]:
        found: dict[type[Event], list[Event]] = defaultdict(list)
        for event in self.events:  # rules ask again and again
            found[event.__class__].append(event)
        return found

    def index(self, build: Callable[[Flow], T]) -> T:
        """Return what ``build`` makes of this flow, made once: rules ask for each finding.

        ``build`` is a function of a module, which names the index.
        """
        if build not in self._indexes:
            self._indexes[build] = build(self)
        return cast("T", self._indexes[build])
