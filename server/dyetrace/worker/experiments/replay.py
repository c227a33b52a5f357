"""Runs a recorded step again on deep copies of its models."""

from __future__ import annotations

import contextlib
import copy
import sys
from collections.abc import Iterator
from typing import Any

from .places import replays
from .tape import Call, Leaf, Ref, Step
from .trees import mapped, parts_of

SEED = 0  # of each replay: dropout and drawn noise are the same each time
LARGEST = 1024**3  # bytes of parameters that are copied


class NotPossible(Exception):
    """A step that cannot be run again; the text says why, as the end of a sentence."""


class Copies:
    """Deep copies of the modules and parameters of a step; what they share stays shared."""

    def __init__(self, step: Step) -> None:
        torch = sys.modules["torch"]
        modules = step.modules
        size = sum(p.numel() * p.element_size() for m in modules for p in m.parameters())
        if size > LARGEST:
            raise NotPossible(f"the model is too large to be copied ({size // 1024**2} MiB)")
        self.memo: dict[int, Any] = {}
        self._originals = modules  # keeps ids in the memo valid
        for module in (part for outer in modules for part in outer.modules()):
            for value in module.__dict__.values():
                if isinstance(value, torch.Tensor) and not value.is_leaf:
                    self.memo[id(value)] = value.detach().clone()
        try:
            self.modules = copy.deepcopy(modules, self.memo)
        except Exception as error:
            raise NotPossible(f"the model cannot be copied ({type(error).__name__})") from error
        for leaf in step.leaves:
            if leaf.requires_grad and id(leaf) not in self.memo:
                self.memo[id(leaf)] = leaf.detach().clone().requires_grad_()

    def of(self, original: Any) -> Any:
        """Return the copy of a module or parameter; the thing itself where there is none."""
        return self.memo.get(id(original), original)

    def parameters(self, step: Step) -> list[Any]:
        """Return the trainable parameters of the copies."""
        found = {id(p): p for m in self.modules for p in m.parameters() if p.requires_grad}
        loose = (self.of(leaf) for leaf in step.leaves if leaf.requires_grad)
        found.update((id(p), p) for p in loose)
        return list(found.values())


def leaves_of(step: Step, copies: Copies) -> list[Any]:
    """Return the leaves for a replay: parameters as their copies, data as it was."""
    return [copies.of(leaf) if leaf.requires_grad else leaf for leaf in step.leaves]


def replay(step: Step, copies: Copies, leaves: list[Any]) -> tuple[list[Any], dict[Any, Any]]:
    """Run a step; return its losses, and all tensors by their references.

    Raises ``NotPossible`` where the calls do not go through with these leaves.
    """
    torch = sys.modules["torch"]
    found: dict[Any, Any] = {Leaf(n): leaf for n, leaf in enumerate(leaves)}
    with _seeded(torch):
        for number, call in step.calls.items():
            step.running = call
            outputs = _again(torch, call, copies, found)
            if len(outputs) != call.outputs:
                raise NotPossible("the model gives another number of tensors the second time")
            found.update((Ref(number, index), tensor) for index, tensor in enumerate(outputs))
    return [found[loss] for loss in step.losses], found


@replays
def _again(torch: Any, call: Call, copies: Copies, found: dict[Any, Any]) -> list[Any]:
    """Make one call again and return its tensors; data is copied, for calls that overwrite it."""
    copied: dict[Any, Any] = {}

    def value(reference: Any) -> Any:
        tensor = found[reference]
        if isinstance(reference, Leaf) and not tensor.requires_grad:
            tensor = copied.setdefault(reference, tensor.clone())
        return tensor

    args, options = mapped((call.args, call.options), (Ref, Leaf), value)
    target = copies.of(call.target) if call.is_module else call.target
    name = getattr(target, "__name__", type(target).__name__)
    try:
        with torch.set_grad_enabled(call.with_gradients):
            result = target(*args, **options)
    except Exception as error:
        raise NotPossible(f"`{name}` does not run again ({error})") from error
    return list(parts_of(args[0] if name == "__setitem__" else result, torch.Tensor))


@contextlib.contextmanager
def _seeded(torch: Any) -> Iterator[None]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        yield


def batch_size(step: Step) -> int | None:
    """Return how many rows the first model call got: the first axis of its first tensor."""
    for call in step.calls.values():
        if call.is_module:
            for reference in parts_of((call.args, call.options), (Ref, Leaf)):
                if isinstance(reference, Leaf) and step.leaves[reference.index].dim():
                    return int(step.leaves[reference.index].shape[0])
    return None


def first_rows(step: Step, leaves: list[Any], rows: int) -> list[Any]:
    """Return the leaves cut to the first rows of the batch, as far as their sizes tell.

    A leaf whose first axis is a multiple of the batch is taken for a flattened one.
    """
    whole = batch_size(step)
    if whole is None or whole <= rows:
        return leaves
    cut = []
    for leaf in leaves:
        length = leaf.shape[0] if leaf.dim() else 0
        is_data = length and not leaf.requires_grad and length % whole == 0
        cut.append(leaf[: length // whole * rows] if is_data else leaf)
    return cut
