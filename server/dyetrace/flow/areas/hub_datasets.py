"""Hugging Face ``datasets``: data sets by name, their splits, columns and selections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import FRAME
from dyetrace.flow.areas.slicing import cut, select
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.calls import call_value
from dyetrace.flow.columns import labels_of, removed, taken
from dyetrace.flow.events import Split
from dyetrace.flow.hub import split_rows
from dyetrace.flow.machine import Machine, deep_facts, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import narrow
from dyetrace.flow.selection import maybe_narrowed, reordered
from dyetrace.flow.values import Columns, Part, Rows, Value, constant, fresh
from dyetrace.knowledge import hub_datasets as tables

_DATASET: Final = "datasets.Dataset"
_DICT: Final = "datasets.DatasetDict"


class HubDatasetMeaning(Meaning):
    """``load_dataset``, ``Dataset``, ``DatasetDict`` and ``concatenate_datasets``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if not function.startswith("datasets."):
            return None
        receiver = site.receiver
        if receiver is not None and receiver.type in (_DATASET, _DICT):
            if receiver.type == _DICT and receiver.entries is not None:
                return _of_each(machine, site, receiver)
            return _method(machine, site, receiver)
        if function in tables.LOADERS:
            return _loaded(machine, site)
        if site.method in tables.MAKERS and site.args:
            whole = deep_facts(machine.current(site.args[0]))
            rows = whole.rows or frozenset({Rows(site.span, site.method)})
            return _dataset(rows, site.span).but(dye=whole.dye)
        if function in tables.JOINS and site.args:
            whole = deep_facts(machine.current(site.args[0]))
            return _dataset(whole.rows, site.span).but(dye=whole.dye)
        if function == _DICT and site.args:
            return fresh(type=_DICT, entries=site.args[0].entries or {}, site=site.span)
        return None

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type != _DATASET:
            return None
        if name == "num_rows":
            return fresh(type="int", attributes={"__length_of__": owner})
        return fresh(site=span) if name in tables.DESCRIBING else None

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: object
    ) -> Value | None:
        if owner.type == _DICT:
            return _side(machine, owner, index, span)
        if owner.type != _DATASET:
            return None
        if isinstance(index.constant, str):
            columns = taken(owner.columns, frozenset({index.constant}))
            return derived(owner, span, type="list", columns=columns)
        if isinstance(index.constant, int):
            return derived(owner, span, type="element", columns=None)
        rows, dye = select(machine, owner, index, None, span)
        return derived(owner, span, rows=rows, dye=owner.dye | dye)

    def store_subscript(
        self, machine: Machine, owner: Value, index: Value, value: Value, span: Span
    ) -> Value | None:
        if owner.type != _DICT or not isinstance(index.constant, str):
            return None
        entries = {**(owner.entries or {}), index.constant: value}
        return machine.update(owner, entries=entries)


def _dataset(rows: frozenset[Rows], span: Span) -> Value:
    made = fresh(type=_DATASET, rows=rows, site=span)
    return made.but(columns=Columns(made.identity))


def _loaded(machine: Machine, site: CallSite) -> Value:
    given = [site.argument(0, "path"), site.argument(1, "name"), site.keywords.get("data_files")]
    key = tuple(
        value.constant if value.is_constant else value.identity
        for value in given
        if value is not None
    )
    label = str(key[0]) if key else "data set"
    known = machine.notes.setdefault("hub", {})
    rows = known.setdefault(("datasets", repr(key)), frozenset({Rows(site.span, label)}))
    whole = _dataset(rows, site.span)
    split = site.argument(None, "split")
    if split is None or split.type == "NoneType":
        return whole.but(type=_DICT)
    if split.items is not None:
        sides = tuple(
            _named(whole, str(item.constant), site.span)
            for item in split.items
            if isinstance(item.constant, str)
        )
        return fresh(type="list", items=sides, site=site.span)
    return _named(whole, split.constant, site.span) if isinstance(split.constant, str) else whole


def _named(whole: Value, split: str, span: Span) -> Value:
    return derived(whole, span, type=_DATASET, rows=split_rows(whole.rows, split, span))


