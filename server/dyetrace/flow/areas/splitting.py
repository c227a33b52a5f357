"""Splits: what parts rows, and indexing by one side of a split.

The row numbers that a fold yields are selectors, see ``dyetrace.flow.selection``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Literal

from dyetrace.findings import Span
from dyetrace.flow.areas.torch_data import with_rows
from dyetrace.flow.events import Split
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data, as_data, narrow
from dyetrace.flow.selection import narrowed, reordered, selected_parts, selecting, selector
from dyetrace.flow.values import Dye, Part, Value, fresh
from dyetrace.knowledge import splitters

_SIDES = ("train", "test")
_FOLDED = "__folded__"  # data that a splitter of scikit-learn before 0.18 was made for


class SplittingMeaning(Meaning):
    """``train_test_split``, fold splitters, ``random_split``, ``shuffle`` and ``resample``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if function in splitters.HOLDOUTS or _looks_like_holdout(function):
            return _holdout(machine, site)
        if function in splitters.RANDOM_SPLITS:
            return _random_split(machine, site)
        if function in splitters.SHUFFLES:
            return _each(machine, site, None)
        if function in splitters.RESAMPLES:
            repeats = site.literal(1, "replace", True) is not False
            return _each(machine, site, _copies(machine, site) if repeats else None)
        if site.receiver is None:
            return _splitter(site)
        if site.method == "split" and splitters.splitter(function.rpartition(".")[0]) is not None:
            return _folds(machine, site, site.receiver)
        return None

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        data = iterable.attributes.get(_FOLDED)
        return None if data is None else _old_folds(machine, iterable, data, span)


class IndexFallback(Meaning):
    """Indexing by one side of a split, where no other area answers."""

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        number = index.items[0] if index.type == "tuple" and index.items else index
        parts = selected_parts(number)
        if not parts or not owner.rows:
            return None
        return mixed(owner, rows=narrowed(owner.rows, parts), site=span)


def _looks_like_holdout(function: str) -> bool:
    """Whether an unknown function is a ``train_test_split`` of some other module."""
    return function.rpartition(".")[2] == "train_test_split"


def _holdout(machine: Machine, site: CallSite) -> Value:
    inputs = [
        data
        for position, _ in enumerate(site.args)
        if (data := argument_as_data(machine, site, position)) is not None and data.rows
    ]
    results = [_side(data, Part(site.span, side), site.span) for data in inputs for side in _SIDES]
    stratify = site.argument(None, "stratify")
    shuffle = site.literal(None, "shuffle", True)
    split = Split(
        site.span,
        machine.context,
        site.function,
        "holdout",
        tuple(inputs),
        tuple(results),
        shuffled=shuffle if isinstance(shuffle, bool) else None,
        stratified=stratify is not None and stratify.type != "NoneType",
    )
    _tell(machine, split, (Part(site.span, side) for side in _SIDES))
    return fresh(type="list", items=tuple(results), site=site.span)


def _side(data: Value, part: Part, span: Span) -> Value:
    return selecting(narrow(data, part), (part,)).but(site=span)


def _tell(machine: Machine, split: Split, parts: Iterable[Part]) -> None:
    """Write a split down; indexing by its numbers is no split of its own."""
    machine.notes.setdefault("splits", set()).update(part.cut for part in parts)
    machine.emit(split)


def _random_split(machine: Machine, site: CallSite) -> Value | None:
    given = site.argument(0, "dataset")
    if given is not None:
        with_rows(machine, given, site.span)
    dataset = argument_as_data(machine, site, 0, "dataset")
    lengths = site.argument(1, "lengths")
    if dataset is None or lengths is None or lengths.items is None:
        return None
    names = _SIDES if len(lengths.items) == 2 else [f"part {i}" for i in range(len(lengths.items))]
    parts = tuple(
        narrow(dataset, Part(site.span, name)).but(
            type="torch.utils.data.Subset", attributes={"dataset": dataset}, site=site.span
        )
        for name in names
    )
    machine.emit(
        Split(site.span, machine.context, site.function, "holdout", (dataset,), parts, True)
    )
    return fresh(type="list", items=parts, site=site.span)


