"""Keeps Python's garbage collector away from the moments in which somebody waits.

What an analysis makes dies by reference counting (measured: no object of it in a cycle). A full
collection walks all that the server has imported and took 55 ms at every tenth letter.
"""

from __future__ import annotations

import asyncio
import gc
from typing import Final

_QUIET: Final = 0.5  # seconds without an analysis, after which nobody is typing
_MOST: Final = 200  # analyses without such a rest; what pygls leaves in cycles is small


class Housekeeping:
    """Collects garbage while the user rests instead of while the server works."""

    def __init__(self) -> None:
        self._analyses = 0
        self._resting: asyncio.TimerHandle | None = None
        self._is_frozen = False

    def analysed(self) -> None:
        """Take note of a finished analysis; called on the event loop."""
        gc.disable()
        self._analyses += 1
        if self._resting is not None:
            self._resting.cancel()
        delay = 0.0 if self._analyses >= _MOST else _QUIET
        self._resting = asyncio.get_running_loop().call_later(delay, self._collect)

    def stop(self) -> None:
        """Leave collecting to Python again."""
        if self._resting is not None:
            self._resting.cancel()
        gc.enable()

    def _collect(self) -> None:
        self._analyses = 0
        gc.collect()
        if not self._is_frozen:  # after the first analysis everything is imported
            gc.freeze()
            self._is_frozen = True
