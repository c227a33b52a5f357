"""Where in the user's code something happens right now."""

from __future__ import annotations

import sys
from types import CodeType
from typing import Any, Callable, NamedTuple, TypeVar

from ..recorder import Recorder
from ..sites import Place

_REPLAYS: set[CodeType] = set()
_F = TypeVar("_F", bound=Callable[..., Any])


class Spot(NamedTuple):
    """An instruction of the user's code, cheap to note; ``place_at`` finds its columns."""

    code: CodeType
    instruction: int
    line: int


def replays(function: _F) -> _F:
    """Mark a function that runs the user's code again: who called it says nothing of places."""
    _REPLAYS.add(function.__code__)
    return function


def user_spot(recorder: Recorder) -> Spot | None:
    """Return the innermost running user instruction, none where no user code leads here."""
    frame: Any = sys._getframe(1)
    while frame is not None and frame.f_code not in _REPLAYS:
        if recorder.sites.file_of(frame.f_code.co_filename) is not None:
            return Spot(frame.f_code, frame.f_lasti, frame.f_lineno)
        frame = frame.f_back
    return None


def place_at(recorder: Recorder, spot: Spot | None) -> list[int] | None:
    """Return [file, line, column, end line, end column] of the expression at a spot.

    Before Python 3.11 code objects hold no columns: the whole line stands for it.
    """
    file = None if spot is None else recorder.sites.file_of(spot.code.co_filename)
    if spot is None or file is None:
        return None
    recorder.announce(file)
    return [file.index, *file.columns(_running(spot, file))]


def definition_place(recorder: Recorder, thing: Any) -> list[int] | None:
    """Return the place that constructed a module, parameter or optimizer."""
    site = recorder.definition_of(thing)
    return None if site is None else site_place(recorder, site)


def site_place(recorder: Recorder, site: int) -> list[int]:
    """Return the place of an observed expression, or of the definition that it stands in."""
    file, place, definition, _ = recorder.sites[site]
    recorder.announce(file)
    return [file.index, *file.columns(definition or place)]


def _running(spot: Spot, file: Any) -> Place:
    positions = getattr(spot.code, "co_positions", None)
    if positions is not None:
        known = list(positions())
        index = spot.instruction // 2
        if 0 <= index < len(known):
            first, last, start, end = known[index]
            if None not in (first, last, start, end):
                return first, start, last, end
    line = spot.line
    text = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
    indent = len(text) - len(text.lstrip())
    return line, indent, line, max(len(text.rstrip().encode("utf-8")), indent)
