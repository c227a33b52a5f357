"""Steps that transform all rows before they are cross-validated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from dyetrace.fixes.definitions import definition, is_unchanged
from dyetrace.fixes.kinds import Kind, kind_of
from dyetrace.fixes.outline import Outline, dotted, loads, reads
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext
from dyetrace.fixes.splitters import class_name


@dataclass
class Step:
    """An estimator that transforms the rows, and the statements that make, fit and apply it.

    ``code`` makes the estimator. ``names`` tells what each transformed array was before, and
    ``statements`` are those that are needed no more when nothing reads the transformed rows.
    """

    statement: ast.stmt  # the fit
    code: str
    shown: str
    raw_kind: Kind | None
    is_sampler: bool
    names: dict[str, str] = field(default_factory=dict)
    needs: set[str] = field(default_factory=set)  # names that the raw rows are made of
    statements: list[ast.stmt] = field(default_factory=list)
    is_known: bool = True  # False where the estimator is used for more than transforming


def read_step(context: FixContext, call: ast.expr | None) -> Step | None:
    """Read what a fit belongs to: ``X_new = step.fit_transform(X)``, ``step.fit(X)``, a sampler."""
    outline = context.outline
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not call.args:
        return None
    if not isinstance(statement, (ast.Assign, ast.Expr)):
        return None
    maker, made, name = _maker(outline, call, statement)
    method = call.func.attr
    kind = kind_of(context, call.args[0])
    step = Step(statement, outline.text(maker), class_name(maker), kind, method == "fit_resample")
    step.statements += [statement, *([made] if made is not None else [])]
    if method in ("fit_transform", "fit_resample"):
        _read_result(outline, step, statement, call)
    elif method != "fit":
        return None
    if name is not None:
        _read_companions(outline, step, name)
    step.needs -= set(step.names)
    return step if step.names else None


def _read_result(outline: Outline, step: Step, statement: ast.stmt, call: ast.Call) -> None:
    """Note the names of transformed or resampled arrays; raises ``Unclear``."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise Unclear(outline.text(call))
    target = statement.targets[0]
    targets = target.elts if isinstance(target, ast.Tuple) else [target]
    if step.is_sampler != (len(targets) == 2) or (step.is_sampler and len(call.args) != 2):
        raise Unclear(outline.text(call))
    for one, argument in zip(targets, call.args):
        if not isinstance(one, ast.Name):
            raise Unclear(outline.text(one))
        step.names[one.id] = outline.text(argument)
        step.needs |= reads(argument)


def _maker(
    outline: Outline, call: ast.Call, statement: ast.stmt
) -> tuple[ast.Call, ast.Assign | None, str | None]:
    """Return what makes an estimator, the statement that names it, and its name."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if isinstance(owner, ast.Call):
        is_fit = call.func.attr == "fit" and isinstance(statement, ast.Assign)
        return owner, None, dotted(statement.targets[0]) if is_fit else None  # type: ignore[attr-defined]
    made = definition(outline, owner.id, owner) if isinstance(owner, ast.Name) else None
    if made is None or not isinstance(made.value, ast.Call) or not isinstance(owner, ast.Name):
        raise Unclear(outline.text(owner))
    return made.value, made, owner.id


def _read_companions(outline: Outline, step: Step, name: str) -> None:
    """Note the statements that apply the fitted step: ``X_t = step.transform(X)``."""
    block = outline.block_of(step.statement)
    for load in loads(outline.source.tree, name):
        if any(outline.is_within(load, statement) for statement in step.statements):
            continue
        call = outline.parents[outline.parents[load]]
        statement = outline.parents.get(call)
        if not isinstance(call, ast.Call) or class_name(call) != "transform":
            step.is_known = False
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(target, ast.Name) or len(call.args) != 1 or statement not in block:
            step.is_known = False
            continue
        step.names[target.id] = outline.text(call.args[0])
        step.needs |= reads(call.args[0])
        step.statements.append(statement)


def reads_of(outline: Outline, step: Step) -> Iterator[ast.Name]:
    """Iterate over the reads of the transformed rows below the fit; raises ``Unclear``."""
    block = outline.block_of(step.statement)
    below = block[block.index(step.statement) + 1 :]
    scope = outline.scope_of(step.statement)
    for name in step.names:
        for load in loads(outline.source.tree, name):
            inside = outline.lift(load, below)
            if inside in step.statements:
                continue
            made = definition(outline, name, load)
            if made is not None and made not in step.statements:
                continue  # by now it is something else, or was until here
            if inside is None and outline.is_within(load, step.statement):
                continue
            if inside is None or made is None or outline.scope_of(load) is not scope:
                raise Unclear(name)
            if not is_unchanged(outline, step.needs, step.statement, load):
                raise Unclear(name)
            yield load
