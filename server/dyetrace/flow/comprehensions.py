"""Evaluates comprehensions: loops that make a value, in a scope of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from dyetrace.flow.binding import assign
from dyetrace.flow.expressions import element_of, evaluate
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.selection import maybe_narrowed
from dyetrace.flow.values import Value, fresh

_UNROLLED = 8


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
    known = len(node.generators) == 1 and not node.generators[0].ifs
    if isinstance(node, ast.DictComp):
        pairs = [
            (evaluate(machine, node.key), evaluate(machine, node.value))
            for _ in _bindings(machine, node.generators)
        ]
        if known and pairs and all(key.is_constant for key, _ in pairs):
            entries = {key.constant: value for key, value in pairs}
            return fresh(type="dict", entries=entries, site=span)
        element = joined([value for _, value in pairs])
        return mixed(element, type="dict", attributes={"__value__": element}, site=span)
    passes = [evaluate(machine, node.elt) for _ in _bindings(machine, node.generators)]
    kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "generator")
    if known and _unrolls(machine, node.generators[0].iter):
        return fresh(type=kind, items=tuple(passes), site=span)
    element = joined(passes)
    if element.rows and any(generator.ifs for generator in node.generators):
        element = element.but(rows=maybe_narrowed(element.rows, span))
    return mixed(element, type=kind, attributes={"__element__": element}, site=span)


def _unrolls(machine: Machine, iterable: ast.expr) -> bool:
    """Whether the elements of the iterable are written down, so that each got its own pass."""
    if isinstance(iterable, (ast.List, ast.Tuple)):
        return 0 < len(iterable.elts) <= _UNROLLED
    if isinstance(iterable, ast.Name):
        value = machine.load(iterable.id)
        return value is not None and value.items is not None and 0 < len(value.items) <= _UNROLLED
    return False


def _bindings(machine: Machine, generators: list[ast.comprehension]) -> Iterator[None]:
    """Bind the targets of the generators, once for each known element or once in general."""
    if not generators:
        yield
        return
    first, *rest = generators
    iterable = evaluate(machine, first.iter)
    if _unrolls(machine, first.iter) and iterable.items:
        elements = [machine.current(item) for item in iterable.items]
    else:
        elements = [element_of(machine, iterable, machine.span(first.iter))]
    for element in elements:
        assign(machine, first.target, element)
        for test in first.ifs:
            evaluate(machine, test)
        yield from _bindings(machine, rest)
