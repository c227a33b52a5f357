"""Models that a program saves or loads, and what they consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dyetrace.flow.events import Backward, Bind, Call, CrossValidate, Fit, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.persistence import LOADERS

_DEEP = 5
_HEAD = re.compile(r"\s*(?:self\.)?\w+")


def everything_in(value: Value, depth: int = _DEEP) -> Iterator[Value]:
    """Iterate over an object, the elements of a container and the attributes of an instance."""
    yield from value.each()
    if depth:
        inner = [*(value.items or ()), *(value.entries or {}).values()]
        inner += [part for name, part in value.attributes.items() if name != "__class__"]
        for part in inner:
            if not part.is_constant:
                yield from everything_in(part, depth - 1)


class Loaded:
    """The objects that a program loads."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._calls = [call for call in flow.of(Call) if call.function in LOADERS]
        self._identities = {call.result.identity for call in self._calls}
        self._names = {
            bind.target for bind in flow.of(Bind) if bind.value.identity in self._identities
        }

    def __bool__(self) -> bool:
        return bool(self._calls)

    def holds(self, value: Value | None) -> bool:
        """Whether an object was loaded, alone or as a part of what was loaded."""
        if value is None:
            return False
        if any(each.identity in self._identities for each in value.each()):
            return True
        if value.site is None or value.type is not None:
            return False
        source = self.flow.sources.get(value.site.path)
        text = "" if source is None else source.text_of(value.site)
        head = _HEAD.match(text)
        return head is not None and head[0].strip() in self._names and "[" in text

    def call_of(self, value: Value) -> Call | None:
        """Return the call that loaded an object, where it can be told."""
        identities = {each.identity for each in value.each()}
        found = (call for call in self._calls if call.result.identity in identities)
        return next(found, self._calls[0] if len(self._calls) == 1 else None)


def trains(flow: Flow) -> bool:
    """Whether a program trains or judges models: it is no program that only serves one."""
    if any(True for _ in flow.of(Split)) or any(True for _ in flow.of(CrossValidate)):
        return True
    if any(True for _ in flow.of(Backward)):
        return True
    return any(fit.role in ("model", "search") for fit in flow.of(Fit))
