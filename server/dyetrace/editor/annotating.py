"""Writes measured shapes into the code of a function: as comments, or as jaxtyping annotations."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from typing import Final

from dyetrace.editor.facts import PlacedShape
from dyetrace.editor.hints import short_shape
from dyetrace.editor.targets import FunctionNode
from dyetrace.findings import Edit, Span
from dyetrace.probes.report import ShapeRecord
from dyetrace.source.program import Source
from dyetrace.source.scanning import LineScanner

Shapes = Mapping[Span, PlacedShape]
_OURS: Final = re.compile(r"\s*# (\w+ )?\[[^#\]]*\]( \| \[[^#\]]*\])?(, \w+ \[[^#\]]*\])*\s*$")
_FAMILIES: Final = (
    ("bfloat", "Float"), ("float", "Float"), ("uint", "UInt"), ("int", "Int"),
    ("bool", "Bool"), ("complex", "Complex"),
)  # fmt: skip


def function_at(source: Source, line: int) -> FunctionNode | None:
    """Return the innermost function around a line."""
    functions: list[FunctionNode] = [
        *source.nodes_of(ast.FunctionDef),
        *source.nodes_of(ast.AsyncFunctionDef),
    ]
    around = [node for node in functions if node.lineno <= line <= (node.end_lineno or 0)]
    return max(around, key=lambda node: node.lineno, default=None)


def shape_comments(source: Source, function: FunctionNode, shapes: Shapes) -> list[Edit]:
    """Return the edits that put the shape of what is assigned or returned behind each line."""
    said: dict[int, list[str]] = {}
    first_lines: dict[int, int] = {}
    for statement in _statements(function):
        parts = list(_said_of(source, statement, shapes))
        if parts:
            last = statement.end_lineno or statement.lineno
            said.setdefault(last, []).extend(parts)
            first_lines.setdefault(last, statement.lineno)
    header = _header_line(function)
    arguments = list(_arguments(source, function, shapes))
    if header is not None and arguments:
        said[header] = [f"{name} {short_shape(placed)}" for name, _, placed in arguments]
        first_lines[header] = function.lineno
    edits = (
        _comment(source, first_lines[line], line, f"# {', '.join(parts)}")
        for line, parts in sorted(said.items())
    )
    return [edit for edit in edits if edit is not None]


def _statements(function: FunctionNode) -> Iterator[ast.stmt]:
    """Yield the simple statements of a function, without those of functions inside it."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return):
            yield node
        elif not isinstance(node, FunctionNode | ast.ClassDef | ast.expr):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _said_of(source: Source, statement: ast.stmt, shapes: Shapes) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        targets = [statement.target]
    names = [node for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    placed = [(node.id, shapes.get(source.span(node))) for node in names]
    found = [(name, short_shape(one)) for name, one in placed if one is not None]
    if len(names) > 1:
        yield from (f"{name} {text}" for name, text in found if text)
        return
    value = getattr(statement, "value", None)
    whole = found[0][1] if found else None
    if whole is None and value is not None and (one := shapes.get(source.span(value))):
        whole = short_shape(one)
    if whole is not None:
        yield whole


def _comment(source: Source, first: int, last: int, text: str) -> Edit | None:
    """Return the edit that ends a line with a comment; one of ours is replaced."""
    scanner = LineScanner()
    column = -1
    for number in range(first, last + 1):
        column = scanner.feed(source.lines[number - 1])
    if scanner.quote or scanner.joined:
        return None
    line = source.lines[last - 1]
    ours = _OURS.search(line, max(column - 2, 0)) if column >= 0 else None
    start = ours.start() if ours is not None else len(line.rstrip())
    content = f"  {text}"
    if line[start:] == content:
        return None
    return Edit(Span(source.path, last, start, last, len(line)), content)


def _header_line(function: FunctionNode) -> int | None:
    """Return the line of a function's head if the head stands on one line alone."""
    body = function.body[0].lineno
    return function.lineno if body > function.lineno else None


def _arguments(
    source: Source, function: FunctionNode, shapes: Shapes
) -> Iterator[tuple[str, ast.arg, PlacedShape]]:
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        span = source.span(argument)
        name = Span(span.path, span.line, span.column, span.line, span.column + len(argument.arg))
        placed = shapes.get(name) or shapes.get(span)
        if placed is not None and short_shape(placed) is not None:
            yield argument.arg, argument, placed


# -- jaxtyping ---------------------------------------------------------------------------------


def jaxtyping_annotations(source: Source, function: FunctionNode, shapes: Shapes) -> list[Edit]:
    """Return the edits that annotate the tensors that a function takes and returns.

    Only where several runs told which sizes vary; annotations that say something else stay.
    """
    tensor, tensor_import = _tensor_name(source)
    edits: list[Edit] = []
    families: set[str] = set()
    for _, argument, placed in _arguments(source, function, shapes):
        note = _annotation(placed.record, tensor)
        if note is None or not _is_plain(argument.annotation):
            continue
        span = source.span(argument)
        end = span.column + len(argument.arg)
        families.add(note.partition("[")[0])
        edits.append(
            Edit(Span(span.path, span.line, end, span.end_line, span.end_column), f": {note}")
        )
    returned = _returned(source, function, shapes)
    note = None if returned is None else _annotation(returned, tensor)
    place = _before_colon(source, function)
    if note is not None and function.returns is None and place is not None:
        families.add(note.partition("[")[0])
        edits.append(Edit(Span(source.path, *place, *place), f" -> {note}"))
    if not edits:
        return []
    edits = [*_imports(source, families, tensor_import), *edits]
    from dyetrace.fixes.applying import edited_source

    return [] if edited_source(source, edits).problems else edits


def _annotation(record: ShapeRecord, tensor: str) -> str | None:
    if record.kind != "tensor" or record.runs < 2 or len(record.variants) > 1:
        return None
    dtype = record.dtype or ""
    family = next((name for start, name in _FAMILIES if dtype.startswith(start)), "Shaped")
    names = record.names or (None,) * len(record.shape)
    sizes = [_dimension(size, name) for size, name in zip(record.shape, names, strict=True)]
    return f'{family}[{tensor}, "{" ".join(sizes)}"]'


def _dimension(size: int | str, name: str | None) -> str:
    text = str(size).replace(" ", "")
    if "?" in text:
        return "_"
    return f"{name}={text}" if name and name.isidentifier() and isinstance(size, int) else text


def _is_plain(annotation: ast.expr | None) -> bool:
    """Whether an annotation says no more than that something is a tensor."""
    return annotation is None or ast.unparse(annotation) in ("Tensor", "torch.Tensor")


def _returned(source: Source, function: FunctionNode, shapes: Shapes) -> ShapeRecord | None:
    """Return what every ``return`` of a function gives, None where they differ."""
    returns = [node for node in _statements(function) if isinstance(node, ast.Return)]
    found = [
        shapes.get(source.span(node.value)) if node.value is not None else None for node in returns
    ]
    records = [placed.record for placed in found if placed is not None]
    same = len({(record.shape, record.dtype) for record in records}) == 1
    return records[0] if same and len(records) == len(returns) else None


def _before_colon(source: Source, function: FunctionNode) -> tuple[int, int] | None:
    """Return the place of the colon that ends a function's head."""
    first = function.lineno
    lines = [f"{line}\n" for line in source.lines[first - 1 : function.body[0].lineno]]
    depth = 0
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
                if token.string == ":" and depth == 0:
                    return first + token.start[0] - 1, token.start[1]
    except (tokenize.TokenError, SyntaxError):  # a part of the body is cut off
        pass
    return None


def _tensor_name(source: Source) -> tuple[str, str | None]:
    """Return how the program calls torch's tensors, and the import that this needs."""
    if "Tensor" in _imported(source, "torch"):
        return "Tensor", None
    for node in source.nodes_of(ast.Import):
        for alias in node.names:
            if alias.name == "torch" and alias.asname in (None, "torch"):
                return "torch.Tensor", None
    return "Tensor", "from torch import Tensor"


def _imported(source: Source, module: str) -> set[str]:
    return {
        alias.name
        for node in source.nodes_of(ast.ImportFrom)
        if node.module == module
        for alias in node.names
        if alias.asname in (None, alias.name)
    }


def _imports(source: Source, families: set[str], tensor: str | None) -> list[Edit]:
    missing = sorted(families - _imported(source, "jaxtyping"))
    lines = [f"from jaxtyping import {', '.join(missing)}\n"] if missing else []
    lines += [f"{tensor}\n"] if tensor else []
    if not lines:
        return []
    before = 1
    for node in source.tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (is_docstring or isinstance(node, ast.Import | ast.ImportFrom)):
            break
        before = (node.end_lineno or node.lineno) + 1
    if before > len(source.lines):
        lines[0] = "\n" + lines[0]
        last = len(source.lines)
        place = (last, len(source.lines[-1]))
    else:
        place = (before, 0)
    return [Edit(Span(source.path, *place, *place), "".join(lines))]
