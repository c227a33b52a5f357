"""Methods that keep some of the rows, draw from them, or change their order."""

from __future__ import annotations

from dyetrace.flow.areas import tables
from dyetrace.flow.areas.conditions import extra_parts, queried
from dyetrace.flow.areas.slicing import cut, select
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import (
    SAMPLED,
    basis,
    complement,
    narrowed,
    reordered,
    selected_parts,
)
from dyetrace.flow.values import UNKNOWN, Dye, Interval, Part, Value


def kept(
    machine: Machine, site: CallSite, owner: Value, index: Value | None, *, exclude: bool = False
) -> Value:
    """Return the rows that a method keeps; ``exclude`` keeps those outside of ``index``."""
    if exclude:
        return _excluded(machine, site, owner, index)
    if site.method in ("head", "tail"):
        count = site.literal(0, "n", 5)
        parts = _end_parts(site, owner, count)
        return derived(owner, site.span, rows=cut(machine, owner, parts, site.span))
    if site.method == "query":
        text = site.literal(0, "expr")
        if isinstance(text, str):
            parts = queried(text, site.span)
            return derived(owner, site.span, rows=cut(machine, owner, parts, site.span))
    if site.method == "take" and index is not None:
        rows, dye = select(machine, owner, index, None, site.span)
        return derived(owner, site.span, rows=rows, dye=owner.dye | dye)
    part = Part(site.span, "kept", site.method)
    if site.method == "dropna" and site.literal(0, "axis", 0) in (1, "columns"):
        return tables.frame_of(machine, owner, None, site.span)
    return derived(owner, site.span, rows=narrowed(owner.rows, (part,)))


def _end_parts(site: CallSite, owner: Value, count: object) -> tuple[Part, ...]:
    order = basis(owner.rows)
    if not isinstance(count, int):
        return (Part(site.span, "true", f"#{site.span}"),)
    if site.method == "head":
        if count < 0:
            interval = Interval(high=count)
            return (Part(site.span, f"[:{count}]", f"=slice {order} from end", interval),)
        return (Part(site.span, f"[:{count}]", f"=slice {order}", Interval(high=count)),)
    interval = Interval(low=-count)
    return (Part(site.span, f"[-{count}:]", f"=slice {order} from end", interval),)


def _excluded(machine: Machine, site: CallSite, owner: Value, index: Value | None) -> Value:
    if index is None:
        return derived(owner, site.span)
    parts = selected_parts(index) or extra_parts(index, owner)
    if parts:
        rows = cut(machine, owner, complement(parts), site.span)
        return derived(owner, site.span, rows=rows)
    part = Part(site.span, "kept", f"#{index.identity}")
    return derived(owner, site.span, rows=narrowed(owner.rows, (part,)))


def sampled(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return ``df.sample(...)``: all rows shuffled, some drawn, or some drawn more than once."""
    frac = site.literal(1, "frac")
    if site.literal(None, "replace") is True or (isinstance(frac, (int, float)) and frac > 1):
        dye = Dye("resampled", owner.rows, site.span, "sample", site.function)
        return derived(owner, site.span, dye=owner.dye | {dye})
    if frac == 1:
        return derived(owner, site.span, rows=reordered(owner.rows, site.span))
    count = site.argument(0, "n")
    if count is not None and "__length_of__" in count.attributes:
        return derived(owner, site.span, rows=reordered(owner.rows, site.span))
    name = "kept" if frac is UNKNOWN and count is None else SAMPLED
    rows = cut(machine, owner, (Part(site.span, SAMPLED if name else name),), site.span)
    return derived(owner, site.span, rows=rows)


def reorder(machine: Machine, site: CallSite, owner: Value) -> Value:
    """Return the rows in another order, or with other columns (``reindex(columns=...)``)."""
    columns = site.argument(None, "columns")
    if columns is not None:
        labels = labels_of(columns)
        if labels is None:
            found = tables.by_column_set(owner, columns, site.span)
            return found or tables.frame_of(machine, owner, None, site.span)
        return tables.frame_of(machine, owner, labels, site.span)
    if site.method == "align":
        return derived(owner, site.span)
    return derived(owner, site.span, rows=reordered(owner.rows, site.span))
