"""Binds targets: names, tuples, attributes and items."""

from __future__ import annotations

import ast

from dyetrace.flow.events import Bind
from dyetrace.flow.expressions import element_of, evaluate
from dyetrace.flow.machine import Machine
from dyetrace.flow.protocols import special_method
from dyetrace.flow.values import Value


def assign(machine: Machine, target: ast.expr, value: Value, *, augmented: bool = False) -> None:
    """Bind a target of an assignment, a loop or a ``with`` to a value."""
    if isinstance(target, ast.Name):
        machine.store(target.id, value)
        machine.emit(Bind(machine.span(target), machine.context, target.id, value))
    elif isinstance(target, (ast.Tuple, ast.List)):
        _unpack(machine, target.elts, value)
    elif isinstance(target, ast.Starred):
        assign(machine, target.value, value)
    elif isinstance(target, ast.Attribute):
        _set_attribute(machine, target, value)
    elif isinstance(target, ast.Subscript):
        _set_item(machine, target, value)


def _unpack(machine: Machine, targets: list[ast.expr], value: Value) -> None:
    star = next((i for i, t in enumerate(targets) if isinstance(t, ast.Starred)), None)
    items = value.items
    if items is None or (
        len(items) != len(targets) if star is None else len(items) < len(targets) - 1
    ):
        for target in targets:
            assign(machine, target, element_of(machine, value, machine.span(target)))
        return
    if star is None:
        for target, item in zip(targets, items):
            assign(machine, target, machine.current(item))
        return
    after = len(targets) - star - 1
    middle = items[star : len(items) - after]
    for target, item in zip(targets[:star], items):
        assign(machine, target, machine.current(item))
    assign(machine, targets[star], value.copy(type="list", items=middle))
    for target, item in zip(targets[star + 1 :], items[len(items) - after :]):
        assign(machine, target, machine.current(item))


def _set_attribute(machine: Machine, target: ast.Attribute, value: Value) -> None:
    owner = evaluate(machine, target.value)
    span = machine.span(target)
    for ask in machine.meanings.store_attribute:
        if ask(machine, owner, target.attr, value, span) is not None:
            break
    else:
        machine.set_attribute(owner, target.attr, value)
    text = ast.unparse(target)
    machine.emit(Bind(span, machine.context, text, value, machine.current(owner)))


def _set_item(machine: Machine, target: ast.Subscript, value: Value) -> None:
    owner = evaluate(machine, target.value)
    index = evaluate(machine, target.slice)
    span = machine.span(target)
    for ask in machine.meanings.store_subscript:
        if ask(machine, owner, index, value, span) is not None:
            break
    else:
        if special_method(machine, owner, "__setitem__", (index, value), span) is None:
            machine.update(owner, rows=owner.rows | value.rows, dye=owner.dye | value.dye)
    text = ast.unparse(target)
    machine.emit(Bind(span, machine.context, text, value, machine.current(owner)))


def delete(machine: Machine, target: ast.expr) -> None:
    """Carry out ``del target``."""
    if isinstance(target, ast.Name):
        machine.store(target.id, None)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            delete(machine, element)
    elif isinstance(target, ast.Subscript):
        owner = evaluate(machine, target.value)
        index = evaluate(machine, target.slice)
        for ask in machine.meanings.delete_subscript:
            if ask(machine, owner, index, machine.span(target)) is not None:
                break
