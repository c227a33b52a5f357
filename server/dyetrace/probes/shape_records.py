"""What was observed at each place, as records of the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from dyetrace.findings import Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.constant_names import ConstantNames, constant_names
from dyetrace.probes.fitting import Law
from dyetrace.probes.messages import (
    Bins,
    EntryUsed,
    InputUsed,
    ModuleSeen,
    NameFound,
    ShapeSeen,
    Total,
    VariantSeen,
)
from dyetrace.probes.report import (
    Entry,
    EntryInput,
    EntrySource,
    Histogram,
    ModuleFacts,
    ShapeRecord,
    Tensors,
    Variant,
)
from dyetrace.probes.symbolic import (
    EVERY,
    Laws,
    Names,
    Shape,
    dimensions,
    named_symbols,
    shape_text,
    symbol_records,
)

Kind = Literal["tensor", "ndarray", "dataframe", "module", "int"]
_Place = tuple[str, str]  # path and qualified function
_AllLaws = dict[tuple[str | None, Shape], Laws]


class ShapeRecords:
    """Puts the messages of a run together, place by place."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._spans = {
            site: span
            for site, seen in collection.shapes.items()
            if (span := collection.span(seen[-1].place)) is not None
        }
        self._laws = {site: collection.runs.laws(site) for site in self._spans}
        sightings = list(self._numbers_bound())
        self._names: Names = named_symbols(
            collection.runs.symbols,
            [(place, name, law) for place, name, law, _ in sightings if law is not None],
        )
        arguments = list(self._arguments())
        self._constants: ConstantNames = constant_names(
            [*collection.names, *(made for made, _ in arguments if made is not None)],
            [
                *(local for made, local in arguments if made is None),
                *[
                    (place, name, value)
                    for place, name, law, value in sightings
                    if law is None or "{" not in law.text
                ],
            ],
        )

    def records(self) -> tuple[ShapeRecord, ...]:
        """Return what was observed, in the order of the text."""
        made = [self._record(site, span) for site, span in self._spans.items()]
        return tuple(sorted(made, key=lambda record: record.span))

    def entry(self) -> Entry | None:
        """Return what was run."""
        used = self._collection.entry
        return None if used is None else _entry(used, self._collection, self._names)

    def _numbers_bound(self) -> list[tuple[_Place, str, Law | None, int]]:
        """Return (place, name, law, number) of the whole numbers that names are bound to."""
        found = []
        for site, span in self._spans.items():
            last = self._collection.shapes[site][-1]
            if last.kind != "int" or len(last.shape) != 1:
                continue
            name = self._collection.text(span)
            if name.isidentifier():
                law = next(iter(self._laws[site].values()), (None,))[0]
                found.append((self._place(span), name, law, last.shape[0]))
        return found

    def _arguments(self) -> Iterator[tuple[NameFound | None, tuple[_Place, str, int]]]:
        """Iterate over arguments: of a constructor they belong to its class, else to a function."""
        for found in self._collection.names:
            span = self._collection.span(found.place)
            if found.kind != "argument" or span is None:
                continue
            place = self._place(span)
            owner, _, method = place[1].rpartition(".")
            local = (place, found.name, found.value)
            if method == "__init__":
                yield NameFound(found.name, found.value, "attribute", owner, None), local
            else:
                yield None, local

    def _place(self, span: Span) -> _Place:
        return span.path, self._collection.function(span)[0]

    def _record(self, site: int, span: Span) -> ShapeRecord:
        collection = self._collection
        seen, total = collection.shapes[site], collection.totals.get(site)
        last = seen[-1]
        name, text_hash = collection.function(span)
        place = (span.path, name)
        concrete = total.concrete if total is not None else last.shape
        shape, constants = self._described(
            last.kind, concrete, self._laws_of(site, concrete), place
        )
        variants = self._variants(site, total, last.kind, place)
        return ShapeRecord(
            span=span,
            expression=collection.text(span),
            kind=cast(Kind, last.kind),
            shape=shape,
            concrete=concrete,
            dtype=last.dtype,
            device=last.device,
            requires_grad=total.requires_grad if total is not None else last.requires_grad,
            calls=total.calls if total is not None else len(seen),
            stats=total.stats if total is not None else last.stats,
            function=name or None,
            function_hash=text_hash,
            other_shapes=tuple(dict.fromkeys(s.shape for s in seen if s.shape != concrete)),
            names=constants if any(constants) else (),
            text=_text(last, shape, constants),
            tensors=_tensors(collection, last),
            runs=max(1, collection.runs.seen_in(site)),
            variants=variants,
            histogram=_histogram(total),
            module=_module(total),
        )

    def _laws_of(self, site: int, concrete: Shape) -> Laws | None:
        """Return the laws of a shape; None where one run only saw it."""
        known: _AllLaws = self._laws.get(site, {})
        if not known:
            return None
        all_laws = [laws for (_, shape), laws in known.items() if shape == concrete]
        if not all_laws:
            return None
        first = all_laws[0]
        return tuple(
            law if all(other[axis] == law for other in all_laws) else None
            for axis, law in enumerate(first)
        )

    def _described(
        self, kind: str, concrete: Shape, laws: Laws | None, place: _Place
    ) -> tuple[tuple[int | str, ...], tuple[str | None, ...]]:
        """Return a shape with what varies, and the names of what does not."""
        shape: tuple[int | str, ...] = concrete
        if laws is not None:
            shape = dimensions(concrete, laws, self._names.of(place))
        if kind != "tensor" and kind != "ndarray":
            return shape, (None,) * len(shape)
        if laws is None:
            return shape, (None,) * len(shape)
        names = tuple(
            self._constants.of(size, place) if isinstance(size, int) else None for size in shape
        )
        return shape, names

    def _variants(
        self, site: int, total: Total | None, kind: str, place: _Place
    ) -> tuple[Variant, ...]:
        if total is None:
            return ()
        told = _merged(total.variants)
        if len({variant.shape for variant in told}) < 2 and kind != "module":
            return ()
        known = self._laws.get(site, {})
        made = []
        for variant in sorted(told, key=lambda v: v.shape != total.concrete):
            laws = known.get((variant.path, variant.shape), known.get((EVERY, variant.shape)))
            shape, constants = self._described(kind, variant.shape, laws, place)
            made.append(
                Variant(
                    shape=shape,
                    concrete=variant.shape,
                    text=shape_text(shape, constants),
                    path=variant.path,
                    dtype=variant.dtype,
                    device=variant.device,
                    requires_grad=variant.requires_grad,
                    calls=variant.calls,
                )
            )
        return tuple(made)


