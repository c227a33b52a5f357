"""A parse that always gives a tree: broken statements are blanked, everything else stays in place.

Correct code is parsed once. Broken code is cut into its top-level blocks; the blocks that do not
parse are repaired one by one (the reported statement, then the innermost function, then the whole
block is blanked) and the program is parsed once more. Lines and columns never move.
"""

from __future__ import annotations

import ast
import bisect
import itertools
import re
import threading
import warnings
from collections.abc import Sequence

from dyetrace.findings import Span
from dyetrace.source.program import SyntaxProblem
from dyetrace.source.python2 import modernised, move_back, without_tabs
from dyetrace.source.repair import Block, has_block, repair
from dyetrace.source.scanning import LINE_END, indentation, is_code, logical_lines, string_edges
from dyetrace.source.unfolding import unfold

_FAILURES = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError)
_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_DEFINITION = re.compile(r"[ \t]*(?:async\s+def\b|def\b|class\b|@\w)")
_MOST_CUTS = 6
_warnings_lock = threading.Lock()


def parse_python(text: str) -> ast.Module:
    """Parse without showing the user's invalid escapes as warnings of ours."""
    with _warnings_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def parse_tolerantly(
    text: str, path: str, cell_lines: Sequence[int] = ()
) -> tuple[ast.Module, tuple[SyntaxProblem, ...]]:
    """Return a tree for any text, and what had to be left out of it.

    ``cell_lines`` are the first lines of notebook cells: no statement reaches beyond its cell. The
    first problem is what Python itself says about the program.
    """
    problems: tuple[SyntaxProblem, ...] = ()
    try:
        tree = parse_python(text)
    except _FAILURES as error:
        tree, problems = _repaired(text, path, cell_lines, error)
    else:
        if crosses(tree, cell_lines):
            tree, problems = _repaired(text, path, cell_lines, None)
    unfold(tree, text, parse_python)
    return tree, problems


def parse_strictly(text: str) -> ast.Module | None:
    """Return the tree that ``parse_tolerantly`` gives for correct code, None for any other."""
    try:
        tree = parse_python(text)
    except _FAILURES:
        return None
    unfold(tree, text, parse_python)
    return tree


def crosses(tree: ast.Module, cell_lines: Sequence[int]) -> bool:
    """Whether a statement begins in one cell and ends in another."""
    return bool(cell_lines) and any(
        bisect.bisect_right(cell_lines, statement.lineno)
        != bisect.bisect_right(cell_lines, statement.end_lineno or statement.lineno)
        for statement in tree.body
    )


def _repaired(
    text: str, path: str, cell_lines: Sequence[int], error: BaseException | None
) -> tuple[ast.Module, tuple[SyntaxProblem, ...]]:
    lines = LINE_END.split(text)
    written = list(lines)
    problems = [] if error is None else [_problem(error, lines, path, 0)]
    moved: dict[int, int] = {}
    if isinstance(error, SyntaxError):
        if (newer := modernised("\n".join(lines))) is not None:
            lines = newer.split("\n")
        if any("\t" in indentation(line) for line in lines) and _mixes_tabs(lines):
            lines, moved = without_tabs(lines)
        _close_string(lines)
    for first, last in _blocks(lines, cell_lines):
        failure, repaired = repair(lines[first:last], _failure)
        if failure is None:
            continue
        lines[first:last] = repaired
        problem = _problem(failure, written, path, first)
        if not any(first < known.span.line <= last for known in problems):
            problems.append(problem)
    try:
        tree = parse_python("\n".join(lines))
    except _FAILURES:
        tree = _largest_part(lines)
    if moved:
        move_back(tree, moved)
    return tree, tuple(problems)


def _mixes_tabs(lines: list[str]) -> bool:
    return isinstance(_failure(lines), TabError)


