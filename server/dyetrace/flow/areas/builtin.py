"""Python's own functions, lists, dicts and strings."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas.dicts import dict_method, entry_of, is_key, made_dict, without_entry
from dyetrace.flow.expressions import element_of
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.protocols import special_method
from dyetrace.flow.selection import BOUNDS
from dyetrace.flow.values import Value, constant, fresh

_SEQUENCES = frozenset({"list", "tuple"})
_NOTHING = frozenset({"print", "open", "input", "exit", "quit", "help", "delattr"})
_CONVERSIONS = frozenset({"list", "tuple", "sorted", "reversed", "set", "frozenset", "iter"})


_REPEATED = 8  # times that `[x] * n` is written out


class BuiltinMeaning(Meaning):
    """Built-in functions and containers whose contents are known."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.function.startswith("builtins."):
            return _function(machine, site)
        receiver = site.receiver
        if receiver is None or receiver.rows:
            return None
        if receiver.type == "list":
            return _list_method(machine, site, receiver)
        if receiver.type == "dict":
            return dict_method(machine, site, receiver)
        if site.function == "str.format":
            return mixed(*site.args, *site.keywords.values(), type="str")
        return None

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        if owner.items is not None and owner.type in _SEQUENCES:
            return _element(machine, owner, index)
        if owner.type == "dict":
            return entry_of(machine, owner, index)
        if owner.type == "list" and not owner.rows and index.type != "slice":
            element = owner.attributes.get("__element__")
            return None if element is None else machine.current(element)
        return None

    def store_subscript(
        self, machine: Machine, owner: Value, index: Value, value: Value, span: Span
    ) -> Value | None:
        if owner.type == "dict" and not owner.rows:
            if owner.entries is not None and index.is_constant and is_key(index.constant):
                return machine.update(owner, entries={**owner.entries, index.constant: value})
            known = [*(owner.entries or {}).values(), value]
            element = joined([machine.current(item) for item in known])
            return machine.update(owner, attributes={**owner.attributes, "__value__": element})
        if owner.type == "list" and owner.items is not None and not owner.rows:
            if isinstance(index.constant, int) and -len(owner.items) <= index.constant < len(
                owner.items
            ):
                items = list(owner.items)
                items[index.constant] = value
                return machine.update(owner, items=tuple(items))
            return machine.update(owner, items=None, attributes={"__element__": value})
        return None

    def delete_subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span
    ) -> Value | None:
        if owner.type == "dict" and owner.entries is not None:
            return without_entry(machine, owner, index)
        if owner.type != "list" or owner.items is None or owner.rows:
            return None
        place = index.constant
        if isinstance(place, int) and -len(owner.items) <= place < len(owner.items):
            _popped(machine, owner, owner.items, place)
        return machine.current(owner)

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        if operator == "-x" and isinstance(operands[0].constant, (int, float)):
            return constant(-operands[0].constant)
        if len(operands) != 2:
            return None
        left, right = operands
        if operator == "+" and left.items is not None and right.items is not None:
            return fresh(type=left.type, items=(*left.items, *right.items), site=span)
        if operator in ("+", "+=") and "list" in (left.type, right.type):
            return _concatenated(machine, left, right, span)
        count = right.constant
        if operator == "*" and left.items and isinstance(count, int) and 0 < count <= _REPEATED:
            return fresh(type=left.type, items=left.items * count, site=span)
        if operator == "|" and left.entries is not None and right.entries is not None:
            return fresh(type="dict", entries={**left.entries, **right.entries}, site=span)
        if operator == "+" and isinstance(left.constant, str) and isinstance(right.constant, str):
            return constant(left.constant + right.constant)
        return None


def _concatenated(machine: Machine, left: Value, right: Value, span: Span) -> Value | None:
    """Add lists of which not every element is known; ``+=`` too: nobody counts the elements."""
    if any(side.rows or (side.items is None and not side.attributes) for side in (left, right)):
        return None
    sides = [side for side in (left, right) if side.items != ()]
    elements = [element_of(machine, side, span) for side in sides]
    return fresh(type="list", attributes={"__element__": joined(elements)}, site=span)


