"""Where a module instance sits in the model that holds it, and what it costs."""

from __future__ import annotations

from typing import Any


def paths_of(modules: list[Any]) -> dict[int, str]:
    """Return the path of each module by its id, in the outermost given module that holds it.

    An outermost module has the empty path. Of a module that sits at two places the first counts.
    """
    inner = {
        id(child) for module in modules for child in _descendants(module) if child is not module
    }
    paths: dict[int, str] = {}
    for module in modules:
        if id(module) in inner:
            continue
        for name, child in module.named_modules():
            paths.setdefault(id(child), name)
    return paths


def _descendants(module: Any) -> list[Any]:
    return list(module.modules())


def facts_of(module: Any) -> dict[str, int]:
    """Return how many numbers a module holds, how many are trained, and the bytes of all."""
    total = trainable = size = 0
    for parameter in module.parameters():
        count = _numel(parameter)
        total += count
        trainable += count if parameter.requires_grad else 0
        size += count * parameter.element_size() if count else 0
    for buffer in module.buffers():
        count = _numel(buffer)
        size += count * buffer.element_size() if count else 0
    return {"parameters": total, "trainable": trainable, "bytes": size}


def _numel(tensor: Any) -> int:
    try:
        return int(tensor.numel())
    except (RuntimeError, ValueError):  # of a lazy layer that has not seen an input
        return 0
