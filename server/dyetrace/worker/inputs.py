"""The tensors inside the arguments of a call: found, and given other sizes."""

from __future__ import annotations

import copy
import dataclasses
import sys
from typing import Any, Callable

from .sizes import Slot, resized

_DEEPEST = 6


def tensors_in(value: Any) -> list[Any]:
    """Return the tensors of arguments, in a fixed order; each object once."""
    found: list[Any] = []
    if "torch" not in sys.modules:
        return found

    def note(tensor: Any) -> Any:
        if not any(known is tensor for known in found):
            found.append(tensor)
        return tensor

    _mapped(value, note, 0)
    return found


def with_sizes(
    arguments: Any, leaves: list[Any], sizes: dict[Slot, int], make: Callable[..., Any]
) -> Any:
    """Return arguments in which tensors have other sizes; ``make(tensor, shape)`` makes them."""
    replaced: dict[int, Any] = {}
    for index, leaf in enumerate(leaves):
        shape = tuple(int(size) for size in leaf.shape)
        wanted = resized(shape, index, sizes)
        replaced[id(leaf)] = leaf if wanted == shape else make(leaf, wanted)
    return _mapped(arguments, lambda tensor: replaced.get(id(tensor), tensor), 0)


def repeated(tensor: Any, shape: tuple[int, ...]) -> Any:
    """Return a tensor of another shape made of the same numbers, cut or repeated in each axis."""
    torch = sys.modules["torch"]
    with torch.no_grad():
        result = tensor.detach()
        for axis, (size, wanted) in enumerate(zip(tensor.shape, shape)):
            if size != wanted:
                index = torch.arange(wanted, device=tensor.device).remainder(size)
                result = result.index_select(axis, index)
    return result.requires_grad_(tensor.requires_grad) if tensor.requires_grad else result


def _mapped(value: Any, change: Callable[[Any], Any], depth: int) -> Any:
    torch = sys.modules["torch"]
    if isinstance(value, torch.Tensor):
        return change(value)
    if depth > _DEEPEST:
        return value
    kind = type(value)
    if kind in (list, tuple):
        return kind(_mapped(item, change, depth + 1) for item in value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return kind(*(_mapped(item, change, depth + 1) for item in value))
    if isinstance(value, dict):
        items = {key: _mapped(item, change, depth + 1) for key, item in value.items()}
        if kind is dict:
            return items
        changed = copy.copy(value)
        for key, item in items.items():
            if item is not value[key]:
                changed[key] = item
        return changed
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = _copied(value)
        for field in dataclasses.fields(value):
            old = getattr(value, field.name, None)
            new = _mapped(old, change, depth + 1)
            if new is not old:
                object.__setattr__(changed, field.name, new)
        return changed
    return value


def _copied(value: Any) -> Any:
    return copy.copy(value)
