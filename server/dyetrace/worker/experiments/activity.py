"""Units that never fire, or always sit at the flat end of their activation, over the batch.

Counted for each unit over all its samples: half of all values being zero is how ReLU works.
"""

from __future__ import annotations

import sys
from typing import Any

from ..recorder import Recorder
from .places import place_at, user_spot
from .replay import Copies, leaves_of, replay
from .tape import Step, listening_mode

FLAT = 0.01  # distance from the ends of sigmoid and tanh that counts as saturated
ALWAYS = 0.99  # share of samples
MOST_PLACES = 200
_RECTIFIERS = {"relu", "relu_", "clamp_min", "threshold"}
_SQUASHERS = {"sigmoid": (0.0, 1.0), "sigmoid_": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def activity(step: Step, recorder: Recorder) -> list[dict[str, Any]]:
    """Return, for each activation that runs in the step, its units and how many are dead or flat.

    Raises ``NotPossible``.
    """
    found: list[dict[str, Any]] = []
    copies = Copies(step)
    for module in copies.modules:
        module.eval()

    def look(function: Any, args: Any, options: Any, result: Any) -> None:
        name = getattr(function, "__name__", "")
        if len(found) < MOST_PLACES and (name in _RECTIFIERS or name in _SQUASHERS):
            facts = _units(name, result.detach())
            if facts is not None:
                spot = user_spot(recorder) or (step.running and step.running.spot)
                found.append({**facts, "place": place_at(recorder, spot)})

    with listening_mode([look]):
        replay(step, copies, leaves_of(step, copies))
    return found


def _units(name: str, values: Any) -> dict[str, Any] | None:
    """Count over a unit: a channel of an image, a feature of anything else."""
    torch = sys.modules["torch"]
    if values.dim() < 2 or not values.is_floating_point():
        return None
    axis = 1 if values.dim() == 4 else values.dim() - 1
    by_unit = values.movedim(axis, -1).reshape(-1, values.shape[axis])
    samples, units = by_unit.shape
    if units < 2 or not samples:
        return None
    if name in _RECTIFIERS:
        idle = (by_unit <= 0).all(0)
        kind = "dead"
    else:
        low, high = _SQUASHERS[name]
        flat = ((by_unit - low) < FLAT) | ((high - by_unit) < FLAT)
        idle = flat.to(torch.float32).mean(0) >= ALWAYS
        kind = "saturated"
    return {
        "kind": kind,
        "function": name,
        "units": units,
        "idle": int(idle.sum()),
        "samples": samples,
    }
