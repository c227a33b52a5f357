"""Row sets of values: where data starts, and one side of a split."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.machine import Machine, deep_facts
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import narrowed
from dyetrace.flow.values import UNKNOWN, Part, Rows, Value


def narrow(value: Value, part: Part) -> Value:
    """Return the rows of a value that are on one side of a split, as a new object."""
    rows = narrowed(value.rows, (part,))
    return value.copy(rows=rows, items=None, attributes={}, constant=UNKNOWN, site=part.site)


def as_data(machine: Machine, value: Value, span: Span, label: str = "") -> Value:
    """Return the newest record of a value that is used as rows of data.

    Data whose origin nobody knows gets rows of its own, made where the object was made, so that
    everything computed from it afterwards can be traced.
    """
    value = machine.current(value)
    if value.rows or value.is_constant:
        return value
    whole = deep_facts(value)
    if whole.rows:
        return value.but(rows=whole.rows, dye=whole.dye)
    return machine.update(value, rows=frozenset({Rows(value.site or span, label)}))


def argument_as_data(machine: Machine, site: CallSite, position: int, *names: str) -> Value | None:
    """Return an argument that holds rows, by position or any of its names; None if not given."""
    value = site.argument(position, names[0]) if names else site.argument(position, "")
    for name in names[1:]:
        value = value if value is not None else site.keywords.get(name)
    if value is None or value.type == "NoneType":
        return None
    return as_data(machine, value, site.span, argument_text(site, position, *names))


def argument_text(site: CallSite, position: int, *names: str) -> str:
    """Return a plain name that the user gave as an argument, "" for any other expression."""
    if site.node is None:
        return ""
    given = [k.value for k in site.node.keywords if k.arg in names]
    node = given[0] if given else None
    if node is None and position < len(site.node.args):
        node = site.node.args[position]
    return node.id if isinstance(node, ast.Name) else ""