def _side(machine: Machine, owner: Value, index: Value, span: Span) -> Value | None:
    entries = owner.entries or {}
    if not isinstance(index.constant, str):
        return None
    if index.constant in entries:
        return machine.current(entries[index.constant])
    return _named(owner, index.constant, span)


def _of_each(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return what a method makes of each split of a dict of data sets."""
    entries = {name: machine.current(value) for name, value in (owner.entries or {}).items()}
    if site.method in ("keys", "items", "values", "get", "pop"):
        return None
    made = {name: _method(machine, site, value) for name, value in entries.items()}
    known = {name: value for name, value in made.items() if value is not None}
    return owner.copy(entries=known, site=site.span) if known else None


def _method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    answer = _METHODS.get(tables.KINDS.get(site.method, ""))
    return None if answer is None else answer(machine, site, owner)


def _same(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span)


def _mapped(machine: Machine, site: CallSite, owner: Value) -> Value:
    function = site.argument(0, "function")
    if function is None:
        return derived(owner, site.span)
    element = fresh(rows=owner.rows, dye=owner.dye, site=site.span)
    found = call_value(machine, function, (element,), {}, site.span)
    dye = owner.dye | deep_facts(found).dye
    columns = Columns(fresh().identity)
    return derived(owner, site.span, dye=dye, columns=columns)


def _filtered(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, rows=maybe_narrowed(owner.rows, site.span))


def _reordered(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, rows=reordered(owner.rows, site.span))


def _selected(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    chosen = site.argument(0, "indices")
    if chosen is None:
        return None
    if site.method in ("take", "skip"):
        none = constant(None)
        bounds = (none, chosen, none) if site.method == "take" else (chosen, none, none)
        chosen = fresh(type="slice", items=bounds)
    rows, dye = select(machine, owner, chosen, None, site.span)
    return derived(owner, site.span, rows=rows, dye=owner.dye | dye)


def _split(machine: Machine, site: CallSite, owner: Value) -> Value:
    sides = {side: narrow(owner, Part(site.span, side)) for side in ("train", "test")}
    sides = {name: side.but(type=_DATASET) for name, side in sides.items()}
    shuffle = site.literal(None, "shuffle", True)
    stratify = site.keywords.get("stratify_by_column")
    machine.notes.setdefault("splits", set()).update(Part(site.span, s).cut for s in sides)
    machine.emit(
        Split(
            site.span,
            machine.context,
            site.function,
            "holdout",
            (owner,),
            tuple(sides.values()),
            shuffled=shuffle if isinstance(shuffle, bool) else None,
            stratified=stratify is not None and stratify.type != "NoneType",
        )
    )
    return fresh(type=_DICT, entries=sides, site=site.span)


def _sharded(machine: Machine, site: CallSite, owner: Value) -> Value:
    count, number = site.literal(0, "num_shards"), site.literal(1, "index")
    part = Part(site.span, f"shard {number}", f"=shards {count}")
    return derived(owner, site.span, rows=cut(machine, owner, (part,), site.span))


def _without(machine: Machine, site: CallSite, owner: Value) -> Value:
    labels = labels_of(site.argument(0, "column_names"))
    return derived(owner, site.span, columns=removed(owner.columns, labels))


def _columns(machine: Machine, site: CallSite, owner: Value) -> Value:
    labels = labels_of(site.argument(0, "column_names"))
    return derived(owner, site.span, columns=taken(owner.columns, labels))


def _frame(machine: Machine, site: CallSite, owner: Value) -> Value:
    return derived(owner, site.span, type=FRAME)


def _nothing(machine: Machine, site: CallSite, owner: Value) -> Value:
    return constant(None)


def _tensors(machine: Machine, site: CallSite, owner: Value) -> Value:
    return mixed(owner, type="tensorflow.data.Dataset", site=site.span)


_METHODS: Final[dict[str, Callable[[Machine, CallSite, Value], Value | None]]] = {
    "same": _same,
    "map": _mapped,
    "filter": _filtered,
    "reorder": _reordered,
    "select": _selected,
    "split": _split,
    "shard": _sharded,
    "remove columns": _without,
    "select columns": _columns,
    "frame": _frame,
    "nothing": _nothing,
    "stream": _tensors,
}