def _each(machine: Machine, site: CallSite, dye: Dye | None) -> Value | None:
    """Return every array reordered or resampled: one result for one, a list for several."""
    results = []
    for position, _ in enumerate(site.args):
        data = argument_as_data(machine, site, position)
        if data is not None:
            dyes = data.dye if dye is None else data.dye | {dye}
            rows = reordered(data.rows, site.span)
            results.append(data.copy(rows=rows, dye=dyes, items=None, attributes={}))
    if len(results) == 1:
        return results[0]
    return fresh(type="list", items=tuple(results), site=site.span) if results else None


def _copies(machine: Machine, site: CallSite) -> Dye:
    data = [as_data(machine, value, site.span) for value in site.args]
    rows = frozenset().union(*(value.rows for value in data))
    return Dye("resampled", rows, site.span, "resample", site.function)


def _splitter(site: CallSite) -> Value | None:
    if splitters.splitter(site.function) is None:
        return None
    attributes = dict(site.keywords)
    if site.args and "n_splits" not in attributes:
        first = site.args[0]  # `KFold(len(y), n_folds=5)` and `StratifiedKFold(y)` are iterables
        attributes[_FOLDED] = (
            first if first.rows else first.attributes.get("__length_of__", fresh())
        )
        if "ShuffleSplit" in site.function:
            once = site.argument(1, "n_iter") or site.keywords.get("n_iterations")
            attributes.setdefault("n_splits", once if once is not None else fresh(constant=10))
    return fresh(type=site.function, attributes=attributes, site=site.span)


def _old_folds(machine: Machine, splitter: Value, data: Value, span: Span) -> Value:
    """Iterate over a splitter itself, as scikit-learn before 0.18 did."""
    name = (splitter.type or "").rpartition(".")[2]
    shuffle = splitter.attributes.get("shuffle")
    once = splitter.attributes.get("n_splits")
    parts = tuple(Part(span, side) for side in _SIDES)
    split = Split(
        span,
        machine.context,
        f"{splitter.type}.split",
        "holdout" if once is not None and once.constant == 1 else "fold",
        (data,),
        tuple(narrow(data, part) for part in parts),
        shuffled=name in splitters.SHUFFLING or (shuffle is not None and shuffle.constant is True),
        stratified="Stratified" in name,
        grouped="Label" in name,
    )
    _tell(machine, split, parts)
    numbers = tuple(selector((part,), site=span) for part in parts)
    return fresh(type="tuple", items=numbers, site=span)


def _folds(machine: Machine, site: CallSite, receiver: Value) -> Value | None:
    inputs = [
        data
        for position, names in enumerate((("X",), ("y",), ("groups",)))
        if (data := argument_as_data(machine, site, position, *names)) is not None
    ]
    if not inputs:
        return None
    looks_at = splitters.splitter(receiver.type or site.function.rpartition(".")[0])
    name = (receiver.type or "").rpartition(".")[2]
    shuffle = receiver.attributes.get("shuffle")
    once = receiver.attributes.get("n_splits")
    kind: Literal["holdout", "fold"] = (
        "holdout" if once is not None and once.constant == 1 else "fold"
    )
    parts = tuple(Part(site.span, side) for side in _SIDES)
    numbers = tuple(selector((part,), site=site.span) for part in parts)
    split = Split(
        site.span,
        machine.context,
        site.function,
        kind,
        tuple(inputs),
        tuple(narrow(inputs[0], part) for part in parts),
        shuffled=name in splitters.SHUFFLING or (shuffle is not None and shuffle.constant is True),
        stratified=looks_at == "stratified" or "Stratified" in name,
        grouped=looks_at == "grouped",
    )
    _tell(machine, split, parts)
    pair = fresh(type="tuple", items=numbers, site=site.span)
    return fresh(type="generator", attributes={"__element__": pair}, site=site.span)
