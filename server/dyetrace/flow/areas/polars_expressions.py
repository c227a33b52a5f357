"""polars' expressions: ``pl.col("x").mean()`` is a plan that a frame carries out later.

The value of an expression carries a function that, given a frame, returns the column it makes; so
each step has its own place in the program, and learns from the rows of the frame it meets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas import tables
from dyetrace.flow.areas.loading import SERIES as PANDAS_SERIES
from dyetrace.flow.areas.neighbours import neighbours
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.calls import call_value
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.operators import evaluate_operator
from dyetrace.flow.selection import maybe_narrowed, reordered
from dyetrace.flow.values import Value, constant, fresh
from dyetrace.knowledge import polars as knowledge

EXPR: Final = "polars.Expr"
SERIES: Final = "polars.Series"
_PLAN: Final = "__plan__"
_NAME: Final = "__name__"
_OVER: Final = "(over)"  # among the keys: the statistic stands in each row of its group
Keys = frozenset[str]
# Asks with the machine of the time when it is carried out, a frame, and the columns that rows are
# grouped by: a plan may outlive the interpretation that made it.
Plan = Callable[[Machine, Value, Keys], Value]


def is_expression(value: Value) -> bool:
    """Whether a value is a plan for a column."""
    return _PLAN in value.attributes


def expression(plan: Plan, span: Span, name: str | None = None) -> Value:
    """Make the value of an expression; ``name`` is the column that it makes, where known."""
    attributes = {_PLAN: fresh(constant=plan)}
    if name is not None:
        attributes[_NAME] = constant(name)
    return fresh(type=EXPR, attributes=attributes, site=span)


def carried_out(machine: Machine, value: Value, frame: Value, keys: Keys = frozenset()) -> Value:
    """Return what an expression makes of a frame; any other value is itself."""
    plan = value.attributes.get(_PLAN)
    return value if plan is None else plan.constant(machine, frame, keys)


def name_made(value: Value) -> str | None:
    """Return the name of the column that an expression makes."""
    name = value.attributes.get(_NAME)
    return None if name is None else str(name.constant)


def function(machine: Machine, site: CallSite) -> Value | None:
    """Return the expression that a function of polars makes: ``pl.col``, ``pl.when`` ..."""
    name, span = site.method, site.span
    if site.function.startswith("polars.selectors.") or name in ("all", "exclude"):
        return expression(
            lambda machine, frame, keys: tables.column(machine, frame, None, span), span
        )
    if name in ("col", "nth", "element"):
        return _column(machine, site)
    if name in ("lit", "repeat", "ones", "zeros") and site.args:
        given = site.args[0]
        return expression(lambda machine, frame, keys: given, span, "literal")
    if name in ("len", "int_range", "row_index"):
        return expression(lambda machine, frame, keys: fresh(type="int"), span, name)
    if name in knowledge.STATISTICS and site.args:
        return method(machine, site, _column(machine, site))
    given_all = [*site.args, *site.keywords.values()]

    def combined(machine: Machine, frame: Value, keys: Keys) -> Value:
        parts = [_resolved(machine, value, frame, keys, span) for value in given_all]
        return mixed(*parts, type=SERIES, site=span)

    first = next((n for value in given_all if (n := name_made(value)) is not None), None)
    return expression(combined, span, first)


def _column(machine: Machine, site: CallSite) -> Value:
    labels: Keys | None = frozenset()
    for value in site.args:
        own = labels_of(value)
        labels = None if own is None or labels is None else labels | own
    if not labels or any(label.startswith("^") or label == "*" for label in labels):
        labels = None

    def plan(machine: Machine, frame: Value, keys: Keys) -> Value:
        found = tables.column(machine, frame, labels, site.span)
        return found.but(type=SERIES, attributes={})

    name = next(iter(labels)) if labels is not None and len(labels) == 1 else None
    return expression(plan, site.span, name)


def _resolved(machine: Machine, value: Value, frame: Value, keys: Keys, span: Span) -> Value:
    """Return an argument of a function over columns: text names a column there."""
    if isinstance(value.constant, str):
        return tables.column(machine, frame, frozenset({value.constant}), span)
    if value.items is not None:
        parts = (_resolved(machine, item, frame, keys, span) for item in value.items)
        return mixed(*parts, site=span)
    return carried_out(machine, value, frame, keys)


def method(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return the expression that a method of an expression makes."""
    span = site.span
    if site.method == "alias":
        label = site.literal(0, "name")
        return expression(
            lambda machine, frame, keys: carried_out(machine, owner, frame, keys),
            span,
            label if isinstance(label, str) else None,
        )
    if site.method == "over":
        return _over(site, owner)

    def plan(machine: Machine, frame: Value, keys: Keys) -> Value:
        inner = carried_out(machine, owner, frame, keys)
        args = tuple(carried_out(machine, value, frame, keys) for value in site.args)
        keywords = {name: carried_out(machine, v, frame, keys) for name, v in site.keywords.items()}
        call = CallSite(span, site.function, inner, args, keywords, site.node)
        return series_method(machine, call, inner, keys)

    return expression(plan, span, name_made(owner))


