"""Steps that transform all rows before they are cross-validated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.fixes.definitions import definition
from dyetrace.fixes.kinds import Kind, kind_of
from dyetrace.fixes.outline import Outline, dotted, loads, reads
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext
from dyetrace.fixes.splitters import class_name


@dataclass(frozen=True)
class Step:
    """A statement that transforms the rows.

    ``code`` makes the estimator, ``made`` is the statement that names it. ``names`` tells what
    each transformed array was before.
    """

    statement: ast.Assign
    code: str
    shown: str
    made: ast.Assign | None
    names: tuple[tuple[str, str], ...]
    needs: frozenset[str]  # names that the raw rows are made of
    raw_kind: Kind | None
    is_sampler: bool


def read_step(context: FixContext, call: ast.expr | None) -> Step | None:
    """Read ``X_new = step.fit_transform(X)`` or ``X_new, y_new = sampler.fit_resample(X, y)``."""
    outline = context.outline
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or not call.args:
        return None
    target = statement.targets[0]
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    is_sampler = call.func.attr == "fit_resample"
    if call.func.attr not in ("fit_transform", "fit_resample"):
        return None
    if is_sampler != (len(targets) == 2) or not all(isinstance(t, ast.Name) for t in targets):
        return None
    if is_sampler and (len(call.args) != 2 or call.keywords):
        return None
    names = [(outline.text(t), outline.text(a)) for t, a in zip(targets, call.args)]
    maker, made = _maker(outline, call.func.value, statement)
    needs = frozenset(name for argument in call.args for name in reads(argument))
    return Step(
        statement,
        outline.text(maker),
        class_name(maker),
        made,
        tuple(names),
        needs - {name for name, _ in names},
        kind_of(context, call.args[0]),
        is_sampler,
    )


def _maker(
    outline: Outline, owner: ast.expr, statement: ast.stmt
) -> tuple[ast.Call, ast.Assign | None]:
    """Return the constructor call of an estimator, and the statement that names it.

    Raises ``Unclear`` where the estimator is needed for more than transforming.
    """
    if isinstance(owner, ast.Call):
        return owner, None
    if not isinstance(owner, ast.Name):
        raise Unclear(outline.text(owner))
    made = definition(outline, owner.id, owner)
    if made is None or not isinstance(made.value, ast.Call):
        raise Unclear(owner.id)
    for load in loads(outline.source.tree, owner.id):
        parent = outline.parents[load]
        transforms = isinstance(parent, ast.Attribute) and parent.attr == "transform"
        if not transforms and not outline.is_within(load, statement):
            raise Unclear(owner.id)
    return made.value, made


def companions(outline: Outline, step: Step) -> Iterator[tuple[ast.Assign, str, str]]:
    """Yield the statements that apply the fitted step to other rows: ``X_t = step.transform(X)``.

    With each its target and the rows as they were; raises ``Unclear`` for another use.
    """
    if step.made is None:
        return
    name = dotted(step.made.targets[0]) or ""
    block = outline.block_of(step.statement)
    for load in loads(outline.source.tree, name):
        if outline.is_within(load, step.statement):
            continue
        call = outline.parents[outline.parents[load]]
        statement = outline.parents.get(call)
        if not isinstance(call, ast.Call) or not isinstance(statement, ast.Assign):
            raise Unclear(name)
        target = statement.targets[0]
        if not isinstance(target, ast.Name) or len(call.args) != 1 or statement not in block:
            raise Unclear(name)
        yield statement, target.id, outline.text(call.args[0])
