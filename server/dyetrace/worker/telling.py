"""Tells the host at the end of a run what was seen at each place, and in which module instances."""

from __future__ import annotations

from typing import Any, Optional

from .channel import Channel, clipped
from .module_paths import facts_of, paths_of
from .recorder import Recorder
from .sampling import Samples
from .seen import Seen

MOST_TOLD = 64  # variants of one place
_LONGEST_PATH = 300
Flops = dict[int, int]  # by the id of the module


def tell_seen(recorder: Recorder) -> None:
    """Send the shapes of a run that was not told of while it went on."""
    for site, seen in list(recorder.seen.items()):
        for description in dict.fromkeys(d for _, d, _ in seen.variants()):
            recorder.tell(site, seen, description)


def tell_totals(recorder: Recorder, channel: Channel, flops: Flops | None = None) -> None:
    """Send what is known only at the end: how often, the latest numbers, all shapes, layers."""
    paths = Paths(recorder)
    for site, seen in list(recorder.seen.items()):
        description = seen.description
        if description is None:
            continue
        module = seen.module() if seen.module is not None else None
        fields: dict[str, Any] = {
            "calls": seen.calls,
            "stats": seen.numbers.stats,
            "histogram": seen.numbers.histogram,
            "requires_grad": description.requires_grad,
            "concrete": list(description.shape),
            "variants": _variants(seen, paths),
            "module": None,
        }
        if module is not None:
            facts = facts_of(module)
            fields["stats"] = {name: facts[name] for name in ("parameters", "trainable")}
            fields["module"] = {
                **facts,
                "kind": clipped(type(module).__name__, 100),
                "path": clipped(paths.of_module(module), _LONGEST_PATH) or None,
                "flops": (flops or {}).get(id(module)),
            }
        is_argument = description.kind == "int" and site in recorder.sites.arguments
        for number in recorder.places_of(site):
            if not is_argument:
                channel.send("total", site=number, **fields)


Value = tuple[Optional[str], list[int]]  # module path, shape
Snapshot = dict[int, list[Value]]  # by site


def snapshot_of(recorder: Recorder, like: dict[int, Any] | None = None) -> Snapshot:
    """Return the shapes that a run saw, each with the path of its module instance.

    ``like`` are modules, by id, that were skipped because they are like another one. Where all
    instances had the same shapes their path is ``*``.
    """
    paths = Paths(recorder)
    skipped = paths.skipped(like or {})
    found: Snapshot = {}
    for site, seen in list(recorder.seen.items()):
        by_path: dict[str | None, list[list[int]]] = {}
        for owner, description, _ in seen.variants():
            if description.kind != "module":
                for path in (paths.of(owner), *skipped.get(owner, ())):
                    shapes = by_path.setdefault(path, [])
                    if list(description.shape) not in shapes:
                        shapes.append(list(description.shape))
        every = list(by_path.values())
        if every and all(shapes == every[0] for shapes in every):
            by_path = {"*": every[0]}
        values = [(path, shape) for path, shapes in by_path.items() for shape in shapes]
        if values:
            found[site] = values[:MOST_TOLD]
    return found


def tell_samples(recorder: Recorder, channel: Channel, samples: Samples, base: Snapshot) -> None:
    """Send what varied and what was seen in each run, the base run first."""
    if not samples.records:
        return
    for varied in samples.varied:
        channel.send(
            "symbol", label=varied.group.label, base=varied.group.base, tried=list(varied.sizes)
        )
    _tell_run(recorder, channel, 0, [v.group.base for v in samples.varied], base)
    for number, record in enumerate(samples.records, 1):
        sizes = [varied.sizes[number - 1] for varied in samples.varied]
        _tell_run(recorder, channel, number, sizes, record)


def _tell_run(
    recorder: Recorder, channel: Channel, number: int, sizes: list[int], snapshot: Snapshot
) -> None:
    channel.send("run", number=number, sizes=sizes)
    for site, values in snapshot.items():
        told = [{"path": path, "shape": shape} for path, shape in values]
        for place in recorder.places_of(site):
            channel.send("sample", run=number, site=place, values=told)


class Paths:
    """Paths of module instances, by the numbers that the recorder gave them."""

    def __init__(self, recorder: Recorder) -> None:
        self._alive = recorder.owners.alive()
        self._paths = paths_of([*self._alive.values(), *recorder.modules()])

    def of(self, owner: int) -> str | None:
        """Return the path of an owner; None outside modules and of one that is gone."""
        module = self._alive.get(owner)
        return None if module is None else clipped(self.of_module(module), _LONGEST_PATH)

    def skipped(self, like: dict[int, Any]) -> dict[int, list[str]]:
        """Return, by the number of a module that ran, the paths of those that are like it."""
        numbers = {id(module): number for number, module in self._alive.items()}
        found: dict[int, list[str]] = {}
        for skipped, ran in like.items():
            if id(ran) in numbers:
                found.setdefault(numbers[id(ran)], []).append(self._paths.get(skipped, ""))
        return found

    def of_module(self, module: Any) -> str:
        """Return the path of a module, empty for an outermost one."""
        return self._paths.get(id(module), "")


def _variants(seen: Seen, paths: Paths) -> list[dict[str, Any]]:
    """Return the different (shape, module path) of a place with how often each was seen."""
    if len({description.shape for _, description, _ in seen.variants()}) < 2:
        return []
    told = [
        {**description.as_json(), "path": paths.of(owner), "calls": calls}
        for owner, description, calls in seen.variants()
        if description.kind != "module"
    ]
    return told[:MOST_TOLD]
