"""scipy.sparse: matrices of text features, put side by side before they are split."""

from __future__ import annotations

from typing import Final

from dyetrace.flow.areas.loading import ARRAY
from dyetrace.flow.areas.stacking import stack_function
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Value

_PACKAGE: Final = "scipy.sparse."
_STACKS: Final = frozenset(("hstack", "vstack"))
_FORMATS: Final = tuple(
    f"{name}_{kind}"
    for name in ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")
    for kind in ("matrix", "array")
)


class SparseMeaning(Meaning):
    """``hstack`` and ``vstack`` of sparse matrices, and their formats: the rows stay the rows."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.receiver is not None or not site.function.startswith(_PACKAGE):
            return None
        if site.method in _STACKS:
            return stack_function(machine, site)
        if site.method not in _FORMATS:
            return None
        matrix = argument_as_data(machine, site, 0, "arg1")
        if matrix is None or matrix.items is not None or not matrix.rows:
            return None  # made of values and their places
        return derived(matrix, site.span, type=ARRAY)
