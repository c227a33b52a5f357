"""Open programs that are modules of each other: what one of them says, the others hear unsaved."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from dyetrace.source.modules import ModuleFinder, Trail, digest_of
from dyetrace.source.program import Source

# Whoever types in a module looks at the module: the programs that import it are read when the
# typing pauses, or after a while.
_PAUSE: Final = 0.3
_LONGEST: Final = 2.0


@dataclass
class Neighbours:
    """The readable texts of open scripts, and what each open program followed when it was read."""

    _texts: dict[str, Source] = field(default_factory=dict)  # by absolute path
    _trails: dict[str, Trail] = field(default_factory=dict)  # by the program's URI

    def finder(self) -> ModuleFinder:
        """Return a finder to which the texts of this moment count before the disk."""
        return ModuleFinder(dict(self._texts))

    def note(self, uri: str, trail: Trail) -> bool:
        """Take note of what a program followed; False if that has changed in the meantime."""
        self._trails[uri] = trail
        return all(
            path not in self._texts or digest_of(self._texts[path]) == digest
            for path, digest in trail.modules
        )

    def tell(self, source: Source) -> bool:
        """Take in the newest readable text of a script; returns whether it is news."""
        path = _module_path(source)
        if path is None:
            return False
        known = self._texts.get(path)
        self._texts[path] = source
        return known is None or known.original != source.original

    def close(self, uri: str, path: str) -> bool:
        """Forget a program; returns whether its text was what others saw."""
        self._trails.pop(uri, None)
        return self._texts.pop(os.path.abspath(path), None) is not None

    def outdated(self) -> Iterator[str]:
        """Iterate over the programs that would now follow something else; asks the disk."""
        trails = list(self._trails.items())
        finder = self.finder()
        for uri, trail in trails:
            if not finder.confirms(trail):
                yield uri


class Pause:
    """Acts once when nothing has happened for a moment, and at the latest after a while."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._since: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def restart(self) -> None:
        """Something has happened."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._since = now if self._since is None else self._since
        self._cancel()
        self._timer = loop.call_at(min(now + _PAUSE, self._since + _LONGEST), self._end)

    def stop(self) -> None:
        """Do not act any more."""
        self._cancel()
        self._since = None

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = self._since = None
        self._act()


def _module_path(source: Source) -> str | None:
    """Return the path at which a program is found when others import it."""
    if source.is_notebook or "://" in source.path or not source.path.endswith(".py"):
        return None
    return os.path.abspath(source.path)
