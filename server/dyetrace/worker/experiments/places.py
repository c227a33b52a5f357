"""Where in the user's code something happens right now."""

from __future__ import annotations

import sys
from typing import Any

from ..recorder import Recorder
from ..sites import Place


def user_place(recorder: Recorder) -> list[int] | None:
    """Return [file, line, column, end line, end column] of the innermost running user expression.

    Before Python 3.11 code objects hold no columns: the whole line stands for it.
    """
    frame: Any = sys._getframe(1)
    while frame is not None:
        file = recorder.sites.file_of(frame.f_code.co_filename)
        if file is not None:
            recorder.announce(file)
            return [file.index, *file.columns(_running(frame, file))]
        frame = frame.f_back
    return None


def definition_place(recorder: Recorder, thing: Any) -> list[int] | None:
    """Return the place that constructed a module, parameter or optimizer."""
    site = recorder.definition_of(thing)
    if site is None:
        return None
    file, place, definition, _ = recorder.sites[site]
    recorder.announce(file)
    return [file.index, *file.columns(definition or place)]


def _running(frame: Any, file: Any) -> Place:
    line = frame.f_lineno
    if hasattr(frame.f_code, "co_positions"):
        positions = list(frame.f_code.co_positions())
        index = frame.f_lasti // 2
        if 0 <= index < len(positions):
            first, last, start, end = positions[index]
            if None not in (first, last, start, end):
                return first, start, last, end
    text = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
    indent = len(text) - len(text.lstrip())
    return line, indent, line, max(len(text.rstrip().encode("utf-8")), indent)
