"""Methods of frames and series, by what the table of pandas says that they do."""

from __future__ import annotations

from collections.abc import Callable

from dyetrace.flow.areas import conditions, joining, tables
from dyetrace.flow.areas.applying import apply_function, calls_user_code, influence_of
from dyetrace.flow.areas.grouped import group
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES, write
from dyetrace.flow.areas.neighbours import neighbours
from dyetrace.flow.areas.selecting import kept, reorder, sampled
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import selecting
from dyetrace.flow.values import Columns, Dye, Value, constant, fresh
from dyetrace.knowledge.pandas import INPLACE, frame_kind

# Methods that other libraries' objects have too: on an object of unknown type they prove nothing.
_AMBIGUOUS = frozenset(
    """transform apply filter get update pop count index eval join append map pipe sample take
    insert select add align all any compare size style info plot hist items keys max min sum round
    repeat sort first last head tail""".split()
)
_AXIS_POSITION = {"quantile": 1, "agg": 1, "aggregate": 1, "nunique": 0, "count": 0, "mode": 0}
_ELEMENT = frozenset({"item", "iat", "at", "xs"})


def frame_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a table, or None where pandas has no such method."""
    kind = frame_kind(site.method)
    if kind is None:
        return None
    if owner.type is None and site.method in _AMBIGUOUS and not _looks_like_pandas(site):
        return None
    result = _KINDS[kind](machine, site, owner)
    if result is not None and site.method in INPLACE and site.literal(None, "inplace") is True:
        return tables.replace_in_place(machine, owner, result)
    return result


def _looks_like_pandas(site: CallSite) -> bool:
    """Whether arguments that only pandas has show that an unknown object is a frame."""
    names = set(site.keywords)
    if site.method in ("apply", "map"):
        return bool(site.args) and calls_user_code(site.args[0])
    if site.method == "sample":
        return bool(names & {"frac", "n"})
    if site.method in ("count", "all", "any", "max", "min", "sum", "round", "head", "tail"):
        return True
    return bool(names & {"axis", "inplace", "how", "on", "ignore_index"})


def _rowwise(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    if calls_user_code(*site.args[:1]):
        return apply_function(machine, site, owner, by_element=name in ("map", "applymap"))
    given = (influence_of(machine, value) for value in (*site.args, *site.keywords.values()))
    dye = frozenset().union(owner.dye, *(value.dye for value in given))
    result = derived(owner, site.span, dye=dye)
    if name in ("to_numpy", "values", "array", "as_matrix", "to_records"):
        return result.but(type=ARRAY)
    if name in ("to_list", "tolist"):
        return result.but(type="list")
    if name in ("to_dict", "items", "iteritems"):
        return result.but(type="dict" if name == "to_dict" else "generator", columns=None)
    if name == "isin":
        return _isin(machine, site, owner, result)
    if name == "to_frame":
        return result.but(type=FRAME)
    if name in ("rename", "set_axis", "add_prefix", "add_suffix", "eval", "reset_index"):
        return _renamed(site, owner, result)
    if name == "set_index":
        left = tables.without(owner, labels_of(site.argument(0, "keys")), site.span)
        return result.but(columns=left.columns)
    if name == "fillna" and site.argument(None, "method") is not None:
        return derived(owner, site.span, dye=neighbours(site, owner))
    if name == "get":
        return tables.column(machine, owner, labels_of(site.argument(0, "key")), site.span)
    if name in ("update",):
        machine.update(owner, dye=dye)
        return constant(None)
    return result


def _isin(machine: Machine, site: CallSite, owner: Value, result: Value) -> Value:
    argument = site.argument(0, "values")
    if argument is None:
        return result
    text = machine.source.text_of(site.span)
    return selecting(result, conditions.members(machine, text, owner, argument, site.span))


def _renamed(site: CallSite, owner: Value, result: Value) -> Value:
    if site.method == "reset_index":
        return result
    if site.method == "rename" and not set(site.keywords) & {"columns", "axis", "mapper"}:
        return result
    return result.but(columns=Columns(fresh().identity))


def _order(machine: Machine, site: CallSite, owner: Value) -> Value:
    keeps = site.method in ("ffill", "pad", "bfill", "backfill")
    columns = owner.columns if keeps else None
    return derived(owner, site.span, columns=columns, dye=neighbours(site, owner))


def _fitted(machine: Machine, site: CallSite, owner: Value) -> Value:
    if site.method == "factorize":
        codes = derived(owner, site.span, type=ARRAY)
        return fresh(type="tuple", items=(codes, fresh(dye=owner.dye)), site=site.span)
    found = statistic(machine, owner, site.method, site.function, site.span)
    return derived(owner, site.span, dye=found.dye)


def _statistic(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    if site.literal(_AXIS_POSITION.get(site.method, 0), "axis") in (1, "columns", -1):
        return derived(owner, site.span, type=SERIES if owner.type else None, columns=None)
    if site.method in ("all", "any", "argsort") and owner.type is None:
        return None
    if "level" in site.keywords:  # one number for each group of the index, as rows are
        return derived(owner, site.span, columns=None)
    if not owner.rows:
        return mixed(owner, *site.args, site=site.span)
    if site.method == "argsort":
        return fresh(type=ARRAY, rows=owner.rows, dye=owner.dye, site=site.span)
    kind = SERIES if owner.type in (FRAME, None) else "float"
    if site.method in ("corr", "cov", "describe"):
        kind = FRAME
    others = frozenset().union(*(_labels(value) for value in site.args))
    result = statistic(
        machine, owner, site.method, site.function, site.span, keys=others, type=kind
    )
    return result.but(columns=owner.columns) if kind == SERIES else result


def _labels(value: Value) -> frozenset[str]:
    """Return the columns that an argument (``corrwith(df["y"])``) was taken from."""
    only = value.columns.only if value.columns is not None else None
    return only or frozenset()


def _vocabulary(machine: Machine, site: CallSite, owner: Value) -> Value:
    if site.method == "duplicated" or not owner.rows:
        return derived(owner, site.span, columns=None)
    kind = "int" if site.method == "nunique" else ARRAY
    return statistic(
        machine, owner, site.method, site.function, site.span, kind="vocabulary", type=kind
    )


def _columns(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    if name == "drop":
        return _drop(machine, site, owner)
    if name == "pop":
        labels = labels_of(site.argument(0, "item"))
        taken = tables.column(machine, owner, labels, site.span)
        left = tables.without(owner, labels, site.span)
        machine.update(owner, columns=left.columns, dye=left.dye)
        return taken.but(attributes={})
    if name == "assign":
        return _assigned(machine, site, owner)
    if name == "insert":
        value = site.argument(2, "value")
        if value is not None:
            tables.store_column(machine, owner, labels_of(site.argument(1, "column")), value)
        return constant(None)
    columns = tables.columns_or_new(owner)
    return derived(owner, site.span, columns=Columns(columns.frame, certain=False))


def _assigned(machine: Machine, site: CallSite, owner: Value) -> Value:
    result = derived(owner, site.span)
    for name, given in site.keywords.items():
        value: Value | None = given
        if calls_user_code(given):
            value = apply_function(machine, site, result, function=given)
        if value is None:
            continue
        tables.store_column(machine, result, frozenset({name}), value)
        result = machine.current(result)
    return result


def _drop(machine: Machine, site: CallSite, owner: Value) -> Value:
    columns = site.argument(None, "columns")
    named = site.argument(0, "labels")
    if columns is None and site.literal(1, "axis", 0) in (1, "columns"):
        columns = named
    if columns is not None:
        if columns.columns is not None and labels_of(columns) is None:
            left = tables.without(owner, None, site.span)
        else:
            left = tables.without(owner, labels_of(columns), site.span)
        return left.but(dye=left.dye | columns.dye) if columns.dye else left
    index = site.argument(None, "index") or named
    if owner.type is None and index is not None and isinstance(index.constant, str):
        return tables.without(owner, labels_of(index), site.span)
    return kept(machine, site, owner, index, exclude=True)


def _reshape(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, columns=None)


def _join(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    return joining.joined_to(machine, site, owner)


def _repeat(machine: Machine, site: CallSite, owner: Value) -> Value:
    if site.method != "repeat":
        return derived(owner, site.span)
    dye = Dye("resampled", owner.rows, site.span, "repeat", site.function)
    return derived(owner, site.span, dye=owner.dye | {dye})


def _apply(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    return apply_function(machine, site, owner, by_element=owner.type == SERIES)


def _describe(machine: Machine, site: CallSite, owner: Value) -> Value:
    return fresh(site=site.span)


def _output(machine: Machine, site: CallSite, owner: Value) -> Value:
    if site.method in ("iterrows", "itertuples"):
        row = derived(owner, site.span, type=SERIES if site.method == "iterrows" else "element")
        pair = fresh(type="tuple", items=(fresh(type="int"), row))
        element = pair if site.method == "iterrows" else row
        return fresh(type="generator", attributes={"__element__": element}, site=site.span)
    write(machine, site, owner)
    return constant(None)


def _select(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    if site.method in _ELEMENT:
        return derived(owner, site.span, type="element")
    if site.method == "sample":
        return sampled(machine, site, owner)
    if site.method == "filter":
        labels = labels_of(site.argument(0, "items"))
        return tables.frame_of(machine, owner, labels, site.span)
    return kept(machine, site, owner, site.argument(0, "indices"))


_KINDS: dict[str, Callable[[Machine, CallSite, Value], Value | None]] = {
    "rowwise": _rowwise,
    "order": _order,
    "fitted": _fitted,
    "select": _select,
    "reorder": reorder,
    "repeat": _repeat,
    "statistic": _statistic,
    "vocabulary": _vocabulary,
    "columns": _columns,
    "reshape": _reshape,
    "join": _join,
    "group": group,
    "apply": _apply,
    "describe": _describe,
    "output": _output,
}
