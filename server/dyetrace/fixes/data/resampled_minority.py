"""Splits the table before one class of it is resampled and put back.

``minority = df[df.y == 1]``, ``resample(minority)``, ``pd.concat([majority, more])`` and a split
become a split of ``df`` whose training part alone goes through these steps.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.fixes.definitions import definition
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.holdout import Holdout, find_holdout
from dyetrace.fixes.lifetimes import is_read_later
from dyetrace.fixes.outline import Outline, binds, loads, reads, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("resampling-before-split",)


@dataclass(frozen=True)
class _Balancing:
    """The statements that take classes out of a frame and put them together again."""

    frame: str
    steps: tuple[ast.Assign, ...]  # in order; the last one concatenates
    joined: str


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Split the frame first, and balance its training part."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    found = None if call is None else find_holdout(context, call)
    if not isinstance(statement, ast.Assign) or found is None or not isinstance(call, ast.Call):
        return
    holdout, block = found
    if statement not in block or class_name(call) not in ("resample", "sample"):
        return
    balancing = _balancing(outline, statement, block)
    plan = Plan(context)
    train, test = _names(plan, holdout)
    settings = [
        f"{keyword.arg}={_of_frame(plan, keyword.value, balancing.frame, balancing)}"
        for keyword in holdout.call.keywords
    ]
    code = ", ".join([balancing.frame, *settings])
    split = outline.text(holdout.call.func)
    plan.put_before(balancing.steps[0], f"{train}, {test} = {split}({code})")
    first = block.index(balancing.steps[0])
    for each in block[first : block.index(balancing.steps[-1]) + 1]:
        if each not in balancing.steps and binds(each):
            raise Unclear(outline.text(each))
        for load in loads(each, balancing.frame):
            plan.replace(load, train)
    _put_parts(plan, holdout, block, balancing, test)
    yield plan.rewrite(f"Split first, then resample `{train}` only")


def _balancing(outline: Outline, resampled: ast.Assign, block: list[ast.stmt]) -> _Balancing:
    """Read how the resampled class comes from a frame and goes back; raises ``Unclear``."""
    name = resampled.targets[0]
    below = block[block.index(resampled) + 1 :]
    joins = [s for s in below if isinstance(s, ast.Assign) and _joins(s, root_name(name))]
    if not isinstance(name, ast.Name) or not joins:
        raise Unclear("the resampled rows are put nowhere")
    join = joins[0]
    target = join.targets[0]
    assert isinstance(join.value, ast.Call)
    items = join.value.args[0].elts  # type: ignore[attr-defined]
    steps: list[ast.Assign] = [join]
    frames: set[str] = set()
    pending = [item for item in items if isinstance(item, ast.Name)]
    while pending:
        item = pending.pop()
        made = definition(outline, item.id, item)
        if made is None or made not in block:
            raise Unclear(item.id)
        if made in steps:
            continue
        steps.append(made)
        value = made.value
        if isinstance(value, ast.Call) and class_name(value) in ("resample", "sample"):
            source = argument(value, "df", 0)
            if class_name(value) == "sample" and isinstance(value.func, ast.Attribute):
                source = value.func.value
            if not isinstance(source, ast.Name):
                raise Unclear(outline.text(value))
            pending.append(source)
        elif isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
            frames.add(value.value.id)
        else:
            raise Unclear(outline.text(made))
    if len(frames) != 1 or not isinstance(target, ast.Name):
        raise Unclear("the classes come from several frames")
    return _Balancing(frames.pop(), tuple(sorted(steps, key=block.index)), target.id)


def _joins(statement: ast.Assign, name: str | None) -> bool:
    value = statement.value
    if not isinstance(value, ast.Call) or class_name(value) != "concat" or not value.args:
        return False
    items = value.args[0]
    return isinstance(items, (ast.List, ast.Tuple)) and any(
        isinstance(item, ast.Name) and item.id == name for item in items.elts
    )


def _names(plan: Plan, holdout: Holdout) -> tuple[str, str]:
    """Return names for the parts of the frame that the program does not have yet."""
    train, test = plan.outline.free_name("train"), plan.outline.free_name("test")
    if {train, test} & holdout.names:
        raise Unclear("names")
    return train, test


def _made(plan: Plan, node: ast.expr, balancing: _Balancing) -> tuple[ast.expr, ast.Assign | None]:
    """Return what a split array is taken from the joined frame by; raises ``Unclear``."""
    made = definition(plan.outline, node.id, node) if isinstance(node, ast.Name) else None
    value = node if made is None else made.value
    plain = made is None or isinstance(made.targets[0], ast.Name)
    if reads(value) != {balancing.joined} or not plain or isinstance(value, ast.Name):
        raise Unclear(plan.outline.text(node))
    return value, made


def _of_frame(plan: Plan, node: ast.expr, frame: str, balancing: _Balancing) -> str:
    """Return code with another frame in the place of the joined one."""
    if not reads(node):
        return plan.outline.text(node)
    is_array = isinstance(node, ast.Name) and node.id != balancing.joined
    value = _made(plan, node, balancing)[0] if is_array else node
    if reads(value) - {balancing.joined}:
        return plan.outline.text(node)
    inner = Plan(plan.context)
    for load in loads(value, balancing.joined):
        inner.replace(load, frame)
    return inner.drafts.text(value)


def _put_parts(
    plan: Plan, holdout: Holdout, block: list[ast.stmt], balancing: _Balancing, test: str
) -> None:
    """Take X and y of both parts where the balanced frame was split; raises ``Unclear``."""
    outline = plan.outline
    last, split = block.index(balancing.steps[-1]), block.index(holdout.statement)
    between = block[block.index(balancing.steps[0]) : split + 1]
    same = balancing.joined == balancing.frame
    if same and is_read_later(outline, balancing.joined, holdout.statement, block, between, False):
        raise Unclear(balancing.joined)
    made = {}
    for slot in holdout.slots:
        value, statement = _made(plan, slot.argument, balancing)
        made[slot] = value
        if statement is not None:
            name = outline.text(slot.argument)
            ours = [statement, holdout.statement]
            if is_read_later(outline, name, holdout.statement, block, ours, False):
                raise Unclear(name)
            plan.remove(statement)
    removed = [s for s in block[last + 1 : split] if outline.span(s) in plan.removed]
    for each in block[last + 1 : split]:
        if each not in removed and (binds(each) or reads(each) & _bound(removed)):
            raise Unclear(outline.text(each))
    trains = [f"{slot.train} = {outline.text(value)}" for slot, value in made.items()]
    tests = [
        f"{slot.test} = {_of_frame(plan, value, test, balancing)}" for slot, value in made.items()
    ]
    plan.exchange(holdout.statement, *trains, *tests)


def _bound(statements: list[ast.stmt]) -> set[str]:
    return {name for each in statements for name in binds(each)}
