"""Carries out a planned rewrite on the lossless trees of libcst.

Each cell of a notebook is a tree of its own, so a statement can move from one to another and no
edit crosses their border. This module and ``fixes.surgeon`` are the only ones that import libcst.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from dyetrace.findings import Span
from dyetrace.fixes.chunks import Chunk, cut_chunk
from dyetrace.fixes.edits import Piece, pieces_of
from dyetrace.fixes.rewrite import Rewrite, SurgeryError
from dyetrace.fixes.surgeon import Nodes, Surgeon, copies, smalls
from dyetrace.source.program import Source

_Position = tuple[int, int]


def carry_out(source: Source, rewrite: Rewrite) -> tuple[str, ...]:
    """Return the new text of each piece of a program; raises ``SurgeryError``."""
    pieces = pieces_of(source)
    lines: dict[int, set[int]] = {}
    for span in (*_statement_places(rewrite), *_expression_places(rewrite)):
        lines.setdefault(_piece_at(pieces, span.line), set()).add(span.line)
    trees = {
        number: _parse(cut_chunk(source, pieces[number], lines[number]), rewrite)
        for number in sorted(lines)
    }
    everywhere = Nodes({}, {})
    for tree in trees.values():
        everywhere.statements.update(tree.nodes.statements)
        everywhere.expressions.update(tree.nodes.expressions)
    comments = {
        span: found
        for tree in trees.values()
        for span, found in _comments(tree, is_cell=bool(source.cells)).items()
    }
    texts = [piece.text for piece in pieces]
    for number, tree in trees.items():
        at_start = tree.chunk.starts_piece
        surgeon = Surgeon(rewrite, tree.nodes, everywhere, comments, tree.module, at_start=at_start)
        new = surgeon.operate()
        code = new.code if new.body or new.header or new.footer else ""
        if code.endswith("\n") and not tree.chunk.after and not tree.chunk.text.endswith("\n"):
            code = code[:-1]  # the last line of a cell has no end
        texts[number] = tree.chunk.before + code + tree.chunk.after
    return tuple(texts)


def _statement_places(rewrite: Rewrite) -> Iterable[Span]:
    yield from rewrite.removed
    yield from rewrite.before
    yield from rewrite.after
    yield from (new.copied for new in copies(rewrite) if new.copied is not None)


def _expression_places(rewrite: Rewrite) -> Iterable[Span]:
    yield from rewrite.substitutions
    for new in copies(rewrite):
        yield from new.substitutions


def _piece_at(pieces: Sequence[Piece], line: int) -> int:
    return max(number for number, piece in enumerate(pieces) if piece.first_line <= line)


@dataclass(frozen=True)
class _Tree:
    """The tree of the touched part of one piece, and the nodes that a rewrite names."""

    chunk: Chunk
    module: cst.Module
    nodes: Nodes


def _parse(chunk: Chunk, rewrite: Rewrite) -> _Tree:
    try:
        module = cst.parse_module(chunk.text)
    except cst.ParserSyntaxError as error:
        raise SurgeryError(str(error)) from None
    if module.code != chunk.text:
        raise SurgeryError("the text has line ends or form feeds that would not survive")

    def here(spans: Iterable[Span]) -> set[Span]:
        return {span for span in spans if chunk.first_line <= span.line <= chunk.last_line}

    statements, expressions = here(_statement_places(rewrite)), here(_expression_places(rewrite))
    return _Tree(chunk, module, _find(module, chunk, statements, expressions))


def _find(module: cst.Module, chunk: Chunk, statements: set[Span], expressions: set[Span]) -> Nodes:
    """Return the node of each span: statements by where they start, expressions by their range."""

    def local(line: int, column: int) -> _Position:
        row = line - chunk.first_line + 1
        return row, column - chunk.shift if row == 1 else column

    starts = {local(span.line, span.column): span for span in statements}
    ranges = {(local(s.line, s.column), local(s.end_line, s.end_column)): s for s in expressions}
    found = Nodes({}, {})
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    for node, place in positions.items():
        start = (place.start.line, place.start.column)
        if isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement):
            if start in starts:
                found.statements[starts[start]] = node
        elif isinstance(node, cst.BaseExpression):
            span = ranges.get((start, (place.end.line, place.end.column)))
            if span is not None:
                found.expressions[span] = node
    missing = (statements - found.statements.keys()) | (expressions - found.expressions.keys())
    if missing:
        raise SurgeryError(f"nothing to change was found at line {min(missing).line}")
    return found


def _comments(tree: _Tree, *, is_cell: bool) -> dict[Span, dict[str, object]]:
    """Return the comments above and beside each statement that stands alone on its line.

    Of the first statement, libcst counts them to the module's header.
    """
    spans = {id(node): span for span, node in tree.nodes.statements.items()}
    found: dict[Span, dict[str, object]] = {}
    lines = [line for line in _every_line(tree.module) if len(smalls(line)) == 1]
    for line in lines:
        span = spans.get(id(smalls(line)[0]))
        if span is None:
            continue
        leading = list(line.leading_lines)
        if line is tree.module.body[0]:
            whole = not tree.chunk.starts_piece
            own = tree.module.header if whole else header_comments(tree.module) if is_cell else []
            leading = [*own, *leading]
        found[span] = {"leading_lines": leading}
        if isinstance(line, cst.SimpleStatementLine):
            found[span]["trailing_whitespace"] = line.trailing_whitespace
    return found


def header_comments(module: cst.Module) -> list[cst.EmptyLine]:
    """Return the comments directly above the first statement of a cell."""
    header = list(module.header)
    start = len(header)
    while start and header[start - 1].comment is not None:
        start -= 1
    return header[start:]


def _every_line(module: cst.Module) -> list[cst.SimpleStatementLine | cst.BaseCompoundStatement]:
    found: list[cst.SimpleStatementLine | cst.BaseCompoundStatement] = []
    queue: list[cst.CSTNode] = [module]
    while queue:
        node = queue.pop()
        if isinstance(node, cst.SimpleStatementLine):
            found.append(node)
            continue
        if isinstance(node, cst.BaseCompoundStatement):
            found.append(node)
        if not isinstance(node, cst.BaseExpression):
            queue.extend(node.children)
    return found
