"""Changes to the user's text of expressions: arguments set, dropped and replaced."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dyetrace.fixes.outline import Outline
from dyetrace.fixes.reading import Unclear

_IGNORED = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}
)


@dataclass(frozen=True)
class Argument:
    """An argument of a call and where it stands in the program's text."""

    name: str | None  # of a keyword
    value: ast.expr
    start: int
    end: int


@dataclass
class Drafts:
    """Changes to expressions, as replacements in the program's text."""

    outline: Outline
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    hosts: list[ast.expr] = field(default_factory=list)  # expressions that are changed inside

    def replace(self, node: ast.expr, code: str) -> None:
        """Put code in the place of an expression."""
        start, end = bounds(self.outline, node)
        self.edits.append((start, end, code))
        self.hosts.append(node)

    def arguments(self, call: ast.Call, *, drop: Sequence[ast.expr] = (), **values: str) -> None:
        """Drop arguments of a call by their values, and set keywords to code.

        Raises ``Unclear`` where a comment or an unusual form is in the way.
        """
        found = arguments_of(self.outline, call)
        gone = [argument for argument in found if argument.value in drop]
        named = {argument.name: argument for argument in found if argument not in gone}
        for name in [name for name in values if name in named]:
            old = named[name]
            self.edits.append((old.start, old.end, f"{name}={values.pop(name)}"))
        self._cut(found, gone)
        self._append(call, [argument for argument in found if argument not in gone], found, values)
        self.hosts.append(call)

    def _cut(self, found: Sequence[Argument], gone: Sequence[Argument]) -> None:
        for number, argument in enumerate(found):
            if argument not in gone:
                continue
            if all(before in gone for before in found[:number]):
                following = found[number + 1 : number + 2]
                start, end = argument.start, following[0].start if following else argument.end
            else:
                start, end = found[number - 1].end, argument.end
            own = self._own_lines(argument)
            if own is not None and (number or len(found) > 1):
                self.edits.append((*own, ""))
                continue
            if "#" in self.outline.source.text[start:end]:
                raise Unclear("a comment beside the argument")
            self.edits.append((start, end, ""))

    def _own_lines(self, argument: Argument) -> tuple[int, int] | None:
        """Return the lines of an argument, where nothing else but a comment stands on them."""
        text = self.outline.source.text
        start = text.rfind("\n", 0, argument.start) + 1
        end = text.find("\n", argument.end) + 1
        behind = text[argument.end : end].strip()
        alone = behind == "," or behind.lstrip(", ").startswith("#")
        if text[start : argument.start].strip() or not end or not alone or behind[:1] != ",":
            return None
        return start, end

    def _append(
        self,
        call: ast.Call,
        kept: Sequence[Argument],
        found: Sequence[Argument],
        values: dict[str, str],
    ) -> None:
        if not values:
            return
        codes = [f"{name}={code}" for name, code in values.items()]
        text = self.outline.source.text
        if not kept:
            if found:
                last = found[-1].end
                self.edits.append((last, last, ", ".join(codes)))
                return
            end = bounds(self.outline, call)[1] - 1
            self.edits.append((end, end, ", ".join(codes)))
            return
        last_kept = kept[-1]
        if len(kept) == 1 and isinstance(last_kept.value, ast.GeneratorExp):
            raise Unclear("a generator that needs parentheses of its own")
        line = text.rfind("\n", 0, last_kept.start) + 1
        indent = text[line : last_kept.start]
        tail = text[found[-1].end : bounds(self.outline, call)[1]].lstrip()
        own_line = len(found) > 1 and not indent.strip() and tail.startswith(",")
        separator = f",\n{indent}" if own_line else ", "
        place = last_kept.end
        self.edits.append((place, place, "".join(separator + code for code in codes)))

    def outermost(self) -> Iterator[ast.expr]:
        """Iterate over the changed expressions that stand in no other changed one."""
        seen: set[ast.expr] = set()
        for host in self.hosts:
            inside = any(
                other is not host and self.outline.is_within(host, other) for other in self.hosts
            )
            if not inside and host not in seen:
                seen.add(host)
                yield host

    def text(self, node: ast.AST) -> str:
        """Return the user's text of a node with the changes inside of it made."""
        start, end = bounds(self.outline, node)
        text, done = "", start
        inside = sorted(edit for edit in self.edits if start <= edit[0] and edit[1] <= end)
        for first, last, code in inside:
            if first < done:
                raise Unclear("two changes of one place")
            text += self.outline.source.text[done:first] + code
            done = last
        return text + self.outline.source.text[done:end]


def bounds(outline: Outline, node: ast.AST) -> tuple[int, int]:
    """Return where a node starts and ends in the program's text."""
    source, span = outline.source, outline.span(node)
    return source.offset(span.line, span.column), source.offset(span.end_line, span.end_column)


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """Return what a call gets for a parameter, by name or by place."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is None or position >= len(call.args):
        return None
    before = call.args[: position + 1]
    return None if any(isinstance(each, ast.Starred) for each in before) else before[-1]


def arguments_of(outline: Outline, call: ast.Call) -> list[Argument]:
    """Return the arguments of a call in the order of the text; raises ``Unclear``."""
    start = bounds(outline, call.func)[1]
    text = outline.source.text[start : bounds(outline, call)[1]]
    pieces = [(start + first, start + last) for first, last in _pieces(text)]
    given = [(None, value, value) for value in call.args]
    named = [(keyword.arg, keyword.value, keyword) for keyword in call.keywords]
    ordered = sorted([*given, *named], key=lambda each: bounds(outline, each[2])[0])
    if len(ordered) != len(pieces):
        raise Unclear(outline.text(call))
    return [
        Argument(name, value, first, last)
        for (name, value, _), (first, last) in zip(ordered, pieces, strict=True)
    ]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return where the arguments of ``(...)`` stand in its text, parentheses and all."""
    lines = list(io.StringIO(text, newline=""))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found: list[tuple[int, int]] = []
    depth = 0
    current: list[int] = []
    try:
        tokens = list(tokenize.generate_tokens(iter([*lines, ""]).__next__))
    except (tokenize.TokenError, IndentationError, StopIteration) as error:
        raise Unclear(text) from error
    for token in tokens:
        if token.type in _IGNORED or token.type == tokenize.ENDMARKER:
            continue
        first = starts[token.start[0] - 1] + token.start[1]
        last = starts[token.end[0] - 1] + token.end[1]
        closing = token.type == tokenize.OP and token.string in ")]}"
        depth -= closing
        if not depth and not closing and token.string != "(":
            raise Unclear(text)
        if depth == 1 and token.type == tokenize.OP and token.string == ",":
            found.append((current[0], current[-1]))
            current = []
        elif depth >= 1:
            current += [first, last]
        depth += token.type == tokenize.OP and token.string in "([{"
    return [*found, (current[0], current[-1])] if current else found
