"""How a size follows from the sizes of the inputs, found from runs with different ones.

A law must hold in every run, the base run and three others with sizes that are foreign to the
model; among the laws of a small grammar the simplest one is taken. ``{0}`` stands for the first
size that was varied, ``{1}`` for the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import gcd, isqrt
from typing import Final

_LARGEST_DIVISOR: Final = 64
_FEWEST_RUNS: Final = 3  # that tell a law from a coincidence
_FEWEST_STEPS: Final = 3  # of a rounded size: fewer would suit many divisors
_COEFFICIENT: Final = re.compile(r"(\d+\*)?(.+)")
_DEEPEST: Final = 3  # factors of a product


@dataclass(frozen=True, slots=True)
class Law:
    """A size as a text with the varied sizes' numbers in braces; a constant has none."""

    text: str
    is_atom: bool = False  # needs no brackets in a product

    @property
    def factor(self) -> str:
        """The text as part of a product."""
        return self.text if self.is_atom else f"({self.text})"


def fit(values: Sequence[int], sizes: Sequence[Sequence[int]]) -> Law | None:
    """Return the simplest law for a size: ``values[r]`` in the run with ``sizes[r]``.

    None where there is none, or where there were too few runs to tell.
    """
    if len(values) < 2:
        return None
    if len(set(values)) == 1:
        return Law(str(values[0]), is_atom=True)
    if len(values) < _FEWEST_RUNS or min(values) < 0:
        return None
    return _several(values, sizes, 0)


def _several(
    values: Sequence[int], sizes: Sequence[Sequence[int]], depth: int, is_plain: bool = False
) -> Law | None:
    """Try the kinds of laws in turn; ``is_plain`` leaves out those that round."""
    symbols = range(len(sizes[0]))
    columns = [[run[symbol] for run in sizes] for symbol in symbols]
    for symbol in symbols:
        if law := _linear(values, columns[symbol], symbol):
            return law
    if law := _sum_of_two(values, columns):
        return law
    if depth < _DEEPEST and (law := _product(values, sizes, columns, depth, is_plain=True)):
        return law
    if is_plain:
        return None
    for symbol in symbols:
        for find in (_floored, _quadratic, _clipped):
            if law := find(values, columns[symbol], symbol):
                return law
    if depth < _DEEPEST and (law := _product(values, sizes, columns, depth, is_plain=False)):
        return law
    return _square(values, columns)


def _linear(values: Sequence[int], column: Sequence[int], symbol: int) -> Law | None:
    """``2*{0}+1``"""
    pairs = sorted(set(zip(column, values, strict=True)))
    if len({size for size, _ in pairs}) < max(2, len(pairs)) or len(pairs) < 2:
        return None
    (x0, y0), (x1, y1) = pairs[0], pairs[-1]
    slope, rest = divmod(y1 - y0, x1 - x0)
    if rest or slope <= 0:
        return None
    offset = y0 - slope * x0
    if any(y != slope * x + offset for x, y in pairs) or abs(offset) > 4096:
        return None
    text = f"{{{symbol}}}" if slope == 1 else f"{slope}*{{{symbol}}}"
    return Law(text + _signed(offset), is_atom=offset == 0)


def _sum_of_two(values: Sequence[int], columns: Sequence[Sequence[int]]) -> Law | None:
    """``{0}+{1}+1``"""
    for first in range(len(columns)):
        for second in range(first + 1, len(columns)):
            rests = {
                v - a - b for v, a, b in zip(values, columns[first], columns[second], strict=True)
            }
            if len(rests) == 1:
                return Law(f"{{{first}}}+{{{second}}}{_signed(rests.pop())}")
    return None