def _over(site: CallSite, owner: Value) -> Value:
    labels = frozenset({_OVER}).union(*(labels_of(value) or () for value in site.args))

    def plan(machine: Machine, frame: Value, keys: Keys) -> Value:
        found = carried_out(machine, owner, frame, keys | labels)
        return found if found.rows else found.but(rows=frame.rows)

    return expression(plan, site.span, name_made(owner))


def operated(
    machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
) -> Value | None:
    """Return the expression that an operator makes of others."""
    if not any(is_expression(operand) for operand in operands):
        return None

    def plan(machine: Machine, frame: Value, keys: Keys) -> Value:
        values = tuple(_as_pandas(carried_out(machine, v, frame, keys)) for v in operands)
        return evaluate_operator(machine, operator, values, span)

    name = next((n for v in operands if (n := name_made(v)) is not None), None)
    return expression(plan, span, name)


def _as_pandas(value: Value) -> Value:
    return value.but(type=PANDAS_SERIES) if value.type == SERIES else value


def series_method(machine: Machine, site: CallSite, owner: Value, keys: Keys) -> Value:
    """Return the result of a method of a series, or of a column within groups."""
    kind = knowledge.series_kind(site.method)
    name = knowledge.pandas_name(site.method)
    span = site.span
    how = "groupby transform" if _OVER in keys else "groupby"
    keys = keys - {_OVER}
    if kind == "statistic" and owner.rows:
        words = f"{how} {name}" if keys else name
        return statistic(machine, owner, words, site.function, span, keys=keys, type="float")
    if kind in ("vocabulary", "fitted") and owner.rows:
        learned = "vocabulary" if kind == "vocabulary" else "statistic"
        found = statistic(machine, owner, name, site.function, span, kind=learned)  # type: ignore[arg-type]
        return derived(owner, span, type=SERIES, dye=found.dye)
    if kind == "order":
        return derived(owner, span, type=SERIES, columns=None, dye=_neighbours(site, owner, name))
    if site.method == "fill_null":
        return _filled(machine, site, owner, keys)
    if kind == "select":
        return derived(owner, span, type=SERIES, rows=maybe_narrowed(owner.rows, span))
    if kind == "reorder":
        return derived(owner, span, type=SERIES, rows=reordered(owner.rows, span))
    if kind == "apply" and site.args and site.args[0].node is not None:
        element = derived(owner, span, type="element")
        found = call_value(machine, site.args[0], (element,), {}, span)
        return derived(owner, span, type=SERIES, dye=owner.dye | found.dye)
    dye = owner.dye.union(*(value.dye for value in site.every_argument()))
    columns = owner.columns if not site.args else None
    return derived(owner, span, type=SERIES, dye=dye, columns=columns or owner.columns)


def _neighbours(site: CallSite, owner: Value, name: str) -> frozenset:  # type: ignore[type-arg]
    keywords = dict(site.keywords)
    if "n" in keywords:
        keywords["periods"] = keywords.pop("n")
    return neighbours(
        CallSite(site.span, f"polars.Expr.{name}", owner, site.args, keywords, site.node), owner
    )


def _filled(machine: Machine, site: CallSite, owner: Value, keys: Keys) -> Value:
    strategy = site.literal(None, "strategy")
    if strategy in ("mean", "min", "max") and owner.rows:
        found = statistic(machine, owner, str(strategy), site.function, site.span, keys=keys)
        return derived(owner, site.span, type=SERIES, dye=found.dye)
    if strategy in ("forward", "backward"):
        name = "ffill" if strategy == "forward" else "bfill"
        return derived(owner, site.span, type=SERIES, dye=_neighbours(site, owner, name))
    dye = owner.dye.union(*(value.dye for value in site.every_argument()))
    return derived(owner, site.span, type=SERIES, dye=dye)
