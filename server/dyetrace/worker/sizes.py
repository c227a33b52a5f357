"""Which sizes of the inputs may vary, and the foreign numbers that they are varied to."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

RUNS = 3  # further runs with other sizes
_BATCHES = ((3, 5, 7), (11, 13, 19), (2, 3, 5), (4, 8, 12))
_LENGTHS: tuple[tuple[int, ...], ...] = (
    (17, 29, 42),
    (23, 37, 51),
    (95, 160, 224),  # of images: some strides need sides that are not too small
    (95, 160, 256),
    (96, 160, 224),
    (127, 192, 288),
    (24, 40, 56),
    (64, 96, 160),
    (6, 9, 14),
)
_LONG = 48  # from this size on a dimension is taken for the side of an image or a long sequence


class Slot(NamedTuple):
    """One dimension of one input tensor."""

    leaf: int
    axis: int


class Group(NamedTuple):
    """Dimensions of the inputs that vary together."""

    label: str
    base: int
    slots: tuple[Slot, ...]


def groups_of(shapes: Sequence[tuple[int, ...]]) -> list[Group]:
    """Return the dimensions that may vary, of equal size together; the batch comes first."""
    slots: dict[tuple[bool, int], list[Slot]] = {}
    first = next((shape[0] for shape in shapes if shape), None)
    for leaf, shape in enumerate(shapes):
        for axis, size in enumerate(shape):
            is_batch = axis == 0 and size == first
            if size > 1 or (is_batch and len(shape) > 1):
                slots.setdefault((is_batch, size), []).append(Slot(leaf, axis))
    ordered = sorted(slots.items(), key=lambda entry: (not entry[0][0], entry[1]))
    labels = _labels(shapes)
    taken: set[str] = set()
    groups = []
    for (is_batch, size), members in ordered:
        label = "B" if is_batch else labels.get(members[0], "N")
        label = next(name for name in _numbered(label) if name not in taken)
        taken.add(label)
        groups.append(Group(label, size, tuple(members)))
    return groups


def joined(group: Group, groups: Sequence[Group]) -> Group | None:
    """Return a group together with those of the same size: the nodes of a graph and its matrix."""
    slots = tuple(slot for other in groups if other.base == group.base for slot in other.slots)
    return None if len(slots) == len(group.slots) else Group(group.label, group.base, slots)


def split(group: Group, shapes: Sequence[tuple[int, ...]]) -> list[Group]:
    """Return a group's dimensions apart: the sides of an image need not be equal."""
    by_axis: dict[tuple[int, int], list[Slot]] = {}
    for slot in group.slots:
        by_axis.setdefault((len(shapes[slot.leaf]), slot.axis), []).append(slot)
    if len(by_axis) < 2:
        return [group]
    labels = _labels(shapes)
    names = [labels.get(slots[0], "N") for slots in by_axis.values()]
    if len(set(names)) < len(names):
        names = [f"{name}{index}" for index, name in enumerate(names, 1)]
    return [Group(n, group.base, tuple(s)) for n, s in zip(names, by_axis.values())]


def _labels(shapes: Sequence[tuple[int, ...]]) -> dict[Slot, str]:
    """The field's usual names of dimensions, for where the program has none of its own."""
    usual = {2: "BT", 3: "BTC", 4: "BCHW", 5: "BCDHW"}
    return {
        Slot(leaf, axis): usual[len(shape)][axis]
        for leaf, shape in enumerate(shapes)
        if len(shape) in usual
        for axis in range(len(shape))
    }


def _numbered(label: str) -> Iterable[str]:
    return itertools.chain([label], (f"{label}{number}" for number in itertools.count(2)))


def choices(group: Group, avoided: set[int], used: set[int]) -> list[tuple[int, ...]]:
    """Return triples of sizes to try for a group, the most telling first.

    ``avoided`` are sizes that the model has, ``used`` those that other dimensions are varied to.
    """
    if group.label.startswith("B"):
        offered: list[tuple[int, ...]] = list(_BATCHES)
    else:
        is_side = group.label[0] in "HW" or group.base >= _LONG
        likely = [t for t in _LENGTHS if (min(t) >= 64) == is_side]
        smaller = _smaller(group.base, avoided | used)
        offered = [*likely[:2], *smaller, *likely[2:], *(t for t in _LENGTHS if t not in likely)]
    offered = [t for t in offered if group.base not in t and not used & set(t)] or [(3, 5, 7)]
    foreign = [triple for triple in offered if not avoided & set(triple)]
    return [*foreign, *(triple for triple in offered if triple not in foreign)]


def _smaller(base: int, taken: set[int]) -> list[tuple[int, ...]]:
    """A length that is a little larger may not fit into a table of positions: smaller ones too."""
    pool = [size for size in range(2, base) if size not in taken]
    if len(pool) < RUNS:
        return []
    return [(pool[len(pool) // 3], pool[len(pool) * 2 // 3], pool[-1])]


def resized(shape: tuple[int, ...], leaf: int, sizes: dict[Slot, int]) -> tuple[int, ...]:
    """Return a shape with the sizes that its dimensions are varied to."""
    return tuple(sizes.get(Slot(leaf, axis), size) for axis, size in enumerate(shape))


def parameter_sizes(module: Any) -> set[int]:
    """Return the sizes that a module's parameters and buffers have."""
    found: set[int] = set()
    for tensor in [*module.parameters(), *module.buffers()]:
        try:
            found.update(int(size) for size in tensor.shape)
        except (RuntimeError, ValueError):  # lazy
            continue
    return found
