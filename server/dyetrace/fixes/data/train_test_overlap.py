"""Takes the rows of the test set out of what is fitted on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import is_unchanged
from dyetrace.fixes.holdout import Holdout
from dyetrace.fixes.outline import Outline, binds, dotted, reads, root_name
from dyetrace.fixes.parts import calls_at, judging_calls, named_holdout, put_parts
from dyetrace.fixes.plans import Plan, attempts
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("train-test-overlap", "search-includes-test")
_TEST: Final = re.compile(r"test|(^|[^a-z])val(id|idation)?([^a-z]|$)|hold", re.IGNORECASE)
_REVEALS: Final = frozenset({"test-set-reuse"})


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Fit on the training part of the split, drop the sampled rows, or part the slices."""
    node = context.outline.expression_at(context.finding.span)
    if isinstance(node, ast.Subscript):
        yield from attempts(lambda: _slices(context, node))
    elif isinstance(node, ast.Call) and class_name(node) == "sample":
        yield from attempts(lambda: _sampled(context, node))
    elif isinstance(node, ast.Call):
        yield from attempts(
            lambda: _joined(context, node),
            lambda: _fitted(context, node),
            lambda: _judged(context, node),
        )


def _fitted(context: FixContext, call: ast.Call) -> Rewrite | None:
    """Fit on the training part."""
    holdout = named_holdout(context)
    plan = Plan(context)
    if holdout is None:
        return None
    title = f"Fit on `{holdout.slots[0].train}`"
    if put_parts(plan, holdout, [call], "train"):
        return plan.rewrite(title, reveals=_REVEALS)
    return _split_first(plan, holdout, call, title)


def _split_first(plan: Plan, holdout: Holdout, call: ast.Call, title: str) -> Rewrite | None:
    """Move a split that comes later above the fit."""
    outline = plan.outline
    block = outline.block_of(holdout.statement)
    fit = outline.lift(call, block)
    if fit is None or block.index(fit) > block.index(holdout.statement):
        return None
    between = block[block.index(fit) : block.index(holdout.statement)]
    needed = reads(holdout.statement) | binds(holdout.statement)
    if any(binds(each) & needed or reads(each) & binds(holdout.statement) for each in between):
        return None
    slots = {outline.text(slot.argument): slot for slot in holdout.slots}
    given = [(a, slots.get(outline.text(a))) for a in call.args]
    if not given or any(slot is None for _, slot in given):
        return None
    plan.move(holdout.statement, before=fit)
    for argument, slot in given:
        if slot is not None:
            plan.replace(argument, slot.train)
    return plan.rewrite(f"Split first. {title}", reveals=_REVEALS)


def _judged(context: FixContext, call: ast.Call) -> Rewrite | None:
    """Judge on the test part."""
    holdout = named_holdout(context)
    plan = Plan(context)
    inside = [n for n in ast.walk(call) if isinstance(n, ast.Call)]
    judged = calls_at(context, (related.span for related in context.finding.related))
    both = [each for each in judging_calls(context) if each in (*inside, *judged)]
    if holdout is None or not put_parts(plan, holdout, both, "test"):
        return None
    return plan.rewrite(f"Judge on `{holdout.slots[0].test}`", reveals=_REVEALS)


def _sampled(context: FixContext, call: ast.Call) -> Rewrite | None:
    """Drop the sampled rows from what is called the training set, or from what is fitted on."""
    outline = context.outline
    statement = outline.parents.get(call)
    if not isinstance(statement, ast.Assign) or not isinstance(call.func, ast.Attribute):
        return None
    test, frame = dotted(statement.targets[0]), dotted(call.func.value)
    if test is None or frame is None or test == frame:
        return None
    code = f"{frame}.drop({test}.index)"
    block = outline.block_of(statement)
    for later in block[block.index(statement) + 1 :]:
        whole = isinstance(later, ast.Assign) and _is_whole(later.value, frame)
        if whole and is_unchanged(outline, {test, frame}, statement, later):
            assert isinstance(later, ast.Assign)
            plan = Plan(context)
            plan.replace(later.value, code)
            return plan.rewrite(f"Take the rows of `{test}` out", reveals=_REVEALS)
    return _two_samples(context, statement, test, frame) or _dropped_in_fit(
        context, statement, test, frame
    )


