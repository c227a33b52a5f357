"""Evaluates comprehensions: loops that make a value, in a scope of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from dyetrace.flow.binding import assign
from dyetrace.flow.expressions import element_of, evaluate
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.selection import maybe_narrowed
from dyetrace.flow.values import Value, constant, fresh

_UNROLLED = 8
_WRITTEN_DOWN = frozenset({"list", "tuple", "dict", "generator"})


def evaluate_comprehension(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    """Return the list, set, generator or dict that a comprehension makes."""
    for ask in machine.meanings.comprehend:
        value = ask(machine, node, machine.span(node))
        if value is not None:
            return value
    frame = machine.frame
    inner = replace(frame, scopes=(machine.new_scope(), *frame.scopes), outer_names={})
    machine.frames.append(inner)
    try:
        with machine.inside(loops=machine.span(node)):
            return _collect(machine, node)
    finally:
        machine.frames.pop()


def _collect(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    span = machine.span(node)
    plain = len(node.generators) == 1 and not node.generators[0].ifs
    unrolled: list[bool] = []  # whether each element of an iterable got a pass of its own
    if isinstance(node, ast.DictComp):
        pairs = [
            (evaluate(machine, node.key), evaluate(machine, node.value))
            for _ in _bindings(machine, node.generators, unrolled)
        ]
        if plain and pairs and all(key.is_constant for key, _ in pairs):
            entries = {key.constant: value for key, value in pairs}
            return fresh(type="dict", entries=entries, site=span)
        element = joined([value for _, value in pairs])
        return mixed(element, type="dict", attributes={"__value__": element}, site=span)
    passes = [evaluate(machine, node.elt) for _ in _bindings(machine, node.generators, unrolled)]
    kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
    if plain and unrolled == [True]:
        return fresh(type=kind, items=tuple(passes), site=span)
    element = joined(passes)
    if element.rows and any(generator.ifs for generator in node.generators):
        element = element.but(rows=maybe_narrowed(element.rows, span))
    return mixed(element, type=kind, attributes={"__element__": element}, site=span)


def _known(iterable: Value) -> tuple[Value, ...]:
    """Return the elements of an iterable that each get a pass of their own, none for others."""
    items = iterable.items
    if items is None and iterable.entries is not None and iterable.type == "dict":
        items = tuple(constant(key) for key in iterable.entries)
    if items is None or iterable.type not in _WRITTEN_DOWN or len(items) > _UNROLLED:
        return ()
    return items


def _bindings(
    machine: Machine, generators: list[ast.comprehension], unrolled: list[bool]
) -> Iterator[None]:
    """Bind the targets of the generators, once for each known element or once in general."""
    if not generators:
        yield
        return
    first, *rest = generators
    iterable = evaluate(machine, first.iter)
    known = _known(iterable)
    unrolled.append(bool(known))
    if known:
        elements = [machine.current(item) for item in known]
    else:
        elements = [element_of(machine, iterable, machine.span(first.iter))]
    for element in elements:
        assign(machine, first.target, element)
        for test in first.ifs:
            evaluate(machine, test)
        yield from _bindings(machine, rest, unrolled)
