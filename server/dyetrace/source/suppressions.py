"""``# dyetrace: ignore[rule] reason`` and ``# dyetrace: ignore-file[rule]`` comments."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dyetrace.findings import Span
from dyetrace.source.scanning import WHITE, Comment, comments, is_code

if TYPE_CHECKING:
    from dyetrace.source.program import Source

_COMMENT = re.compile(r"(?:^|\s)#\s*dyetrace\s*:\s*(.*)")
_DIRECTIVE = re.compile(r"(ignore-file|ignore)\s*\[([^\]]*)\]")
_WORD = re.compile(r"[\w-]+")
_OTHERS = frozenset({"stop", "input"})  # directives of the probes


@dataclass(frozen=True, slots=True)
class Suppression:
    """One rule that one comment takes out, in the program's lines ``first`` to ``last``."""

    rule: str
    line: int  # of the comment
    first: int
    last: int


@dataclass(frozen=True)
class Suppressions:
    """All suppressions of a program."""

    entries: tuple[Suppression, ...] = ()
    malformed: tuple[tuple[int, str], ...] = ()  # line of the comment, what is wrong with it
    statements: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def covers(self, rule: str, span: Span) -> bool:
        """Whether a comment takes out a finding of ``rule`` at ``span``."""
        if not self.entries:
            return False
        first, last = self.statements.get(span.line, (span.line, span.line))
        last = max(last, span.end_line)
        return any(
            entry.rule == rule and entry.first <= last and first <= entry.last
            for entry in self.entries
        )

    def complaints(self, known_rules: Collection[str]) -> tuple[tuple[int, str], ...]:
        """Return (line, sentence) for each comment that does not do what it seems to."""
        unknown = [
            (entry.line, _unknown(entry.rule, known_rules))
            for entry in self.entries
            if entry.rule not in known_rules
        ]
        return tuple(sorted({*self.malformed, *unknown}))


def read_suppressions(source: Source) -> Suppressions:
    """Collect the suppressions of a program; broken code is no obstacle."""
    if "dyetrace" not in source.text:
        return Suppressions()
    statements = _statement_lines(source)
    entries: list[Suppression] = []
    malformed: list[tuple[int, str]] = []
    for comment in _comments(source):
        match = _COMMENT.search(comment.text)
        if match is None:
            continue
        directive = _DIRECTIVE.match(match.group(1))
        if directive is None:
            if (message := _misspelt(match.group(1))) is not None:
                malformed.append((comment.line, message))
            continue
        first, last = _reach(source, comment, directive.group(1), statements)
        names = [name.strip() for name in directive.group(2).split(",") if name.strip()]
        if not names:
            malformed.append((comment.line, "`ignore[]` names no rule, so it has no effect"))
        entries.extend(Suppression(name, comment.line, first, last) for name in names)
    return Suppressions(tuple(entries), tuple(malformed), statements)


def _comments(source: Source) -> Iterator[Comment]:
    if not source.cells:
        yield from comments(source.lines)
    for cell in source.cells:
        before = cell.first_line - 1
        for comment in comments(source.lines[before : before + cell.line_count]):
            yield Comment(comment.line + before, comment.column, comment.text)


def _reach(
    source: Source, comment: Comment, directive: str, statements: Mapping[int, tuple[int, int]]
) -> tuple[int, int]:
    """Return the first and last line in which a comment takes findings out."""
    if directive == "ignore-file":
        return 1, len(source.lines)
    line = comment.line
    if is_code(source.lines[line - 1]) or line in statements:
        return line, line
    cell = source.cell_at(line)
    start = 0 if cell is None else cell.first_line - 1
    if cell is not None and not any(map(is_code, source.lines[start : line - 1])):
        return cell.first_line, cell.first_line + cell.line_count - 1
    following = line + 1
    for below in source.lines[line:]:
        if not below.lstrip(WHITE).startswith("#"):
            break
        following += 1
    return line, following


def _statement_lines(source: Source) -> dict[int, tuple[int, int]]:
    """Map each line to the statement it belongs to: first and last line, of a block its header."""
    found: dict[int, tuple[int, int]] = {}
    for node in source.nodes:  # outer statements come first, inner ones overwrite them
        if not isinstance(node, ast.stmt):
            continue
        first, last = node.lineno, node.end_lineno or node.lineno
        body = getattr(node, "body", None) or getattr(node, "cases", None)
        if isinstance(body, list) and body:
            start = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
            last = max(first, start.lineno - 1)
            while last > first and not is_code(source.lines[last - 1]):
                last -= 1  # a comment above the body's first statement belongs to that
        for decorator in getattr(node, "decorator_list", ()):
            first = min(first, decorator.lineno)
        found.update(dict.fromkeys(range(first, last + 1), (first, last)))
    return found


def _misspelt(directive: str) -> str | None:
    word = _WORD.match(directive)
    name = word.group() if word is not None else directive.strip()
    if name in _OTHERS:
        return None
    if name in ("ignore", "ignore-file"):
        return f"`{name}` needs the rules in brackets, as in `{name}[fit-before-split] reason`"
    near = get_close_matches(name, ("ignore", "ignore-file", "stop", "input"), n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return f"`# dyetrace: {name}` is not a directive{hint}"


def _unknown(rule: str, known_rules: Collection[str]) -> str:
    near = get_close_matches(rule, sorted(known_rules), n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return f"`{rule}` is not a rule{hint}"
