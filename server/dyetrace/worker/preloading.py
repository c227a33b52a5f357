"""Libraries that a warm worker imports ahead, kept out of sight until the program imports them.

Hidden, they change nothing: ``"torch" in sys.modules`` is false until the program says
``import torch``, as in a process that has just started. The import then takes no time.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_STAGES = (("numpy",), ("torch", "torch._subclasses.fake_tensor"))
_BASE = "torch"  # its own import brings in all that was loaded before and with it


class Hidden(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules that are loaded but not in ``sys.modules``; finds them when they are asked for."""

    def __init__(self, modules: dict[str, ModuleType]) -> None:
        self._modules = modules

    @property
    def names(self) -> list[str]:
        """The top-level names that are hidden."""
        return sorted({name.partition(".")[0] for name in self._modules})

    def version_of(self, name: str) -> str | None:
        """Return the version of a hidden library."""
        module = self._modules.get(name)
        return None if module is None else str(getattr(module, "__version__", ""))[:100]

    def renew_randomness(self) -> None:
        """Give a fork random states of its own, as a process that has just started has them."""
        numpy_random: Any = self._modules.get("numpy.random")
        if numpy_random is not None:
            numpy_random.seed()
        torch: Any = self._modules.get("torch")
        if torch is not None:
            torch.default_generator.seed()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a hidden module."""
        module = self._modules.get(fullname)
        if module is None:
            return None
        return importlib.machinery.ModuleSpec(
            fullname,
            self,
            origin=getattr(module, "__file__", None),
            is_package=hasattr(module, "__path__"),
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Return the module that was loaded ahead."""
        module = self._modules[spec.name]
        spec.loader_state = (module.__spec__, getattr(module, "__loader__", None))
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Show the module and those that its import would have brought in."""
        own = module.__spec__
        if own is not None and own.loader_state is not None:
            module.__spec__, module.__loader__ = own.loader_state
        top = module.__name__.partition(".")[0]
        for name in list(self._modules):
            if top in (_BASE, name.partition(".")[0]):
                sys.modules.setdefault(name, self._modules.pop(name))


def preload() -> Hidden:
    """Import numpy, torch and torch's machinery for fake tensors as far as they are installed.

    Nothing is computed on real tensors: threads that compute do not survive a fork.
    """
    before = set(sys.modules)
    for stage in _STAGES:
        for name in stage:
            try:
                importlib.import_module(name)
            except Exception:  # not installed, or broken: the program will see for itself
                break
    if "torch" in sys.modules:
        _warm_up(sys.modules["torch"])
    loaded = [name for name in sys.modules if name not in before]
    tops = {name.partition(".")[0] for name in loaded}
    hidden = {top for top in tops if not _is_standard(top)}
    modules = {}
    for name in loaded:
        if name.partition(".")[0] in hidden:
            modules[name] = sys.modules.pop(name)
    gc.collect()
    gc.freeze()  # forks share the pages of what is never collected
    return Hidden(modules)


def _warm_up(torch: Any) -> None:
    """Let fake tensors import and prepare what they do at their first use of common operations."""
    try:
        mode = torch._subclasses.fake_tensor.FakeTensorMode()
        importlib.import_module("torch.utils.flop_counter")
    except Exception:  # an old torch: what it lacks is imported by the probe that needs it
        return
    with mode:
        for layers in (_layers_of_vision, _layers_of_sequences):
            try:
                layers(torch)
            except Exception:  # as above
                continue


def _layers_of_vision(torch: Any) -> None:
    nn, functional = torch.nn, torch.nn.functional
    images = torch.empty(2, 3, 16, 16)
    features = nn.BatchNorm2d(4)(nn.Conv2d(3, 4, 3, padding=1)(images))
    features = functional.max_pool2d(functional.relu(features), 2)
    features = nn.ConvTranspose2d(4, 4, 2, stride=2)(nn.AdaptiveAvgPool2d(4)(features))
    logits = nn.Dropout(0.1)(nn.Linear(4 * 64, 5)(features.flatten(1)))
    functional.cross_entropy(logits, torch.zeros(2, dtype=torch.long))


def _layers_of_sequences(torch: Any) -> None:
    nn, functional = torch.nn, torch.nn.functional
    x = nn.Embedding(7, 8)(torch.zeros(2, 6, dtype=torch.long))
    x = nn.LayerNorm(8)(x + torch.arange(6)[None, :, None])
    q, k, v = nn.Linear(8, 24)(x).split(8, dim=-1)
    heads = [part.view(2, 6, 2, 4).transpose(1, 2) for part in (q, k, v)]
    scores = (heads[0] @ heads[1].transpose(-2, -1)) / 2.0
    scores = scores.masked_fill(torch.tril(torch.ones(6, 6)) == 0, float("-inf"))
    mixed = torch.softmax(scores, dim=-1) @ heads[2]
    mixed = mixed + functional.scaled_dot_product_attention(*heads)
    mixed = mixed.transpose(1, 2).contiguous().reshape(2, 6, 8)
    mixed = torch.cat([functional.gelu(mixed), torch.einsum("btc,btc->btc", mixed, mixed)], -1)
    mixed.mean(dim=1).squeeze().unsqueeze(0).permute(2, 1, 0).chunk(2)
    nn.LSTM(16, 4, batch_first=True)(mixed)
    nn.MultiheadAttention(16, 2, batch_first=True)(mixed, mixed, mixed)


def _is_standard(top: str) -> bool:
    """Whether a top-level module belongs to Python itself."""
    if top in getattr(sys, "stdlib_module_names", ()) or top in sys.builtin_module_names:
        return True
    module = sys.modules.get(top)
    file = getattr(module, "__file__", None)
    if file is None:
        return top.startswith("_")
    paths = sysconfig.get_paths()
    parts = file.split(os.sep)
    if "site-packages" in parts or "dist-packages" in parts:
        return False
    return any(file.startswith(paths[name] + os.sep) for name in ("stdlib", "platstdlib"))


def watched_files() -> list[list[Any]]:
    """Return what tells that an environment was changed: (path, time of change) of its parts."""
    paths = {os.path.realpath(sys.executable), os.path.join(sys.prefix, "pyvenv.cfg")}
    paths.update(entry for entry in sys.path if os.path.isdir(entry))
    for name in ("torch", "numpy"):
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            spec = None
        if spec is not None and spec.origin:
            paths.update((spec.origin, os.path.join(os.path.dirname(spec.origin), "version.py")))
    return [[path, _changed_at(path)] for path in sorted(paths)]


def _changed_at(path: str) -> int | None:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None
