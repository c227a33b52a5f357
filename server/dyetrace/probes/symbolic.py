"""Shapes with the names of what varies, from the runs with other sizes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dyetrace.probes.fitting import Law, fit
from dyetrace.probes.messages import RunDone, Sample, SymbolVaried
from dyetrace.probes.report import Symbol

Shape = tuple[int, ...]
Laws = tuple[Law | None, ...]
_Values = tuple[tuple[str | None, Shape], ...]
EVERY = "*"  # path that stands for all module instances
_SYMBOL = re.compile(r"\{(\d+)\}\Z")


@dataclass
class Runs:
    """What the further runs saw, by place."""

    symbols: list[SymbolVaried] = field(default_factory=list)
    sizes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    samples: dict[int, dict[int, _Values]] = field(default_factory=dict)  # place, run

    def add(self, message: SymbolVaried | RunDone | Sample) -> None:
        """Take in one message."""
        match message:
            case SymbolVaried():
                self.symbols.append(message)
            case RunDone():
                self.sizes[message.number] = message.sizes
            case Sample():
                self.samples.setdefault(message.site, {})[message.run] = message.values

    def laws(self, site: int) -> dict[tuple[str | None, Shape], Laws]:
        """Return the laws of each shape that a place had in the base run, by module path."""
        by_run = _alike(self.samples.get(site, {}))
        if 0 not in by_run or len(by_run) < 2:
            return {}
        found: dict[tuple[str | None, Shape], Laws] = {}
        for path in dict.fromkeys(path for path, _ in by_run[0]):
            lists = {
                run: [shape for other, shape in values if other == path]
                for run, values in by_run.items()
            }
            found.update({(path, shape): laws for shape, laws in self._aligned(lists)})
        return found

    def seen_in(self, site: int) -> int:
        """Return in how many runs a place was seen."""
        return len(self.samples.get(site, {}))

    def _aligned(self, lists: Mapping[int, list[Shape]]) -> list[tuple[Shape, Laws]]:
        """Fit the shapes of one module instance; loops that ran more often end alike."""
        base = lists[0]
        runs = [run for run, shapes in lists.items() if shapes]
        if all(len(lists[run]) == len(base) for run in runs):
            indices = range(len(base))
            return [(base[i], self._fitted([lists[r][i] for r in runs], runs)) for i in indices]
        first = (base[0], self._fitted([lists[r][0] for r in runs], runs))
        last = (base[-1], self._fitted([lists[r][-1] for r in runs], runs))
        between = [(shape, (None,) * len(shape)) for shape in base[1:-1]]
        return [*between, first, last] if len(base) > 1 else [last]

    def _fitted(self, shapes: Sequence[Shape], runs: Sequence[int]) -> Laws:
        rank = len(shapes[0])
        if any(len(shape) != rank for shape in shapes) or len(runs) < 2:
            return (None,) * rank
        sizes = [self.sizes.get(run, ()) for run in runs]
        if not all(sizes):
            return (None,) * rank
        return tuple(fit([shape[axis] for shape in shapes], sizes) for axis in range(rank))


def _alike(by_run: Mapping[int, _Values]) -> Mapping[int, _Values]:
    """Give a run in which all module instances were alike the paths of the others."""
    paths = {path for values in by_run.values() for path, _ in values}
    if len(paths) < 2 or EVERY not in paths:
        return by_run
    named = sorted((path for path in paths if path != EVERY), key=str)
    return {
        run: tuple((path, shape) for path in named for _, shape in values)
        if {path for path, _ in values} == {EVERY}
        else values
        for run, values in by_run.items()
    }


@dataclass(frozen=True)
class Names:
    """The user's names of what varies, in each function and in all."""

    general: tuple[str, ...]
    by_function: Mapping[tuple[str, str], Mapping[int, str]]  # path and function, symbol, name
    from_code: frozenset[int]

    def of(self, place: tuple[str, str]) -> tuple[str, ...]:
        """Return the name of each symbol as the function at a place has it."""
        own = self.by_function.get(place, {})
        used = [own.get(k, name) for k, name in enumerate(self.general)]
        return tuple(used) if len(set(used)) == len(used) else self.general


def named_symbols(
    symbols: Sequence[SymbolVaried], sightings: Sequence[tuple[tuple[str, str], str, Law]]
) -> Names:
    """Name what varies by what the code unpacks it to, else by the field's convention.

    ``sightings`` are (path and function, name, law) of the whole numbers that names were bound to.
    """
    by_function: dict[tuple[str, str], dict[int, str]] = {}
    votes: dict[int, Counter[str]] = {}
    for place, name, law in sightings:
        match = _SYMBOL.match(law.text)
        if match is None or not name.isidentifier():
            continue
        symbol = int(match[1])
        by_function.setdefault(place, {}).setdefault(symbol, name)
        votes.setdefault(symbol, Counter())[name] += 1
    general: list[str] = []
    from_code: set[int] = set()
    for index, symbol_varied in enumerate(symbols):
        ranked = [name for name, _ in votes.get(index, Counter()).most_common()]
        chosen = next((name for name in ranked if name not in general), None)
        if chosen is not None:
            from_code.add(index)
        general.append(chosen or _free(symbol_varied.label, general))
    return Names(tuple(general), by_function, frozenset(from_code))


def _free(label: str, taken: Sequence[str]) -> str:
    name, number = label, 2
    while name in taken:
        name, number = f"{label}{number}", number + 1
    return name


def symbol_records(symbols: Sequence[SymbolVaried], names: Names) -> tuple[Symbol, ...]:
    """Return what varied, for the report."""
    return tuple(
        Symbol(
            names.general[index],
            varied.base,
            varied.tried,
            "code" if index in names.from_code else "convention",
        )
        for index, varied in enumerate(symbols)
    )


def dimensions(concrete: Shape, laws: Laws, names: tuple[str, ...]) -> tuple[int | str, ...]:
    """Return a shape with its laws written out; what has none gets a question mark."""
    return tuple(
        f"{size}?" if law is None else _written(size, law, names)
        for size, law in zip(concrete, laws, strict=True)
    )


def _written(size: int, law: Law, names: tuple[str, ...]) -> int | str:
    return law.text.format(*names) if "{" in law.text else size


def shape_text(shape: Sequence[int | str], names: Sequence[str | None]) -> str:
    """Return a shape for people: ``[B, n_head=12, T, 64]``."""
    parts = [
        f"{name}={size}" if name is not None and isinstance(size, int) else str(size)
        for size, name in zip(shape, names or [None] * len(shape), strict=True)
    ]
    return f"[{', '.join(parts)}]"
