"""Whether a name is still needed, and whether it secretly holds rows."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from dyetrace.fixes.outline import Outline, binds, loads
from dyetrace.fixes.rewrite import FixContext
from dyetrace.flow.events import Bind

_COLUMNS_ONLY = frozenset({"columns", "dtypes"})
_PLAIN = frozenset(
    "list tuple set dict str int float bool bytes module function class NoneType range".split()
)


def asks_only_columns(node: ast.AST, names: Collection[str]) -> bool:
    """Whether a node reads nothing of some frames but their columns."""
    wanted = sum(len(loads(node, name)) for name in names)
    asked = sum(
        isinstance(item, ast.Attribute)
        and item.attr in _COLUMNS_ONLY
        and isinstance(item.value, ast.Name)
        and item.value.id in names
        for item in ast.walk(node)
    )
    return wanted == asked


def asks_only_size(node: ast.AST, names: Collection[str]) -> bool:
    """Whether a node reads nothing of some frames but how large they are."""
    wanted = sum(len(loads(node, name)) for name in names)
    asked = sum(
        isinstance(item, ast.Attribute)
        and item.attr == "shape"
        and isinstance(item.value, ast.Name)
        and item.value.id in names
        for item in ast.walk(node)
    )
    return wanted == asked


def is_read_later(
    outline: Outline,
    name: str,
    split: ast.stmt,
    block: list[ast.stmt],
    ours: Sequence[ast.stmt],
    columns_stay: bool,
    renamed: Collection[ast.AST] = (),
) -> bool:
    """Whether a name's data is read after the split, by anything but statements of the move.

    ``columns_stay`` tells that its columns are the same with and without the move; ``renamed`` are
    reads that the move changes.
    """
    scope = outline.scope_of(split)
    for load in (*loads(outline.source.tree, name), *_deletions(outline, name)):
        if load in renamed or any(outline.is_within(load, statement) for statement in ours):
            continue
        parent = outline.parents[load]
        if columns_stay and isinstance(parent, ast.Attribute) and parent.attr in _COLUMNS_ONLY:
            continue
        own = outline.scope_of(load)
        if own is not scope:
            if not _is_local(outline, load, name, scope):
                return True
        elif _comes_after(outline, load, split) and not _bound_between(
            outline, name, split, load, block
        ):
            return True
    return False


def widths_after(
    outline: Outline, name: str, split: ast.stmt, block: list[ast.stmt]
) -> list[ast.Name]:
    """Return the reads below the split that ask no more than how many columns there are.

    ``X.shape[1]`` is what ``X_train.shape[1]`` is, too.
    """
    found = []
    scope = outline.scope_of(split)
    for load in loads(outline.source.tree, name):
        shape = outline.parents[load]
        index = outline.parents.get(shape)
        below = outline.lift(load, block)
        is_width = (
            isinstance(shape, ast.Attribute)
            and shape.attr == "shape"
            and isinstance(index, ast.Subscript)
            and isinstance(index.slice, ast.Constant)
            and index.slice.value in (1, -1)
        )
        if not is_width or below is None or outline.scope_of(load) is not scope:
            continue
        if block.index(below) > block.index(split):
            found.append(load)
    return found


def _deletions(outline: Outline, name: str) -> list[ast.Name]:
    return [
        node
        for node in ast.walk(outline.source.tree)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Del)
    ]


def _is_local(outline: Outline, load: ast.Name, name: str, scope: ast.AST) -> bool:
    """Whether a name means a variable of its own in a function, class or lambda."""
    inner: ast.AST = load
    while (inner := outline.scope_of(inner)) is not scope:
        if isinstance(inner, ast.Module):
            return True  # another function's variable: `scope` does not enclose it
        arguments = {item.arg for item in ast.walk(inner) if isinstance(item, ast.arg)}
        body = inner.body if isinstance(inner.body, list) else []
        if name in arguments or any(name in binds(statement) for statement in body):
            return True
    return False


def _comes_after(outline: Outline, load: ast.Name, split: ast.stmt) -> bool:
    """Whether a read may happen after the split: below it, or above it in a loop around both."""
    if (load.lineno, load.col_offset) > (split.lineno, split.col_offset):
        return True
    return any(outline.is_within(load, loop) for loop in outline.loops_around(split))


def _bound_between(
    outline: Outline, name: str, split: ast.stmt, load: ast.Name, block: list[ast.stmt]
) -> bool:
    """Whether the name is certainly bound anew on the way from the split to a read below it."""
    reader = outline.lift(load, block)
    if reader is None or block.index(reader) <= block.index(split):
        return False
    for statement in block[block.index(split) + 1 : block.index(reader)]:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            plain = [
                part
                for target in targets
                for part in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
            if any(isinstance(part, ast.Name) and part.id == name for part in plain):
                return True
    return False


def rows_in_disguise(context: FixContext, name: ast.Name) -> bool:
    """Whether a variable that is read as a setting holds rows, so that it had to be split, too."""
    values = [event.value for event in context.flow.of(Bind) if event.target == name.id]
    if not any(value.rows for value in values):
        return False
    if all(value.type in _PLAIN for value in values):
        return False
    outline = context.outline
    definitions = [
        node
        for node in ast.walk(context.source.tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name.id for t in node.targets)
    ]
    return not definitions or not all(".columns" in outline.text(d.value) for d in definitions)


def has_alias(outline: Outline, names: Collection[str]) -> bool:
    """Whether a frame that is changed in place has another name anywhere."""
    for node in ast.walk(outline.source.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if node.value.id in names or targets & set(names):
                return True
    return False
