"""Brings X and y into the same order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import definition
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.kinds import kind_of
from dyetrace.fixes.outline import binds, dotted
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("misaligned-labels",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Shuffle both together, or give the other one the order by its row labels."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.statement_of(call)
    if not isinstance(call, ast.Call) or statement is None:
        return
    moved, still = _pair(context, call, statement)
    if moved is None or still is None:
        return
    yield from attempts(
        lambda: _together(context, call, statement, moved, still),
        lambda: _permuted(context, call, statement, moved, still),
        lambda: _by_label(context, statement, moved, still),
    )


def _pair(
    context: FixContext, call: ast.Call, statement: ast.stmt
) -> tuple[str | None, ast.Name | None]:
    """Return the name of what is reordered, and the other one where both meet."""
    outline = context.outline
    moved = dotted(statement.targets[0]) if isinstance(statement, ast.Assign) else None
    if isinstance(statement, ast.Expr) and call.args:
        moved = dotted(call.args[0])
    for related in context.finding.related:
        meeting = outline.expression_at(related.span)
        given = [n for each in getattr(meeting, "args", ()) if (n := _root(each)) is not None][:2]
        names = [each.id for each in given]
        if moved in names and len(names) == 2:
            return moved, given[1 - names.index(moved)]
    for twin in _twins(context, statement, call):
        if isinstance(twin.value, ast.Call) and (other := _root(twin.value.args[0])) is not None:
            return moved, other
    return None, None


def _root(node: ast.expr) -> ast.Name | None:
    """Return the name that rows are taken of: ``X`` of ``X[:800]``."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def _twins(context: FixContext, statement: ast.stmt, call: ast.Call) -> list[ast.Expr | ast.Assign]:
    """Return the other statements of a block that call the same function of one array."""
    function = context.outline.text(call.func)
    return [
        each
        for each in context.outline.block_of(statement)
        if isinstance(each, (ast.Expr, ast.Assign))
        and each is not statement
        and isinstance(each.value, ast.Call)
        and context.outline.text(each.value.func) == function
        and len(each.value.args) == 1
    ]


def _is_there(context: FixContext, still: ast.Name, statement: ast.stmt) -> bool:
    """Whether the other array has its value already, and keeps it until both meet."""
    found = definition(context.outline, still.id, still)
    block = context.outline.block_of(statement)
    if found is None or found not in block:
        return False
    return block.index(found) < block.index(statement)


def _together(
    context: FixContext, call: ast.Call, statement: ast.stmt, moved: str, still: ast.Name
) -> Rewrite | None:
    """Make ``X = shuffle(X)`` one call for both; a second call for the other one goes."""
    outline = context.outline
    if class_name(call) != "shuffle" or not isinstance(statement, ast.Assign):
        return None
    if statement.value is not call or len(call.args) != 1 or dotted(call.args[0]) != moved:
        return None
    plan = Plan(context)
    block = outline.block_of(statement)
    twins = [
        each
        for each in _twins(context, statement, call)
        if isinstance(each, ast.Assign) and dotted(each.targets[0]) == still.id
    ]
    if not twins and not _is_there(context, still, statement):
        return None
    first, *others = sorted([statement, *twins], key=block.index)
    between = block[block.index(first) + 1 : block.index(others[-1])] if others else []
    if len(others) > 1 or any(binds(each) & {moved, still.id} for each in between):
        return None
    assert isinstance(first, ast.Assign)
    both = f"{moved}, {still.id}"
    code, old = outline.text(first.value), outline.text(first.value.args[0])  # type: ignore[attr-defined]
    plan.exchange(first, f"{both} = {code.replace(f'({old}', f'({both}', 1)}")
    for other in others:
        plan.remove(other)
    return plan.rewrite(f"Shuffle `{moved}` and `{still.id}` together")


def _permuted(
    context: FixContext, call: ast.Call, statement: ast.stmt, moved: str, still: ast.Name
) -> Rewrite | None:
    """Make ``np.random.shuffle(X)`` one permutation for both."""
    outline = context.outline
    text = outline.text(call.func)
    in_place = isinstance(statement, ast.Expr) and text.endswith("random.shuffle")
    twins = [
        twin
        for twin in _twins(context, statement, call)
        if isinstance(twin, ast.Expr)
        and isinstance(twin.value, ast.Call)
        and dotted(twin.value.args[0]) == still.id
    ]
    if not in_place or text == "random.shuffle":
        return None
    if not twins and not _is_there(context, still, statement):
        return None
    if kind_of(context, call.args[0]) != "array" or kind_of(context, still) != "array":
        return None
    order = outline.free_name("order", "permutation")
    library = text.removesuffix(".shuffle")
    plan = Plan(context)
    for twin in twins:
        plan.remove(twin)
    plan.exchange(
        statement,
        f"{order} = {library}.permutation(len({moved}))",
        f"{moved}, {still.id} = {moved}[{order}], {still.id}[{order}]",
    )
    return plan.rewrite(f"Shuffle `{moved}` and `{still.id}` together")


def _by_label(
    context: FixContext, statement: ast.stmt, moved: str, still: ast.Name
) -> Rewrite | None:
    """Give the other one the order of the rows by their labels, where both are of pandas."""
    if not isinstance(statement, ast.Assign) or not _is_there(context, still, statement):
        return None
    call = statement.value
    method = class_name(call) if isinstance(call, ast.Call) else ""
    if isinstance(call, ast.Call) and argument(call, "ignore_index") is not None:
        return None
    if kind_of(context, still) not in ("frame", "series") or method == "reset_index":
        return None
    if kind_of(context, statement.value) not in ("frame", "series"):
        return None
    plan = Plan(context)
    plan.put_after(statement, f"{still.id} = {still.id}.loc[{moved}.index]")
    return plan.rewrite(f"Bring `{still.id}` into the order of `{moved}`")
