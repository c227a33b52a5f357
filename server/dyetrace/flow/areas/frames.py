"""pandas: frames, series and their columns, as values with rows and dye."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas import conditions, joining, labels, tables
from dyetrace.flow.areas.grouped import (
    GROUPED,
    grouped_attribute,
    grouped_method,
    grouped_subscript,
)
from dyetrace.flow.areas.indexing import ACCESSORS, at_accessor, by_index, rest_of, stored_at
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES, load
from dyetrace.flow.areas.methods import frame_method
from dyetrace.flow.areas.statistics import with_label
from dyetrace.flow.areas.tables import INDEX, LABELS, derived, is_table
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.selection import complement, selected_parts, selecting
from dyetrace.flow.values import Columns, Value, constant, fresh
from dyetrace.knowledge.pandas import FRAME as METHODS

_TEXT = "pandas.text"  # the `.str`, `.dt` and `.cat` accessors: one result for each row


class FrameMeaning(Meaning):
    """Functions of pandas and the methods of its objects."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        receiver = site.receiver
        if receiver is None:
            if site.function.startswith("pandas."):
                return load(machine, site) or joining.function(machine, site)
            return load(machine, site)
        if receiver.type in GROUPED:
            return grouped_method(machine, site, receiver)
        if receiver.type == _TEXT:
            kind = FRAME if site.method == "get_dummies" else SERIES
            return mixed(receiver, *site.args, type=kind, columns=receiver.columns, site=site.span)
        if site.method == "difference" and receiver.rows and site.args:
            return rest_of(machine, receiver, site.args[0], site.span)
        if labels.is_column_list(receiver):
            return labels.label_method(machine, site, receiver)
        if receiver.type == SERIES and not receiver.rows and receiver.dye:
            return _looked_up(machine, site, receiver)
        return frame_method(machine, site, receiver) if is_table(receiver) else None

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type in GROUPED:
            return grouped_attribute(machine, owner, name, span)
        if owner.type == _TEXT:
            return derived(owner, span, type=SERIES) if name in _DATE_PARTS else None
        if not is_table(owner):
            return None
        return _table_attribute(machine, owner, name, span)

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        if owner.type in ACCESSORS:
            return at_accessor(machine, owner, index, span, node)
        if owner.type in GROUPED:
            return grouped_subscript(machine, owner, index, span)
        if owner.type == LABELS or (labels.is_column_list(owner) and owner.type == "list"):
            return labels.label_slice(owner, index)
        if owner.type in (FRAME, SERIES) and not owner.rows:
            chosen = index if index.dye and not index.rows else None  # `corr[corr["y"] > 0.2]`
            found = mixed(owner, chosen, type=SERIES, site=span)
            return with_label(machine, found, labels_of(index)) if owner.dye else None
        return by_index(machine, owner, index, span, node) if is_table(owner) else None

    def store_subscript(
        self, machine: Machine, owner: Value, index: Value, value: Value, span: Span
    ) -> Value | None:
        if owner.type in ACCESSORS:
            return stored_at(machine, owner, index, value)
        if owner.type == FRAME or (owner.type is None and owner.rows):
            spelled = labels_of(index)
            if spelled is not None:
                return tables.store_column(machine, owner, spelled, value)
            return tables.store_into_column(machine, owner, None, value)
        if owner.type in (SERIES, ARRAY):
            columns = owner.columns
            only = columns.only if columns is not None else None
            parent = owner.attributes.get(tables.PARENT)
            if parent is not None:
                tables.store_into_column(machine, parent, only, value)
            # Rows of an array that starts empty are those that are written into it.
            rows = owner.rows if parent is not None else owner.rows or value.rows
            return machine.update(owner, dye=owner.dye | value.dye, rows=rows)
        return None

    def delete_subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span
    ) -> Value | None:
        if owner.type != FRAME and not (owner.type is None and owner.rows):
            return None
        left = tables.without(owner, labels_of(index), span)
        return machine.update(owner, columns=left.columns, dye=left.dye)

    def store_attribute(
        self, machine: Machine, owner: Value, name: str, value: Value, span: Span
    ) -> Value | None:
        if owner.type != FRAME:
            return None
        if name == "columns":
            spelled = labels_of(value)
            return machine.update(owner, columns=Columns(fresh().identity, only=spelled))
        if name in METHODS:
            return owner
        return tables.store_column(machine, owner, frozenset({name}), value)

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        if len(operands) == 2 and operator == "-" and labels.is_column_list(operands[0]):
            return labels.without_labels(*operands)
        if operator == "+" and all("__length_of__" in value.attributes for value in operands):
            return tables.length_of(mixed(*(v.attributes["__length_of__"] for v in operands)))
        if operator == "~x" and selected_parts(operands[0]):
            parts = complement(selected_parts(operands[0]))
            return selecting(derived(operands[0], span), parts)
        if len(operands) == 2 and operator == "-" and {v.type for v in operands} == {"set"}:
            return rest_of(machine, *operands, span) if operands[0].rows else None
        if not any(_holds_rows(value) for value in operands):
            return None
        return _elementwise(machine, operator, operands, span)

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        if iterable.type == FRAME or labels.is_column_list(iterable):
            return fresh(type="str", site=span)
        if iterable.type in (SERIES, INDEX):
            return mixed(iterable, type="element", site=span)
        if iterable.type in GROUPED:
            group = derived(iterable, span, type=FRAME)
            return fresh(type="tuple", items=(fresh(type="str"), group), site=span)
        return None

    def comprehend(self, machine: Machine, node: ast.expr, span: Span) -> Value | None:
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return labels.filtered_labels(machine, node, span)
        return None


