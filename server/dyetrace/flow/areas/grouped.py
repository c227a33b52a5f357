"""Grouped and windowed views: ``df.groupby(...)``, ``rolling``, ``resample``."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas import tables
from dyetrace.flow.areas.loading import FRAME, SERIES
from dyetrace.flow.areas.neighbours import neighbours
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.columns import labels_of, taken
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import narrowed
from dyetrace.flow.values import Columns, Dye, Part, Value, constant, fresh
from dyetrace.knowledge.pandas import AGGREGATES, grouped_kind

_GROUPS = "pandas.GroupBy"
_WINDOW = "pandas.Window"  # rolling, expanding, ewm: one result for each row, from its past
_RESAMPLER = "pandas.Resampler"
GROUPED = frozenset({_GROUPS, _WINDOW, _RESAMPLER})
_KEYS = "__keys__"
_ORDERED = frozenset(
    """shift rolling expanding ewm cumsum cumcount cumprod cummax cummin diff ffill bfill pad
    pct_change""".split()
)


def group(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return ``df.groupby(keys)``, ``df.rolling(window)`` or ``df.resample(rule)``."""
    kind = {"groupby": _GROUPS, "resample": _RESAMPLER}.get(site.method, _WINDOW)
    by = site.argument(0, "by")
    keys = labels_of(by) if by is not None else None
    if keys is None and by is not None and by.columns is not None and by.rows:
        keys = by.columns.only
    attributes = {_KEYS: constant(keys or frozenset())}
    dye = owner.dye if kind == _GROUPS else neighbours(site, owner)
    return derived(owner, site.span, type=kind, attributes=attributes, dye=dye)


def grouped_attribute(machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
    """Return a column of a grouped frame, or None for a method."""
    if name.startswith("_") or grouped_kind(name) is not None or owner.type != _GROUPS:
        return None
    return _narrowed(owner, frozenset({name}), span)


def grouped_subscript(machine: Machine, owner: Value, index: Value, span: Span) -> Value:
    """Return ``grouped[columns]``."""
    return _narrowed(owner, labels_of(index), span)


def _narrowed(owner: Value, labels: frozenset[str] | None, span: Span) -> Value:
    columns = taken(tables.columns_or_new(owner), labels)
    return derived(owner, span, columns=columns, attributes=owner.attributes)


def grouped_method(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return the result of a method of a grouped view."""
    columns = owner.columns
    if owner.type != _GROUPS:
        return derived(owner, site.span, type=SERIES if _is_series(owner) else FRAME, columns=None)
    kind = grouped_kind(site.method)
    if kind == "statistic":
        if site.method in ("agg", "aggregate"):
            named = _named_aggregation(machine, site, owner)
            if named is not None:
                return named
        return _aggregated(machine, site, owner, site.method)
    if kind == "apply":
        return _transformed(machine, site, owner)
    if kind == "group":
        return derived(owner, site.span, type=_WINDOW, dye=neighbours(site, owner))
    if kind == "output":
        return constant(None)
    if kind == "describe":
        return fresh(site=site.span)
    dye = neighbours(site, owner) if kind == "order" else owner.dye
    result = derived(owner, site.span, type=FRAME, columns=columns, dye=dye)
    if kind == "select":
        key = f"#{site.args[0].constant}" if site.args and site.args[0].is_constant else "group"
        return result.but(rows=narrowed(owner.rows, (Part(site.span, "kept", key),)))
    return result.but(columns=None, type=SERIES if _is_series(owner) else FRAME)


def _is_series(owner: Value) -> bool:
    only = owner.columns.only if owner.columns is not None else None
    return only is not None and len(only) == 1


def _aggregated(machine: Machine, site: CallSite, owner: Value, name: str) -> Value:
    if not owner.rows:
        return mixed(owner, type=FRAME, site=site.span)
    keys = owner.attributes[_KEYS].constant
    words = f"groupby {name}"
    kind = SERIES if _is_series(owner) else FRAME
    return statistic(machine, owner, words, site.function, site.span, keys=keys, type=kind)


def _named_aggregation(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return ``agg(mean=("price", "mean"))`` and ``agg({"price": "mean"})``, column by column."""
    given = site.args[0].entries if site.args else dict(site.keywords)
    if not given or not owner.rows:
        return None
    made: dict[str, frozenset[Dye]] = {}
    for name, value in given.items():
        if not isinstance(name, str):
            return None
        source, how = name, value
        if not site.args:
            if value.items is None or len(value.items) != 2:
                return None
            source, how = str(value.items[0].constant), value.items[1]
        word = how.constant if isinstance(how.constant, str) else "agg"
        part = _narrowed(owner, frozenset({source}), site.span)
        made[name] = _aggregated(machine, site, part, word).dye
    columns = Columns(fresh().identity, only=frozenset(made), dyed=made)
    dye = owner.dye.union(*made.values())
    return fresh(type=FRAME, dye=dye, columns=columns, site=site.span)


def _transformed(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return ``grouped.transform(f)``: the statistic of each row's group, in the same rows."""
    function = site.argument(0, "func")
    kind = SERIES if _is_series(owner) else FRAME
    plain = derived(owner, site.span, type=kind, columns=None)
    name = None if function is None else _statistic_name(function)
    if name is None:
        return plain
    found = _aggregated(machine, site, owner, f"transform {name}")
    return plain.but(dye=owner.dye | found.dye)


def _statistic_name(function: Value) -> str | None:
    """Return the statistic that a function of groups computes, or None for one of neighbours."""
    if isinstance(function.constant, str):
        return function.constant if function.constant in AGGREGATES else None
    if function.name is not None and function.node is None:
        name = function.name.rpartition(".")[2]
        return name if name in AGGREGATES else None
    if function.node is None:
        return None
    called = [
        node.func.attr
        for node in ast.walk(function.node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    if any(name in _ORDERED for name in called):
        return None
    return next((name for name in called if name in AGGREGATES), None)
