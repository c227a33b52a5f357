"""Splits by name, as data hubs write them: ``"train"``, ``"train[:80%]"``, ``"train+test"``."""

from __future__ import annotations

import re
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.selection import narrowed
from dyetrace.flow.values import Interval, Part, Rows

HUB: Final = "hub."  # starts the type of a data set that has not been split by name yet
SPLIT: Final = "=split"  # key of the part that a name selects
_SPLIT: Final = re.compile(r"^(\w+)(?:\[(-?\d+)?(%?):(-?\d+)?(%?)\])?$")


def split_rows(rows: frozenset[Rows], split: str, span: Span) -> frozenset[Rows]:
    """Return the rows of a split; unchanged where its text is of another form."""
    found: frozenset[Rows] = frozenset()
    for piece in split.replace(" ", "").split("+"):
        match = _SPLIT.match(piece)
        if match is None:
            return rows
        parts = [Part(span, match[1], SPLIT)]
        low, high = (None if text is None else int(text) for text in (match[2], match[4]))
        if low is not None or high is not None:
            unit = "%" if "%" in (match[3], match[5]) else "rows"
            from_end = any(bound is not None and bound < 0 for bound in (low, high))
            key = f"=split {match[1]} {unit}{' from end' if from_end else ''}"
            parts.append(Part(span, piece, key, Interval(low, high)))
        found |= narrowed(rows, tuple(parts))
    return found
