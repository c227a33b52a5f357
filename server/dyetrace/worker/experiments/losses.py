"""What goes into the loss functions of a program: enough to tell logits from probabilities.

Facts of the first calls at each place; inputs are looked at once, as the program computes them.
"""

from __future__ import annotations

import math
import sys
from typing import Any

from ..recorder import Recorder
from .places import place_at, user_spot

CLASSIFYING = ("cross_entropy", "nll_loss")
BINARY = ("binary_cross_entropy", "binary_cross_entropy_with_logits")
ELEMENTWISE = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "soft_margin_loss")
WATCHED = frozenset((*CLASSIFYING, *BINARY, *ELEMENTWISE, "kl_div"))
_DIFFERENCES = frozenset(("sub", "__sub__", "__rsub__", "rsub", "subtract"))
CALLS = 3  # looked at of each place
MOST_PLACES = 50
MOST_CLASSES = 1000  # whose rows are counted
ROW_SUM = 1e-3  # how far rows of probabilities may be from a sum of 1
_ARGUMENTS = ("input", "target", "weight")


class LossWatch:
    """Remembers what loss functions were given."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._seen: dict[Any, list[dict[str, Any]]] = {}

    def facts(self) -> list[dict[str, Any]]:
        """Return the calls that were looked at, in order of their places' first calls."""
        return [call for calls in self._seen.values() for call in calls]

    def after_function(self, function: Any, args: Any, options: Any, result: Any) -> None:
        """Look at a call if it is one of a loss function."""
        name = getattr(function, "__name__", "")
        if name in WATCHED:
            given = dict(zip(_ARGUMENTS, args), **options)
        elif name in _DIFFERENCES and len(args) == 2 and _spreads(args):
            given, name = {"input": args[0], "target": args[1]}, "difference"
        else:
            return
        spot = user_spot(self._recorder)
        key = (name, spot)
        calls = self._seen.get(key)
        if calls is None:
            if len(self._seen) >= MOST_PLACES:
                return
            calls = self._seen[key] = []
        if len(calls) < CALLS:
            place = place_at(self._recorder, spot)
            calls.append({**_look(name, given, result), "place": place})


def _spreads(args: Any) -> bool:
    """Whether an (N, 1) and an (N,) make an (N, N)."""
    tensor = sys.modules["torch"].Tensor
    if not all(isinstance(part, tensor) for part in args):
        return False
    flat, column = sorted((part.shape for part in args), key=len)
    return len(flat) == 1 and len(column) == 2 and column[1] == 1 and flat[0] == column[0] > 1


def _look(name: str, given: dict[str, Any], result: Any) -> dict[str, Any]:
    torch = sys.modules["torch"]
    with torch.no_grad():
        scores, target = given["input"].detach(), given["target"]
        target = target.detach() if isinstance(target, torch.Tensor) else None
        value = float(result.detach()) if result.numel() == 1 else math.nan
        facts: dict[str, Any] = {
            "function": name,
            "value": value if math.isfinite(value) else None,
            "with_gradients": bool(given["input"].requires_grad),
            "input_shape": list(scores.shape),
            "target_shape": [] if target is None else list(target.shape),
            "reduction": str(given.get("reduction", "mean")),
            "weighted": given.get("weight") is not None or given.get("pos_weight") is not None,
            "smoothing": float(given.get("label_smoothing") or 0.0),
            **_of_scores(torch, name, scores),
        }
        if target is not None and target.numel():
            facts.update(_of_target(torch, name, scores, target, given.get("ignore_index", -100)))
        return facts


def _of_scores(torch: Any, name: str, scores: Any) -> dict[str, Any]:
    if not scores.numel() or not scores.is_floating_point():
        return {}
    low, high = map(float, torch.aminmax(scores.float()))
    if not (math.isfinite(low) and math.isfinite(high)):
        return {}
    facts: dict[str, Any] = {"low": low, "high": high}
    if name in (*CLASSIFYING, "kl_div") and scores.dim() > 1:
        axis = 1 if name != "kl_div" else -1
        total = scores.float().sum(axis)
        logarithm = scores.float().logsumexp(axis)
        facts["rows_sum_to_one"] = bool(low >= 0 and ((total - 1).abs() < ROW_SUM).all())
        facts["rows_are_log"] = bool((logarithm.abs() < ROW_SUM).all())
        facts["classes"] = int(scores.shape[axis])
    return facts


def _of_target(torch: Any, name: str, scores: Any, target: Any, ignored: Any) -> dict[str, Any]:
    if name in CLASSIFYING and not target.is_floating_point():
        kept = target[target != ignored].reshape(-1)
        classes = scores.shape[1] if scores.dim() > 1 else scores.shape[0]
        facts: dict[str, Any] = {}
        if kept.numel():
            facts.update(label_low=int(kept.min()), label_high=int(kept.max()))
            if facts["label_low"] >= 0 and facts["label_high"] < classes <= MOST_CLASSES:
                facts["counts"] = torch.bincount(kept.cpu(), minlength=int(classes)).tolist()
        return facts
    numbers = target.float().reshape(-1)
    return {"target_variance": float(numbers.var(correction=0)) if numbers.numel() > 1 else 0.0}
