"""Keeps the rows of one group on one side."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from dyetrace.findings import Span
from dyetrace.fixes.definitions import usual_seed
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.holdout import Holdout, Slot, read_holdout
from dyetrace.fixes.kinds import kind_of, values_at
from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name, put_splitter, splitter_call
from dyetrace.flow.events import Split

RULES: Final = ("group-leak",)
_LONGEST: Final = 40  # characters of an array that is written twice


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Use ``GroupShuffleSplit``, or ``GroupKFold`` for folds, with the column as ``groups``."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    groups = _groups(context)
    if not isinstance(call, ast.Call) or groups is None:
        return
    plan = Plan(context)
    statement = outline.parents.get(call)
    if class_name(call) == "train_test_split" and isinstance(statement, ast.Assign):
        holdout = read_holdout(statement, call)
        if holdout is not None:
            _split_once(plan, holdout, groups)
            yield plan.rewrite(f"Split by `{groups}`")
        return
    maker = splitter_call(outline, call)
    if maker is None or maker is call:
        return
    put_splitter(plan, maker, "GroupKFold")
    plan.drafts.arguments(call, groups=groups)
    yield plan.rewrite(f"Use folds by `{groups}`")


def _groups(context: FixContext) -> str | None:
    """Return the code of the key of each row that is split: the key's frame has the same rows."""
    outline = context.outline
    splits = [s for s in context.flow.of(Split) if s.site == context.finding.span]
    rows = splits[0].inputs[0].rows if splits else frozenset()
    for related in context.finding.related:
        node = outline.expression_at(related.span)
        keys = argument(node, "by", 0) if isinstance(node, ast.Call) else None
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        keys = keys.elts[0] if isinstance(keys, (ast.List, ast.Tuple)) and keys.elts else keys
        frame = node.func.value
        if not isinstance(keys, ast.Constant) or dotted(frame) is None:
            continue
        column = str(keys.value)
        here = _at(context, frame, context.finding.span)
        known = bool(here) and all(
            value.rows == rows and (value.columns is None or value.columns.may_hold(column))
            for value in values_at(context, here[0])
        )
        if rows and known and kind_of(context, here[0]) == "frame":
            return f"{outline.text(frame)}[{outline.text(keys)}]"
    return None


def _at(context: FixContext, frame: ast.expr, place: Span) -> list[ast.expr]:
    """Return a node that reads the frame as it is at the split: a name keeps what it holds."""
    text = context.outline.text(frame)
    reads: list[ast.expr] = [
        node
        for node in ast.walk(context.source.tree)
        if isinstance(node, (ast.Name, ast.Attribute))
        and isinstance(node.ctx, ast.Load)
        and context.outline.text(node) == text
        and node.lineno <= place.end_line
    ]
    return sorted(reads, key=lambda node: node.lineno)[-1:]


def _split_once(plan: Plan, holdout: Holdout, groups: str) -> None:
    """Put ``GroupShuffleSplit`` in the place of ``train_test_split``; raises ``Unclear``."""
    outline, call = plan.outline, holdout.call
    kept = {
        name: outline.text(value)
        for name in ("test_size", "train_size", "random_state")
        if (value := argument(call, name)) is not None
    }
    kept.setdefault("random_state", usual_seed(outline))
    maker = plan.need("sklearn.model_selection", "GroupShuffleSplit", call, instead_of=call.func)
    if "#" in outline.text(holdout.statement):
        raise Unclear("a comment in the split")
    splitter = outline.free_name("splitter", "group_splitter")
    train, test = outline.free_name("train_rows"), outline.free_name("test_rows")
    names = {slot: _name(plan, slot) for slot in holdout.slots}
    settings = ", ".join(f"{name}={value}" for name, value in {"n_splits": "1", **kept}.items())
    codes = [
        *(
            f"{name} = {outline.text(slot.argument)}"
            for slot, name in names.items()
            if name != outline.text(slot.argument)
        ),
        f"{splitter} = {maker}({settings})",
        f"{train}, {test} = next({splitter}.split({names[holdout.slots[0]]}, groups={groups}))",
        *(_taken(plan, slot, names[slot], train, test) for slot in _last_first(holdout)),
    ]
    plan.exchange(holdout.statement, *codes)


def _last_first(holdout: Holdout) -> list[Slot]:
    """Return the arrays so that none is cut before another one that is taken from it."""
    names = holdout.names
    return sorted(
        holdout.slots,
        key=lambda slot: dotted(slot.argument) in names,
    )


def _name(plan: Plan, slot: Slot) -> str:
    """Return how an array is written twice: as it is, or by a new name where it is long."""
    text = plan.outline.text(slot.argument)
    if len(text) <= _LONGEST:
        return text
    same = takewhile(lambda pair: pair[0] == pair[1], zip(slot.train, slot.test))
    stem = "".join(letter for letter, _ in same).rstrip("_")
    if not stem or stem in plan.outline.names:
        raise Unclear(text)
    return stem


def _taken(plan: Plan, slot: Slot, text: str, train: str, test: str) -> str:
    kind = kind_of(plan.context, slot.argument)
    if kind not in ("frame", "series", "array"):
        raise Unclear(text)
    access = text if kind == "array" else f"{text}.iloc"
    return f"{slot.train}, {slot.test} = {access}[{train}], {access}[{test}]"
