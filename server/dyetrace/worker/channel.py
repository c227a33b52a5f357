"""The worker's way out: JSON lines on a private descriptor that the user's program cannot reach."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from typing import Any

LONGEST_TEXT = 2000  # characters of any text of the user's that is sent


class Channel:
    """Sends messages to the host; silent in forked children and once the host is gone."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._lock = threading.Lock()
        self._owner = os.getpid()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._close)

    def send(self, message: str, /, **fields: Any) -> None:
        """Send one message; values must be JSON."""
        fields["type"] = message
        line = json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"
        with self._lock:
            if self._owner != os.getpid():
                return
            try:
                view = memoryview(line)
                while view:
                    view = view[os.write(self.descriptor, view) :]
            except OSError:
                self._owner = -1

    def reopen(self, descriptor: int) -> None:
        """Go on in this process after a fork, on a duplicate of the descriptor."""
        self.descriptor = descriptor
        self._owner = os.getpid()

    def progress(self, message: str) -> None:
        """Say in a sentence what happens now."""
        self.send("progress", message=clipped(message))

    def _close(self) -> None:
        self._owner = -1
        self._lock = threading.Lock()
        with contextlib.suppress(OSError):
            os.close(self.descriptor)


def clipped(text: str, limit: int = LONGEST_TEXT) -> str:
    """Return a text of at most ``limit`` characters that any encoding can hold."""
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return text.encode("utf-8", "replace").decode("utf-8")
