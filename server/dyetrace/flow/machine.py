"""The abstract machine: memory, events, the place in the execution, and a budget.

Statements, expressions, calls and the meanings of libraries all work on one ``Machine``.
"""

from __future__ import annotations

import ast
import itertools
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from dyetrace.findings import Span
from dyetrace.flow.events import Context, Event, Predict
from dyetrace.flow.recording import Memory, Notes, Recorder
from dyetrace.flow.state import Key, Layer, State, bounded_rows, join_values
from dyetrace.flow.values import Value, fresh
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source

if TYPE_CHECKING:
    from dyetrace.flow.meanings import Meanings

log = logging.getLogger(__name__)

A = TypeVar("A")

# Budgets keep the worst file below two seconds; what they cut off is marked as truncated.
_STATEMENTS = 10_000  # executed by the program itself; as many again by functions nobody calls
_CALL_DEPTH = 8  # user functions on the stack
_CALLS_PER_FUNCTION = 24  # of one user function
_CALLS_FROM_UNCALLED = 3  # of one user function, by functions that nobody calls

_SPENT_ON_IMPORTS = ("spent on imports",)
_scope_numbers = itertools.count(1)


class BudgetSpent(Exception):
    """The interpretation has run long enough; what was seen until now stands."""


@dataclass
class Frame:
    """One activation of a user's function (or the module, or a class body)."""

    scopes: tuple[int, ...]  # own scope first, then the enclosing ones, the module's last
    base: Layer
    function: str = ""
    node: ast.AST | None = None
    instance: Value | None = None  # `self` of a method
    owner: Value | None = None  # class that defines the method
    returns: list[Value] = field(default_factory=list)
    yields: list[Value] = field(default_factory=list)
    exits: list[Layer] = field(default_factory=list)
    outer_names: dict[str, int] = field(default_factory=dict)  # `global` and `nonlocal`: scope
    breaks: list[list[Layer]] = field(default_factory=list)
    continues: list[list[Layer]] = field(default_factory=list)
    loop_bases: list[Layer] = field(default_factory=list)


class _Inside:
    """Switches a machine's context for a block (a generator would take three times as long)."""

    __slots__ = ("before", "machine", "where")

    def __init__(self, machine: Machine, where: dict[str, Any]) -> None:
        self.machine = machine
        self.where = where

    def __enter__(self) -> None:
        machine = self.machine
        self.before = before, _ = machine._where, machine._context
        added = {key: _added(before[key], value) for key, value in self.where.items()}
        machine._where, machine._context = {**before, **added}, None

    def __exit__(self, *failure: object) -> None:
        self.machine._where, self.machine._context = self.before


