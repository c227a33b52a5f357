"""The first value that is not finite: forward through the operations, backward through the graph.

A cheap watch on losses and gradients decides whether anything is wrong; only then is the step run
again on copies and scanned. Anomaly mode knows the backward only.
"""

from __future__ import annotations

import sys
from typing import Any

from ..recorder import Recorder
from .places import place_at, user_spot
from .replay import Copies, leaves_of, replay
from .tape import Step, listening_mode
from .trees import parts_of

_MASKING = {
    "masked_fill",
    "masked_fill_",
    "where",
    "full",
    "full_like",
    "fill_",
    "triu",
    "tril",
    "__setitem__",
}
_LOOKING = {"isnan", "isinf", "isfinite", "nan_to_num", "nansum", "nanmean"}


def not_finite(tensors: Any) -> bool:
    """Whether any floating-point tensor holds NaN or an infinity."""
    torch = sys.modules["torch"]
    return any(
        t.is_floating_point() and not bool(torch.isfinite(t).all()) for t in tensors if t.numel()
    )


def nan_origin(step: Step, recorder: Recorder) -> dict[str, Any]:
    """Return where the first non-finite value of a step arises; raises ``NotPossible``."""
    copies = Copies(step)
    data = _in_data(step)
    if data is not None:
        return {"phase": "data", "operation": "", "place": None, "operands": [], **data}
    scan = _Scan(recorder, step)
    with listening_mode([scan.after_function]):
        losses, _ = replay(step, copies, leaves_of(step, copies))
    if not_finite(losses):
        return scan.forward or _nowhere("forward")
    for loss in losses:
        loss.sum().backward(retain_graph=True)
    if scan.backward is not None:
        return scan.backward
    gradients = [p.grad for p in copies.parameters(step) if p.grad is not None]
    return _nowhere("backward") if not_finite(gradients) else _nowhere("none")


def _nowhere(phase: str) -> dict[str, Any]:
    return {
        "phase": phase,
        "operation": "",
        "place": None,
        "operands": [],
        "rows": [],
    }


def _in_data(step: Step) -> dict[str, Any] | None:
    """Return the rows that hold the first non-finite values that came from outside, if any did."""
    for leaf in step.leaves:
        if not leaf.requires_grad and not_finite([leaf]) and not _is_mask(leaf):
            return {"rows": _bad_rows(leaf)}
    return None


def _is_mask(leaf: Any) -> bool:
    """Whether a tensor is an additive mask: minus infinity and finite numbers only."""
    torch = sys.modules["torch"]
    return bool((torch.isfinite(leaf) | (leaf == -float("inf"))).all())


def _bad_rows(tensor: Any) -> list[int]:
    torch = sys.modules["torch"]
    if tensor.dim() < 1:
        return []
    bad = ~torch.isfinite(tensor.detach()).reshape(tensor.shape[0], -1).all(1)
    return [int(row) for row in bad.nonzero().reshape(-1)[:16]]


class _Scan:
    """Watches a replay for the first operation that makes a non-finite value of finite ones."""

    def __init__(self, recorder: Recorder, step: Step) -> None:
        self._recorder = recorder
        self._step = step
        self.forward: dict[str, Any] | None = None
        self.backward: dict[str, Any] | None = None

    def _place(self) -> list[int] | None:
        call = self._step.running
        spot = user_spot(self._recorder) or (None if call is None else call.spot)
        return place_at(self._recorder, spot)

    def after_function(self, function: Any, args: Any, options: Any, result: Any) -> None:
        torch = sys.modules["torch"]
        name = getattr(function, "__name__", "")
        outputs = [t for t in parts_of(result, torch.Tensor) if t.is_floating_point()]
        if self.forward is None and outputs and name not in _MASKING and name not in _LOOKING:
            given = list(parts_of((args, options), torch.Tensor))
            if not_finite(outputs) and not not_finite(given):
                self.forward = {
                    "phase": "forward",
                    "operation": name,
                    "place": self._place(),
                    "operands": [_described(t) for t in given[:4]],
                    "rows": _bad_rows(outputs[0]),
                }
        for output in outputs:
            if output.grad_fn is not None and self.backward is None:
                self._watch(output.grad_fn, name, args, options)

    def _watch(self, node: Any, name: str, args: Any, options: Any) -> None:
        torch = sys.modules["torch"]
        place = self._place()
        given = [t.detach() for t in parts_of((args, options), torch.Tensor)][:4]

        def look(inner: Any, outer: Any) -> None:
            if self.backward is not None:
                return
            came = [t for t in outer if t is not None]
            went = [t for t in inner if t is not None]
            if not_finite(went) and not not_finite(came):
                self.backward = {
                    "phase": "backward",
                    "operation": name,
                    "place": place,
                    "operands": [_described(t) for t in given],
                    "rows": _bad_rows(next(t for t in went if not_finite([t]))),
                }

        node.register_hook(look)


def _described(tensor: Any) -> dict[str, Any]:
    torch = sys.modules["torch"]
    facts: dict[str, Any] = {"shape": list(tensor.shape), "low": None, "high": None, "zeros": 0}
    numbers = tensor.detach()
    if numbers.numel() and numbers.is_floating_point():
        finite = numbers[torch.isfinite(numbers)].float()
        if finite.numel():
            low, high = map(float, torch.aminmax(finite))
            facts.update(low=low, high=high, zeros=int((finite == 0).sum()))
    return facts
