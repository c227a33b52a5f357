"""Data sets that libraries bring along or make: where rows start."""

from __future__ import annotations

from dyetrace.findings import Span
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Part, Rows, Value, fresh
from dyetrace.knowledge import datasets

_BUNCH = "sklearn.utils.Bunch"


class DatasetMeaning(Meaning):
    """``sklearn.datasets`` and ``keras.datasets``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if datasets.keras_dataset(site.function):
            return _keras(site)
        if not site.function.startswith("sklearn.datasets."):
            return None
        rows = frozenset({Rows(site.span, site.method)})
        if site.method in datasets.PAIRS or site.literal(None, "return_X_y", False) is True:
            return _pair(rows, site.span)
        if site.method in datasets.BUNCHES:
            return fresh(type=_BUNCH, rows=rows, site=site.span)
        return None

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type != _BUNCH:
            return None
        if name in datasets.ROW_ATTRIBUTES:
            kind = "pandas.DataFrame" if name == "frame" else "numpy.ndarray"
            return fresh(type=kind, rows=owner.rows, site=owner.site)
        return None if name in ("keys", "items", "get") else fresh(site=span)

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: object
    ) -> Value | None:
        if owner.type != _BUNCH or not isinstance(index.constant, str):
            return None
        return self.attribute(machine, owner, index.constant, span)


def _pair(rows: frozenset[Rows], span: Span) -> Value:
    items = tuple(fresh(type="numpy.ndarray", rows=rows, site=span) for _ in range(2))
    return fresh(type="tuple", items=items, site=span)


def _keras(site: CallSite) -> Value:
    whole = Rows(site.span, site.function.split(".")[2])
    sides = tuple(
        _pair(frozenset({whole.narrowed(Part(site.span, side))}), site.span)
        for side in ("train", "test")
    )
    return fresh(type="tuple", items=sides, site=site.span)