def _function(machine: Machine, site: CallSite) -> Value | None:
    name = site.method
    first = site.args[0] if site.args else None
    if name in _NOTHING:
        return constant(None)
    if name in _CONVERSIONS:
        return _converted(machine, name, first, site.span)
    if name == "dict":
        return made_dict(machine, site)
    if name == "enumerate" and first is not None:
        return _enumerated(machine, first, site.span)
    if name == "zip":
        return _zipped(machine, site)
    if name == "map" and len(site.args) > 1:
        return _mapped(machine, site)
    if name == "len" and first is not None and "__class__" in first.attributes:
        counted = special_method(machine, first, "__len__", (), site.span)
        if counted is not None:
            return counted
    if name == "getattr" and len(site.args) > 1 and isinstance(site.args[1].constant, str):
        from dyetrace.flow.expressions import attribute

        return attribute(machine, site.args[0], site.args[1].constant, site.span)
    if name == "setattr":
        if len(site.args) > 2 and isinstance(site.args[1].constant, str):
            machine.set_attribute(site.args[0], site.args[1].constant, site.args[2])
        return constant(None)
    if name == "filter" and len(site.args) > 1:
        return _converted(machine, "iter", site.args[1], site.span)
    if name == "next" and first is not None:
        return element_of(machine, first, site.span)
    if name == "range":
        return _counted(machine, site)
    if name == "len":
        return fresh(type="int", attributes={"__length_of__": first} if first is not None else {})
    if name == "isinstance":
        return fresh(type="bool")
    return None


_COUNTED = 4  # rounds of `range(n)` that are told apart; more would only cost time


def _counted(machine: Machine, site: CallSite) -> Value:
    """Return ``range(...)``; the numbers are known for ``range(len(models))`` of a known list."""
    only = site.args[0] if len(site.args) == 1 else None
    numbers = None
    if only is not None:
        listed = only.attributes.get("__length_of__")
        items = None if listed is None else machine.current(listed).items
        if items is not None and len(items) <= _LONGEST:
            numbers = len(items)
        elif isinstance(only.constant, int) and 0 < only.constant <= _COUNTED:
            numbers = only.constant
    items = None if numbers is None else tuple(constant(i) for i in range(numbers))
    attributes = {"__element__": fresh(type="int"), **_bounds(site)}
    return fresh(type="range", items=items, attributes=attributes, site=site.span)


def _bounds(site: CallSite) -> dict[str, Value]:
    """Return the slice that ``range(low, high)`` is when rows are taken by it."""
    none = constant(None)
    low, high = (none, *site.args)[-2:] if len(site.args) < 3 else site.args[:2]
    step = site.args[2] if len(site.args) > 2 else none
    return {BOUNDS: fresh(type="slice", items=(low, high, step))} if site.args else {}


def _converted(machine: Machine, name: str, source: Value | None, span: Span) -> Value:
    kind = {"sorted": "list", "reversed": "list", "iter": "generator"}.get(name, name)
    if source is None:
        return fresh(type=kind, items=() if kind in _SEQUENCES else None, site=span)
    if source.items is not None and kind in _SEQUENCES and name != "sorted":
        items = source.items[::-1] if name == "reversed" else source.items
        return fresh(type=kind, items=items, site=span)
    element = source.attributes.get("__element__") or _yielded(machine, source, span)
    attributes = {} if element is None else {"__element__": element}
    if BOUNDS in source.attributes and name in ("list", "tuple", "iter"):
        attributes[BOUNDS] = source.attributes[BOUNDS]
    return mixed(source, type=kind, attributes=attributes, columns=source.columns, site=span)


def _yielded(machine: Machine, source: Value, span: Span) -> Value | None:
    """Return what an object of a library yields when it is looped over (the folds of old)."""
    if source.rows or source.type is None or "." not in source.type:
        return None
    answers = (ask(machine, source, span) for ask in machine.meanings.iterate)
    return next((value for value in answers if value is not None), None)


def _enumerated(machine: Machine, source: Value, span: Span) -> Value:
    if source.items is not None:
        pairs = tuple(
            fresh(type="tuple", items=(constant(i), item)) for i, item in enumerate(source.items)
        )
        return fresh(type="list", items=pairs, site=span)
    element = fresh(
        type="tuple", items=(fresh(type="int"), element_of(machine, source, span)), site=span
    )
    return fresh(type="generator", attributes={"__element__": element}, site=span)


