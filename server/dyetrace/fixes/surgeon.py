"""The transformer of libcst trees behind ``fixes.surgery``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst

from dyetrace.findings import Span
from dyetrace.fixes.rewrite import NewStatement, Rewrite, SurgeryError

_Line = cst.SimpleStatementLine | cst.BaseCompoundStatement
_Comments = Mapping[Span, Mapping[str, Any]]


@dataclass(frozen=True)
class Nodes:
    """The nodes that a rewrite names; a statement that is a call has the span of that call."""

    statements: dict[Span, cst.CSTNode]
    expressions: dict[Span, cst.CSTNode]


def copies(rewrite: Rewrite) -> Iterator[NewStatement]:
    """Iterate over the statements that a rewrite inserts."""
    for inserted in (rewrite.before, rewrite.after):
        for statements in inserted.values():
            yield from statements


def smalls(line: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """Return the statements of a line: those between semicolons, or the compound one itself."""
    return line.body if isinstance(line, cst.SimpleStatementLine) else (line,)


class _Substitution(cst.CSTTransformer):
    """Replaces expressions by new code, in the parentheses in which they stand."""

    def __init__(self, codes: Mapping[int, str], module: cst.Module, indents: list[str]) -> None:
        super().__init__()
        self.codes = codes
        self.module = module
        self.indents = indents  # of the blocks around
        self.applied: set[int] = set()

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:  # noqa: N802
        """Remember how far a block is indented."""
        self.indents.append(self.module.default_indent if node.indent is None else node.indent)

    def leave_IndentedBlock(  # noqa: N802
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        """Forget the indentation."""
        self.indents.pop()
        return updated_node

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        code = self.codes.get(id(original_node))
        if code is None:
            return super().on_leave(original_node, updated_node)
        self.applied.add(id(original_node))
        new: Any = self.parsed(f"({code})")
        new = new.body[0].value
        return new.with_changes(
            lpar=[*updated_node.lpar, *new.lpar[1:]], rpar=[*new.rpar[:-1], *updated_node.rpar]
        )

    def parsed(self, code: str) -> Any:
        """Parse a statement whose further lines are indented as they are to stand."""
        indent = "".join(self.indents)
        if not indent:
            return cst.parse_statement(code, self.module.config_for_parsing)
        newline = self.module.default_newline
        text = f"if _:{newline}{indent}{code}{newline}"
        outer: Any = cst.parse_statement(text, self.module.config_for_parsing)
        return outer.body.body[0]


class Surgeon(_Substitution):
    """Applies a rewrite to one tree: substitutes expressions, rebuilds the touched bodies.

    ``here`` are the nodes of this tree that the rewrite names, ``nodes`` and ``comments`` those of
    all trees (a copied statement may come from another cell).
    """

    def __init__(
        self,
        rewrite: Rewrite,
        here: Nodes,
        nodes: Nodes,
        comments: _Comments,
        module: cst.Module,
        *,
        at_start: bool,
    ) -> None:
        substitutions = rewrite.substitutions
        codes = {
            id(node): substitutions[span]
            for span, node in here.expressions.items()
            if span in substitutions
        }
        super().__init__(codes, module, [])
        self.rewrite = rewrite
        self.spans = {id(node): span for span, node in here.statements.items()}
        self.nodes, self.comments, self.at_start = nodes, comments, at_start
        self.placed: set[Span] = set()
        self.moved = {span for new in copies(rewrite) for span in new.above} & rewrite.removed

    def operate(self) -> cst.Module:
        """Return the changed tree; raises ``SurgeryError`` when a change found no place."""
        changed = self.module.visit(self)
        wanted = {span for span in self.spans.values() if self._changes_body(span)}
        if len(self.applied) != len(self.codes) or wanted - self.placed:
            raise SurgeryError("a change found no place in the program")
        return changed

    def leave_IndentedBlock(  # noqa: N802
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        """Rebuild the body of a compound statement."""
        body, orphans = self._rebuilt(original_node.body, updated_node.body)
        self.indents.pop()
        if not body:
            raise SurgeryError("a block would be left empty")
        return updated_node.with_changes(body=body, footer=[*orphans, *updated_node.footer])

    def leave_Module(  # noqa: N802
        self, original_node: cst.Module, updated_node: cst.Module
    ) -> cst.Module:
        """Rebuild the program or the cell."""
        body, orphans = self._rebuilt(original_node.body, updated_node.body)
        header = list(updated_node.header)
        first = smalls(original_node.body[0])[0] if original_node.body else None
        taken = self.spans.get(id(first))
        if taken in self.moved and taken in self.comments:
            above = {id(line) for line in self.comments[taken]["leading_lines"]}
            header = header[: sum(id(line) not in above for line in original_node.header)]
        span = self.spans.get(id(first))
        inserted = len(self.rewrite.before.get(span, ())) if span is not None else 0
        if inserted and not self.at_start and span not in self.rewrite.removed:
            own = _comments_at_end(header)  # they are the statement's, not the module's
            header = header[: len(header) - len(own)]
            body[inserted] = _with_lines_above(body[inserted], own)
        if self.at_start and body and not header and body[0] is not updated_node.body[0]:
            body[0] = _without_blanks_above(body[0])
        return updated_node.with_changes(
            header=header, body=body, footer=[*orphans, *updated_node.footer]
        )

    def _changes_body(self, span: Span | None) -> bool:
        plan = self.rewrite
        return span in plan.removed or span in plan.before or span in plan.after

    def _rebuilt(
        self, original: Sequence[Any], updated: Sequence[Any]
    ) -> tuple[list[_Line], list[cst.EmptyLine]]:
        """Return a body after insertions and removals, and comments that lost their statement."""
        body: list[_Line] = []
        orphans: list[cst.EmptyLine] = []
        for before, after in zip(original, updated, strict=True):
            parts = [self.spans.get(id(small)) for small in smalls(before)]
            lines = [after]
            if any(map(self._changes_body, parts)):
                lines = self._lines(after, parts)
                if not lines and not set(parts) <= self.moved:
                    orphans.extend(line for line in after.leading_lines if line.comment)
            if lines and orphans:
                lines[0] = _with_lines_above(lines[0], orphans)
                orphans = []
            body.extend(lines)
        return body, orphans

    def _lines(self, after: _Line, parts: Sequence[Span | None]) -> list[_Line]:
        """Return the lines that take the place of one line (or compound statement)."""
        plan = self.rewrite
        above: list[_Line] = []  # before the first statement of the line that stays
        kept: list[_Line] = []
        run: list[Any] = []
        for small, span in zip(smalls(after), parts, strict=True):
            if span is not None and span in plan.before:
                _flush(run, kept)
                (kept or above).extend(self._made(new) for new in plan.before[span])
            if span not in plan.removed:
                run.append(small)
            if span is not None and span in plan.after:
                _flush(run, kept)
                kept.extend(self._made(new) for new in plan.after[span])
            if span is not None and self._changes_body(span):
                self.placed.add(span)
        _flush(run, kept)
        stays = any(span not in plan.removed for span in parts)
        return [*above, *kept] if not stays else _dressed(after, above, kept)

    def _made(self, new: NewStatement) -> Any:
        """Return a new line: parsed from code, or a changed copy, with the comments it takes."""
        line = self._copied(new, new.copied) if new.copied else self._parsed(new.code)
        known = [span for span in new.above if span in self.comments]
        above = [self.comments[span]["leading_lines"] for span in known]
        beside = self.comments.get(new.beside) if new.beside else None
        if above:
            line = line.with_changes(leading_lines=[each for lines in above for each in lines])
        if beside is not None and isinstance(line, cst.SimpleStatementLine):
            line = line.with_changes(trailing_whitespace=beside["trailing_whitespace"])
        return line

    def _parsed(self, code: str) -> Any:
        compound = cst.parse_statement(code, self.module.config_for_parsing)
        return compound if isinstance(compound, cst.BaseCompoundStatement) else self.parsed(code)

    def _copied(self, new: NewStatement, span: Span) -> Any:
        node = self.nodes.statements[span]
        expressions = self.nodes.expressions
        codes = {id(expressions[span]): code for span, code in new.substitutions.items()}
        substitution = _Substitution(codes, self.module, list(self.indents))
        copy: Any = node.visit(substitution)
        if len(substitution.applied) != len(codes):
            raise SurgeryError("an expression to change is not in the copied statement")
        copy = copy.deep_clone()
        if isinstance(copy, cst.BaseSmallStatement):
            return _line_of([copy])
        return copy.with_changes(leading_lines=())


def _flush(run: list[Any], lines: list[Any]) -> None:
    """Move the statements collected in ``run`` to a line of their own."""
    if run:
        lines.append(_line_of(run) if isinstance(run[0], cst.BaseSmallStatement) else run[0])
        run.clear()


def _line_of(statements: Sequence[Any]) -> cst.SimpleStatementLine:
    last = statements[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
    return cst.SimpleStatementLine(body=[*statements[:-1], last])


def _dressed(after: Any, above: list[Any], kept: list[Any]) -> list[_Line]:
    """Give the lines that stay the comments and blank lines of the line that they were.

    Blank lines go to what was inserted above, comments stay with their statement.
    """
    leading = list(after.leading_lines)
    blanks = 0
    while above and blanks < len(leading) and leading[blanks].comment is None:
        blanks += 1
    if above:
        above[0] = _with_lines_above(above[0], leading[:blanks])
    stays = [number for number, line in enumerate(kept) if _is_part_of(line, after)]
    if stays:
        first, last = stays[0], stays[-1]
        kept[first] = kept[first].with_changes(leading_lines=leading[blanks:])
        if isinstance(after, cst.SimpleStatementLine):
            kept[last] = kept[last].with_changes(trailing_whitespace=after.trailing_whitespace)
    return [*above, *kept]


def _is_part_of(line: Any, after: Any) -> bool:
    if not isinstance(after, cst.SimpleStatementLine):
        return line is after
    targets = {id(part) for small in after.body for part in small.children}
    return isinstance(line, cst.SimpleStatementLine) and any(
        id(part) in targets for small in line.body for part in small.children
    )


def _comments_at_end(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    start = len(lines)
    while start and lines[start - 1].comment is not None:
        start -= 1
    return list(lines[start:])


def _with_lines_above(line: Any, lines: Sequence[cst.EmptyLine]) -> Any:
    return line.with_changes(leading_lines=[*lines, *line.leading_lines])


def _without_blanks_above(line: Any) -> Any:
    leading = list(line.leading_lines)
    while leading and leading[0].comment is None:
        leading.pop(0)
    return line.with_changes(leading_lines=leading)
