"""The record of one interpretation: what rules see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
    _by_kind: dict[type, tuple[Any, ...]] = field(default_factory=dict, repr=False, compare=False)
    _indexes: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def of(self, kind: type[E]) -> Iterator[E]:
        """Iterate over the events of one kind, in order."""
        found = self._by_kind.get(kind)
        if found is None:  # rules ask again and again
            found = tuple(event for event in self.events if isinstance(event, kind))
            self._by_kind[kind] = found
        return iter(found)

    def index(self, build: Callable[[Flow], T]) -> T:
        """Return what ``build`` makes of this flow, made once: rules ask for each finding.

        ``build`` is a function of a module, which names the index.
        """
        if build not in self._indexes:
            self._indexes[build] = build(self)
        return cast("T", self._indexes[build])
