"""PyTorch's data sets: which rows a ``Dataset`` holds, and what ``Subset`` and loaders take."""

from __future__ import annotations

from dyetrace.findings import Span
from dyetrace.flow.areas.slicing import select
from dyetrace.flow.machine import Machine, deep_facts, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Rows, Value, fresh

_DATA = "torch.utils.data."
_SAMPLERS = frozenset(
    f"{_DATA}{name}Sampler"
    for name in ("", "SubsetRandom", "Random", "Sequential", "WeightedRandom", "Batch")
)
_WRAPPERS = frozenset({f"{_DATA}ConcatDataset", f"{_DATA}ChainDataset", f"{_DATA}StackDataset"})


class TorchDataMeaning(Meaning):
    """``TensorDataset``, ``Subset``, samplers and ``DataLoader``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.receiver is not None or not site.function.startswith(_DATA):
            return None
        name = site.method
        if name == "TensorDataset":
            return mixed(*site.args, type=site.function, site=site.span)
        if site.function in _SAMPLERS:
            chosen = site.argument(0, "indices")
            return fresh(type=site.function, site=site.span) if chosen is None else chosen.copy()
        if site.function in _WRAPPERS and site.args:
            whole = deep_facts(machine.current(site.args[0]))
            return mixed(whole, type=site.function, site=site.span)
        dataset = site.argument(0, "dataset")
        if dataset is None or name not in ("Subset", "DataLoader", "dataloader.DataLoader"):
            return None
        dataset = with_rows(machine, dataset, site.span)
        chosen = site.argument(1, "indices") if name == "Subset" else site.keywords.get("sampler")
        return _taken(machine, dataset, chosen, site)


def _taken(machine: Machine, dataset: Value, chosen: Value | None, site: CallSite) -> Value:
    attributes = {"dataset": dataset}
    found = mixed(dataset, type=site.function, attributes=attributes, site=site.span)
    if chosen is None or not dataset.rows or chosen.type in (None, "NoneType"):
        return found
    rows, dye = select(machine, dataset, chosen, None, site.span)
    return found.but(rows=rows, dye=found.dye | dye)


def with_rows(machine: Machine, dataset: Value, span: Span) -> Value:
    """Return a data set of the user's with the rows that it was made of."""
    dataset = machine.current(dataset)
    if dataset.rows or "__class__" not in dataset.attributes:
        return dataset
    held = [
        deep_facts(machine.current(value))
        for name, value in dataset.attributes.items()
        if name != "__class__"
    ]
    whole = mixed(*held)
    rows = whole.rows or frozenset({Rows(dataset.site or span, dataset.type or "")})
    return machine.update(dataset, rows=rows, dye=dataset.dye | whole.dye)