def _merged(variants: tuple[VariantSeen, ...]) -> list[VariantSeen]:
    """Keep apart what differs in path or shape; other differences are of no interest here."""
    kept: dict[tuple[str | None, Shape], VariantSeen] = {}
    for variant in variants:
        key = (variant.path, variant.shape)
        known = kept.get(key)
        calls = variant.calls + (known.calls if known is not None else 0)
        kept[key] = VariantSeen(
            variant.path,
            variant.shape,
            variant.dtype,
            variant.device,
            variant.requires_grad,
            calls,
        )
    return list(kept.values())


def _text(last: ShapeSeen, shape: tuple[int | str, ...], names: tuple[str | None, ...]) -> str:
    if last.kind == "module":
        return ""
    if last.kind == "int":
        return str(shape[0]) if shape else ""
    return shape_text(shape, names)


def _tensors(collection: Collection, last: ShapeSeen) -> Tensors:
    if last.tensors == "fake" and collection.entry is not None:
        return cast(Tensors, collection.entry.tensors)
    return cast(Tensors, last.tensors)


def _histogram(total: Total | None) -> Histogram | None:
    bins: Bins | None = total.histogram if total is not None else None
    return None if bins is None else Histogram(bins.low, bins.high, bins.counts)


def _module(total: Total | None) -> ModuleFacts | None:
    seen: ModuleSeen | None = total.module if total is not None else None
    if seen is None:
        return None
    return ModuleFacts(
        seen.kind, seen.path, seen.parameters, seen.trainable, seen.bytes, seen.flops
    )


def _entry(used: EntryUsed, collection: Collection, names: Names) -> Entry:
    return Entry(
        how=cast(Literal["script", "target", "notebook", "pytest"], used.how),
        target=used.target,
        constructor=_input(used.constructor),
        input=_input(used.input),
        tensors=cast(Tensors, used.tensors),
        why=used.why,
        symbols=symbol_records(collection.runs.symbols, names),
    )


def _input(used: InputUsed | None) -> EntryInput | None:
    if used is None:
        return None
    return EntryInput(used.expression, cast(EntrySource, used.source), used.why)
