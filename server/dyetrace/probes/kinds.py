"""The probe kinds that there are, and how far a program is run for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Optimizer steps that one kind alone needs: a curve has a shape from 20 points on, and a model that
# says one class only may just be young.
_STEPS: Final = {
    "shapes": 1,
    "gradients": 1,  # more where a parameter looks unused
    "overfit": 3,
    "curve": 60,
    "nan": 60,
    "predictions": 30,
    "data": 3,
}
KINDS: Final = tuple(_STEPS)
STEPS_TOGETHER: Final = 3  # of several kinds: a verdict in seconds


def steps_for(kinds: Iterable[str]) -> int:
    """Return after how many optimizer steps a run ends where the user names no number."""
    wanted = {_STEPS[kind] for kind in kinds if kind in _STEPS}
    return wanted.pop() if len(wanted) == 1 else STEPS_TOGETHER