def _two_samples(
    context: FixContext, statement: ast.Assign, test: str, frame: str
) -> Rewrite | None:
    """Of two samples of one frame, make the later one the rest."""
    outline = context.outline
    for other in outline.block_of(statement):
        value = other.value if isinstance(other, ast.Assign) else None
        if other is statement or not isinstance(value, ast.Call) or class_name(value) != "sample":
            continue
        assert isinstance(other, ast.Assign)
        if not isinstance(value.func, ast.Attribute) or dotted(value.func.value) != frame:
            continue
        train = dotted(other.targets[0])
        first, second = sorted((statement, other), key=lambda each: each.lineno)
        name, taken = (train, test) if second is other else (test, train)
        if name is None or taken is None or len({name, taken, frame}) < 3:
            return None
        if not is_unchanged(outline, {taken, frame}, first, second):
            return None
        plan = Plan(context)
        plan.replace(second.value, f"{frame}.drop({taken}.index)")
        return plan.rewrite(f"Take the rows of `{taken}` out of `{name}`", reveals=_REVEALS)
    return None


def _is_whole(node: ast.expr, frame: str) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "copy" and dotted(node.func.value) == frame
    return dotted(node) == frame


def _dropped_in_fit(
    context: FixContext, statement: ast.Assign, test: str, frame: str
) -> Rewrite | None:
    outline = context.outline
    fits = [
        call
        for call in calls_at(context, (related.span for related in context.finding.related))
        if class_name(call).startswith("fit")
    ]
    plan = Plan(context)
    train = outline.free_name("train", f"{frame}_train")
    roots = [
        node
        for call in fits
        for argument in call.args
        for node in ast.walk(argument)
        if isinstance(node, ast.Name) and node.id == frame
    ]
    if not roots or not is_unchanged(outline, {test, frame}, statement, fits[0]):
        return None
    plan.put_after(statement, f"{train} = {frame}.drop({test}.index)")
    for node in roots:
        plan.replace(node, train)
    return plan.rewrite(f"Take the rows of `{test}` out", reveals=_REVEALS)


def _joined(context: FixContext, call: ast.Call) -> Rewrite | None:
    """Leave the test rows out of a concatenation."""
    outline = context.outline
    items = call.args[0] if call.args else None
    if class_name(call) not in ("concat", "concatenate", "vstack", "append"):
        return None
    if not isinstance(items, (ast.List, ast.Tuple)):
        return None
    kept = [each for each in items.elts if not _TEST.search(outline.text(each))]
    if not kept or len(kept) == len(items.elts) or "#" in outline.text(items):
        return None
    plan = Plan(context)
    if len(kept) > 1:
        plan.replace(items, f"[{', '.join(map(outline.text, kept))}]")
        return plan.rewrite("Leave the test rows out of the training set", reveals=_REVEALS)
    statement = outline.parents.get(call)
    if isinstance(statement, ast.Assign) and outline.text(statement.targets[0]) == outline.text(
        kept[0]
    ):
        plan.remove(statement)
        others = _twins(outline, statement)
        for other in others:
            plan.remove(other)
    else:
        plan.replace(call, outline.text(kept[0]))
    return plan.rewrite("Leave the test rows out of the training set", reveals=_REVEALS)


def _twins(outline: Outline, statement: ast.Assign) -> list[ast.Assign]:
    """Return the statements beside one that join the labels in the same way."""
    block = outline.block_of(statement)
    assert isinstance(statement.value, ast.Call)
    found = []
    for other in block:
        if other is statement or not isinstance(other, ast.Assign):
            continue
        value = other.value
        if not isinstance(value, ast.Call) or class_name(value) != class_name(statement.value):
            continue
        items = value.args[0] if value.args else None
        if isinstance(items, (ast.List, ast.Tuple)) and len(items.elts) == 2:
            names = [dotted(each) for each in items.elts]
            tests = [name for name in names if name and _TEST.search(name)]
            if dotted(other.targets[0]) in names and len(tests) == 1:
                found.append(other)
    return found


def _slices(context: FixContext, node: ast.Subscript) -> Rewrite | None:
    """Let the later slice of each array start where the earlier one ends."""
    outline = context.outline
    cuts = [
        (root_name(each.value), rows)
        for each in ast.walk(outline.scope_of(node))
        if isinstance(each, ast.Subscript) and (rows := _rows(each)) is not None
    ]
    own = [rows for name, rows in cuts if name == root_name(node.value)]
    ends = {outline.text(rows.upper) for rows in own if rows.upper and not rows.lower}
    starts = {outline.text(rows.lower) for rows in own if rows.lower}
    if len(ends) != 1 or len(starts) != 1:
        raise Unclear("more than two slices")
    (end,), (start,) = ends, starts
    plan = Plan(context)
    for _, rows in cuts:
        if rows.lower is not None and outline.text(rows.lower) == start:
            plan.replace(rows.lower, end)
    return plan.rewrite(f"Let the second slice start at `{end}`", reveals=_REVEALS)


def _rows(node: ast.Subscript) -> ast.Slice | None:
    """Return the slice of rows in ``x[a:b]`` and ``x[a:b, columns]``."""
    index = node.slice
    if isinstance(index, ast.Tuple) and index.elts:
        index = index.elts[0]
    return index if isinstance(index, ast.Slice) and index.step is None else None
