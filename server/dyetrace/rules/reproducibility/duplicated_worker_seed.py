"""The rule ``duplicated-worker-seed``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.source.requirements import is_certainly_older

_FIXED_IN = (1, 9)  # torch seeds NumPy in every worker since (pull request 56488)
_LOADER = "torch.utils.data.DataLoader"
_NOT_PER_ITEM = ("__init__", "__len__")
_SEEDING = frozenset({"numpy.random.seed", "numpy.random.default_rng", "numpy.random.RandomState"})


class DuplicatedWorkerSeed(Rule):
    """Every worker of a `DataLoader` draws the same NumPy numbers.

    What it does
    ------------
    Reports random numbers of NumPy in the `__getitem__` of a `Dataset` that a `DataLoader` with
    workers reads, if the project certainly uses a version of torch before 1.9.

    Why it matters
    --------------
    Each worker starts with a copy of NumPy's generator in the same state. With four workers each
    "random" crop or flip occurs four times in a row, and every epoch repeats the ones before.

    Evidence
    --------
    torch before 1.9 seeds Python's and its own generator in the workers, not NumPy's
    (pytorch/pytorch issue 5059, fixed by pull request 56488).

    When it stays silent
    --------------------
    torch 1.9 or newer, or a version that nothing pins (environment, lock file, requirements);
    `worker_init_fn` given; no workers; the item seeds or makes a generator of its own.

    Fix
    ---
    Use torch 1.9 or newer, or a `worker_init_fn` that seeds NumPy from `torch.initial_seed()`.
    """

    name: ClassVar[str] = "duplicated-worker-seed"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "Loader workers draw the same NumPy numbers (torch before 1.9)."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Random crops with four workers, torch 1.8",
            """
            import numpy as np
            from torch.utils.data import DataLoader, Dataset


            class Crops(Dataset):
                def __init__(self, images):
                    self.images = images

                def __len__(self):
                    return len(self.images)

                def __getitem__(self, index):
                    top = np.random.randint(0, 32)  # expect: duplicated-worker-seed
                    return self.images[index][top : top + 224]


            loader = DataLoader(Crops(np.load("images.npy")), batch_size=16, num_workers=4)
            """,
            files=(("requirements.txt", "torch==1.8.1\n"),),
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Each worker is seeded",
            """
            import numpy as np
            import torch
            from torch.utils.data import DataLoader, Dataset


            class Crops(Dataset):
                def __init__(self, images):
                    self.images = images

                def __len__(self):
                    return len(self.images)

                def __getitem__(self, index):
                    top = np.random.randint(0, 32)
                    return self.images[index][top : top + 224]


            def seed_worker(number):
                np.random.seed(torch.initial_seed() % 2**32)


            crops = Crops(np.load("images.npy"))
            loader = DataLoader(crops, batch_size=16, num_workers=4, worker_init_fn=seed_worker)
            """,
            files=(("requirements.txt", "torch==1.8.1\n"),),
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        loaders = {}
        for call in flow.of(Call):
            if call.function == _LOADER and call.args and _has_workers(call):
                loaders.update(dict.fromkeys(_datasets(call.args[0]), call))
        if not loaders:
            return
        drawn = [call for call in flow.of(Call) if _owner(call) in loaders]
        seeded = {_owner(call) for call in drawn if call.function in _SEEDING}
        told: set[str] = set()
        for call in drawn:
            owner = _owner(call)
            if owner in seeded | told or not call.function.startswith("numpy.random."):
                continue
            if not is_certainly_older(flow.source.path, ("torch", "pytorch"), _FIXED_IN):
                return
            told.add(owner)
            yield self._report(call, owner, loaders[owner])

    def _report(self, call: Call, owner: str, loader: Call) -> Finding:
        short = call.function.rpartition(".")[2]
        workers = loader.keywords["num_workers"].constant
        return self.finding(
            call.site,
            f"All {workers} workers draw the same `np.random.{short}` numbers (torch before 1.9).",
            confidence=0.94,
            why="Each worker starts with a copy of NumPy's generator in the same state: the same "
            "augmentation occurs once for each worker, and every epoch repeats it.",
            advice="Use torch 1.9 or newer, or pass a `worker_init_fn` that seeds NumPy from "
            "`torch.initial_seed()`.",
            evidence=f"`{owner}` draws from NumPy for each item, the loader at line "
            f"{loader.site.line} has {workers} workers and no `worker_init_fn`, and the project "
            "pins a torch before 1.9.",
            related=(Related(loader.site, f"{workers} workers read it here"),),
        )


def _has_workers(call: Call) -> bool:
    workers = call.keywords.get("num_workers")
    count = None if workers is None else workers.constant
    return isinstance(count, int) and count > 0 and "worker_init_fn" not in call.keywords


def _datasets(value: Value) -> Iterator[str]:
    """Iterate over the user's classes that a loader reads, also through subsets of a split."""
    for each in value.each():
        kind = each.attributes.get("__class__")
        if kind is not None and _is_dataset(kind) and kind.name is not None:
            yield kind.name
        inner = each.attributes.get("dataset")
        if kind is None and inner is not None:
            yield from _datasets(inner)


def _is_dataset(kind: Value) -> bool:
    return any(
        _is_dataset(base)
        if base.type == "class"
        else (base.name or "").startswith("torch.utils.data")
        for base in kind.items or ()
    )


def _owner(call: Call) -> str:
    """Return the class whose item a call helps to make, "" where it is none."""
    owner, _, method = call.context.function.rpartition(".")
    return "" if method in _NOT_PER_ITEM else owner
