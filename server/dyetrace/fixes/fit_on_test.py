"""Applies to the test part what was fitted on the training part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.names import estimator_name
from dyetrace.fixes.outline import (
    Outline,
    binds,
    dotted,
    is_inside,
    loads,
    reads,
    root_name,
)
from dyetrace.fixes.reading import Reader, Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.fixes.steps import spliced

RULES: Final = ("fit-on-test",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Call ``transform`` of the object fitted on the training rows, or use their statistics."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    for related in context.finding.related:
        twin = outline.expression_at(related.span)
        if not isinstance(call, ast.Call) or not isinstance(twin, ast.Call) or twin is call:
            continue
        if not _runs_before(outline, twin, call):
            continue
        rewrite = _refit(outline, call, twin) if _is_fit(call) else _statistic(outline, call, twin)
        if rewrite is not None:
            yield rewrite


def _is_fit(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("fit", "fit_transform")


def _runs_before(outline: Outline, first: ast.AST, second: ast.AST) -> bool:
    """Whether the first is certainly done when the second is, in the same scope."""
    statement = outline.statement_of(first)
    if statement is None or outline.scope_of(first) is not outline.scope_of(second):
        return False
    block = outline.block_of(statement)
    other = outline.lift(second, block)
    return other is not None and block.index(statement) < block.index(other)


@dataclass(frozen=True)
class _Fitted:
    """The estimator that was fitted on the training rows: its name, and what gives it one."""

    name: str
    maker: ast.Call | None  # the constructor call to be named
    statement: ast.stmt


def _refit(outline: Outline, call: ast.Call, twin: ast.Call) -> Rewrite | None:
    """Plan to use the twin's estimator in place of a second fit."""
    fitted = _fitted(outline, twin) if _is_fit(twin) else None
    statement = outline.statement_of(call)
    if fitted is None or statement is None:
        return None
    own = _own_name(statement, call)
    substitutions: dict[Span, str] = {}
    removed: set[Span] = set()
    if (
        own is not None
        and own != fitted.name
        and not _takes_over(outline, own, fitted.name, call, substitutions, removed)
    ):
        return None
    if not _still_fitted(outline, fitted, call, removed):
        return None
    _apply(outline, call, statement, fitted.name, substitutions, removed)
    before: dict[Span, tuple[NewStatement, ...]] = {}
    if fitted.maker is not None:
        substitutions[outline.span(fitted.maker)] = fitted.name
        code = f"{fitted.name} = {outline.text(fitted.maker)}"
        before[outline.span(fitted.statement)] = (NewStatement(code),)
    outside = {
        span: code
        for span, code in substitutions.items()
        if not any(is_inside(span, gone) for gone in removed)
    }
    shown = outline.text(call.args[0])
    what = f"`{shown}`" if len(shown) <= 30 else "the test rows"
    title = f"Apply the `{fitted.name}` that was fitted on the training rows to {what}"
    return Rewrite(title, Applicability.SAFE, outside, frozenset(removed), before)


def _fitted(outline: Outline, twin: ast.Call) -> _Fitted | None:
    assert isinstance(twin.func, ast.Attribute)
    statement = outline.statement_of(twin)
    owner = twin.func.value
    if statement is None:
        return None
    if (name := dotted(owner)) is not None:
        return _Fitted(name, None, statement)
    if isinstance(statement, ast.Assign) and statement.value is twin and twin.func.attr == "fit":
        target = dotted(statement.targets[0])
        return None if target is None else _Fitted(target, None, statement)
    if isinstance(owner, ast.Call) and dotted(owner.func) is not None:
        return _Fitted(estimator_name(outline, owner, frozenset()), owner, statement)
    return None


def _own_name(statement: ast.stmt, call: ast.Call) -> str | None:
    """Return the name of the estimator that is fitted again, if it has one."""
    assert isinstance(call.func, ast.Attribute)
    if isinstance(statement, ast.Assign) and statement.value is call and call.func.attr == "fit":
        return dotted(statement.targets[0])
    return dotted(call.func.value)


