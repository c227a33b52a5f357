"""What the truth of a fake tensor probably is: there are no numbers to look at.

A guard against NaN must not fire, a mask is seldom empty. Anything else is taken for true, because
the branch that a program guards is mostly the one worth seeing.
"""

from __future__ import annotations

import weakref
from typing import Any

_FALSE = {"isnan", "isinf", "eq", "isneginf", "isposinf"}
_TRUE = {"isfinite", "ne", "gt", "lt", "ge", "le"}
_SAME = {"any", "all", "view", "reshape", "clone", "detach", "select", "squeeze", "_to_copy"}
_OPPOSITE = {"logical_not", "bitwise_not"}
_OR = {"logical_or", "bitwise_or", "__or__"}
_AND = {"logical_and", "bitwise_and", "__and__", "mul"}


class LikelyTruths:
    """Remembers of each fake truth value what it would probably be."""

    def __init__(self, torch: Any) -> None:
        self._bool = torch.bool
        self._tensor = torch.Tensor
        self._known: dict[int, tuple[Any, bool]] = {}

    def note(self, func: Any, args: Any, result: Any) -> None:
        """Take in the result of an operation."""
        if not isinstance(result, self._tensor):
            return
        name = func.overloadpacket.__name__
        if name in ("sum", "any", "mean", "max", "count_nonzero"):
            pass  # of truth values: as true as they are
        elif result.dtype is not self._bool:
            return
        truth = self._truth(name, args)
        if truth is not None:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[id(result)] = (weakref.ref(result), truth)

    def of(self, tensor: Any) -> bool:
        """Return the probable truth of a tensor."""
        known = self._known.get(id(tensor))
        return True if known is None or known[0]() is not tensor else known[1]

    def _truth(self, name: str, args: Any) -> bool | None:
        if name in ("ne", "eq") and len(args) > 1 and args[0] is args[1]:
            return name == "eq"  # a number is unlike itself only where it is none
        given = [self.of(arg) for arg in args[:2] if isinstance(arg, self._tensor)]
        if name in _FALSE:
            return False
        if name in _TRUE:
            is_sum = args and isinstance(args[0], self._tensor) and id(args[0]) in self._known
            return given[0] if is_sum else True
        if name in _OPPOSITE and given:
            return not given[0]
        if name in _OR:
            return any(given)
        if name in _AND:
            return all(given)
        return given[0] if given else None
