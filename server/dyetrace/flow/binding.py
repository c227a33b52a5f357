"""Binds targets: names, tuples, attributes and items."""

from __future__ import annotations

import ast
import re

from dyetrace.flow.events import Bind
from dyetrace.flow.expressions import element_of, evaluate
from dyetrace.flow.machine import Machine
from dyetrace.flow.protocols import special_method
from dyetrace.flow.rows import narrow
from dyetrace.flow.values import Part, Value

# What the words of a name say about the side of a split that it holds.
_SIDES = {
    **dict.fromkeys(("train", "tr", "training", "trn"), "train"),
    **dict.fromkeys(("test", "te", "testing", "tst"), "test"),
    **dict.fromkeys(("valid", "val", "validation", "dev", "holdout"), "validation"),
}


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
        sides = _named_sides(targets, value)
        for target, side in zip(targets, sides):
            element = element_of(machine, value, machine.span(target))
            if side is not None and element.rows and value.site is not None:
                element = narrow(element, Part(value.site, side))
            assign(machine, target, element)
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


def _named_sides(targets: list[ast.expr], value: Value) -> list[str | None]:
    """Return the side of a split each name of an unknown result tells, where they tell several."""
    sides: list[str | None] = [_named_side(target) for target in targets]
    if value.type is not None or None in sides or len(set(sides)) < 2:
        return [None] * len(targets)
    return sides


def _named_side(target: ast.expr) -> str | None:
    name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    told = {_SIDES[word.lower()] for word in words if word.lower() in _SIDES}
    return told.pop() if len(told) == 1 else None


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
