"""The numbers that a hover shows of a tensor or array: cheap, and without touching its state."""

from __future__ import annotations

import math
import sys
from typing import Any, NamedTuple

LARGEST_SAMPLE = 4096  # elements looked at; of a larger value an evenly spaced part
BINS = 16  # of a histogram


class Numbers(NamedTuple):
    """The numbers of one value; both parts empty where it has none."""

    stats: dict[str, float]
    histogram: dict[str, Any] | None


NOTHING = Numbers({}, None)


def numbers_of(value: Any) -> Numbers:
    """Return min, max, mean and std of the finite elements, how many are not, or are zero.

    ``nonfinite`` counts elements of the sample, ``zeros`` is a share of it, ``elements`` is how
    many were looked at where those are not all. The histogram counts the finite ones in equal bins.
    """
    try:
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return _of_tensor(torch, value)
        return _of_array(sys.modules["numpy"], value)
    except Exception:  # functorch wrappers, quantised, sparse, object arrays: no numbers then
        return NOTHING


def _of_tensor(torch: Any, value: Any) -> Numbers:
    if (
        value.layout is not torch.strided
        or value.is_complex()
        or value.is_meta
        or value.is_quantized
    ):
        return NOTHING
    with torch.no_grad():
        sample = value.detach()
        elements = sample.numel()
        if not elements:
            return NOTHING
        if elements > LARGEST_SAMPLE:
            sample = sample[_steps(value.shape)]
        sample = sample.to("cpu", torch.float64).reshape(-1)
        looked_at = sample.numel()
        zeros = looked_at - int(torch.count_nonzero(sample))
        low, high = map(float, torch.aminmax(sample))
        nonfinite = 0
        if not (math.isfinite(low) and math.isfinite(high)):  # NaN spreads to both
            sample = sample[torch.isfinite(sample)]
            nonfinite = looked_at - sample.numel()
        result: dict[str, float] = {"nonfinite": nonfinite, "zeros": round(zeros / looked_at, 4)}
        histogram = None
        if sample.numel():
            low, high = map(float, torch.aminmax(sample)) if nonfinite else (low, high)
            std, mean = torch.std_mean(sample, correction=0)
            result.update(_rounded(low, high, float(mean), float(std)))
            if _has_spread(low, high):
                counts = torch.histc(sample, BINS, low, high).to(torch.int64).tolist()
                histogram = {"low": low, "high": high, "counts": counts}
        if elements != looked_at:
            result["elements"] = looked_at
        return Numbers(result, histogram)


def _of_array(numpy: Any, value: Any) -> Numbers:
    if value.dtype.kind not in "biuf" or not value.size:
        return NOTHING
    sample = value[_steps(value.shape)] if value.size > LARGEST_SAMPLE else value
    sample = numpy.asarray(sample, dtype=numpy.float64).reshape(-1)
    kept = sample[numpy.isfinite(sample)]
    zeros = sample.size - int(numpy.count_nonzero(sample))
    result = {
        "nonfinite": int(sample.size - kept.size),
        "zeros": round(zeros / sample.size, 4),
    }
    histogram = None
    if kept.size:
        low, high = float(kept.min()), float(kept.max())
        result.update(_rounded(low, high, float(kept.mean()), float(kept.std())))
        if _has_spread(low, high):
            counts = numpy.histogram(kept, bins=BINS, range=(low, high))[0].tolist()
            histogram = {"low": low, "high": high, "counts": counts}
    if sample.size != value.size:
        result["elements"] = int(sample.size)
    return Numbers(result, histogram)


def _has_spread(low: float, high: float) -> bool:
    return low < high and high - low < 1e300 and max(abs(low), abs(high)) < 1e300


def _rounded(low: float, high: float, mean: float, std: float) -> dict[str, float]:
    figures = {"min": low, "max": high, "mean": mean, "std": std}
    return {name: float(f"{figure:.6g}") for name, figure in figures.items() if abs(figure) < 1e300}


def _steps(shape: Any) -> tuple[slice, ...]:
    """Return slices that take at most ``LARGEST_SAMPLE`` evenly spaced elements as a view."""
    sizes: list[int] = [int(size) for size in shape]
    steps = [1] * len(sizes)
    while _product(sizes) > LARGEST_SAMPLE:
        axis = sizes.index(max(sizes))
        steps[axis] *= 2
        sizes[axis] = -(-int(shape[axis]) // steps[axis])
    return tuple(slice(None, None, step) for step in steps)


def _product(sizes: list[int]) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result
