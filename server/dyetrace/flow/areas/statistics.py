"""Statistics of rows: the event that tells of one, and the dye that it leaves."""

from __future__ import annotations

import ast
import re

from dyetrace.findings import Span
from dyetrace.flow.events import Statistic
from dyetrace.flow.machine import Machine
from dyetrace.flow.values import Dye, DyeKind, Value, fresh
from dyetrace.source.program import Source

_LABEL_NAME = re.compile(r"^(y|Y|target|labels?|outcome)(_?\w*)$", re.IGNORECASE)

# Of a table, or of a column for itself: a ranked label is still a label.
_OF_ITSELF = frozenset({"corr", "rank", "interpolate", "cut", "qcut"})


def statistic(
    machine: Machine,
    of: Value,
    name: str,
    function: str,
    span: Span,
    *,
    kind: DyeKind = "statistic",
    keys: frozenset[str] = frozenset(),
    **facts: object,
) -> Value:
    """Write down that a statistic of rows was computed and return its (rowless) result."""
    own = of.columns.only or frozenset() if of.columns is not None else frozenset()
    columns = keys | own
    if kind == "statistic" and name not in _OF_ITSELF and _reads_label(machine, own, keys):
        kind = "label-aware"
    groups = keys if name.startswith(("groupby ", "transform ")) else frozenset()
    dye = Dye(kind, of.rows, span, name, function, columns, groups)
    result = fresh(**{"site": span, "dye": of.dye | {dye}, **facts})
    machine.emit(Statistic(span, machine.context, function, of, result, dye))
    return result


def _reads_label(machine: Machine, own: frozenset[str], keys: frozenset[str]) -> bool:
    """Whether a statistic is one of the label within groups, or one within classes.

    One number for all rows (the label's mean or quantile) tells no row's label.
    """
    labels = label_names(machine)
    values = own - keys
    return bool(keys & labels) or (bool(keys) and bool(values) and values <= labels)


def with_label(machine: Machine, value: Value, labels: frozenset[str] | None) -> Value:
    """Return what is left of a table when the label's column is looked up in it.

    The table tells of columns (correlations) or of groups (``df.groupby(key).mean()[label]``).
    """
    if not labels or not labels & label_names(machine):
        return value
    dye = frozenset(
        Dye("label-aware", d.rows, d.site, d.name, d.function, d.columns | labels)
        if d.name in ("corr", "corrwith", "cov", "corrcoef") or d.name.startswith("groupby ")
        else d
        for d in value.dye
    )
    return value.but(dye=dye)


def label_names(machine: Machine) -> frozenset[str]:
    """Return the columns that the program takes as its label, read from its text.

    ``y = df["price"]``, ``target = "price"``, ``train_test_split(x, df["price"])`` and
    ``model.fit(x, df.price)`` tell; the interpretation itself learns it only at the end. A module
    that the program imports knows the program's labels and its own.
    """
    return machine.ask(_labels_of_program) | machine.read(_find_labels)


def _labels_of_program(machine: Machine) -> frozenset[str]:
    return machine.main.index(_find_labels)


def _find_labels(source: Source) -> frozenset[str]:
    found: set[str] = set()
    for assignment in source.nodes_of(ast.Assign):
        for target in assignment.targets:
            _from_assignment(target, assignment.value, found)
    for call in source.nodes_of(ast.Call):
        if len(call.args) > 1:
            function = call.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            if name in ("fit", "fit_transform", "fit_resample", "train_test_split"):
                found |= _column(call.args[1])
    return frozenset(found)


def _from_assignment(target: ast.expr, value: ast.expr, found: set[str]) -> None:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts):
            _from_assignment(one, other, found)
    elif isinstance(target, ast.Name) and _LABEL_NAME.match(target.id):
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.add(value.value)
        else:
            found |= _column(value)


def _column(node: ast.expr) -> set[str]:
    """Return the label of ``df["y"]``, ``df.y`` or ``df.pop("y")``, also followed by a method."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        first = node.args[0] if node.args else None
        if node.func.attr == "pop" and isinstance(first, ast.Constant):
            return {str(first.value)}
        return _column(node.func.value) or (_column(first) if first is not None else set())
    if isinstance(node, ast.Subscript):
        inner = node.slice
        if isinstance(inner, ast.List) and len(inner.elts) == 1:
            inner = inner.elts[0]
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            return {inner.value}
        return set()
    if isinstance(node, ast.Attribute):
        if node.attr in ("values", "str", "cat", "dt", "T", "loc", "iloc"):
            return _column(node.value)
        return {node.attr}
    return set()
