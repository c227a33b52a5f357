"""Programs of Python 2, made readable for Python 3 without moving what stands in them.

Old notebooks are still read and still judged. ``print x`` becomes ``print(x)``: the bracket takes
the place of the blank, the closing one is put behind. Only text that does not parse comes here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from dyetrace.source.scanning import WHITE, indentation

Edit = tuple[int, int, str]  # from, to, and what stands there instead

_OPAQUE: Final = re.compile(
    r"\#[^\n]*"
    r'|"""(?:\\.|[^\\])*?"""|' + r"'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)
_PRINT: Final = re.compile(r"""(?m)(?:^[ \t]*|[:;][ \t]*)(print)(?=[ \t]+["'\w`~\[{]|["'])""")
_EXCEPT: Final = re.compile(r"(?m)^[ \t]*except\b[^\n:]*?(,)[ \t]*\w+[ \t]*:")
_RAISE: Final = re.compile(r"(?m)(?:^[ \t]*|[:;][ \t]*)raise[ \t]+[\w.]+[ \t]*(,)")
_EXEC: Final = re.compile(r"""(?m)(?:^[ \t]*|[:;][ \t]*)(exec)(?=[ \t]+["'\w])""")
_TUPLE_PARAMETER: Final = re.compile(r"\b(?:lambda|def[ \t]+\w+[ \t]*\()[^:\n]*?(\([\w, \t]*\))")
_OPERATOR: Final = re.compile(r"<>")
_BACKTICKS: Final = re.compile(r"`([^`\n]*)`")
_LONG: Final = re.compile(r"\b(?:\d+|0[xX][0-9a-fA-F]+)([lL])\b")
_OCTAL: Final = re.compile(r"(?<![\w.])(0)[0-7]+\b(?![.\w])")
_RAW_UNICODE: Final = re.compile(r"""(?<!\w)([uU])[rR](?=["'])""")
_TAB: Final = 8  # columns: what Python 2 took a tab for
# Nodes of a tree that have a place.
PLACED: Final = (
    ast.expr, ast.stmt, ast.excepthandler, ast.arg, ast.keyword, ast.alias, ast.pattern
)  # fmt: skip


def modernised(text: str) -> str | None:
    """Return a program of Python 2 as one of Python 3, or None where nothing looks like Python 2.

    Lines stay where they are, and columns too up to the end of what was changed.
    """
    masked = _OPAQUE.sub(_mask, text)
    edits = sorted(_edits(masked))
    if not edits:
        return None
    parts: list[str] = []
    position = 0
    for start, end, replacement in edits:
        if start >= position:
            parts.extend((text[position:start], replacement))
            position = end
    parts.append(text[position:])
    return "".join(parts)


def _mask(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("#"):
        return " " * len(found)
    inner = "".join("\n" if char == "\n" else "_" for char in found[1:-1])
    return found[0] + inner.replace("\n", "_") + found[-1]


def _edits(masked: str) -> Iterator[Edit]:
    for pattern, glued in ((_PRINT, "repr("), (_EXEC, "exec")):
        for match in pattern.finditer(masked):
            end = match.end(1)
            if masked[end] in " \t":
                yield end, end + 1, "("
            elif glued.endswith("("):
                yield match.start(1), end, glued
            else:
                continue
            stop = _statement_end(masked, end)
            yield stop, stop, ")"
    for match in _EXCEPT.finditer(masked):
        yield match.start(1), match.end(1), " as"
    for match in _RAISE.finditer(masked):
        stop = _statement_end(masked, match.end(1))
        yield match.start(1), match.end(1), "("
        yield stop, stop, ")"
    for match in _TUPLE_PARAMETER.finditer(masked):
        yield match.start(1), match.start(1) + 1, " "
        yield match.end(1) - 1, match.end(1), " "
    for match in _BACKTICKS.finditer(masked):
        yield match.start(), match.start() + 1, "("
        yield match.end() - 1, match.end(), ")"
    for pattern, instead in (
        (_OPERATOR, "!="), (_LONG, " "), (_OCTAL, " "), (_RAW_UNICODE, " ")
    ):  # fmt: skip
        for match in pattern.finditer(masked):
            group = 1 if pattern.groups else 0
            yield match.start(group), match.end(group), instead


def _statement_end(masked: str, start: int) -> int:
    """Return where the code of the statement that goes on at ``start`` ends."""
    depth = 0
    end = len(masked)
    for index in range(start, len(masked)):
        char = masked[index]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        is_over = char == ";" or (char == "\n" and masked[index - 1] != "\\")
        if depth < 0 or (depth == 0 and is_over):
            end = index
            break
    return start + len(masked[start:end].rstrip())


def without_tabs(lines: Sequence[str]) -> tuple[list[str], dict[int, int]]:
    """Return lines indented by blanks only, and by how much each (from 1) was moved."""
    plain, moved = [], {}
    for number, line in enumerate(lines, 1):
        indent = indentation(line)
        if "\t" in indent:
            wide = indent.expandtabs(_TAB)
            moved[number] = len(wide) - len(indent)
            line = wide + line.lstrip(WHITE)
        plain.append(line)
    return plain, moved


def move_back(tree: ast.AST, moved: dict[int, int]) -> None:
    """Undo in a tree's columns what ``without_tabs`` moved."""
    for node in ast.walk(tree):
        if not isinstance(node, PLACED):
            continue
        node.col_offset = max(0, node.col_offset - moved.get(node.lineno, 0))
        if node.end_lineno is not None and node.end_col_offset is not None:
            node.end_col_offset = max(0, node.end_col_offset - moved.get(node.end_lineno, 0))
