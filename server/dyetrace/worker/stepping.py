"""When a probed program has shown enough: counting forwards, backwards and optimizer steps."""

from __future__ import annotations

import weakref
from typing import Any, Callable

# An optimizer that has had its steps waits for others that have not begun (the two of a GAN, a
# critic trained several times for each step of the generator), but not for ever.
PATIENCE = 10
# Optimizers that took a step stay alive for the report, also when the function that made them has
# returned; of many (one for each fold) the first ones do.
KEPT = 8


class Steps:
    """Counts the steps of each optimizer and says when the run may end."""

    def __init__(self, wanted: int, finish: Callable[[str], None]) -> None:
        self.wanted = wanted
        self._finish = finish
        self._optimizers: list[Any] = []  # weak references, in the order of construction
        self._taken: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._kept: list[Any] = []
        self._backwards = 0
        self.is_model_called = False
        self.ends_at_backward = False
        self.needs_more: Callable[[int], bool] = lambda taken: False

    def add_optimizer(self, optimizer: Any) -> None:
        """Note an optimizer that the program made."""
        self._optimizers.append(weakref.ref(optimizer))

    def optimizers(self) -> list[Any]:
        """Return the optimizers that still live, oldest first."""
        alive = (reference() for reference in self._optimizers)
        return [optimizer for optimizer in alive if optimizer is not None]

    @property
    def most_taken(self) -> int:
        """Return how many steps the busiest optimizer took."""
        return max(self._taken.values(), default=0)

    def taken_by(self, optimizer: Any) -> int:
        """Return how many steps an optimizer took."""
        return self._taken.get(optimizer, 0)

    @property
    def backwards(self) -> int:
        """Return how often ``backward`` was called."""
        return self._backwards

    def before_backward(self) -> None:
        """Count a backward; without any optimizer two whole ones are enough to see all of them."""
        if self.ends_at_backward:
            self._finish("backward")
        enough = not self.optimizers() and self._backwards > self.wanted
        if enough and not self.needs_more(self._backwards - 1):
            self._finish("backward")
        self._backwards += 1

    def after_step(self, optimizer: Any) -> None:
        """Count a step and end the run when every optimizer has had enough of them."""
        taken = self._taken[optimizer] = self._taken.get(optimizer, 0) + 1
        if taken == 1 and len(self._kept) < KEPT:
            self._kept.append(optimizer)
        if taken < self.wanted:
            return
        waiting = [o for o in self.optimizers() if self._taken.get(o, 0) < self.wanted]
        if waiting and taken < self.wanted + PATIENCE:
            return
        if not self.needs_more(taken):
            self._finish("step")