class Machine:
    """Everything that one interpretation needs to know and to write down."""

    def __init__(
        self,
        source: Source,
        meanings: Meanings,
        modules: ModuleFinder,
        recorder: Recorder | None = None,
        scope: int | None = None,
    ) -> None:
        """``scope`` is the number of the program's own module, where a recording knows it."""
        self.main = source
        self.meanings = meanings
        self.modules = modules
        self.recorder = recorder
        # Bindings of the module and facts about the whole run. Whatever a statement may ask of
        # what ran before it is kept here or in the notes: a recording sees it there.
        self.memory: dict[Key, Any] = {} if recorder is None else Memory()
        self.notes: dict[str, Any] = {} if recorder is None else Notes()  # of the areas, by topic
        self.state = State(self.memory)
        self.sources: dict[int, Source] = {}  # by the scope of the module
        self.events: list[Event] = []
        self.defined: list[Value] = []  # user functions and classes, in order of definition
        self.faults: list[str] = []  # places that the interpreter failed on
        self.statements = 0  # executed in this phase
        self._import_start: int | None = None
        self._spans: dict[ast.AST, Span] = {}
        self._context: Context | None = None
        self._where: dict[str, Any] = {
            "function": "",
            "loops": (),
            "branches": (),
            "calls": (),
            "managers": (),
            "entered": True,
        }
        self.scope = self.new_scope() if scope is None else scope
        self.sources[self.scope] = source
        self.frames = [Frame((self.scope,), self.state.layer)]

    # Places

    @property
    def source(self) -> Source:
        """The file in which the execution stands."""
        return self.sources[self.frame.scopes[-1]]

    def text(self, span: Span) -> str:
        """Return the text of a span in whichever file of the program it stands."""
        if span.path == self.main.path:
            return self.main.text_of(span)
        sources = (each for each in self.sources.values() if each.path == span.path)
        source = next(sources, None)
        return "" if source is None else source.text_of(span)

    def open_module(self, source: Source) -> int:
        """Make the scope of a module whose body is about to run."""
        scope = self.new_scope()
        self.sources[scope] = source
        return scope

    def span(self, node: ast.AST) -> Span:
        """Return the span of a node (remembered: loops ask again and again)."""
        span = self._spans.get(node)
        if span is None:
            span = self._spans[node] = self.source.span(node)
        return span

    @property
    def context(self) -> Context:
        """Where the execution stands now."""
        if self._context is None:
            self._context = Context(**self._where)
        return self._context

    def inside(self, **where: Any) -> _Inside:
        """Run a block in another context.

        Tuples are appended to (and emptied by None), other facts replaced.
        """
        return _Inside(self, where)

    def emit(self, event: Event) -> None:
        """Write down what happened."""
        self.events.append(event)
        if isinstance(event, Predict):
            self.memory[("predicted", event.site)] = event

    def predictions(self, sites: Collection[Span]) -> list[Predict]:
        """Return the newest prediction made at each of some places, the last one first."""
        found = {id(e) for site in sites if (e := self.memory.get(("predicted", site)))}
        newest: list[Predict] = []
        for event in reversed(self.events):
            if len(newest) == len(found):
                break
            if id(event) in found:
                newest.append(cast("Predict", event))
        return newest

    def ask(self, question: Callable[..., A], *arguments: Any) -> A:
        """Return ``question(machine, *arguments)``, about what lies outside the machine.

        It is asked again after an edit, from anywhere: the arguments say all that it is about,
        never "where the execution stands".
        """
        if self.recorder is None:
            return question(self, *arguments)
        return self.recorder.ask(self, question, *arguments)

    def read(self, build: Callable[[Source], A]) -> A:
        """Return what ``build`` reads in the whole text of the file that is executed."""
        if self.source is not self.main:
            return self.source.index(build)  # a module that was edited is imported again
        answer: A = self.ask(_read_main, build)
        return answer

    def spend(self) -> None:
        """Count one executed statement."""
        self.statements += 1
        if self.statements > _STATEMENTS:
            raise BudgetSpent

    def has_budget(self, statements: int) -> bool:
        """Whether so many statements more may be executed."""
        return self.statements + statements <= _STATEMENTS

    def fault(self, statement: ast.stmt) -> None:
        """Note a statement that the interpreter failed on; it goes on with the next one."""
        place = f"{self.source.path}:{statement.lineno}"
        if place not in self.faults:
            log.exception("the interpreter failed on %s", place)
            self.faults.append(place)

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Count the statements of a module's body, those of the modules that it imports too."""
        outermost = self._import_start is None
        if outermost:
            self._import_start = self.statements
        try:
            yield
        finally:
            if outermost:
                self.memory[_SPENT_ON_IMPORTS] = self.spent_on_imports
                self._import_start = None

    @property
    def spent_on_imports(self) -> int:
        """Return how many statements the bodies of imported modules took until now."""
        now = 0 if self._import_start is None else self.statements - self._import_start
        return int(self.memory.get(_SPENT_ON_IMPORTS, 0)) + now

    def refill(self) -> None:
        """Give the next phase of the interpretation a budget of its own."""
        self.statements = 0

    def start_over(self) -> None:
        """Stand at the end of the module again, wherever the execution was cut off."""
        del self.frames[1:]
        self.state.layer = self.frame.base

    # Names and objects

    @property
    def frame(self) -> Frame:
        """The activation that runs now."""
        return self.frames[-1]

    def new_scope(self) -> int:
        """Return a number that no other scope has."""
        return next(_scope_numbers)

    def load(self, name: str) -> Value | None:
        """Return what a name is bound to where the execution stands, or None."""
        for scope in self.frame.scopes:
            value = self.state.read((scope, name))
            if value is not None:
                return value
        return None

    def store(self, name: str, value: Value | None) -> None:
        """Bind a name where Python would bind it; None deletes it."""
        scope = self.frame.outer_names.get(name, self.frame.scopes[0])
        self.state.write((scope, name), value)

    def bindings(self, scope: int) -> dict[str, Value]:
        """Return the names that a scope binds, for a class or a module that has run."""
        found: dict[str, Value | None] = {}
        layer: Layer | None = self.state.layer
        while layer is not None:
            for key, value in layer.written.items():
                if isinstance(key, tuple) and key[0] == scope:
                    found.setdefault(key[1], value)
            layer = layer.parent
        return {name: value for name, value in found.items() if value is not None}

    def current(self, value: Value) -> Value:
        """Return the newest record of an object."""
        return self.state.current(value)

    def update(self, value: Value, **facts: Any) -> Value:
        """Record that an object changed in place and return its new record."""
        newer = self.current(value).but(**facts)
        self.state.update(newer)
        return newer

    def set_attribute(self, owner: Value, name: str, value: Value) -> Value:
        """Record that an attribute of an object was set and return the object's new record."""
        attributes = {**self.current(owner).attributes, name: value}
        return self.update(owner, attributes=attributes)

    # Branches

    def run_branches(self, arms: list[tuple[Span, str, Callable[[], bool]]]) -> bool:
        """Run each arm from the present state and go on from what any of them may leave.

        An arm returns whether execution falls through its end. Returns whether any did.
        """
        base = self.state.layer
        ends = []
        for span, name, run in arms:
            falls = True

            def arm(run: Callable[[], bool] = run) -> None:
                nonlocal falls
                falls = run()

            with self.inside(branches=(span, name)):
                end = self.state.branch(base, arm)
            if falls:
                ends.append(end)
        self.state.join(base, ends)
        return bool(ends)

    # Calls of the user's functions

    def times_entered(self, node: ast.AST) -> int:
        """Return how often a user function was to be interpreted until now."""
        return int(self.memory.get(("calls", node), 0))

    def may_enter(self, node: ast.AST) -> bool:
        """Whether a user function may be interpreted once more (depth, recursion, count)."""
        if len(self.frames) > _CALL_DEPTH or any(frame.node is node for frame in self.frames):
            return False
        times = self.times_entered(node) + 1
        self.memory[("calls", node)] = times
        limit = _CALLS_PER_FUNCTION if self.context.entered else _CALLS_FROM_UNCALLED
        return times <= limit

    def enter(self, node: ast.AST) -> None:
        """Note that a user function is interpreted."""
        self.memory[("entered", node)] = True

    def was_entered(self, node: ast.AST) -> bool:
        """Whether a user function was interpreted."""
        return bool(self.memory.get(("entered", node), False))

    def add_methods(self, nodes: Iterable[ast.AST]) -> None:
        """Note what stands in the body of a class of the user's."""
        for node in nodes:
            self.memory[("method", node)] = True

    def is_method(self, node: ast.AST) -> bool:
        """Whether a definition stands in the body of a class."""
        return bool(self.memory.get(("method", node), False))


def _read_main(machine: Machine, build: Callable[[Source], A]) -> A:
    return machine.main.index(build)


def _added(before: Any, value: Any) -> Any:
    if not isinstance(before, tuple):
        return value
    return () if value is None else (*before, value)


def mixed(*values: Value | None, **facts: Any) -> Value:
    """Make the value of something computed from others: their rows and dye pass on."""
    present = [value for value in values if value is not None]
    if not present:
        return fresh(**facts)
    if len(present) == 1:
        rows, dye = present[0].rows, present[0].dye
    else:
        rows = bounded_rows(frozenset().union(*(value.rows for value in present)))
        dye = frozenset().union(*(value.dye for value in present))
    return fresh(**{"rows": rows, "dye": dye, **facts})


def deep_facts(value: Value, depth: int = 3) -> Value:
    """Return a value whose rows and dye include those of the elements of a container."""
    inner = [*(value.items or ()), *(value.entries or {}).values()]
    if not inner or depth == 0:
        return value
    return mixed(value, *(deep_facts(item, depth - 1) for item in inner))


def joined(values: list[Value]) -> Value:
    """Join values, or make a fresh unknown when there is none."""
    return join_values(values) if values else fresh(certain=False)