def _close_string(lines: list[str]) -> None:
    """Repair a triple quote too many, which turns the code after it into text and text into code.

    The last string that ends before the reported place is the one that was not meant as one: at
    its end a real string begins, and the parser stumbles over that string's text. Where its opening
    quote is wanted and its closing one is missing, the rest of its function goes.
    """
    edges, is_open = string_edges(lines)
    stumble = _first_failure(lines, edges[-1]) if is_open else None
    if stumble is None:
        return
    best, furthest = lines, stumble
    before = [edge for edge in edges if edge < stumble]
    counts = (1, 2, 4) if stumble - 1 in before else (2, 4, 6)
    for suspect in (edge for count in counts for edge in before[-count:][:1]):
        for last in (suspect + 1, _function_end(lines, suspect)):
            blank = [indentation(lines[suspect]) + "pass"] + [""] * (last - suspect - 1)
            mended = [*lines[:suspect], *blank, *lines[last:]]
            failure = _failure(mended)
            line = len(lines) + 1 if failure is None else _line_of(failure)
            if line > furthest:
                best, furthest = mended, line
            if failure is None:
                break
    lines[:] = best


def _first_failure(lines: Sequence[str], end: int) -> int | None:
    """Return the line where Python stumbles first among the first ``end`` lines.

    A string without an end is reported before anything else; so the text is cut there.
    """
    line = None
    for _ in range(_MOST_CUTS):
        failure = _failure(lines[:end])
        if failure is None or _line_of(failure) > end:  # only the cut itself
            return line
        line = _line_of(failure)
        if not str(failure).startswith("unterminated") or line <= 1:
            return line
        end = line - 1
    return line


def _line_of(failure: BaseException) -> int:
    return (failure.lineno or 1) if isinstance(failure, SyntaxError) else 1


def _function_end(lines: Sequence[str], index: int) -> int:
    depth = len(indentation(lines[index]))
    for last in range(index + 1, len(lines)):
        line = lines[last]
        if _DEFINITION.match(line) and len(indentation(line)) <= depth:
            return last
    return len(lines)


def _failure(block: Block) -> BaseException | None:
    try:
        parse_python("\n".join(block) + "\n")
    except _FAILURES as error:
        return error
    return None


def _largest_part(lines: list[str]) -> ast.Module:
    """Each block parses but the whole does not (too deep, too large): keep the longest start."""
    low, high = 0, len(lines)
    best = ast.Module(body=[], type_ignores=[])
    while low < high:
        middle = (low + high + 1) // 2
        try:
            best = parse_python("\n".join(lines[:middle]) + "\n")
            low = middle
        except _FAILURES:
            high = middle - 1
    return best


def _blocks(lines: Sequence[str], cell_lines: Sequence[int]) -> list[tuple[int, int]]:
    """Cut a program into top-level blocks: half-open ranges of line indices."""
    bounds = [*(line - 1 for line in cell_lines if line > 1), len(lines)]
    blocks: list[tuple[int, int]] = []
    start = 0
    for end in bounds:
        starts = _block_starts(lines[start:end])
        edges = [start, *(start + index for index in starts if index), end]
        blocks.extend(itertools.pairwise(edges))
        start = end
    return [(first, last) for first, last in blocks if first < last]


def _block_starts(lines: Sequence[str]) -> list[int]:
    starts: list[int] = []
    decorated = False
    for first, last in logical_lines(lines):
        line = lines[first]
        if not is_code(line) or indentation(line) or _CONTINUES.match(line):
            continue
        if not line[0].isidentifier() and line[0] != "@" and has_block(lines, first, last):
            continue  # a slip of the hand in the middle of a block
        if not decorated:
            starts.append(first)
        decorated = line.startswith("@")
    return starts


def _problem(error: BaseException, lines: Sequence[str], path: str, before: int) -> SyntaxProblem:
    """Place a failure of the parser; ``before`` lines precede what was parsed."""
    if not isinstance(error, SyntaxError) or error.lineno is None:
        return SyntaxProblem(Span(path, before + 1, 0, before + 1, 0), _reason(error))
    line = min(max(error.lineno + before, 1), len(lines))
    column = min(max((error.offset or 1) - 1, 0), len(lines[line - 1]))
    end_line, end_column = line, column
    if error.end_lineno == error.lineno and error.end_offset:
        end_column = min(max(error.end_offset - 1, column), len(lines[line - 1]))
    return SyntaxProblem(Span(path, line, column, end_line, end_column), error.msg)


def _reason(error: BaseException) -> str:
    if isinstance(error, RecursionError | MemoryError):
        return "the code is nested too deeply for Python's parser"
    return str(error) or type(error).__name__
