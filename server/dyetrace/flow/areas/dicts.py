"""Dicts whose keys are known: how they are made, read and changed."""

from __future__ import annotations

from typing import Any

from dyetrace.findings import Span
from dyetrace.flow.expressions import element_of
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import UNKNOWN, Value, constant, fresh

FACTORY = "__factory__"  # of a `defaultdict`


def made_dict(machine: Machine, site: CallSite) -> Value:
    """Return ``dict(...)`` of pairs, of another dict, of keywords."""
    given = site.args[0] if site.args else None
    if given is None:
        return fresh(type="dict", entries=dict(site.keywords), site=site.span)
    entries = dict(given.entries) if given.entries is not None else None
    pairs = [machine.current(item) for item in given.items or ()]
    if given.items is not None and all(_is_entry(pair) for pair in pairs):
        entries = {pair.items[0].constant: pair.items[1] for pair in pairs if pair.items}
    if entries is not None:
        return fresh(type="dict", entries={**entries, **site.keywords}, site=site.span)
    pair = element_of(machine, given, site.span)
    value = pair.items[1] if pair.items is not None and len(pair.items) == 2 else pair
    return mixed(value, type="dict", attributes={"__value__": value}, site=site.span)


def _is_entry(pair: Value) -> bool:
    return pair.items is not None and len(pair.items) == 2 and is_key(pair.items[0].constant)


def dict_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a dict."""
    name = site.method
    if name == "items":
        return _dict_items(machine, owner, site.span)
    if name == "values":
        if owner.entries is not None:
            return fresh(type="list", items=tuple(owner.entries.values()), site=site.span)
        element = owner.attributes.get("__value__", mixed(owner, certain=False))
        return fresh(type="generator", attributes={"__element__": element}, site=site.span)
    if name == "keys" and owner.entries is not None:
        keys = tuple(constant(key) for key in owner.entries)
        return fresh(type="list", items=keys, site=site.span)
    if name in ("get", "pop", "setdefault") and site.args:
        found = entry_of(machine, owner, site.args[0])
        if found is None and name == "setdefault" and len(site.args) > 1:
            key = site.args[0].constant
            if owner.entries is not None and is_key(key):
                machine.update(owner, entries={**owner.entries, key: site.args[1]})
            return site.args[1]
        if name == "pop" and owner.entries is not None:
            without_entry(machine, owner, site.args[0])
        return found
    if name == "update":
        other = site.args[0].entries if site.args else {}
        if owner.entries is not None and other is not None:
            machine.update(owner, entries={**owner.entries, **other, **site.keywords})
        return constant(None)
    return owner.copy() if name == "copy" else None


def _dict_items(machine: Machine, owner: Value, span: Span) -> Value:
    if owner.entries is not None:
        pairs = tuple(
            fresh(type="tuple", items=(constant(key), value))
            for key, value in owner.entries.items()
        )
        return fresh(type="list", items=pairs, site=span)
    element = owner.attributes.get("__value__", mixed(owner, certain=False))
    pair = fresh(type="tuple", items=(fresh(), element))
    return fresh(type="generator", attributes={"__element__": pair}, site=span)


def entry_of(machine: Machine, owner: Value, index: Value) -> Value | None:
    """Return ``owner[index]`` of a dict, as far as its entries are known."""
    entries = owner.entries
    if entries is not None and is_key(index.constant) and index.constant in entries:
        return machine.current(entries[index.constant])
    if "__value__" in owner.attributes:
        return machine.current(owner.attributes["__value__"])
    if FACTORY in owner.attributes and is_key(index.constant):
        return _filled_in(machine, owner, index)
    if entries and not index.is_constant:
        return joined([machine.current(value) for value in entries.values()])
    return None


def _filled_in(machine: Machine, owner: Value, index: Value) -> Value:
    """Return what the factory of a ``defaultdict`` makes for a missing key."""
    from dyetrace.flow.calls import call_value

    factory = owner.attributes[FACTORY]
    made = call_value(machine, factory, (), {}, index.site or factory.site or owner.site)  # type: ignore[arg-type]
    owner = machine.current(owner)
    machine.update(owner, entries={**(owner.entries or {}), index.constant: made})
    return made


def without_entry(machine: Machine, owner: Value, index: Value) -> Value:
    """Carry out ``del owner[index]`` of a dict."""
    entries = owner.entries or {}
    if not is_key(index.constant) or index.constant not in entries:
        return owner
    return machine.update(owner, entries={k: v for k, v in entries.items() if k != index.constant})


def is_key(key: Any) -> bool:
    """Whether a literal can be the key of a known entry."""
    return key is not UNKNOWN and isinstance(key, (str, int, float, bool, bytes, type(None)))
