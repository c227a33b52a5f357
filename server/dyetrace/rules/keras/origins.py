"""Where a value came from, by the calls that made it."""

from __future__ import annotations

from collections.abc import Iterator

from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value

_STEPS = 8


class Origins:
    """The calls of a program by what they gave."""

    def __init__(self, flow: Flow) -> None:
        self._makers: dict[int, Call] = {}
        for call in flow.of(Call):
            self._makers.setdefault(call.result.identity, call)

    def maker(self, value: Value) -> Call | None:
        """Return the call that made a value, or None."""
        return self._makers.get(value.identity)

    def makers(self, value: Value, steps: int = _STEPS) -> Iterator[Call]:
        """Iterate over the calls that a value went through, the last one first."""
        call = self._makers.get(value.identity)
        if call is None or steps == 0:
            return
        yield call
        before = call.receiver if call.receiver is not None else None
        for source in (before, *call.args):
            if source is not None:
                yield from self.makers(source, steps - 1)
