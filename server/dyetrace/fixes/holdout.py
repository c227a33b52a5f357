"""Finds the ``train_test_split`` that a leak flows through, and its parts by name."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from dyetrace.fixes.outline import dotted
from dyetrace.fixes.rewrite import FixContext
from dyetrace.flow.events import Split


@dataclass(frozen=True)
class Slot:
    """One array that is split: what goes in, and the names of its parts."""

    argument: ast.expr
    train: str
    test: str


@dataclass(frozen=True)
class Holdout:
    """``X_train, X_test, ... = train_test_split(X, ...)`` as one statement."""

    statement: ast.Assign
    call: ast.Call
    slots: tuple[Slot, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names that the parts are bound to."""
        return frozenset(name for slot in self.slots for name in (slot.train, slot.test))


def find_holdout(
    context: FixContext, cause: ast.AST, *, attributes: bool = False
) -> tuple[Holdout, list[ast.stmt]] | None:
    """Return the first holdout split after a cause in the same block, and that block.

    The cause may also stand in the call of the split itself.

    Of several splits, one that the finding names comes first.
    """
    outline = context.outline
    named = {related.span for related in context.finding.related}
    splits = [split for split in context.flow.of(Split) if split.kind == "holdout"]
    for split in sorted(splits, key=lambda split: split.site not in named):
        node = outline.expression_at(split.site)
        statement = None if node is None else outline.parents.get(node)
        if not isinstance(node, ast.Call) or not isinstance(statement, ast.Assign):
            continue
        holdout = read_holdout(statement, node, attributes=attributes)
        block = outline.block_of(statement)
        before = outline.lift(cause, block)
        if holdout is None or before is None or not _calls_holdout(node):
            continue
        if block.index(before) <= block.index(statement):
            return holdout, block
    return None


def _calls_holdout(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else None
    name = call.func.id if isinstance(call.func, ast.Name) else name
    return name is not None and name.endswith("split")


def read_holdout(
    statement: ast.Assign, call: ast.Call, *, attributes: bool = False
) -> Holdout | None:
    """Return a split as one statement, where every part gets a name of its own.

    ``attributes`` lets parts be kept in an object, too: ``self.X_train``.
    """
    targets = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(targets, (ast.Tuple, ast.List)):
        return None
    names = [
        name
        for target in targets.elts
        if (name := dotted(target)) is not None and (attributes or isinstance(target, ast.Name))
    ]
    if len(names) != len(targets.elts) or len(set(names)) != len(names):
        return None
    if len(names) != 2 * len(call.args) or any(isinstance(a, ast.Starred) for a in call.args):
        return None
    slots = tuple(
        Slot(argument, names[2 * number], names[2 * number + 1])
        for number, argument in enumerate(call.args)
    )
    return Holdout(statement, call, slots)
