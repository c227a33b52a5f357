"""Arrays put together: below one another (more rows) or side by side (the same rows)."""

from __future__ import annotations

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import ARRAY
from dyetrace.flow.expressions import element_of
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Dye, Value
from dyetrace.knowledge import numpy as tables


def stack_function(machine: Machine, site: CallSite) -> Value | None:
    """Return ``np.vstack``, ``np.hstack``, ``np.concatenate`` and their like."""
    name = site.method
    if not site.args:
        return None
    given = site.args[:2] if name == "append" else (site.args[0].items or (site.args[0],))
    parts = [machine.current(item) for item in given]
    if len(parts) == 1 and not parts[0].rows:
        parts = [element_of(machine, parts[0], site.span)]
    axis = site.literal(2 if name == "append" else 1, "axis", 0)
    by_columns = name in tables.STACKS_COLUMNS or (
        name in tables.STACKS_BY_AXIS and axis not in (0, None)
    )
    if by_columns:
        return stacked_columns(machine, parts, site.span, name)
    return stacked_rows(machine, parts, site.span, name)


def stacked_columns(machine: Machine, parts: list[Value], span: Span, name: str) -> Value:
    """Return arrays side by side: the same rows, other columns."""
    found = mixed(*parts, type=ARRAY, site=span)
    return found.but(rows=next((part.rows for part in parts if part.rows), found.rows))


def stacked_rows(machine: Machine, parts: list[Value], span: Span, name: str) -> Value:
    """Return arrays below one another; one that comes twice repeats its rows."""
    found = mixed(*parts, type=ARRAY, site=span)
    columns = {part.columns for part in parts if part.rows}
    if len(columns) == 1:
        found = found.but(columns=next(iter(columns)))
    identities = [part.identity for part in parts if part.rows]
    if len(set(identities)) < len(identities):
        dye = Dye("resampled", found.rows, span, name, f"numpy.{name}")
        found = found.but(dye=found.dye | {dye})
    return found
