"""numpy: arrays whose first axis is rows, and row numbers that select them."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas import numbers
from dyetrace.flow.areas.indexing import by_position, rows_at
from dyetrace.flow.areas.loading import ARRAY
from dyetrace.flow.areas.neighbours import rolled
from dyetrace.flow.areas.slicing import cut
from dyetrace.flow.areas.stacking import stack_function, stacked_columns, stacked_rows
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived, is_array, length_of, shape_of
from dyetrace.flow.columns import by_position as columns_by_position
from dyetrace.flow.machine import Machine, deep_facts, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.selection import complement, reordered, selected_parts, selecting
from dyetrace.flow.values import Dye, Part, Value, constant, fresh
from dyetrace.knowledge import numpy as tables

_CONVERSIONS = frozenset(
    """array asarray asanyarray ascontiguousarray asfortranarray asmatrix asarray_chkfinite copy
    atleast_1d atleast_2d squeeze ravel nan_to_num round around clip astype""".split()
)
_RESHAPES = frozenset("reshape flatten transpose swapaxes view expand_dims T".split())


class ArrayMeaning(Meaning):
    """Functions of numpy, methods of arrays, and slices of both."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.receiver is None:
            if numbers.is_random(site.function):
                return numbers.random_call(machine, site)
            return _function(machine, site) if site.function.startswith("numpy.") else None
        if numbers.is_random(site.function):
            return numbers.random_call(machine, site)
        if not is_array(site.receiver):
            return None
        return _method(machine, site, site.receiver)

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type != ARRAY:
            return None
        if name == "shape":
            return shape_of(owner)
        if name == "size":
            return length_of(owner)
        if name in ("T", "flat", "real"):
            return derived(owner, span, columns=None if name == "T" else owner.columns)
        return fresh(site=span) if name in ("ndim", "dtype") else None

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        if owner.name in ("numpy.c_", "numpy.r_"):
            parts = [machine.current(item) for item in index.items or (index,)]
            join = stacked_columns if owner.name == "numpy.c_" else stacked_rows
            return join(machine, parts, span, "r_")
        if numbers.counts_rows(owner):
            return numbers.part_of_order(machine, owner, index, node, span)
        if owner.type == "list" and owner.rows and owner.items is None and index.type == "slice":
            return rows_at(machine, owner, index, span, node, labelled=False)
        if not is_array(owner):
            return None
        if index.type == "tuple" and index.items:
            return by_position(machine, owner, index, span, node)
        return rows_at(machine, owner, index, span, node, labelled=False)

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        return mixed(iterable, type=None, site=span) if iterable.type == ARRAY else None


def _function(machine: Machine, site: CallSite) -> Value | None:
    name = site.method
    first = site.args[0] if site.args else None
    if name in tables.STACKS_ROWS | tables.STACKS_COLUMNS | tables.STACKS_BY_AXIS:
        return stack_function(machine, site)
    if name in ("arange", "indices"):
        return numbers.counted(machine, site)
    if name in tables.MAKERS:
        return fresh(type=ARRAY, site=site.span)
    if name in tables.OUTPUT:
        return constant(None)
    if first is None:
        return None
    if not first.rows:
        first = deep_facts(machine.current(first))
    return _of_rows(machine, site, first)


def _of_rows(machine: Machine, site: CallSite, first: Value) -> Value | None:
    name = site.method
    if name == "shape":
        return shape_of(first)
    if name in tables.DESCRIBING:
        return fresh(type="int", site=site.span)
    if name in ("where", "nonzero", "flatnonzero", "argwhere") and len(site.args) == 1:
        return _positions(site, first)
    if name in ("setdiff1d", "delete"):
        return _left_over(machine, site, first)
    if name in tables.SPLITS and first.rows:
        return _split(machine, site, first)
    if not first.rows:
        return mixed(*site.every_argument(), type=ARRAY, site=site.span)
    if name in tables.STATISTICS:
        return _statistic(machine, site, first, position=1)
    if name in tables.VOCABULARIES:
        return _vocabulary(machine, site, first)
    return _same_rows(machine, site, first)


def _same_rows(machine: Machine, site: CallSite, first: Value) -> Value:
    name = site.method
    if name in tables.REPEATS and name != "resize":
        dye = Dye("resampled", first.rows, site.span, name, site.function)
        return derived(first, site.span, type=ARRAY, dye=first.dye | {dye}, columns=None)
    if name in tables.SORTS:
        rows = reordered(first.rows, site.span)
        return derived(first, site.span, type=ARRAY, rows=rows)
    if name in tables.SELECTS and len(site.args) > 1 and name == "take":
        return rows_at(machine, first, site.args[1], site.span, None, labelled=False)
    if name == "argsort":
        return fresh(type=ARRAY, rows=first.rows, dye=first.dye, site=site.span)
    if name == "roll":
        return derived(first, site.span, columns=None, dye=rolled(site, first))
    whole = mixed(first, *site.args[1:], *site.keywords.values())
    columns = first.columns if name in _CONVERSIONS or len(site.args) == 1 else None
    kind = first.type if name in tables.UFUNCS and first.type else ARRAY
    return fresh(type=kind, rows=whole.rows, dye=whole.dye, columns=columns, site=site.span)


