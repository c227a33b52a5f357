"""How the server is: its log in the client's output channel, its state, facts for bug reports."""

from __future__ import annotations

import asyncio
import logging
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from lsprotocol import types

from dyetrace import __version__

_LEVELS: Final = (
    (logging.ERROR, types.MessageType.Error),
    (logging.WARNING, types.MessageType.Warning),
    (logging.INFO, types.MessageType.Info),
)
_LONGEST: Final = 20_000  # characters of one log message


@dataclass(frozen=True, slots=True)
class Health:
    """What the client's status item shows."""

    status: Literal["ok", "warning", "error"] = "ok"
    busy: bool = False
    message: str = ""


class ClientLog(logging.Handler):
    """Sends log records to the client from whatever thread they come."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, send: Callable[[types.LogMessageParams], None]
    ) -> None:
        super().__init__()
        self._loop = loop
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        """Queue one record; never raises, also when the session is over."""
        kind = next(
            (kind for level, kind in _LEVELS if record.levelno >= level), types.MessageType.Debug
        )
        try:
            message = types.LogMessageParams(kind, self.format(record)[:_LONGEST])
            self._loop.call_soon_threadsafe(self._send, message)
        except RuntimeError:  # the loop is closed
            sys.stderr.write(f"{record.getMessage()}\n")


def debug_information(facts: Iterable[tuple[str, object]]) -> str:
    """Return lines for a bug report: versions first, then the session's facts."""
    import lsprotocol
    import pygls

    base: list[tuple[str, object]] = [
        ("Dyetrace", __version__),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("Interpreter", sys.executable),
        ("Flags", f"isolated {sys.flags.isolated}, no site {sys.flags.no_site}"),
        ("Platform", platform.platform()),
        ("pygls", pygls.__file__),
        ("lsprotocol", lsprotocol.__file__),
        ("libcst", "loaded" if "libcst" in sys.modules else "not loaded"),
    ]
    return "\n".join(f"{name}: {value}" for name, value in [*base, *facts])