def _takes_over(
    outline: Outline,
    own: str,
    name: str,
    call: ast.Call,
    substitutions: dict[Span, str],
    removed: set[Span],
) -> bool:
    """Plan to use ``name`` wherever the second estimator was used, and not to make that one."""
    if not own.isidentifier():
        return False
    scope = outline.scope_of(call)
    makers = [n for n in ast.walk(scope) if isinstance(n, ast.stmt) and own in binds(n)]
    makers = [m for m in makers if isinstance(m, ast.Assign) and dotted(m.targets[0]) == own]
    uses = loads(outline.source.tree, own)
    if len(makers) != 1 or any(outline.scope_of(use) is not scope for use in uses):
        return False
    if any(isinstance(outline.parents[use], ast.AugAssign) for use in uses):
        return False
    fits_elsewhere = [
        use
        for use in uses
        if isinstance(parent := outline.parents[use], ast.Attribute)
        and parent.attr in ("fit", "fit_transform", "partial_fit")
        and outline.parents[parent] is not call
    ]
    if fits_elsewhere or any(use.lineno < call.lineno for use in uses):
        return False
    substitutions.update({outline.span(use): name for use in uses})
    removed.add(outline.span(makers[0]))
    return True


def _still_fitted(outline: Outline, fitted: _Fitted, call: ast.Call, removed: set[Span]) -> bool:
    """Whether nothing makes or fits the twin's estimator anew between the two fits.

    One plain ``scaler = StandardScaler()`` in between is dropped with the second fit.
    """
    block = outline.block_of(fitted.statement)
    last = outline.lift(call, block)
    assert last is not None
    between = block[block.index(fitted.statement) + 1 : block.index(last)]
    for statement in between:
        if root_name(ast.parse(fitted.name, mode="eval").body) in binds(statement):
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
                return False
            if dotted(statement.targets[0]) != fitted.name or loads(statement, fitted.name):
                return False
            removed.add(outline.span(statement))
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and _is_fit(node):
                assert isinstance(node.func, ast.Attribute)
                if dotted(node.func.value) == fitted.name:
                    return False
    return True


def _apply(
    outline: Outline,
    call: ast.Call,
    statement: ast.stmt,
    name: str,
    substitutions: dict[Span, str],
    removed: set[Span],
) -> None:
    """Plan the change of the second fit itself."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if call.func.attr == "fit":
        whole = isinstance(statement, (ast.Expr, ast.Assign)) and statement.value is call
        if whole:
            removed.add(outline.span(statement))
        else:
            substitutions[outline.span(call)] = name
            _drop_inner(substitutions, outline.span(call))
        return
    if dotted(owner) != name:
        substitutions[outline.span(owner)] = name
    if len(call.args) == 1 and not call.keywords:
        end = outline.span(call.func)
        start = end.end_column - len("fit_transform")
        substitutions[Span(end.path, end.end_line, start, end.end_line, end.end_column)] = (
            "transform"
        )
        return
    data = spliced(outline, call.args[0], substitutions)
    substitutions[outline.span(call)] = f"{name}.transform({data})"
    _drop_inner(substitutions, outline.span(call))


def _drop_inner(substitutions: dict[Span, str], outer: Span) -> None:
    for span in [span for span in substitutions if span != outer and is_inside(span, outer)]:
        del substitutions[span]


def _statistic(outline: Outline, call: ast.Call, twin: ast.Call) -> Rewrite | None:
    """Plan to take a statistic that was taken of the test rows from the training rows."""
    statement, model = outline.statement_of(call), outline.statement_of(twin)
    test, train = _data_name(call), _data_name(twin)
    if statement is None or model is None or test is None or train is None or test == train:
        return None
    block = outline.block_of(model)
    if statement not in block or not isinstance(statement, (ast.Assign, ast.AugAssign)):
        return None
    reader = Reader(frozenset({test}))
    try:
        reader.read(statement.value)
    except Unclear:
        return None
    substitutions = {outline.span(node): train for node, use in reader.uses if use == "statistic"}
    between = block[block.index(model) : block.index(statement)]
    title = f"Use the statistics of `{train}` for `{test}`"
    if not any(train in binds(each) for each in between):
        return Rewrite(title, Applicability.SAFE, substitutions)
    needed = reads(statement) | binds(statement)
    if any(needed & (binds(each) - {train}) or test in reads(each) for each in between):
        return None
    span = outline.span(statement)
    moved = NewStatement(copied=span, substitutions=substitutions, above=(span,), beside=span)
    return Rewrite(
        title,
        Applicability.SAFE,
        removed=frozenset({span}),
        before={outline.span(model): (moved,)},
    )


def _data_name(call: ast.Call) -> str | None:
    """Return the frame or array that a statistic is taken of."""
    if not isinstance(call.func, ast.Attribute):
        return None
    root = root_name(call.func)
    if root in ("np", "numpy") and call.args:
        return root_name(call.args[0])
    return root
