"""Statements between a leaking fit and its split, read so that they can be done on each part."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dyetrace.findings import Span
from dyetrace.fixes.holdout import Slot
from dyetrace.fixes.outline import Outline, dotted, is_inside, root_name
from dyetrace.fixes.reading import Reader, Role, Unclear, Use
from dyetrace.fixes.rewrite import NewStatement

Part = Literal["train", "test"]


@dataclass(frozen=True)
class Step:
    """A statement that is done after the split.

    ``target`` is the name of the data in what it assigns, None where it only learns (then it is
    done once, on the training part). ``whole`` tells whether it binds the data anew.
    """

    statement: ast.stmt
    target: ast.Name | None
    whole: bool
    uses: tuple[tuple[ast.expr, Use], ...]
    learned: tuple[ast.Call, ...]
    column: ast.expr | None = None  # of the columns that are set, where they are named
    inlined: tuple[ast.Name, Step] | None = None  # the step whose result a name of this one holds
    unlabelled: ast.Call | None = None  # makes a frame that has to get the labels of the rows

    @property
    def fits(self) -> tuple[ast.Call, ...]:
        """All calls that learn in it, those of the inlined step first."""
        return (*(self.inlined[1].fits if self.inlined is not None else ()), *self.learned)

    @property
    def looks_back(self) -> bool:
        """Whether it takes a statistic of the data that it changes: the test part comes first."""
        return any(use == "statistic" for _, use in self.uses)


def read_step(
    statement: ast.stmt,
    data: str | None,
    atoms: frozenset[str],
    stale: frozenset[str],
    columns: frozenset[str] = frozenset(),
) -> Step:
    """Read a statement; ``data`` is the name that holds the rows now. Raises ``Unclear``."""
    reader = Reader(atoms, stale, columns)
    if isinstance(statement, ast.For):
        return _loop(statement, data, reader)
    if isinstance(statement, ast.Expr):
        return _expression(statement, data, reader)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        raise Unclear(ast.unparse(statement))
    role = reader.read(value)
    return _assignment(statement, target, role, data, reader)


def _assignment(
    statement: ast.stmt, target: ast.expr, role: Role, data: str | None, reader: Reader
) -> Step:
    root = root_name(target)
    if isinstance(target, ast.Name):
        if isinstance(statement, ast.AugAssign) and target.id != data:
            raise Unclear(target.id)
        if role is Role.ROWS or isinstance(statement, ast.AugAssign):
            return _step(statement, target, reader, whole=True)
        return _step(statement, None, reader)
    unpacks = isinstance(target, ast.Tuple) and all(isinstance(e, ast.Name) for e in target.elts)
    if unpacks and role is not Role.ROWS:
        return _step(statement, None, reader)
    if isinstance(target, ast.Subscript) and root is not None and root in (data, *reader.atoms):
        column = _column(target)
        if column is not None and Reader(reader.atoms, reader.stale).read(column) is Role.FREE:
            name = next(n for n in ast.walk(target) if isinstance(n, ast.Name) and n.id == root)
            return _step(statement, name, reader, column=column)
    raise Unclear(ast.unparse(statement))


def _column(target: ast.Subscript) -> ast.expr | None:
    """Return the columns of ``df[columns]`` or ``df.loc[:, columns]`` as a target."""
    if isinstance(target.value, ast.Name):
        by_name = isinstance(target.slice, (ast.Constant, ast.List, ast.Name, ast.Attribute))
        return target.slice if by_name else None
    if isinstance(target.value, ast.Attribute) and target.value.attr == "loc":
        index = target.slice
        if isinstance(index, ast.Tuple) and len(index.elts) == 2:
            return index.elts[1] if ast.unparse(index.elts[0]) == ":" else None
    return None


def _expression(statement: ast.Expr, data: str | None, reader: Reader) -> Step:
    """A call for its effect: it learns or prints, or changes the whole frame in place."""
    call = statement.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        owner = call.func.value
        if isinstance(owner, ast.Name) and owner.id in reader.atoms and owner.id == data:
            changes = any(
                k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
                for k in call.keywords
            )
            if changes and reader.read(call) is Role.ROWS:
                reader.uses = [(node, use) for node, use in reader.uses if node is not owner]
                return _step(statement, owner, reader, whole=True)
    if reader.read(call) is Role.ROWS:
        raise Unclear(ast.unparse(statement))
    return _step(statement, None, reader)


def _loop(statement: ast.For, data: str | None, reader: Reader) -> Step:
    """A loop over columns whose body fills or scales one column after the other."""
    if reader.read(statement.iter) is not Role.FREE or statement.orelse:
        raise Unclear(ast.unparse(statement.iter))
    if len(statement.body) != 1:
        raise Unclear("a loop with more than one statement")
    inner = read_step(statement.body[0], data, reader.atoms, reader.stale, reader.columns)
    if inner.target is None or inner.whole or inner.learned:
        raise Unclear(ast.unparse(statement.body[0]))
    uses = (*reader.uses, *inner.uses)
    return Step(statement, inner.target, False, uses, (), inner.column)


def _step(
    statement: ast.stmt,
    target: ast.Name | None,
    reader: Reader,
    *,
    whole: bool = False,
    column: ast.expr | None = None,
) -> Step:
    return Step(statement, target, whole, tuple(reader.uses), tuple(reader.learned), column)


@dataclass(frozen=True)
class Parts:
    """What the rows are called after the split."""

    outline: Outline
    data: Slot  # of the data that the steps change
    others: Mapping[str, Slot]  # of other arrays, by the expression that is split
    fresh_names: Callable[[ast.Call], str]  # names the estimator that a constructor call makes

    def statements(self, step: Step) -> tuple[NewStatement, ...]:
        """Return what is done after the split for one step."""
        span = self.outline.span(step.statement)
        inner = () if step.inlined is None else (self.outline.span(step.inlined[1].statement),)
        above = (*inner, span)
        beside = next((each for each in (span, *inner) if self._has_comment(each)), span)
        train = NewStatement(
            copied=span, substitutions=self._substitutions(step, "train"), beside=beside
        )
        if step.target is None:
            return (replace(train, above=above),)
        test = NewStatement(copied=span, substitutions=self._substitutions(step, "test"))
        done = (*self._named(step), *((test, train) if step.looks_back else (train, test)))
        return (replace(done[0], above=above), *done[1:])

    def _has_comment(self, span: Span) -> bool:
        return "#" in self.outline.source.lines[span.end_line - 1][span.end_column :]

    def in_the_split(self, step: Step, argument: ast.expr) -> tuple[NewStatement, ...]:
        """Return what is done after the split for an expression in its call."""
        parts: tuple[Part, ...] = ("test", "train") if step.looks_back else ("train", "test")
        codes = [
            f"{self._name(argument, part)} ="
            f" {spliced(self.outline, argument, self._of_uses(step, part))}"
            for part in parts
        ]
        return (*self._named(step), *map(NewStatement, codes))

    def _named(self, step: Step) -> tuple[NewStatement, ...]:
        """Return the statements that make and name what had no name."""
        return tuple(
            NewStatement(f"{self.fresh_names(maker)} = {self.outline.text(maker)}")
            for maker in map(_maker, step.fits)
            if maker is not None
        )

    def _substitutions(self, step: Step, part: Part) -> dict[Span, str]:
        found = self._of_uses(step, part)
        if step.target is not None:
            found[self.outline.span(step.target)] = getattr(self.data, part)
        if step.inlined is not None:
            name, inner = step.inlined
            value = inner.statement.value  # type: ignore[attr-defined]
            code = spliced(self.outline, value, self._substitutions(inner, part))
            found[self.outline.span(name)] = code
        if step.unlabelled is not None:
            self._label(step.unlabelled, getattr(self.data, part), found)
        return found

    def _of_uses(self, step: Step, part: Part) -> dict[Span, str]:
        found: dict[Span, str] = {}
        for node, use in step.uses:
            if part == "train" or use in ("rows", "metadata"):
                found[self.outline.span(node)] = self._name(node, part)
            elif use == "statistic":
                found[self.outline.span(node)] = self._name(node, "train")
        if step.target is not None or step.whole:
            for call in step.learned:  # inner calls were read before outer ones
                self._apply(call, part, found)
        return found

    def _label(self, frame: ast.Call, data: str, found: dict[Span, str]) -> None:
        """Give a new frame the row labels of its data, which y still has."""
        code = spliced(self.outline, frame, found)
        if "#" in code:
            raise Unclear("a comment in a call that needs one more argument")
        inner = code[: code.rindex(")")].rstrip().removesuffix(",")
        self._replace(frame, f"{inner}, index={data}.index)", found)

    def _name(self, node: ast.expr, part: Part) -> str:
        slot = self.others.get(ast.unparse(node), self.data)
        return slot.train if part == "train" else slot.test

    def _apply(self, call: ast.Call, part: Part, found: dict[Span, str]) -> None:
        """Call a fitted estimator: fitted in the training copy, only applied in the test copy."""
        assert isinstance(call.func, ast.Attribute)
        maker = _maker(call)
        estimator = self.outline.text(call.func.value)
        if maker is not None:
            estimator = self.fresh_names(maker)
            found[self.outline.span(maker)] = estimator
        if part == "train":
            return
        if call.func.attr == "fit":
            self._replace(call, estimator, found)
        elif len(call.args) == 1 and not call.keywords:
            end = self.outline.span(call.func)
            start = end.end_column - len("fit_transform")
            attribute = Span(end.path, end.end_line, start, end.end_line, end.end_column)
            found[attribute] = "transform"
        else:
            data = spliced(self.outline, call.args[0], found)
            self._replace(call, f"{estimator}.transform({data})", found)

    def _replace(self, call: ast.Call, code: str, found: dict[Span, str]) -> None:
        outer = self.outline.span(call)
        for span in [span for span in found if is_inside(span, outer)]:
            del found[span]
        found[outer] = code


def _maker(call: ast.Call) -> ast.Call | None:
    """Return the constructor call of an estimator that has no name; raises ``Unclear``."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if isinstance(owner, ast.Call) and dotted(owner.func) is not None:
        return owner
    if dotted(owner) is None:
        raise Unclear(ast.unparse(owner))
    return None


def spliced(outline: Outline, node: ast.AST, substitutions: Mapping[Span, str]) -> str:
    """Return the user's text of a node with some expressions in it replaced."""
    source, outer = outline.source, outline.span(node)
    start = done = source.offset(outer.line, outer.column)
    end = source.offset(outer.end_line, outer.end_column)
    text = ""
    for span in sorted(substitutions):
        first = source.offset(span.line, span.column)
        if start <= first < end and first >= done:
            text += source.text[done:first] + substitutions[span]
            done = source.offset(span.end_line, span.end_column)
    return text + source.text[done:end]
