"""How the interpreter asks what a library's call, attribute or operator means.

A ``Meaning`` answers for one area (built-ins, frames, arrays, estimators, tensors). The first one
that returns a value has answered; where nobody does, the rows and dye of the arguments pass through
and the result is uncertain. Meanings take their facts from the tables of ``dyetrace.knowledge``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dyetrace.findings import Span
from dyetrace.flow.values import Value

if TYPE_CHECKING:
    from dyetrace.flow.machine import Machine


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call: the target's qualified name and the evaluated arguments.

    ``function`` is canonical ("pandas.read_csv", "sklearn.svm.SVC.fit"); of an object of unknown
    type it is "?." and the method's name. ``node`` is the call in the program; None for a call
    that the interpreter makes itself.
    """

    span: Span
    function: str
    receiver: Value | None
    args: tuple[Value, ...]
    keywords: Mapping[str, Value]
    node: ast.Call | None = None

    @property
    def method(self) -> str:
        """The last part of the function's name."""
        return self.function.rpartition(".")[2]

    def argument(self, position: int | None, name: str) -> Value | None:
        """Return an argument by keyword or position, or None when it is not given."""
        if name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.args):
            return self.args[position]
        return None

    def literal(self, position: int | None, name: str, default: object = None) -> object:
        """Return the literal that was given for an argument.

        ``default`` where the argument is absent; ``UNKNOWN`` where it is not a literal.
        """
        value = self.argument(position, name)
        return default if value is None else value.constant

    def every_argument(self) -> tuple[Value, ...]:
        """Return the receiver and all arguments."""
        first = () if self.receiver is None else (self.receiver,)
        return (*first, *self.args, *self.keywords.values())


class Meaning:
    """What one area of libraries means; every method may return None: "not mine"."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        """Return the result of a call, after writing its events and changes down."""

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        """Return an attribute of an object (a column, a shape, a fitted ``best_estimator_``)."""

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        """Return ``owner[index]``; a slice's value has type "slice" and three items."""

    def store_subscript(
        self, machine: Machine, owner: Value, index: Value, value: Value, span: Span
    ) -> Value | None:
        """Carry out ``owner[index] = value`` and return the owner's new record."""

    def delete_subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span
    ) -> Value | None:
        """Carry out ``del owner[index]`` and return the owner's new record."""

    def store_attribute(
        self, machine: Machine, owner: Value, name: str, value: Value, span: Span
    ) -> Value | None:
        """Carry out ``owner.name = value`` and return the owner's new record."""

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        """Return the result of an operator: "+", "-x", "<", "@", "not", "in" ..."""

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        """Return one element of an iterable, as a loop's target sees it."""

    def comprehend(self, machine: Machine, node: ast.expr, span: Span) -> Value | None:
        """Return what a comprehension makes, instead of the general answer."""


class Meanings:
    """All areas, asked in order; each question goes only to the areas that answer it."""

    def __init__(self, areas: tuple[Meaning, ...]) -> None:
        self.areas = areas
        self.call = self._answering("call")
        self.attribute = self._answering("attribute")
        self.subscript = self._answering("subscript")
        self.store_subscript = self._answering("store_subscript")
        self.delete_subscript = self._answering("delete_subscript")
        self.store_attribute = self._answering("store_attribute")
        self.operate = self._answering("operate")
        self.iterate = self._answering("iterate")
        self.comprehend = self._answering("comprehend")

    def _answering(self, question: str) -> tuple[Callable[..., Value | None], ...]:
        silent = getattr(Meaning, question)
        asked = (area for area in self.areas if getattr(type(area), question) is not silent)
        return tuple(getattr(area, question) for area in asked)


@cache
def all_meanings() -> Meanings:
    """Return the meanings of every area that Dyetrace knows."""
    from dyetrace.flow.areas import AREAS

    return Meanings(AREAS)