def _statistic(machine: Machine, site: CallSite, of: Value, position: int) -> Value:
    axis = site.literal(position, "axis")
    if site.method in ("quantile", "percentile", "nanquantile", "nanpercentile"):
        axis = site.literal(position + 1, "axis")
    if axis in (1, -1):
        return derived(of, site.span, type=ARRAY, columns=None)
    return statistic(machine, of, site.method, site.function, site.span, type=ARRAY)


def _vocabulary(machine: Machine, site: CallSite, of: Value) -> Value:
    found = statistic(
        machine, of, site.method, site.function, site.span, kind="vocabulary", type=ARRAY
    )
    flags = ("return_index", "return_inverse", "return_counts")
    asked = [flag for flag in flags if site.literal(None, flag) is True]
    if not asked:
        return found
    others = [
        derived(of, site.span, type=ARRAY) if flag == "return_inverse" else found for flag in asked
    ]
    return fresh(type="tuple", items=(found, *others), site=site.span)


def _positions(site: CallSite, mask: Value) -> Value:
    """Return ``np.where(mask)``: the numbers of the rows that a mask selects."""
    numbers_of = fresh(type=ARRAY, dye=mask.dye, site=site.span)
    parts = selected_parts(mask) or (Part(site.span, "true", f"#{mask.identity}"),)
    numbers_of = selecting(numbers_of, parts)
    if site.method == "flatnonzero":
        return numbers_of
    return fresh(type="tuple", items=(numbers_of,), site=site.span)


def _left_over(machine: Machine, site: CallSite, first: Value) -> Value | None:
    """Return ``setdiff1d(all, some)`` and ``delete(rows, some)``: what ``some`` leaves."""
    if len(site.args) < 2:
        return None
    chosen = site.args[1]
    if site.method == "delete" and site.literal(2, "axis") in (1, -1):
        number = chosen.constant
        columns = None
        if isinstance(number, int) and number in (0, -1):
            bounds = (1, None) if number == 0 else (None, -1)
            columns = columns_by_position(first.columns, bounds)
        return derived(first, site.span, type=ARRAY, columns=columns)
    parts = complement(selected_parts(chosen))
    if not parts:
        parts = (Part(site.span, "kept", f"#{chosen.identity}"),)
    if numbers.counts_rows(first) or site.method == "setdiff1d":
        return selecting(fresh(type=ARRAY, site=site.span), parts)
    rows = cut(machine, first, parts, site.span)
    return derived(first, site.span, type=ARRAY, rows=rows)


def _split(machine: Machine, site: CallSite, first: Value) -> Value:
    """Return ``np.split(rows, ...)``: pieces that share no row."""
    where = site.argument(1, "indices_or_sections")
    count = 0
    if where is not None and isinstance(where.constant, int):
        count = where.constant
    elif where is not None and where.items is not None:
        count = len(where.items) + 1
    if not 0 < count <= 12 or site.literal(2, "axis", 0) != 0:
        return derived(first, site.span, type=ARRAY)
    pieces = tuple(
        derived(first, site.span, rows=cut(machine, first, (part,), site.span))
        for part in (Part(site.span, f"piece {n}") for n in range(count))
    )
    return fresh(type="list", items=pieces, site=site.span)


def _method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    known = owner.type == ARRAY
    if name in tables.STATISTICS and owner.rows:
        return _statistic(machine, site, owner, position=0)
    if not known:
        return None
    if name in _CONVERSIONS or name in ("clip", "tolist"):
        dye = mixed(owner, *site.args).dye
        kind = "list" if name == "tolist" else ARRAY
        return derived(owner, site.span, type=kind, dye=dye)
    if name in _RESHAPES:
        columns = owner.columns if name in ("reshape", "flatten") and _keeps(owner) else None
        return derived(owner, site.span, columns=columns)
    if name == "repeat" and owner.rows:
        own = Dye("resampled", owner.rows, site.span, name, site.function)
        return derived(owner, site.span, dye=owner.dye | {own})
    if name == "sort":
        machine.update(owner, rows=reordered(owner.rows, site.span))
        return constant(None)
    if name == "take" and site.args:
        return rows_at(machine, owner, site.args[0], site.span, None, labelled=False)
    if name == "nonzero":
        return _positions(site, owner)
    return mixed(owner, *site.args, type=ARRAY, site=site.span)


def _keeps(owner: Value) -> bool:
    """Whether reshaping keeps what the columns are: a single one does."""
    only = owner.columns.only if owner.columns is not None else None
    return only is not None and len(only) == 1