_DATE_PARTS = frozenset(
    """date day day_of_week day_of_year dayofweek dayofyear days days_in_month daysinmonth hour
    is_leap_year is_month_end is_month_start is_quarter_end is_quarter_start is_year_end
    is_year_start microsecond minute month nanosecond quarter second seconds time timetz tz week
    weekday weekofyear year codes""".split()
)


def _holds_rows(value: Value) -> bool:
    return value.type in (FRAME, SERIES, INDEX, ARRAY) or (
        bool(value.rows) and value.type in (None, "element")
    )


def _table_attribute(machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
    if name in ("loc", "iloc", "at", "iat", "ix"):
        attributes = {"__frame__": owner}
        return fresh(type=f"pandas.{name}", attributes=attributes, site=span)
    if name == "shape":
        return tables.shape_of(owner)
    if name in ("size",) and owner.type in (SERIES, None):
        return tables.length_of(owner)
    if name == "index" and owner.type != INDEX:
        kind = INDEX if owner.type is not None else None
        if kind and owner.dye and not owner.rows:  # of `corr()[label]`: columns, by their strength
            return fresh(type=LABELS, dye=owner.dye, site=span)
        return fresh(type=kind, rows=owner.rows, site=span) if kind else None
    if name == "columns":
        return tables.column_labels(owner, span)
    if name in ("values", "array"):
        return derived(owner, span, type=ARRAY)
    if name == "T":
        return derived(owner, span, columns=None)
    if name in ("str", "dt", "cat") and owner.type in (SERIES, INDEX):
        return derived(owner, span, type=_TEXT)
    if name in ("dtypes", "dtype", "ndim", "empty", "is_unique", "name"):
        return fresh(site=span)
    if owner.type == INDEX and name in _DATE_PARTS:
        return derived(owner, span)
    if owner.type == FRAME and name not in METHODS and not name.startswith("_"):
        return tables.column(machine, owner, frozenset({name}), span)
    return None


def _looked_up(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return the result of a method of a table of statistics, which has no rows of its own."""
    found = mixed(owner, *site.args, type=SERIES, site=site.span)
    for argument in (*site.args, *site.keywords.values()):
        found = with_label(machine, found, labels_of(argument))
    return found


def _elementwise(
    machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
) -> Value | None:
    if operator in ("not", "in", "not in", "is", "is not"):
        return constant(None) if operator == "not" else fresh(type="bool", site=span)
    kinds = {value.type for value in operands}
    kind = next((k for k in (FRAME, SERIES, ARRAY, INDEX, None) if k in kinds), None)
    result = mixed(*operands, type=kind, columns=_common_columns(operands), site=span)
    if operator in conditions.COMPARISONS and len(operands) == 2:
        return selecting(result, conditions.compared(machine, operator, *operands, span))
    if operator in ("&", "|") and len(operands) == 2:
        return selecting(result, conditions.combined(operator, *operands, span))
    return result


def _common_columns(operands: tuple[Value, ...]) -> Columns | None:
    """Return the columns of the one operand that has rows; two series have none in common."""
    found = {value.columns for value in operands if value.rows}
    return next(iter(found)) if len(found) == 1 else None