def _product(
    values: Sequence[int],
    sizes: Sequence[Sequence[int]],
    columns: Sequence[Sequence[int]],
    depth: int,
    is_plain: bool,
) -> Law | None:
    """``{0}*({1}+1)``"""
    for symbol, column in enumerate(columns):
        if any(v % c for v, c in zip(values, column, strict=True)):
            continue
        rest = [v // c for v, c in zip(values, column, strict=True)]
        if len(set(rest)) == 1:
            continue  # that is linear
        others = [[size for k, size in enumerate(run) if k != symbol] for run in sizes]
        if not others[0]:
            continue
        law = _several(rest, others, depth + 1, is_plain)
        if law is not None:
            number, factor = _COEFFICIENT.fullmatch(law.factor).groups()  # type: ignore[union-attr]
            text = _renumbered(factor, symbol)
            return Law(f"{number or ''}{{{symbol}}}*{text}", is_atom=True)
    return None


def _renumbered(text: str, removed: int) -> str:
    """Give symbols behind a removed one their own numbers again."""
    parts = text.split("{")
    renumbered = [parts[0]]
    for part in parts[1:]:
        number, _, rest = part.partition("}")
        renumbered.append(f"{int(number) + (int(number) >= removed)}}}{rest}")
    return "{".join(renumbered)


def _floored(values: Sequence[int], column: Sequence[int], symbol: int) -> Law | None:
    """``({0}-1)//2+1``, ``{0}//4``, or one of them times a constant."""
    factor = gcd(*values)
    for part in dict.fromkeys((1, factor)):
        quotients = [value // part for value in values]
        if len(set(quotients)) < _FEWEST_STEPS or max(quotients) - min(quotients) < _FEWEST_STEPS:
            continue
        for divisor in _divisors():
            offset = _offset(quotients, column, divisor)
            if offset is None:
                continue
            text, is_atom = _floor_text(symbol, divisor, offset)
            if part == 1:
                return Law(text, is_atom)
            return Law(f"{part}*{text if is_atom else f'({text})'}", is_atom=True)
    return None


def _divisors() -> Iterator[int]:
    """Strides are mostly powers of two; any other divisor is less likely."""
    powers = [2**k for k in range(1, 7)]
    yield from powers
    yield from (k for k in range(3, _LARGEST_DIVISOR + 1) if k not in powers)


def _offset(values: Sequence[int], column: Sequence[int], divisor: int) -> int | None:
    """Return ``e`` where ``(size+e)//divisor`` is the value in every run, the plainest one."""
    low = max(v * divisor - c for v, c in zip(values, column, strict=True))
    high = min((v + 1) * divisor - c for v, c in zip(values, column, strict=True)) - 1
    if low > high or min(abs(low), abs(high)) > 4 * divisor:
        return None
    for plain in (0, divisor - 1, -divisor, divisor):
        if low <= plain <= high:
            return plain
    return min(range(low, high + 1), key=abs)


def _floor_text(symbol: int, divisor: int, offset: int) -> tuple[str, bool]:
    whole, part = divmod(offset, divisor)
    if part == 0:
        return f"{{{symbol}}}//{divisor}{_signed(whole)}", False
    return f"({{{symbol}}}-{divisor - part})//{divisor}{_signed(whole + 1)}", False


def _quadratic(values: Sequence[int], column: Sequence[int], symbol: int) -> Law | None:
    """``{0}**2``, ``{0}*({0}-1)//2``"""
    name = f"{{{symbol}}}"
    pairs = list(zip(values, column, strict=True))
    factors = {v // (c * c) if v % (c * c) == 0 else 0 for v, c in pairs}
    if len(factors) == 1 and 0 not in factors:
        factor = factors.pop()
        return Law(f"{name}**2" if factor == 1 else f"{factor}*{name}**2", is_atom=True)
    for sign, step in (("-", -1), ("+", 1)):
        if all(2 * v == c * (c + step) for v, c in pairs):
            return Law(f"{name}*({name}{sign}1)//2")
        if all(v == c * (c + step) for v, c in pairs):
            return Law(f"{name}*({name}{sign}1)", is_atom=True)
    return None


def _clipped(values: Sequence[int], column: Sequence[int], symbol: int) -> Law | None:
    """``min({0}, 64)``"""
    clipped = {v for v, c in zip(values, column, strict=True) if v != c}
    if len(clipped) != 1:
        return None
    bound = clipped.pop()
    if all(v == min(c, bound) for v, c in zip(values, column, strict=True)):
        return Law(f"min({{{symbol}}}, {bound})", is_atom=True)
    if all(v == max(c, bound) for v, c in zip(values, column, strict=True)):
        return Law(f"max({{{symbol}}}, {bound})", is_atom=True)
    return None


def _square(values: Sequence[int], columns: Sequence[Sequence[int]]) -> Law | None:
    """``({0}//8)**2+1``"""
    for added in (0, 1):
        if min(values) < added:
            continue
        roots = [isqrt(value - added) for value in values]
        if any(root * root + added != value for root, value in zip(roots, values, strict=True)):
            continue
        for symbol, column in enumerate(columns):
            law = _linear(roots, column, symbol) or _floored(roots, column, symbol)
            if law is not None:
                return Law(f"{law.factor}**2{_signed(added)}", is_atom=added == 0)
    return None


def _signed(number: int) -> str:
    return f"{number:+d}" if number else ""
