"""Functions of pandas that put tables together or make columns out of columns."""

from __future__ import annotations

from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES
from dyetrace.flow.areas.statistics import statistic
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.expressions import element_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Columns, Dye, Value, fresh

_ROWWISE = frozenset(
    "to_numeric to_datetime to_timedelta isna isnull notna notnull Categorical array".split()
)


def function(machine: Machine, site: CallSite) -> Value | None:
    """Return the result of a function of pandas, or None for one that is not known."""
    name = site.method
    if site.function == "pandas.concat":
        return _concatenated(machine, site)
    first = site.args[0] if site.args else None
    if name in ("merge", "merge_asof", "merge_ordered") and first is not None:
        return _merged(site, first, site.argument(1, "right"))
    if first is None:
        return None
    if name in ("cut", "qcut"):
        return _binned(machine, site, first)
    if name == "get_dummies":
        columns = Columns(fresh().identity)
        if not first.rows:
            return None
        dye = first.dye | {Dye("vocabulary", first.rows, site.span, name, site.function)}
        return derived(first, site.span, type=FRAME, columns=columns, dye=dye)
    if name in _ROWWISE and first.rows:
        return derived(first, site.span)
    if name == "factorize" and first.rows:
        codes = derived(first, site.span, type=ARRAY)
        return fresh(type="tuple", items=(codes, fresh()), site=site.span)
    if name == "crosstab" and first.rows:
        return statistic(machine, first, name, site.function, site.span, type=FRAME)
    if name in ("pivot_table", "pivot", "melt", "wide_to_long") and first.rows:
        return derived(first, site.span, columns=None)
    if name == "unique" and first.rows:
        return statistic(machine, first, name, site.function, site.span, kind="vocabulary")
    return None


def joined_to(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return ``left.merge(right)``, ``left.join(right)`` or ``left.append(right)``."""
    other = site.argument(0, "other") or site.keywords.get("right")
    if other is None:
        return None
    if site.method == "append":
        if owner.type not in (FRAME, SERIES) and not other.rows:
            return None
        return _stacked(machine, site, [owner, *(other.items or (other,))], name="append")
    return _merged(site, owner, other)


def _merged(site: CallSite, left: Value, right: Value | None) -> Value:
    """Return the rows of the left table with the columns of both; a side table adds no rows."""
    columns = Columns(fresh().identity)
    if right is None:
        return derived(left, site.span, columns=columns)
    both = mixed(left, right)
    rows = left.rows or right.rows
    dyed = {
        name: dye
        for side in (right, left)
        if side.columns
        for name, dye in side.columns.dyed.items()
    }
    columns = Columns(columns.frame, dyed=dyed)
    return fresh(type=FRAME, rows=rows, dye=both.dye, columns=columns, site=site.span)


def _concatenated(machine: Machine, site: CallSite) -> Value | None:
    given = site.argument(0, "objs")
    if given is None:
        return None
    by_columns = site.literal(1, "axis", 0) in (1, "columns")
    if given.items is not None:
        parts = [machine.current(item) for item in given.items]
    elif given.entries is not None:
        parts = [machine.current(item) for item in given.entries.values()]
    else:
        parts = [element_of(machine, given, site.span)]
    if by_columns:
        found = mixed(*parts, type=FRAME, site=site.span)
        rows = next((part.rows for part in parts if part.rows), found.rows)
        return found.but(rows=rows, columns=Columns(found.identity))
    return _stacked(machine, site, parts, name="concat")


def _stacked(machine: Machine, site: CallSite, parts: list[Value], *, name: str) -> Value:
    """Return tables below one another; one that comes twice repeats its rows."""
    found = mixed(*parts, site=site.span)
    kinds = {part.type for part in parts}
    kind = SERIES if kinds == {SERIES} else FRAME
    columns = {part.columns for part in parts if part.rows}
    shared = next(iter(columns)) if len(columns) == 1 else Columns(found.identity)
    dye = found.dye
    identities = [part.identity for part in parts if part.rows]
    if len(set(identities)) < len(identities):
        dye = dye | {Dye("resampled", found.rows, site.span, name, site.function)}
    return found.but(type=kind, dye=dye, columns=shared)


def _binned(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return ``cut`` and ``qcut``: bins that are counted out are learned from the rows."""
    if not owner.rows:
        return None
    bins = site.argument(1, "bins") or site.argument(1, "q")
    learned = site.method == "qcut" or (bins is not None and isinstance(bins.constant, int))
    dye = owner.dye
    if learned:
        dye = statistic(machine, owner, site.method, site.function, site.span).dye
    result = derived(owner, site.span, type=SERIES, dye=dye)
    if site.literal(None, "retbins") is True:
        return fresh(type="tuple", items=(result, fresh(dye=dye)), site=site.span)
    return result
