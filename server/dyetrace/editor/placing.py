"""Finds what was measured in the text as it is now.

A place inside a function is known by the function's name and where it stands in it, a place at the
top level by the text of its statement: while these are unchanged it is found wherever they moved.
Otherwise the lines of both texts are matched.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from dyetrace.editor.drift import Drift, drift
from dyetrace.editor.positions import split_lines
from dyetrace.findings import Span
from dyetrace.source.program import Source

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Unit:
    """A function, or a statement at the top level: its name or text, and its lines."""

    name: str
    first: int
    last: int
    indent: int


@dataclass(frozen=True)
class Units:
    """The functions of a text by qualified name, its other statements by their text."""

    source: Source
    _hashes: dict[int, str] = field(default_factory=dict)

    @cached_property
    def functions(self) -> tuple[Unit, ...]:
        """All functions, outer ones before inner ones."""
        return tuple(_functions(self.source.tree, ""))

    @cached_property
    def statements(self) -> tuple[Unit, ...]:
        """The statements at the top level."""
        found = []
        for node in self.source.tree.body:
            last = node.end_lineno or node.lineno
            text = "\n".join(self.source.lines[node.lineno - 1 : last])
            found.append(Unit(text, node.lineno, last, node.col_offset))
        return tuple(found)

    @cached_property
    def by_name(self) -> dict[str, Unit | None]:
        """Functions and statements by name; None for a name that several have."""
        found: dict[str, Unit | None] = {}
        for unit in (*self.functions, *self.statements):
            found[unit.name] = None if unit.name in found else unit
        return found

    def around(self, line: int) -> Unit | None:
        """Return the innermost function, else the statement, that holds a line."""
        for units in (self.functions, self.statements):
            holding = [unit for unit in units if unit.first <= line <= unit.last]
            if holding:
                return max(holding, key=lambda unit: unit.first)
        return None

    def text(self, unit: Unit) -> tuple[str, ...]:
        """Return the lines of a unit, without the blanks at their ends."""
        return self._texts[unit.first, unit.last]

    @cached_property
    def _texts(self) -> _Texts:
        return _Texts(self.source)

    def hash_at(self, line: int) -> str:
        """Return the hash of the function, or of the statement at the top level, around a line."""
        from dyetrace.probes.staleness import function_hash  # only once something was measured

        if line not in self._hashes:
            self._hashes[line] = function_hash(self.source, line)[1]
        return self._hashes[line]


class _Texts(dict[tuple[int, int], tuple[str, ...]]):
    """Lines of a source by (first, last), cut out once."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._lines = source.lines

    def __missing__(self, lines: tuple[int, int]) -> tuple[str, ...]:
        text = tuple(line.rstrip() for line in self._lines[lines[0] - 1 : lines[1]])
        self[lines] = text
        return text


class Placer:
    """Finds the present places of spans of a text that ran."""

    def __init__(self, then: Source, now: Units) -> None:
        self._then = Units(then)
        self._now = now

    def place(self, span: Span) -> Span | None:
        """Return where a span stands now, None if its text is gone."""
        then = self._then.around(span.line)
        now = None if then is None else self._now.by_name.get(then.name)
        if then is None or now is None or self._changed(then, now):
            return self._drift.span(span)
        shift = now.first - then.first
        return replace(span, line=span.line + shift, end_line=span.end_line + shift)

    def is_stale(self, then: Span, now: Span, measured_hash: str = "") -> bool:
        """Whether the code around a measured place was changed since.

        For a method that is also a changed ``__init__`` of its class: it made the layers.
        """
        one, other = self._then.around(then.line), self._now.around(now.line)
        if not self._same_text(one, other):
            measured = measured_hash or self._then.hash_at(then.line)
            if measured != self._now.hash_at(now.line):
                return True
        return one is not None and self._has_new_constructor(one.name)

    def is_same_text(self, then: Span, now: Span) -> bool:
        """Whether two places hold the same text, however it is broken into lines."""
        text = self._now.source.text_of(now)
        return self._then.source.text_of(then).split() == text.split()

    def _has_new_constructor(self, function: str) -> bool:
        owner = function
        while owner := owner.rpartition(".")[0]:
            name = f"{owner}.__init__"
            one, other = self._then.by_name.get(name), self._now.by_name.get(name)
            if one is not None and name != function:
                if other is None:
                    return True
                if self._same_text(one, other):
                    return False
                return self._then.hash_at(one.first) != self._now.hash_at(other.first)
        return False

    def _same_text(self, one: Unit | None, other: Unit | None) -> bool:
        return (
            one is not None and other is not None and self._then.text(one) == self._now.text(other)
        )

    def _changed(self, then: Unit, now: Unit) -> bool:
        return then.indent != now.indent or not self._same_text(then, now)

    @cached_property
    def _drift(self) -> Drift:
        old, new = self._then.source.original, self._now.source.original
        return drift(split_lines(old), split_lines(new))


def _functions(node: ast.AST, prefix: str) -> Iterator[Unit]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FunctionNode | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if isinstance(child, FunctionNode):
                first = min([child.lineno, *(each.lineno for each in child.decorator_list)])
                yield Unit(name, first, child.end_lineno or child.lineno, child.col_offset)
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)
