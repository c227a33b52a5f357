"""What the text of a program says around a statement: its blocks, its cell, its names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dyetrace.findings import Span
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.knowledge.names import canonical
from dyetrace.source.program import Source

Blocks = tuple[ast.AST, ...]  # statements around a statement, outermost first

_CELL_MARK = re.compile(r"^\s*#\s*(%%|In\s?\[|<codecell>|\+\s*$|COMMAND -----)", re.MULTILINE)
# Cell magics that run a cell for its time or memory, several times or in a namespace of its own.
_TIMED_CELL = re.compile(r"\s*%%(timeit|prun|memit|mprun|lprun|heat|snakeviz|scalene)\b")
_BLANK = 3  # blank lines between what were cells of a notebook
_BARE = 2  # statements that only a notebook gives a meaning
_LONGEST = 48  # characters of the user's code in a message


def statements(body: list[ast.stmt], blocks: Blocks = ()) -> Iterator[tuple[ast.stmt, Blocks]]:
    """Iterate over all statements with the blocks around each; expressions are not entered."""
    for statement in body:
        yield statement, blocks
        inner = (*blocks, statement)
        for name in ("body", "orelse", "finalbody"):
            yield from statements(getattr(statement, name, []), inner)
        for handler in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from statements(handler.body, inner)


def all_statements(flow: Flow) -> list[tuple[ast.stmt, Blocks]]:
    """Return all statements of a program; ask for them by ``flow.index(all_statements)``."""
    return list(statements(flow.source.tree.body))


def calls_at(flow: Flow, sites: set[Span]) -> dict[Span, list[Call]]:
    """Return the calls that were executed at some places."""
    found: dict[Span, list[Call]] = {site: [] for site in sites}
    for event in flow.of(Call):
        if event.site in found:
            found[event.site].append(event)
    return found


def is_timed(source: Source, statement: ast.stmt) -> bool:
    """Whether a statement runs for the time that it takes: `%timeit`, `%%prun`, exported or not."""
    lines = source.original.split("\n")
    written = lines[statement.lineno - 1].lstrip()
    if written.startswith("%") or "get_ipython()." in written:
        return True
    cell = source.cell_at(statement.lineno)
    if cell is None:
        return False
    text = "\n".join(lines[cell.first_line - 1 : cell.first_line - 1 + cell.line_count])
    return _TIMED_CELL.match(text) is not None


def is_displayed(source: Source, statement: ast.stmt) -> bool:
    """Whether a statement of the top level is the last one of its cell, which shows its value."""
    body = source.tree.body
    number = next((i for i, each in enumerate(body) if each is statement), None)
    if number is None:
        return False
    following = body[number + 1] if number + 1 < len(body) else None
    cell = source.cell_at(statement.lineno)
    if cell is not None:
        return following is None or source.cell_at(following.lineno) != cell
    last = len(source.lines) if following is None else following.lineno - 1
    between = source.lines[statement.end_lineno or 0 : last]
    if _CELL_MARK.search(source.original) is None:
        return _was_notebook(source) and between.count("") >= _BLANK
    return following is None or _CELL_MARK.search("\n".join(between)) is not None


def _was_notebook(source: Source) -> bool:
    """Whether bare values between blank lines show that cells were put together to a script."""
    bare = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.Compare)
    found = [s for s in source.tree.body if isinstance(s, ast.Expr) and isinstance(s.value, bare)]
    return len(found) >= _BARE


def imported_names(source: Source) -> dict[str, str]:
    """Return what the names that a program imports stand for: "np" is "numpy"."""
    found: dict[str, str] = {}
    for statement, _ in statements(source.tree.body):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                root = alias.name.partition(".")[0]
                found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                found[alias.asname or alias.name] = f"{statement.module}.{alias.name}"
    return found


def dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    """Return the qualified name that a name or attribute stands for, None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return None
    return canonical(".".join((names[node.id], *reversed(parts))))


def imports(source: Source, *packages: str) -> bool:
    """Whether a program imports one of some packages."""
    roots = {name.partition(".")[0] for name in imported_names(source).values()}
    return bool(roots & set(packages))


def root_name(node: ast.expr) -> str | None:
    """Return the name that an expression starts with: `df` in `df["a"].str.strip()`."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def scope_of(source: Source, blocks: Blocks) -> ast.AST:
    """Return the function around a statement, or the module."""
    functions = (
        b for b in reversed(blocks) if isinstance(b, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    return next(functions, source.tree)


def is_read_after(source: Source, name: str, statement: ast.stmt, blocks: Blocks) -> bool:
    """Whether a name is read once a statement has run, in its function or by a loop's next pass."""
    in_loop = any(isinstance(block, (ast.For, ast.AsyncFor, ast.While)) for block in blocks)
    end = (statement.end_lineno or statement.lineno, statement.end_col_offset or 0)
    inside = range(statement.lineno, end[0] + 1)
    for node in ast.walk(scope_of(source, blocks)):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            if (node.lineno, node.col_offset) >= end:
                return True
            if in_loop and node.lineno not in inside:
                return True
    return False


def shortened(source: Source, node: ast.AST) -> str:
    """Return the user's code on one line, its arguments left out where it is long."""
    text = " ".join(source.text_of(source.span(node)).split())
    if len(text) <= _LONGEST:
        return text
    if isinstance(node, ast.Call):
        called = " ".join(source.text_of(source.span(node.func)).split())
        if len(called) + 5 <= _LONGEST:
            return f"{called}(...)"
        if isinstance(node.func, ast.Attribute):
            return f"...{node.func.attr}(...)"[:_LONGEST]
    return text[: _LONGEST - 3] + "..."
