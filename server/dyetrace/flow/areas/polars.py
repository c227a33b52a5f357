"""polars: frames, lazy or not, and what expressions make of them."""

from __future__ import annotations

import ast
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas import joining, loading, polars_frames, tables
from dyetrace.flow.areas.indexing import by_index, by_position, rows_at
from dyetrace.flow.areas.loading import SERIES as PANDAS_SERIES
from dyetrace.flow.areas.polars_expressions import (
    EXPR,
    SERIES,
    function,
    is_expression,
    method,
    operated,
    series_method,
)
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.operators import evaluate_operator
from dyetrace.flow.values import Value, fresh
from dyetrace.knowledge import polars as knowledge

FRAME: Final = polars_frames.FRAME
GROUPED: Final = polars_frames.GROUPED
_LABELLED: Final = frozenset({"str", "dt", "cat", "list", "arr", "bin", "struct", "name"})


class PolarsMeaning(Meaning):
    """Functions of polars, its frames, series and expressions."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        receiver = site.receiver
        if receiver is None:
            return _function(machine, site) if site.function.startswith("polars.") else None
        if is_expression(receiver):
            return method(machine, site, receiver)
        if receiver.type == FRAME:
            return polars_frames.frame_method(machine, site, receiver)
        if receiver.type == GROUPED:
            return polars_frames.grouped_method(machine, site, receiver)
        if receiver.type == SERIES:
            return _series_method(machine, site, receiver)
        return None

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type == EXPR and name in _LABELLED:
            return owner
        if owner.type == SERIES and name in _LABELLED - {"name"}:
            return owner
        if owner.type not in (FRAME, SERIES):
            return None
        if name == "height":
            return tables.length_of(owner)
        if name == "shape":
            return tables.shape_of(owner)
        if name == "columns":
            return tables.column_labels(owner, span)
        return fresh(site=span) if name in ("width", "schema", "dtypes", "dtype", "name") else None

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        if owner.type not in (FRAME, SERIES):
            return None
        return _indexed(machine, owner, index, span, node)

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        planned = operated(machine, operator, operands, span)
        if planned is not None or all(value.type not in (FRAME, SERIES) for value in operands):
            return planned
        values = tuple(polars_frames.as_pandas(value) for value in operands)
        return polars_frames.as_polars(evaluate_operator(machine, operator, values, span))

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        return derived(iterable, span, type="element") if iterable.type == SERIES else None


def _function(machine: Machine, site: CallSite) -> Value | None:
    name = site.function
    if name in knowledge.READERS:
        return loading.read_table(machine, site).but(type=FRAME)
    if name in knowledge.CONVERTERS:
        return _converted(machine, site)
    if name == "polars.concat":
        return _concatenated(machine, site)
    if name in ("polars.collect_all", "polars.align_frames"):
        return None
    if site.method[:1].isupper() or site.method.startswith(("set_", "date_range", "Config")):
        return None
    return function(machine, site)


def _converted(machine: Machine, site: CallSite) -> Value:
    kind = SERIES if site.method == "Series" else FRAME
    given = site.args[-1] if kind == SERIES and site.args else None
    if given is not None:
        return derived(given, site.span, type=SERIES)
    made = loading.literal_table(machine, site)
    return made.but(type=kind)


def _concatenated(machine: Machine, site: CallSite) -> Value | None:
    how = site.literal(None, "how", "vertical")
    keywords = {"axis": fresh(constant=1)} if how in ("horizontal", "align") else {}
    args = tuple(polars_frames.as_pandas(value) for value in site.args)
    call = CallSite(site.span, "pandas.concat", None, args, keywords, site.node)
    found = joining.function(machine, call)
    return None if found is None else polars_frames.as_polars(found)


def _series_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    if name in ("to_numpy", "to_pandas", "to_list", "to_torch", "to_arrow"):
        kinds = {"to_numpy": "numpy.ndarray", "to_pandas": PANDAS_SERIES, "to_list": "list"}
        return derived(owner, site.span, type=kinds.get(name))
    if name == "to_frame":
        return derived(owner, site.span, type=FRAME)
    if name == "is_in":
        text = CallSite(site.span, "pandas.Series.isin", owner, site.args, site.keywords)
        return polars_frames.as_polars(polars_frames.delegated(machine, text, owner))
    if name == "sample":
        return polars_frames.frame_method(machine, site, owner)
    return series_method(machine, site, owner, frozenset())


def _indexed(
    machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
) -> Value | None:
    """Return ``df["a"]``, ``df[:n]``, ``df[rows, columns]``."""
    table = polars_frames.as_pandas(owner)
    if index.type == "tuple" and index.items and len(index.items) > 1:
        chosen = index.items[1]
        if isinstance(chosen.constant, str) or (
            chosen.items and all(isinstance(item.constant, str) for item in chosen.items)
        ):
            columns = tables.by_label(machine, table, chosen, span)
            found = rows_at(machine, columns, index.items[0], span, None, labelled=False)
            return polars_frames.as_polars(found)
        return polars_frames.as_polars(by_position(machine, table, index, span, None))
    looked_up = by_index(machine, table, index, span, node)
    return None if looked_up is None else polars_frames.as_polars(looked_up)
