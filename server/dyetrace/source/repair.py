"""Blanking what is broken in one top-level block, as little as possible, without moving a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dyetrace.source.scanning import HEADER, WHITE, indentation, is_code, logical_lines

Block = Sequence[str]
Failure = Callable[[Block], "BaseException | None"]

_STATEMENTS = 8  # statements blanked in one block before whole functions are
_FUNCTIONS = 2
_NAME = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_MISSING_BODY = re.compile(r"expected an indented block after .* on line (\d+)")
_FUNCTION = re.compile(r"(?:async\s+def|def|class)\b")


def repair(block: Block, failure: Failure) -> tuple[BaseException | None, list[str]]:
    """Blank parts of a block until it parses.

    Returns what was wrong at first (None when nothing was) and the block with as many lines as
    before.
    """
    lines = list(block)
    first = error = failure(lines)
    for _ in range(_STATEMENTS):
        if error is None:
            return first, lines
        if not isinstance(error, SyntaxError) or not _mend(lines, error):
            break
        error = failure(lines)
    for _ in range(_FUNCTIONS):
        if error is None:
            return first, lines
        if not _drop_function(lines, _index(error, lines)):
            break
        error = failure(lines)
    if error is not None:
        lines = [""] * len(lines)
    return first, lines


def _index(error: BaseException, lines: Sequence[str]) -> int:
    """Return the index of the reported line; the end of the text means the last line of code."""
    number = error.lineno if isinstance(error, SyntaxError) and error.lineno else 1
    index = min(max(number - 1, 0), len(lines) - 1)
    while index and not lines[index].strip():
        index -= 1
    return index


def _mend(lines: list[str], error: SyntaxError) -> bool:
    """Do the smallest thing about one error; False when it would change nothing."""
    message = error.msg or ""
    before = list(lines)
    if (match := _MISSING_BODY.match(message)) is not None:
        _give_body(lines, int(match.group(1)) - 1)
    elif "expected 'except' or 'finally'" in message:
        _open_try(lines, _index(error, lines))
    elif message.startswith("unindent does not match"):
        _realign(lines, _index(error, lines))
    elif message.startswith("unexpected indent"):
        _blank_deeper(lines, _index(error, lines))
    else:
        _blank_statement(lines, _index(error, lines))
    return lines != before


def _give_body(lines: list[str], index: int) -> None:
    """A header without its block, as after typing ``for x in y:`` and a new line."""
    first, last = _statement(lines, min(index, len(lines) - 1))
    end = last - 1
    code = lines[end]
    if "#" in code:
        code = code[: code.index("#")]
    if code.rstrip().endswith(":"):
        lines[end] = code.rstrip() + " pass"
    else:
        _blank(lines, first, last)


def _open_try(lines: list[str], index: int) -> None:
    """A ``try`` that has no handler yet becomes a plain block."""
    for above in range(index, -1, -1):
        if lines[above].strip().startswith("try"):
            lines[above] = indentation(lines[above]) + "if 1:"
            return


def _realign(lines: list[str], index: int) -> None:
    """A line between two levels of indentation stands in for itself at the nearest of them."""
    levels = _levels_above(lines, index)
    typed = lines[index].lstrip(" \t\f:+-*/=.,([{'\"")  # a slip of the hand before the statement
    here = len(lines[index]) - len(typed)
    nearest = min(levels, key=lambda level: abs(len(level) - here))
    lines[index] = nearest + (typed or "_")
    _blank_statement(lines, index)


def _levels_above(lines: Sequence[str], index: int) -> list[str]:
    """Return the indentations that a statement at a line may have."""
    levels: list[str] = []
    for line in reversed(lines[:index]):
        if not is_code(line) or (levels and len(indentation(line)) >= len(levels[-1])):
            continue
        if not levels and line.rstrip().endswith(":"):
            levels.append(indentation(line) + "    ")
        levels.append(indentation(line))
    return levels or [""]


def _blank_deeper(lines: list[str], index: int) -> None:
    """Lines that are indented for no reason: blank them all, they have no block to be in."""
    depth = len(indentation(lines[index]))
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or len(indentation(lines[end])) >= depth):
        end += 1
    lines[index:end] = [""] * (end - index)


def _blank_statement(lines: list[str], index: int) -> None:
    first, last = _statement(lines, index)
    if not has_block(lines, first, last):
        _blank(lines, first, last)
        return
    start = lines[first].lstrip(WHITE)
    header = HEADER.match(start)
    stand_in = "if _:"  # a header it must have been: its block stays where it is
    if header is not None:
        stand_in = _stand_in(header.group(1), lines[first])
    elif not start[:1].isidentifier():
        lines[first:last] = [""] * (last - first)  # a slip of the hand in the middle of a block
        return
    lines[first:last] = [indentation(lines[first]) + stand_in] + [""] * (last - first - 1)


def _blank(lines: list[str], first: int, last: int) -> None:
    indent = indentation(lines[first])
    lines[first:last] = [indent + "pass"] + [""] * (last - first - 1)
    above = first - 1
    while above >= 0 and (not lines[above].strip() or lines[above].lstrip(WHITE).startswith("@")):
        lines[above] = ""
        above -= 1


def _statement(lines: Sequence[str], index: int) -> tuple[int, int]:
    for first, last in logical_lines(lines):
        if first <= index < last:
            return first, last
    return index, index + 1


def has_block(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether code that stands deeper follows the statement in lines ``first`` to ``last``."""
    depth = len(indentation(lines[first]))
    for line in lines[last:]:
        if is_code(line):
            return len(indentation(line)) > depth
    return False


def _stand_in(keyword: str, line: str) -> str:
    """Return a header that keeps the block of a broken one where it is."""
    name = _NAME.match(line.lstrip(WHITE))
    known = name.group(1) if name is not None and name.group(1).isidentifier() else "_"
    return {
        "def": f"def {known}(*_, **__):",
        "class": f"class {known}:",
        "for": "for _ in _:",
        "while": "while _:",
        "elif": "elif _:",
        "else": "else:",
        "try": "try:",
        "except": "except BaseException:",
        "finally": "finally:",
    }.get(keyword, "if _:")


def _drop_function(lines: list[str], index: int) -> bool:
    """Blank the innermost function or class round a line; False when there is none."""
    depth = len(indentation(lines[index])) + 1
    for first, _ in reversed(logical_lines(lines[: index + 1])):
        if not is_code(lines[first]):
            continue
        here = len(indentation(lines[first]))
        if here < depth and _FUNCTION.match(lines[first].lstrip(WHITE)):
            break
        depth = min(depth, here + 1)
    else:
        return False
    last = first + 1
    while last < len(lines) and (not is_code(lines[last]) or len(indentation(lines[last])) > here):
        last += 1
    before = lines[first:last]
    _blank(lines, first, last)
    return lines[first:last] != before
