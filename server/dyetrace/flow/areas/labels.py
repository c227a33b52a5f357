"""Column names as values: ``df.columns.drop("y")``, ``set(df.columns) - {"y"}``, filters."""

from __future__ import annotations

import ast
from dataclasses import replace

from dyetrace.findings import Span
from dyetrace.flow.areas.tables import LABELS
from dyetrace.flow.columns import by_position, labels_of, removed
from dyetrace.flow.expressions import evaluate
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Columns, Value, constant, fresh

_SAME = frozenset({"tolist", "to_list", "copy", "to_numpy", "values", "astype", "sort_values"})
_REMOVING = frozenset({"drop", "difference", "delete"})


def is_column_list(value: Value) -> bool:
    """Whether a value holds column names that were computed from a frame's."""
    return value.columns is not None and not value.rows and value.items is None


def label_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a list, set or index of column names."""
    name = site.method
    if name in _SAME:
        return owner.copy(type="list" if name in ("tolist", "to_list") else owner.type)
    first = site.args[0] if site.args else None
    if name in _REMOVING and first is not None:
        return owner.copy(columns=removed(owner.columns, labels_of(first)), dye=owner.dye)
    if name in ("remove", "discard", "pop") and owner.type != LABELS:
        machine.update(owner, columns=removed(owner.columns, labels_of(first)))
        return constant(None)
    if name in ("append", "extend", "insert", "union", "add", "update", "str", "map"):
        columns = Columns(owner.columns.frame, certain=False) if owner.columns else None
        return owner.copy(columns=columns)
    return None


def label_slice(owner: Value, index: Value) -> Value | None:
    """Return ``df.columns[:-1]`` or ``df.columns[3]``; a mask leaves an unknown part."""
    if owner.columns is None:
        return None
    if index.type == "slice" and index.items is not None:
        low, high, _ = index.items
        return owner.copy(columns=by_position(owner.columns, (low.constant, high.constant)))
    if isinstance(index.constant, int):
        return owner.copy(columns=by_position(owner.columns, [index.constant]))
    dye = owner.dye | index.dye
    return owner.copy(columns=replace(owner.columns, certain=False), dye=dye)


def without_labels(left: Value, right: Value) -> Value:
    """Return ``set(df.columns) - {"y"}``."""
    return left.copy(columns=removed(left.columns, labels_of(right)))


def filtered_labels(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, span: Span
) -> Value | None:
    """Return ``[c for c in df.columns if c != "y"]``, or None for any other comprehension."""
    if isinstance(node, ast.DictComp) or len(node.generators) != 1:
        return None
    generator = node.generators[0]
    if not isinstance(generator.target, ast.Name) or not isinstance(node.elt, ast.Name):
        return None
    if node.elt.id != generator.target.id or not _may_name_columns(generator.iter):
        return None
    iterable = evaluate(machine, generator.iter)
    if iterable.type == "pandas.DataFrame":
        iterable = fresh(columns=iterable.columns or Columns(iterable.identity))
    if not is_column_list(iterable):
        return None
    columns = iterable.columns
    for test in generator.ifs:
        columns = removed(columns, _excluded(machine, test, generator.target.id))
    return fresh(type="list", columns=columns, dye=iterable.dye, site=span)


def _may_name_columns(node: ast.expr) -> bool:
    """Whether evaluating the iterable twice does no harm: names and attributes only."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and all(map(_may_name_columns, node.args))
    return isinstance(node, (ast.Name, ast.Attribute))


def _excluded(machine: Machine, test: ast.expr, name: str) -> frozenset[str] | None:
    """Return the labels that a test leaves out; None for a test that tells nothing."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        parts = [_excluded(machine, value, name) for value in test.values]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    left, right = test.left, test.comparators[0]
    if isinstance(right, ast.Name) and right.id == name:
        left, right = right, left
    if not (isinstance(left, ast.Name) and left.id == name):
        return None
    if isinstance(test.ops[0], (ast.NotEq, ast.NotIn)):
        return labels_of(evaluate(machine, right))
    return None
