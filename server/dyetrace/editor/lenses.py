"""The lines above classes of layers: trace their shapes, and with which inputs that was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from lsprotocol import types

from dyetrace.editor.targets import targets
from dyetrace.editor.view import View

if TYPE_CHECKING:
    from dyetrace.probes.report import Entry, EntryInput

TRACE: Final = "dyetrace.traceTarget"
EDIT_INPUT: Final = "dyetrace.editTraceInput"
_LONGEST: Final = 60  # characters of an input that are shown


def code_lenses(view: View, uri: str, entries: Mapping[str, Entry]) -> list[types.CodeLens]:
    """Return the lenses of a script or cell; ``entries`` tell what was run, by target."""
    lenses: list[types.CodeLens] = []
    for target in targets(view.source):
        location = view.places.location(target.span)
        if location is None or location.uri != uri:
            continue
        owner = view.document.uri
        command = types.Command("$(play) Trace shapes", TRACE, arguments=[owner, target.name])
        lenses.append(types.CodeLens(location.range, command))
        entry = entries.get(target.name)
        if entry is not None and entry.input is not None:
            given = [owner, target.name, entry.input.expression]
            shown = types.Command(_input_title(entry.input), EDIT_INPUT, arguments=given)
            lenses.append(types.CodeLens(location.range, shown))
    return lenses


def _input_title(given: EntryInput) -> str:
    text = " ".join(given.expression.split())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    source = {"guess": "guessed", "call": "as called", "annotation": "as annotated"}
    how = source.get(given.source)
    return f"input: {text}" + (f" ({how})" if how else "")
