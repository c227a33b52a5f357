"""Methods of polars' frames, lazy or not, and of their grouped views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from dyetrace.flow.areas import joining, tables
from dyetrace.flow.areas.applying import apply_function
from dyetrace.flow.areas.conditions import extra_parts
from dyetrace.flow.areas.loading import ARRAY
from dyetrace.flow.areas.loading import FRAME as PANDAS_FRAME
from dyetrace.flow.areas.loading import SERIES as PANDAS_SERIES
from dyetrace.flow.areas.methods import frame_method as pandas_method
from dyetrace.flow.areas.polars_expressions import (
    SERIES,
    carried_out,
    is_expression,
    name_made,
    series_method,
)
from dyetrace.flow.areas.slicing import cut, select
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import complement, maybe_narrowed, reordered, selected_parts
from dyetrace.flow.values import Columns, Value, constant, fresh
from dyetrace.knowledge import polars as knowledge

FRAME: Final = "polars.DataFrame"  # lazy ones too: they differ in time, not in meaning
GROUPED: Final = "polars.GroupBy"
_KEYS: Final = "__keys__"
_TO_POLARS: Final = {PANDAS_FRAME: FRAME, PANDAS_SERIES: SERIES}
_TO_PANDAS: Final = {FRAME: PANDAS_FRAME, SERIES: PANDAS_SERIES}


def as_pandas(value: Value) -> Value:
    """Return the same table as pandas would have it, to ask what both have in common."""
    if value.items is not None:
        return value.but(items=tuple(as_pandas(item) for item in value.items))
    kind = _TO_PANDAS.get(value.type or "")
    return value if kind is None else value.but(type=kind)


def as_polars(value: Value, kind: str | None = None) -> Value:
    """Return what was found out, as a table of polars."""
    kind = _TO_POLARS.get(kind or value.type or "")
    return value if kind is None else value.but(type=kind)


def delegated(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Ask what pandas' method of the same meaning does."""
    table = as_pandas(owner)
    call = CallSite(site.span, site.function, table, site.args, site.keywords, site.node)
    found = pandas_method(machine, call, table)
    return derived(owner, site.span) if found is None else as_polars(found)


def frame_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a frame, or None where polars has no such method."""
    own = _METHODS.get(site.method)
    if own is not None:
        return own(machine, site, owner)
    kind = knowledge.FRAME.get(site.method)
    answer = _KINDS.get(kind or "")
    return None if answer is None else answer(machine, site, owner)


def _flat(values: Iterable[Value]) -> list[Value]:
    """Return expressions and names that are given one by one or as lists."""
    found: list[Value] = []
    for value in values:
        found.extend(value.items if value.items is not None else (value,))
    return found


def _labels(values: Iterable[Value]) -> frozenset[str] | None:
    labels: frozenset[str] = frozenset()
    for value in values:
        own = frozenset({name}) if (name := name_made(value)) else labels_of(value)
        if own is None:
            return None
        labels |= own
    return labels


def _with_columns(machine: Machine, site: CallSite, owner: Value) -> Value:
    result = derived(owner, site.span)
    given = [(name_made(value), value) for value in _flat(site.args)]
    given.extend(site.keywords.items())
    made = [(name, carried_out(machine, value, owner)) for name, value in given]
    for name, value in made:
        labels = None if name is None else frozenset({name})
        tables.store_column(machine, result, labels, value)
        result = machine.current(result)
    return result


def _select(machine: Machine, site: CallSite, owner: Value) -> Value:
    given = _flat(site.args)
    if not site.keywords and not any(is_expression(value) for value in given):
        return tables.frame_of(machine, owner, _labels(given), site.span)
    values = [
        carried_out(machine, v, owner)
        for v in (*given, *site.keywords.values())
        if is_expression(v)
    ]
    if values and not any(value.rows for value in values):
        return mixed(*values, type=FRAME, site=site.span)  # numbers about the rows
    names = _labels(given)
    labels = None if names is None else names | set(site.keywords)
    result = tables.frame_of(machine, owner, labels, site.span)
    for name, value in [
        *((name_made(v), v) for v in given if is_expression(v)),
        *site.keywords.items(),
    ]:
        own = None if name is None else frozenset({name})
        tables.store_column(machine, result, own, carried_out(machine, value, owner))
        result = machine.current(result)
    return result


def _filter(machine: Machine, site: CallSite, owner: Value) -> Value:
    rows, dye = owner.rows, owner.dye
    for value in _flat(site.args):
        mask = carried_out(machine, value, owner)
        kept = owner.but(rows=rows)
        rows, chosen = select(machine, kept, mask, None, site.span)
        dye = dye | chosen
    if site.keywords or site.method == "remove":
        rows = maybe_narrowed(owner.rows, site.span)
    return derived(owner, site.span, rows=rows, dye=dye)


def _slice(machine: Machine, site: CallSite, owner: Value) -> Value:
    offset, length = site.argument(0, "offset"), site.argument(1, "length")
    none = constant(None)
    upper = none
    if length is not None and length.type != "NoneType":
        start = 0 if offset is None else offset.constant
        known = isinstance(length.constant, int) and isinstance(start, int)
        upper = constant(start + length.constant) if known and start else length
    index = fresh(type="slice", items=(offset or none, upper, none))
    rows, dye = select(machine, owner, index, None, site.span)
    return derived(owner, site.span, rows=rows, dye=owner.dye | dye)


def _sample(machine: Machine, site: CallSite, owner: Value) -> Value:
    names = {"fraction": "frac", "with_replacement": "replace"}
    keywords = {names.get(name, name): value for name, value in site.keywords.items()}
    call = CallSite(site.span, site.function, owner, site.args, keywords, site.node)
    return delegated(machine, call, owner)


def _ends(machine: Machine, site: CallSite, owner: Value) -> Value:
    name = "tail" if site.method == "tail" else "head"
    call = CallSite(site.span, f"polars.DataFrame.{name}", owner, site.args, site.keywords)
    return delegated(machine, call, owner)


def _drop(machine: Machine, site: CallSite, owner: Value) -> Value:
    labels = _labels(_flat(site.args)) if site.args else None
    return tables.without(owner, labels, site.span)


def _get_column(machine: Machine, site: CallSite, owner: Value) -> Value:
    labels = labels_of(site.argument(0, "name"))
    return as_polars(tables.column(machine, owner, labels, site.span))


def _joined(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    other = site.argument(0, "other")
    if other is None:
        return None
    how = site.literal(2, "how", "inner")
    if how in ("anti", "semi"):
        parts = selected_parts(other) or extra_parts(other, owner)
        if not parts:
            return derived(owner, site.span, rows=maybe_narrowed(owner.rows, site.span))
        parts = complement(parts) if how == "anti" else parts
        return derived(owner, site.span, rows=cut(machine, owner, parts, site.span))
    keywords = {"right": as_pandas(other), **site.keywords}
    call = CallSite(site.span, "pandas.DataFrame.merge", owner, (), keywords, site.node)
    found = joining.joined_to(machine, call, as_pandas(owner))
    return None if found is None else as_polars(found)


def _stacked(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    call = CallSite(
        site.span, "pandas.DataFrame.append", owner, tuple(map(as_pandas, site.args)), {}
    )
    found = joining.joined_to(machine, call, as_pandas(owner))
    return None if found is None else as_polars(found)


def _beside(machine: Machine, site: CallSite, owner: Value) -> Value:
    found = mixed(owner, *_flat(site.args), type=FRAME, site=site.span)
    return found.but(rows=owner.rows, columns=Columns(found.identity))


def _renamed(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, columns=Columns(fresh().identity))


def _numbered(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span)


def _same(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span)


def _grouped(machine: Machine, site: CallSite, owner: Value) -> Value:
    keys = _labels(_flat(site.args)) or frozenset()
    attributes = {_KEYS: constant(keys), "__frame__": owner}
    return derived(owner, site.span, type=GROUPED, attributes=attributes)


def grouped_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a grouped frame: one row for each group."""
    frame, keys = owner.attributes["__frame__"], owner.attributes[_KEYS].constant
    given = [*_flat(site.args), *site.keywords.values()]
    if site.method == "agg":
        values = [carried_out(machine, value, frame, keys) for value in given]
        return mixed(*values, type=FRAME, rows=frozenset(), site=site.span)
    if site.method in ("map_groups", "apply") and site.args:
        return derived(frame, site.span)
    if not frame.rows or site.method not in knowledge.GROUPED:
        return None
    if site.method in ("head", "tail", "first", "last"):
        return derived(frame, site.span, rows=maybe_narrowed(frame.rows, site.span))
    words = f"groupby {knowledge.pandas_name(site.method)}"
    return statistic(machine, frame, words, site.function, site.span, keys=keys, type=FRAME)


