"""tf.data: streams of elements that are taken, skipped, shuffled and mapped."""

from __future__ import annotations

from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas.slicing import bounded_parts, cut
from dyetrace.flow.areas.tables import derived
from dyetrace.flow.calls import call_value
from dyetrace.flow.hub import HUB, split_rows
from dyetrace.flow.machine import Machine, deep_facts, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.selection import basis, maybe_narrowed, reordered
from dyetrace.flow.values import Rows, Value, constant, fresh

STREAM: Final = "tensorflow.data.Dataset"
_MAKERS: Final = frozenset(
    """
    from_tensor_slices from_tensors from_generator list_files sample_from_datasets
    choose_from_datasets
    """.split()
)
_READERS: Final = frozenset({"TFRecordDataset", "TextLineDataset", "CsvDataset"})
# Their result holds the same rows.
_SAME: Final = frozenset(
    """
    batch padded_batch unbatch prefetch cache repeat map flat_map interleave with_options
    enumerate apply as_numpy_iterator ragged_batch bucket_by_sequence_length rebatch
    ignore_errors snapshot ensure_shape sparse_batch get_single_element
    """.split()
)


class StreamMeaning(Meaning):
    """``tf.data.Dataset`` and ``tfds.load``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if function.startswith("tensorflow_datasets.load"):
            return _loaded(machine, site)
        if site.receiver is None and function.startswith("tensorflow.data."):
            return _made(machine, site)
        receiver = site.receiver
        if receiver is None or receiver.type != STREAM:
            return None
        return _method(machine, site, receiver)

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: object
    ) -> Value | None:
        if owner.type != HUB + "tfds" or not isinstance(index.constant, str):
            return None
        return derived(owner, span, type=STREAM, rows=split_rows(owner.rows, index.constant, span))

    def iterate(self, machine: Machine, iterable: Value, span: Span) -> Value | None:
        if iterable.type != STREAM:
            return None
        element = iterable.attributes.get("__element__")
        return mixed(iterable, site=span) if element is None else machine.current(element)


def _made(machine: Machine, site: CallSite) -> Value | None:
    if site.method not in _MAKERS | _READERS and site.method != "zip":
        return None
    given = [deep_facts(machine.current(value)) for value in site.every_argument()]
    whole = mixed(*given)
    rows = whole.rows or frozenset({Rows(site.span, site.method)})
    if site.method == "zip":
        rows = next((value.rows for value in given if value.rows), rows)
    return fresh(type=STREAM, rows=rows, dye=whole.dye, site=site.span)


def _method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    name = site.method
    if name in ("take", "skip"):
        return _ended(machine, site, owner)
    if name == "shuffle":
        return derived(owner, site.span, rows=reordered(owner.rows, site.span))
    if name == "filter":
        return derived(owner, site.span, rows=maybe_narrowed(owner.rows, site.span))
    if name == "concatenate" and site.args:
        return mixed(owner, site.args[0], type=STREAM, site=site.span)
    if name == "map" and site.args:
        element = fresh(rows=owner.rows, dye=owner.dye, site=site.span)
        found = call_value(machine, site.args[0], (element,), {}, site.span)
        return derived(owner, site.span, dye=owner.dye | deep_facts(found).dye)
    if name == "shard":
        return derived(owner, site.span, rows=maybe_narrowed(owner.rows, site.span))
    if name in ("cardinality", "reduce", "__len__"):
        return fresh(site=site.span)
    return derived(owner, site.span) if name in _SAME else None


def _ended(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    count = site.argument(0, "count")
    if count is None:
        return None
    none = constant(None)
    lower, upper = (none, count) if site.method == "take" else (count, none)
    text = f"#{count.identity}" if not count.is_constant else str(count.constant)
    texts = ("", text) if site.method == "take" else (text, "")
    parts = bounded_parts(basis(owner.rows), lower, upper, texts, site.span)
    return derived(owner, site.span, rows=cut(machine, owner, parts, site.span))


def _loaded(machine: Machine, site: CallSite) -> Value | None:
    name = site.argument(0, "name")
    if name is None:
        return None
    known = machine.notes.setdefault("hub", {})
    key = ("tfds", name.constant if name.is_constant else name.identity)
    rows = known.setdefault(key, frozenset({Rows(site.span, str(key[1]))}))
    whole = fresh(type=HUB + "tfds", rows=rows, site=site.span)
    split = site.argument(None, "split")
    found = whole
    if split is not None and split.items is not None:
        sides = tuple(_split(whole, item, site.span) for item in split.items)
        found = fresh(type="list", items=sides, site=site.span)
    elif split is not None and isinstance(split.constant, str):
        found = _split(whole, split, site.span)
    if site.literal(None, "with_info", False) is True:
        return fresh(type="tuple", items=(found, fresh()), site=site.span)
    return found


def _split(whole: Value, split: Value, span: Span) -> Value:
    rows = whole.rows
    if isinstance(split.constant, str):
        rows = split_rows(whole.rows, split.constant, span)
    return derived(whole, span, type=STREAM, rows=rows)
