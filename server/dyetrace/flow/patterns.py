"""Binds the names in the patterns of ``match``, as far as the subject is known."""

from __future__ import annotations

import ast

from dyetrace.flow.expressions import attribute, element_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.values import Value, fresh


def bind_pattern(machine: Machine, pattern: ast.pattern, subject: Value) -> None:
    """Bind every name of a pattern to what it takes of the subject."""
    if isinstance(pattern, ast.MatchAs):
        if pattern.pattern is not None:
            bind_pattern(machine, pattern.pattern, subject)
        if pattern.name is not None:
            machine.store(pattern.name, subject)
    elif isinstance(pattern, ast.MatchOr):
        for each in pattern.patterns:
            bind_pattern(machine, each, subject)
    elif isinstance(pattern, ast.MatchSequence):
        _sequence(machine, pattern, subject)
    elif isinstance(pattern, ast.MatchMapping):
        _mapping(machine, pattern, subject)
    elif isinstance(pattern, ast.MatchClass):
        _instance(machine, pattern, subject)
    elif isinstance(pattern, ast.MatchStar) and pattern.name is not None:
        machine.store(pattern.name, subject)


def _sequence(machine: Machine, pattern: ast.MatchSequence, subject: Value) -> None:
    items = subject.items
    star = next((i for i, p in enumerate(pattern.patterns) if isinstance(p, ast.MatchStar)), None)
    if items is None or (
        len(items) != len(pattern.patterns)
        if star is None
        else len(items) < len(pattern.patterns) - 1
    ):
        for part in pattern.patterns:
            bind_pattern(machine, part, element_of(machine, subject, machine.span(part)))
        return
    taken = list(items)
    if star is not None:
        after = len(items) - (len(pattern.patterns) - star - 1)
        middle = fresh(type="list", items=items[star:after])
        taken = [*items[:star], middle, *items[after:]]
    for part, item in zip(pattern.patterns, taken):
        bind_pattern(machine, part, machine.current(item))


def _mapping(machine: Machine, pattern: ast.MatchMapping, subject: Value) -> None:
    entries = subject.entries or {}
    for key, part in zip(pattern.keys, pattern.patterns):
        known = entries.get(key.value) if isinstance(key, ast.Constant) else None
        found = mixed(subject, certain=False) if known is None else machine.current(known)
        bind_pattern(machine, part, found)
    if pattern.rest is not None:
        machine.store(pattern.rest, subject)


def _instance(machine: Machine, pattern: ast.MatchClass, subject: Value) -> None:
    for part in pattern.patterns:
        bind_pattern(machine, part, mixed(subject, certain=False))
    for name, part in zip(pattern.kwd_attrs, pattern.kwd_patterns):
        bind_pattern(machine, part, attribute(machine, subject, name, machine.span(part)))