def _statistic(machine: Machine, site: CallSite, owner: Value) -> Value:
    if not owner.rows:
        return mixed(owner, type=FRAME, site=site.span)
    found = series_method(machine, site, owner, frozenset())
    return found if found.rows else found.but(type=FRAME)


def _reordered(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, rows=reordered(owner.rows, site.span))


def _kept(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, rows=maybe_narrowed(owner.rows, site.span))


def _rowwise(machine: Machine, site: CallSite, owner: Value) -> Value:
    found = series_method(machine, site, owner, frozenset())
    return found.but(type=FRAME, columns=owner.columns)


def _applied(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    if site.method not in ("pipe", "pipe_with_schema") or not site.args:
        return derived(owner, site.span)
    return apply_function(machine, site, owner)


def _output(machine: Machine, site: CallSite, owner: Value) -> Value:
    kinds = {"to_pandas": PANDAS_FRAME, "to_numpy": ARRAY}
    if site.method in kinds:
        return derived(owner, site.span, type=kinds[site.method])
    if site.method.startswith(("write_", "sink_")):
        return constant(None)
    if site.method in ("iter_rows", "rows", "to_dicts"):
        element = derived(owner, site.span, type="element", columns=None)
        return mixed(owner, type="list", attributes={"__element__": element}, site=site.span)
    return derived(owner, site.span, type=None)


def _described(machine: Machine, site: CallSite, owner: Value) -> Value:
    return fresh(site=site.span)


_Method = Callable[[Machine, CallSite, Value], "Value | None"]
_METHODS: Final[dict[str, _Method]] = {
    "with_columns": _with_columns,
    "with_columns_seq": _with_columns,
    "select": _select,
    "select_seq": _select,
    "filter": _filter,
    "remove": _filter,
    "slice": _slice,
    "sample": _sample,
    "head": _ends,
    "limit": _ends,
    "tail": _ends,
    "drop": _drop,
    "get_column": _get_column,
    "to_series": _get_column,
    "drop_in_place": _get_column,
    "join": _joined,
    "vstack": _stacked,
    "extend": _stacked,
    "hstack": _beside,
    "rename": _renamed,
    "with_row_index": _numbered,
    "with_row_count": _numbered,
}
_KINDS: Final[dict[str, _Method]] = {
    "same": _same,
    "columns": _numbered,
    "rowwise": _rowwise,
    "order": _rowwise,
    "select": _kept,
    "reorder": _reordered,
    "repeat": _same,
    "statistic": _statistic,
    "join": _joined,
    "group": _grouped,
    "reshape": _renamed,
    "apply": _applied,
    "describe": _described,
    "output": _output,
}
