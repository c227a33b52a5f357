"""Functions of the user's that pandas calls: ``apply``, ``map``, ``transform``, ``pipe``."""

from __future__ import annotations

import ast

from dyetrace.flow.areas.loading import FRAME, SERIES
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.calls import call_value
from dyetrace.flow.machine import Machine, deep_facts, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Value
from dyetrace.knowledge.pandas import AGGREGATES


def calls_user_code(*values: Value) -> bool:
    """Whether one of the values is a function of the user's."""
    return any(isinstance(v.node, (ast.Lambda, ast.FunctionDef)) for v in values)


def apply_function(
    machine: Machine,
    site: CallSite,
    owner: Value,
    *,
    by_element: bool = False,
    function: Value | None = None,
) -> Value | None:
    """Return what a function makes of each element, column or row, in the same rows.

    Statistics that the function computes or closes over dye the result.
    """
    if function is None:
        function = site.argument(0, "func") or site.argument(0, "arg")
    if function is None:
        return None
    if isinstance(function.constant, str) and site.method != "map":
        return _named(machine, site, owner, function.constant)
    if not calls_user_code(function):
        given = [influence_of(machine, value) for value in (*site.args, *site.keywords.values())]
        dye = owner.dye | mixed(*given).dye
        return derived(owner, site.span, dye=dye, columns=owner.columns)
    by_row = site.literal(1, "axis") in (1, "columns")
    kind = "element" if by_element else (owner.type if site.method in _WHOLE else SERIES)
    argument = derived(owner, site.span, type=kind)
    extra = site.args[1:] if site.method == "pipe" else ()
    found = call_value(machine, function, (argument, *extra), {}, site.span)
    if site.method in ("pipe", "assign"):
        return found
    keeps_frame = owner.type == FRAME and not by_row
    return derived(
        owner,
        site.span,
        type=owner.type if keeps_frame or owner.type != FRAME else SERIES,
        dye=owner.dye | found.dye,
        columns=owner.columns if owner.type == SERIES or keeps_frame else None,
    )


def influence_of(machine: Machine, value: Value) -> Value:
    """Return a value with what its items carry, and a dict's: means that a loop gathered."""
    kept = value.attributes.get("__value__")
    return deep_facts(value if kept is None else mixed(value, machine.current(kept)))


_WHOLE = frozenset({"pipe", "assign"})


def _named(machine: Machine, site: CallSite, owner: Value, name: str) -> Value:
    if name not in AGGREGATES:
        return derived(owner, site.span)
    return statistic(machine, owner, name, site.function, site.span, type=SERIES)
