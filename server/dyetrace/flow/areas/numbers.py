"""Row numbers: ``np.arange(n)``, permutations and draws, and what slices of them select."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import ARRAY
from dyetrace.flow.areas.slicing import bounded_parts, cut, slice_texts
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import SAMPLED, reordered, selected_parts, selecting
from dyetrace.flow.values import Dye, DyeKind, Mark, Part, Value, constant, fresh
from dyetrace.knowledge.numpy import RANDOM_DRAWS

_ORDER = "__order__"  # attribute of an array that holds the number of every row once
_GENERATOR = "numpy.random.Generator"
_RANDOM = ("numpy.random.", "random.")


def is_random(function: str) -> bool:
    """Whether a function or method draws random numbers."""
    return function.startswith(_RANDOM)


def counts_rows(value: Value) -> bool:
    """Whether a value holds the number of every row once, in a known order."""
    return _ORDER in value.attributes


def counted(machine: Machine, site: CallSite) -> Value:
    """Return ``np.arange(n)``: the rows in their own order."""
    return _in_order("counted", site.span)


def _in_order(order: str, span: Span) -> Value:
    return fresh(type=ARRAY, attributes={_ORDER: constant(order)}, site=span)


def part_of_order(
    machine: Machine, owner: Value, index: Value, node: ast.expr | None, span: Span
) -> Value | None:
    """Return ``order[:n]``: numbers that select one side of a cut."""
    if index.type != "slice" or index.items is None:
        parts = selected_parts(index)
        return selecting(fresh(type=ARRAY, site=span), parts) if parts else None
    lower, upper, step = index.items
    if step.constant not in (None, 1):
        return None
    order = str(owner.attributes[_ORDER].constant)
    parts = bounded_parts(order, lower, upper, slice_texts(node, lower, upper), span)
    return selecting(fresh(type=ARRAY, site=span), parts) if parts else owner


def random_call(machine: Machine, site: CallSite) -> Value | None:
    """Return the result of a function of ``random``, ``numpy.random`` or a generator."""
    name = site.method
    first = site.args[0] if site.args else None
    if name == "default_rng":
        return fresh(type=_GENERATOR, site=site.span)
    if name in ("seed", "set_state"):
        return constant(None)
    if name in ("permutation", "permuted") and first is not None:
        return _permuted(site, first)
    if name == "shuffle" and first is not None:
        return _shuffled(machine, site, first)
    if name in ("choice", "sample", "choices") and first is not None and _is_set(first):
        return _drawn(machine, site, first)
    if name in RANDOM_DRAWS:
        drawn = fresh(type=ARRAY, site=site.span)
        return drawn.but(marks=frozenset({Mark("random draw", site.span, name)}))
    return None


def _is_set(value: Value) -> bool:
    """Whether rows or their numbers are drawn from, and not a shape or a probability."""
    return (
        bool(value.rows)
        or counts_rows(value)
        or value.type in ("range", "int")
        or "__length_of__" in value.attributes
    ) and not value.is_constant


def _permuted(site: CallSite, first: Value) -> Value:
    if first.rows:
        rows = reordered(first.rows, site.span)
        mark = frozenset({Mark("permutation", site.span)})
        return derived(first, site.span, rows=rows).but(marks=mark)
    numbers = fresh(type=ARRAY, site=site.span)
    return numbers.but(attributes={_ORDER: constant(f"permutation {numbers.identity}")})


def _shuffled(machine: Machine, site: CallSite, first: Value) -> Value:
    """Carry out ``shuffle(x)``, in place."""
    first = machine.current(first)
    order = f"shuffled {site.span.line}.{site.span.column}"
    if counts_rows(first) or (not first.rows and first.type in ("list", "range", ARRAY)):
        machine.update(first, attributes={**first.attributes, _ORDER: constant(order)})
    elif first.rows:
        machine.update(first, rows=reordered(first.rows, site.span))
    return constant(None)


def _drawn(machine: Machine, site: CallSite, first: Value) -> Value:
    replaced = site.literal(2, "replace") is True or site.method == "choices"
    part = Part(site.span, SAMPLED)
    if first.rows:
        rows = cut(machine, first, (part,), site.span)
        found = derived(first, site.span, rows=rows)
    else:
        found = selecting(mixed(first, type=ARRAY, site=site.span), (part,))
    if not replaced:
        return found
    # Values drawn from one column fill gaps, as its mean would; they are no copies of rows.
    one_column = first.columns is not None and len(first.columns.only or ()) == 1
    kind: DyeKind = "statistic" if one_column else "resampled"
    dye = Dye(kind, first.rows, site.span, site.method, site.function)
    return found.but(dye=found.dye | {dye})
