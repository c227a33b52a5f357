"""Reads the fields of what a worker says, each with its type: it is untrusted input."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dyetrace.probes.messages import Place, ProtocolError

LONGEST_TEXT = 4096  # characters of any text in a message
MOST_ITEMS = 1024  # of a list
MOST_DIMENSIONS = 256


class Fields:
    """The fields of one message, each asked for with its type."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def _wrong(self, name: str) -> ProtocolError:
        kind = self._document.get("type")
        return ProtocolError(f"the worker sent a message `{kind}` with a wrong `{name}`")

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return _whole(self._document.get(name), self._wrong(name))

    def maybe_whole(self, name: str) -> int | None:
        """Return a whole number, None where it is missing."""
        return None if self._document.get(name) is None else self.whole(name)

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._document.get(name)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise self._wrong(name)
        return value

    def maybe_text(self, name: str) -> str | None:
        """Return a text, None where it is missing."""
        return None if self._document.get(name) is None else self.text(name)

    def one_of(self, name: str, *choices: str) -> str:
        """Return a text that is one of some."""
        value = self.text(name)
        if value not in choices:
            raise self._wrong(name)
        return value

    def truth(self, name: str) -> bool:
        """Return a truth value."""
        value = self._document.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def maybe_truth(self, name: str) -> bool | None:
        """Return a truth value, None where it is missing."""
        return None if self._document.get(name) is None else self.truth(name)

    def number(self, name: str) -> float:
        """Return a finite number."""
        return _number(self._document.get(name), self._wrong(name))

    def maybe_number(self, name: str) -> float | None:
        """Return a finite number, None where it is missing."""
        return None if self._document.get(name) is None else self.number(name)

    def items(self, name: str) -> list[Any]:
        """Return a list of anything."""
        value = self._document.get(name)
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise self._wrong(name)
        return value

    def wholes(self, name: str) -> tuple[int, ...]:
        """Return whole numbers."""
        return tuple(_whole(item, self._wrong(name)) for item in self.items(name))

    def maybe_wholes(self, name: str) -> tuple[int, ...]:
        """Return whole numbers; none where the field is missing."""
        return () if self._document.get(name) is None else self.wholes(name)

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the sizes of a shape."""
        sizes = self.wholes(name)
        if len(sizes) > MOST_DIMENSIONS:
            raise self._wrong(name)
        return sizes

    def texts(self, name: str) -> tuple[str, ...]:
        """Return texts."""
        items = self.items(name)
        if not all(isinstance(item, str) and len(item) <= LONGEST_TEXT for item in items):
            raise self._wrong(name)
        return tuple(items)

    def pairs(self, name: str) -> tuple[tuple[float, float], ...]:
        """Return pairs of numbers."""
        error = self._wrong(name)
        found = []
        for item in self.items(name):
            if not isinstance(item, list) or len(item) != 2:
                raise error
            found.append((_number(item[0], error), _number(item[1], error)))
        return tuple(found)

    def numbers(self, name: str) -> tuple[float, ...]:
        """Return finite numbers."""
        return tuple(_number(item, self._wrong(name)) for item in self.items(name))

    def stats(self, name: str) -> dict[str, float]:
        """Return finite numbers by name."""
        value = self._document.get(name)
        if not isinstance(value, dict) or len(value) > 16:
            raise self._wrong(name)
        return {str(key): _number(item, self._wrong(name)) for key, item in value.items()}

    def place(self, name: str) -> Place:
        """Return a place."""
        numbers = self.shape(name)
        if len(numbers) != 5 or min(numbers) < 0:
            raise self._wrong(name)
        return Place(*numbers)

    def maybe_place(self, name: str) -> Place | None:
        """Return a place, None where it is missing."""
        return None if self._document.get(name) is None else self.place(name)

    def parts(self, name: str) -> list[Fields]:
        """Return the fields of each object in a list."""
        return [Fields(self._mapping(item, name)) for item in self.items(name)]

    def part(self, name: str) -> Fields | None:
        """Return the fields of an object, None where it is missing."""
        value = self._document.get(name)
        return None if value is None else Fields(self._mapping(value, name))

    def _mapping(self, value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(name)
        return value


def _whole(value: Any, error: ProtocolError) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**63:
        raise error
    return value


def _number(value: Any, error: ProtocolError) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise error
    return value
