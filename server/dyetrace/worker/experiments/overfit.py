"""Can the model learn a handful of rows by heart? A copy tries, with the user's optimizer and Adam.

Sixteen rows and three hundred steps are the field's usual sanity check (Karpathy's recipe, CS231n);
dropout and weight decay are off, and noise is drawn alike each time, so nothing but the model, its
loss and the step size stand between it and a loss of zero.
"""

from __future__ import annotations

import contextlib
import copy
import math
import sys
import time
from typing import Any, Callable, NamedTuple

from ..recorder import Recorder
from .losses import LossWatch
from .replay import Copies, NotPossible, batch_size, first_rows, leaves_of, replay
from .tape import Step, listening_mode

ROWS = 16
STEPS = 300
SECONDS = 5.0  # for each of the two attempts
FEWEST_STEPS = 150  # before an attempt may be given up
WINDOW = 50  # steps over which a loss that does not fall any more is at its floor
STANDSTILL = 0.002  # relative fall over the window
SOLVED = 0.05  # a loss below it, or below this share of the first one, counts as learnt
SHARE = 0.1
ADAM_RATE = 1e-3
_Say = Callable[[str], None]


class Attempt(NamedTuple):
    """How the loss went with one optimizer."""

    losses: list[float]
    solved: bool
    out_of_time: bool


def overfit(step: Step, optimizer: Any, recorder: Recorder, say: _Say) -> dict[str, Any]:
    """Return the facts of both attempts; raises ``NotPossible``."""
    rows = _rows_that_run(step)
    watch = LossWatch(recorder)
    say(f"Learning {rows or 'all'} rows by heart with Adam")
    adam = _attempt(step, rows, None, watch)
    own = None
    if optimizer is not None:
        say(f"Learning {rows or 'all'} rows by heart with the program's optimizer")
        own = _attempt(step, rows, optimizer)
    return {
        "rows": rows or batch_size(step) or 0,
        "calls": watch.facts(),
        "adam": _told(adam),
        "own": None if own is None else _told(own),
        "own_name": "" if optimizer is None else type(optimizer).__name__,
        "own_rate": None if optimizer is None else _rate(optimizer),
    }


def _rows_that_run(step: Step) -> int | None:
    """Return how many rows the step can be cut to; None where it only runs whole."""
    whole = batch_size(step)
    if whole is None or whole <= ROWS:
        return whole
    copies = Copies(step)
    try:
        losses, _ = replay(step, copies, first_rows(step, leaves_of(step, copies), ROWS))
    except NotPossible:
        return None
    return ROWS if all(_finite(loss) for loss in losses) else None


def _attempt(
    step: Step, rows: int | None, optimizer: Any, watch: LossWatch | None = None
) -> Attempt:
    """Train copies on the rows; ``watch`` sees what the loss functions get in the first step."""
    torch = sys.modules["torch"]
    copies = Copies(step)
    leaves = leaves_of(step, copies)
    if rows is not None:
        leaves = first_rows(step, leaves, rows)
    for module in copies.modules:
        _without_dropout(torch, module)
    mine = _copied_optimizer(torch, optimizer, copies, copies.parameters(step))
    losses: list[float] = []
    started = time.monotonic()
    listeners = [] if watch is None else [watch.after_function]
    for _ in range(STEPS):
        mine.zero_grad()
        with listening_mode(listeners) if listeners else contextlib.nullcontext():
            parts, _ = replay(step, copies, leaves)
        listeners = []
        with torch.enable_grad():
            total = sum(part.sum() for part in parts)
        losses.append(float(total.detach()))
        if losses[0] < 0:
            raise NotPossible("the loss is negative: zero is no floor of it")
        if not math.isfinite(losses[-1]):
            break
        if _is_learnt(losses):
            return Attempt(losses, True, False)
        if time.monotonic() - started > SECONDS:
            return Attempt(losses, False, True)
        if _stands_still(losses):
            break
        total.backward()
        mine.step()
    return Attempt(losses, False, False)


def _is_learnt(losses: list[float]) -> bool:
    return losses[-1] < SOLVED or losses[-1] < SHARE * losses[0]


def _stands_still(losses: list[float]) -> bool:
    if len(losses) < FEWEST_STEPS:
        return False
    before = min(losses[:-WINDOW])
    return before - min(losses[-WINDOW:]) < STANDSTILL * abs(before)


def _copied_optimizer(torch: Any, optimizer: Any, copies: Copies, parameters: list[Any]) -> Any:
    """Return Adam, or the user's optimizer over the copies as it was when it was made."""
    if not parameters:
        raise NotPossible("nothing in it can be trained")
    if optimizer is None:
        return torch.optim.Adam(parameters, lr=ADAM_RATE)
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            if id(parameter) not in copies.memo:
                copies.memo[id(parameter)] = parameter.detach().clone().requires_grad_()
    try:
        mine = copy.deepcopy(optimizer, dict(copies.memo))
        mine.state.clear()
        for group in mine.param_groups:
            if "weight_decay" in group:
                group["weight_decay"] = 0
    except Exception as error:
        raise NotPossible(f"its optimizer cannot be copied ({type(error).__name__})") from error
    return mine


def _without_dropout(torch: Any, model: Any) -> None:
    for module in model.modules():
        if isinstance(module, torch.nn.modules.dropout._DropoutNd):
            module.p = 0.0
        elif isinstance(getattr(module, "dropout", None), float):  # recurrent layers, attention
            module.dropout = 0.0


def _rate(optimizer: Any) -> float | None:
    rate = optimizer.param_groups[0].get("lr")
    return float(rate) if rate is not None else None


def _finite(tensor: Any) -> bool:
    return math.isfinite(float(tensor.detach().sum()))


def _told(attempt: Attempt) -> dict[str, Any]:
    finite = [loss for loss in attempt.losses if math.isfinite(loss)]
    return {
        "losses": finite,
        "solved": attempt.solved,
        "out_of_time": attempt.out_of_time,
        "nonfinite": len(finite) < len(attempt.losses),
    }
