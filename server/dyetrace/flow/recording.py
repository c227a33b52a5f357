"""Repeats what an edit did not touch, so that a letter costs what it changes.

A unit is the execution of one statement of the module, or of one function that nobody calls. What
it read of the memory of the program and what it left there is recorded. An interpretation of the
edited program that comes to the same unit, and would read the very same, repeats what the unit
left. Values are never changed in place, so "the same" is a comparison of objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from dyetrace.flow.state import ABSENT
from dyetrace.flow.values import fresh

if TYPE_CHECKING:
    from dyetrace.flow.events import Event
    from dyetrace.flow.machine import Machine
    from dyetrace.flow.values import Value
    from dyetrace.source.program import Source

A = TypeVar("A")


class Memory(dict[Any, Any]):
    """The memory of the module, which takes down what a unit reads and writes."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Start taking down; objects that are made from here on are the unit's own."""
        self.reads: dict[Any, Any] = {}
        self.writes: dict[Any, Any] = {}
        self._newest = fresh().identity

    def get(self, key: Any, default: Any = None) -> Any:
        """Return what is remembered for a key."""
        value = dict.get(self, key, ABSENT)
        if key not in self.writes and (key.__class__ is not int or key <= self._newest):
            self.reads[key] = value
        return default if value is ABSENT else value

    def __getitem__(self, key: Any) -> Any:
        self.get(key)
        return dict.__getitem__(self, key)

    def __contains__(self, key: object) -> bool:
        return self.get(key, ABSENT) is not ABSENT

    def __setitem__(self, key: Any, value: Any) -> None:
        self.writes[key] = value
        dict.__setitem__(self, key, value)

    def update(self, other: Mapping[Any, Any]) -> None:  # type: ignore[override]
        """Remember everything that a branch left."""
        self.writes.update(other)
        dict.update(self, other)


class Notes(dict[str, Any]):
    """What the areas remember, by topic; a unit that touches a topic has read all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Start taking down which topics are touched."""
        self.before: dict[str, Any] = {}

    def _touch(self, topic: str) -> None:
        if topic not in self.before:
            self.before[topic] = copied(dict.get(self, topic))

    def get(self, topic: str, default: Any = None) -> Any:
        """Return the notes on a topic."""
        self._touch(topic)
        return dict.get(self, topic, default)

    def setdefault(self, topic: str, default: Any = None) -> Any:
        """Return the notes on a topic, which begin as ``default``."""
        self._touch(topic)
        return dict.setdefault(self, topic, default)

    def __getitem__(self, topic: str) -> Any:
        self._touch(topic)
        return dict.__getitem__(self, topic)

    def __contains__(self, topic: object) -> bool:
        self._touch(str(topic))
        return dict.__contains__(self, topic)

    def __setitem__(self, topic: str, value: Any) -> None:
        self._touch(topic)
        dict.__setitem__(self, topic, value)


def copied(notes: Any) -> Any:
    """Copy nested containers; what they hold is never changed in place."""
    if isinstance(notes, dict):
        return {key: copied(value) for key, value in notes.items()}
    if isinstance(notes, list):
        return [copied(value) for value in notes]
    return set(notes) if isinstance(notes, set) else notes


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit read, and what it left."""

    reads: Mapping[Any, Any]
    asked: Mapping[Any, Any]  # of what lies outside the memory: the disk, the whole text
    notes: Mapping[str, tuple[Any, Any]]  # topics before and after
    writes: Mapping[Any, Any]
    events: tuple[Event, ...]
    defined: tuple[Value, ...]
    sources: Mapping[int, Source]
    faults: tuple[str, ...]
    statements: int
    falls: bool


@dataclass(frozen=True)
class Record:
    """The units of one interpretation; ``scope`` is that of the program's module."""

    scope: int | None = None
    units: Mapping[Any, Unit] = field(default_factory=dict)


@dataclass
class Recorder:
    """Runs units, or repeats those of an earlier interpretation."""

    known: Mapping[Any, Unit]
    units: dict[Any, Unit] = field(default_factory=dict)
    asked: dict[Any, Any] = field(default_factory=dict)

    def ask(self, machine: Machine, question: Callable[..., A], *arguments: Any) -> A:
        """Ask for something outside the memory, and take down the answer."""
        answer = question(machine, *arguments)
        key = (question, *arguments)
        self.asked[key] = answer
        return answer

    def run(self, machine: Machine, key: Any, work: Callable[[], bool]) -> bool:
        """Run a unit or repeat it; returns whether execution falls through its end."""
        unit = self.known.get(key)
        if unit is None or not _holds(machine, unit):
            unit = self._recorded(machine, work)
        else:
            _repeat(machine, unit)
        self.units[key] = unit
        return unit.falls

    def _recorded(self, machine: Machine, work: Callable[[], bool]) -> Unit:
        memory, notes = machine.memory, machine.notes
        assert isinstance(memory, Memory)
        assert isinstance(notes, Notes)
        self._begin(memory, notes)
        events, defined, sources, faults = (
            len(machine.events),
            len(machine.defined),
            len(machine.sources),
            len(machine.faults),
        )
        statements = machine.statements
        falls = work()
        unit = Unit(
            memory.reads,
            self.asked,
            {topic: (was, copied(dict.get(notes, topic))) for topic, was in notes.before.items()},
            memory.writes,
            tuple(machine.events[events:]),
            tuple(machine.defined[defined:]),
            dict(islice(machine.sources.items(), sources, None)),
            tuple(machine.faults[faults:]),
            machine.statements - statements,
            falls,
        )
        self._begin(memory, notes)  # what is read between units belongs to none
        return unit

    def _begin(self, memory: Memory, notes: Notes) -> None:
        memory.begin()
        notes.begin()
        self.asked = {}


def _holds(machine: Machine, unit: Unit) -> bool:
    """Whether a unit would read now what it read then, and the budget has room for it."""
    if not machine.has_budget(unit.statements):
        return False
    look, memory, notes = dict.get, machine.memory, machine.notes
    for key, was in unit.reads.items():
        now = look(memory, key, ABSENT)
        if now is not was and now != was:
            return False
    for topic, (was, _) in unit.notes.items():
        if look(notes, topic) != was:
            return False
    for key, was in unit.asked.items():
        now = key[0](machine, *key[1:])
        if now is not was and now != was:
            return False
    return True


def _repeat(machine: Machine, unit: Unit) -> None:
    dict.update(machine.memory, unit.writes)
    for topic, (was, left) in unit.notes.items():
        if was != left:
            dict.__setitem__(machine.notes, topic, copied(left))
    machine.events.extend(unit.events)
    machine.defined.extend(unit.defined)
    machine.sources.update(unit.sources)
    machine.faults.extend(unit.faults)
    machine.statements += unit.statements
