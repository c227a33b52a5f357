"""Collects the changes of a fix and makes them one rewrite, with the imports that it needs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.drafts import Drafts
from dyetrace.fixes.imports import Imports
from dyetrace.fixes.outline import Outline, loads
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite


@dataclass
class Plan:
    """The changes of one fix; every method may raise ``Unclear``.

    ``drafts`` changes expressions where they stand; the methods here change statements.
    """

    context: FixContext
    drafts: Drafts = field(init=False)
    imports: Imports = field(init=False)
    names: set[str] = field(default_factory=set)  # that the changes bind anew
    removed: set[Span] = field(default_factory=set)
    before: dict[Span, list[NewStatement]] = field(default_factory=dict)
    after: dict[Span, list[NewStatement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.drafts = Drafts(self.outline)
        self.imports = Imports(self.outline)

    @property
    def outline(self) -> Outline:
        """The tree of the program."""
        return self.context.outline

    def replace(self, node: ast.expr, code: str) -> None:
        """Put code in the place of an expression."""
        self.drafts.replace(node, code)

    def put_before(self, statement: ast.stmt, *codes: str) -> None:
        """Insert statements before another one."""
        place = self.before.setdefault(self.outline.span(statement), [])
        place.extend(map(NewStatement, codes))

    def put_after(self, statement: ast.stmt, *codes: str) -> None:
        """Insert statements after another one."""
        place = self.after.setdefault(self.outline.span(statement), [])
        place.extend(map(NewStatement, codes))

    def remove(self, statement: ast.stmt) -> None:
        """Take a statement out."""
        self.removed.add(self.outline.span(statement))

    def exchange(self, statement: ast.stmt, *codes: str) -> None:
        """Put statements in the place of another one, with its comments."""
        span = self.outline.span(statement)
        self.removed.add(span)
        first, *rest = codes
        new = [NewStatement(first, above=(span,), beside=span), *map(NewStatement, rest)]
        self.before.setdefault(span, []).extend(new)

    def move(
        self,
        statement: ast.stmt,
        *,
        before: ast.stmt | None = None,
        after: ast.stmt | None = None,
        substitutions: Mapping[Span, str] | None = None,
    ) -> None:
        """Take a statement, its comments along, to another place, and change it there."""
        span = self.outline.span(statement)
        moved = NewStatement(
            copied=span, substitutions=substitutions or {}, above=(span,), beside=span
        )
        self.removed.add(span)
        if before is not None:
            self.before.setdefault(self.outline.span(before), []).append(moved)
        if after is not None:
            self.after.setdefault(self.outline.span(after), []).append(moved)

    def need(
        self, module: str, name: str, at: ast.AST, *, instead_of: ast.expr | None = None
    ) -> str:
        """Return how a place writes ``module.name``, and plan the import where none reaches it.

        ``instead_of`` is what stood there before; nothing imports it any more when nothing else
        reads it.
        """
        tree = self.outline.source.tree
        if isinstance(instead_of, ast.Name) and len(loads(tree, instead_of.id)) == 1:
            self.imports.unused.add(instead_of.id)
        return self.imports.spelled(module, name, at)

    def rewrite(self, title: str, *, safe: bool = False, reveals: Collection[str] = ()) -> Rewrite:
        """Return the collected changes; ``reveals`` as in ``Rewrite``."""
        for statement, code in self.imports.exchanged():
            if code:
                self.exchange(statement, code)
            else:
                self.remove(statement)
        for statement, code, is_after in self.imports.inserted():
            places = self.after if is_after else self.before
            places.setdefault(self.outline.span(statement), []).insert(0, NewStatement(code))
        outline = self.outline
        return Rewrite(
            title,
            Applicability.SAFE if safe else Applicability.UNSAFE,
            substitutions={outline.span(h): self.drafts.text(h) for h in self.drafts.outermost()},
            removed=frozenset(self.removed),
            before={span: tuple(new) for span, new in self.before.items()},
            after={span: tuple(new) for span, new in self.after.items()},
            reveals=frozenset(reveals),
        )


def attempts(*makers: Callable[[], Rewrite | None]) -> Iterator[Rewrite]:
    """Iterate over the rewrites that can be planned, in the order of preference."""
    for make in makers:
        try:
            rewrite = make()
        except Unclear:
            continue
        if rewrite is not None:
            yield rewrite
