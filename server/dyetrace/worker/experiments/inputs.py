"""What really goes into the network: the leaves of the first model call, in numbers."""

from __future__ import annotations

import sys
from typing import Any

from .dependence import Subject

MOST_CHANNELS = 4096


def inputs(subject: Subject) -> list[dict[str, Any]]:
    """Return facts of each tensor that the model was given."""
    return [_facts(subject.leaves[number]) for number in subject.inputs()]


def _facts(tensor: Any) -> dict[str, Any]:
    torch = sys.modules["torch"]
    shape = list(tensor.shape)
    facts: dict[str, Any] = {
        "shape": shape,
        "dtype": str(tensor.dtype).rpartition(".")[2],
        "nonfinite": 0,
        "bad_rows": [],
    }
    if not tensor.numel():
        return facts
    numbers = tensor.detach().to(torch.float64)
    finite = torch.isfinite(numbers)
    facts["nonfinite"] = int((~finite).sum())
    if facts["nonfinite"]:
        rows = (~finite).reshape(shape[0] if shape else 1, -1).any(1)
        facts["bad_rows"] = [int(row) for row in rows.nonzero().reshape(-1)[:16]]
    kept = numbers[finite]
    if kept.numel():
        low, high = map(float, torch.aminmax(kept))
        std, mean = torch.std_mean(kept, correction=0)
        facts.update(low=low, high=high, mean=float(mean), std=float(std))
        facts["whole"] = bool((kept == kept.round()).all())
    if tensor.is_floating_point() and len(shape) in (2, 4) and not facts["nonfinite"]:
        facts.update(_channels(torch, numbers))
    return facts


def _channels(torch: Any, numbers: Any) -> dict[str, Any]:
    """Return how far apart the features (B, F) or channels (B, C, H, W) that vary are in size."""
    if numbers.shape[1] > MOST_CHANNELS or numbers.shape[0] < 2:
        return {}
    by_channel = numbers.movedim(1, 0).reshape(numbers.shape[1], -1)
    spread = by_channel.std(1, correction=0)
    moving = spread[spread > 0]
    if moving.numel() < 2:
        return {}
    all_sizes = by_channel.abs().amax(1)
    sizes = all_sizes[spread > 0]
    ratio = float(sizes.max() / sizes.clamp_min(1e-12).min())
    return {"ratio": ratio, "largest": int(torch.argmax(all_sizes))}