def _zipped(machine: Machine, site: CallSite) -> Value:
    if site.args and all(value.items is not None for value in site.args):
        rows = zip(*(value.items or () for value in site.args))
        tuples = tuple(fresh(type="tuple", items=tuple(row)) for row in rows)
        return fresh(type="list", items=tuples, site=site.span)
    items = tuple(element_of(machine, value, site.span) for value in site.args)
    element = fresh(type="tuple", items=items)
    return fresh(type="generator", attributes={"__element__": element}, site=site.span)


def _mapped(machine: Machine, site: CallSite) -> Value:
    from dyetrace.flow.calls import call_value

    function, *sources = site.args
    if len(sources) == 1 and sources[0].items is not None and len(sources[0].items) <= 8:
        results = [
            call_value(machine, function, (machine.current(item),), {}, site.span)
            for item in sources[0].items
        ]
        return fresh(type="list", items=tuple(results), site=site.span)
    arguments = tuple(element_of(machine, source, site.span) for source in sources)
    element = call_value(machine, function, arguments, {}, site.span)
    return mixed(element, type="generator", attributes={"__element__": element}, site=site.span)


def _list_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    first = site.args[0] if site.args else None
    if name == "append" and first is not None:
        _append(machine, owner, (first,))
        return constant(None)
    if name == "extend" and first is not None:
        if first.items is not None:
            _append(machine, owner, first.items)
        else:
            element = element_of(machine, first, site.span)
            machine.update(owner, items=None, attributes={"__element__": element})
        return constant(None)
    if name == "insert" and len(site.args) > 1 and owner.items is not None:
        machine.update(owner, items=(site.args[1], *owner.items))
        return constant(None)
    if name == "pop" and owner.items:
        return _popped(machine, owner, owner.items, -1 if first is None else first.constant)
    if name == "remove" and owner.items is not None and first is not None and first.is_constant:
        kept = tuple(item for item in owner.items if item.constant != first.constant)
        machine.update(owner, items=kept)
        return constant(None)
    if name == "copy":
        return owner.copy()
    return constant(None) if name in ("sort", "reverse", "clear") else None


def _popped(machine: Machine, owner: Value, items: tuple[Value, ...], place: object) -> Value:
    if not isinstance(place, int) or not -len(items) <= place < len(items):
        return joined([machine.current(item) for item in items])
    if not machine.context.loops:  # how often a loop pops is not known
        place %= len(items)
        machine.update(owner, items=(*items[:place], *items[place + 1 :]))
    return machine.current(items[place])


_LONGEST = 64  # elements of a list that are told apart


def _append(machine: Machine, owner: Value, values: tuple[Value, ...]) -> None:
    owner = machine.current(owner)
    in_loop = bool(machine.context.loops)
    if owner.items is None or len(owner.items) + len(values) > _LONGEST:
        known = [*(owner.items or ()), *values]
        machine.update(owner, items=None, attributes={"__element__": joined(known)})
    elif in_loop and owner.site is not None and not _made_inside(machine, owner):
        # How often the loop appends is not known, but what it appends is.
        old = owner.attributes.get("__element__")
        known = [*([old] if old is not None else owner.items), *values]
        machine.update(
            owner, items=(*owner.items, *values), attributes={"__element__": joined(known)}
        )
    else:
        machine.update(owner, items=(*owner.items, *values))


def _made_inside(machine: Machine, owner: Value) -> bool:
    inner = machine.context.loops[-1]
    return owner.site is not None and inner.contains(owner.site.line, owner.site.column)


def _element(machine: Machine, owner: Value, index: Value) -> Value | None:
    items = owner.items or ()
    if isinstance(index.constant, int) and -len(items) <= index.constant < len(items):
        return machine.current(items[index.constant])
    if index.type == "slice" and index.items is not None:
        bounds = [part.constant for part in index.items]
        if all(bound is None or isinstance(bound, int) for bound in bounds):
            return fresh(type=owner.type, items=items[slice(*bounds)])
        return fresh(type=owner.type, attributes={"__element__": joined(list(items))})
    return joined([machine.current(item) for item in items]) if items else None
