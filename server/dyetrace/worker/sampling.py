"""Further runs with other sizes: which dimensions may vary, and what everything else becomes then.

A run in which a dimension may not have another size fails, and the dimension is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, NamedTuple

from .sizes import RUNS, Group, Slot, choices, groups_of, joined, split

MOST_OFFERS = 5  # sizes that are tried of one dimension
MOST_RUNS = 24  # further runs in all, most of them ended early by an exception
Run = Callable[["dict[Slot, int]"], Any]  # returns what it recorded, None where it failed


class Varied(NamedTuple):
    """A group of dimensions and the sizes that it had in the further runs."""

    group: Group
    sizes: tuple[int, ...]


class Samples(NamedTuple):
    """What varied, and what was recorded in each run in which all of it had other sizes."""

    varied: list[Varied]
    records: list[Any]


class Sampler:
    """Finds by trying what may vary, and runs with three foreign sizes of it."""

    def __init__(self, run: Run, shapes: Sequence[tuple[int, ...]], fixed: set[int]) -> None:
        self._run = run
        self._shapes = shapes
        self._fixed = fixed
        self._left = MOST_RUNS

    def sample(self) -> Samples:
        """Return the further runs; none where no dimension may vary."""
        varied, first = self._what_varies(groups_of(self._shapes))
        if not varied or first is None:
            return Samples([], [])
        varied, first = self._apart(varied, first)
        records = [first]
        kept = [0]
        for index in range(1, RUNS):
            record = self._tried(varied, index)
            if record is not None:
                records.append(record)
                kept.append(index)
        named = [Varied(v.group, tuple(v.sizes[index] for index in kept)) for v in varied]
        return Samples(named, records)

    def _what_varies(self, groups: list[Group]) -> tuple[list[Varied], Any]:
        """Return the groups that may vary together, and the record of the run that showed it.

        Mostly all of them may whose size no parameter has (its first dimension is the batch), so
        that is tried at once; the others one by one.
        """
        likely: list[Varied] = []
        for group in groups:
            if group.label == "B" or group.base not in self._fixed:
                likely.append(Varied(group, self._offers(group, likely)[0]))
        record = self._tried(likely, 0) if likely else None
        varied = likely if record is not None else []
        for group in groups:
            if any(one.group is group for one in varied):
                continue
            for triple in self._offers(group, varied)[:MOST_OFFERS]:
                tried = [*varied, Varied(group, triple)]
                found = self._tried(tried, 0) if tried != likely else None
                if found is not None:
                    varied, record = tried, found
                    break
        if not varied and groups and (together := joined(groups[0], groups)) is not None:
            tried = [Varied(together, self._offers(together, [])[0])]
            record = self._tried(tried, 0)
            varied = tried if record is not None else []
        return varied, record

    def _apart(self, varied: list[Varied], record: Any) -> tuple[list[Varied], Any]:
        """Let equal dimensions of one tensor differ, where that is possible."""
        for index, one in enumerate(varied):
            parts = split(one.group, self._shapes)
            if len(parts) < 2:
                continue
            others = [*varied[:index], *varied[index + 1 :]]
            tried = [*others, Varied(parts[0], one.sizes)]
            for part in parts[1:]:
                offers = [t for t in self._offers(part, tried) if _is_alike(t, one.sizes)]
                tried.append(Varied(part, (offers or self._offers(part, tried))[0]))
            found = self._tried(tried, 0)
            if found is not None:
                varied, record = tried, found
        return varied, record

    def _offers(self, group: Group, taken: Sequence[Varied]) -> list[tuple[int, ...]]:
        used = {size for one in taken for size in one.sizes}
        return choices(group, self._fixed, used)

    def _tried(self, varied: Sequence[Varied], index: int) -> Any:
        if self._left <= 0:
            return None
        self._left -= 1
        sizes = {slot: one.sizes[index] for one in varied for slot in one.group.slots}
        return self._run(sizes)


def _is_alike(sizes: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Whether two triples suit the same kind of dimension: long ones, short ones."""
    return (min(sizes) >= 64) == (min(others) >= 64)
