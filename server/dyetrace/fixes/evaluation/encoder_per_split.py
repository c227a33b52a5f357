"""Brings the encoded test rows to the columns or codes of the training rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dyetrace.findings import Applicability
from dyetrace.fixes import fit_on_test
from dyetrace.fixes.definitions import is_unchanged
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.outline import dotted, is_inside
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("encoder-per-split",)
_SETTINGS: Final[Mapping[str, dict[str, str]]] = {
    "OneHotEncoder": {"handle_unknown": '"ignore"'},
    "OrdinalEncoder": {"handle_unknown": '"use_encoded_value"', "unknown_value": "-1"},
}


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Reindex the dummies of the test rows, or apply the encoder of the training rows."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call):
        return
    if class_name(call) == "get_dummies":
        yield from _reindexed(context, call)
    else:
        for rewrite in fit_on_test.rewrites(context):
            yield _tolerant(context, rewrite)


def _reindexed(context: FixContext, call: ast.Call) -> Iterator[Rewrite]:
    outline = context.outline
    statement = outline.statement_of(call)
    for related in context.finding.related:
        twin = outline.expression_at(related.span)
        made = None if twin is None else outline.parents.get(twin)
        if not isinstance(twin, ast.Call) or not isinstance(made, ast.Assign):
            continue
        name = dotted(made.targets[0])
        if class_name(twin) != "get_dummies" or name is None or statement is made:
            continue
        if not is_unchanged(outline, {name.partition(".")[0]}, made, call):
            continue
        plan = Plan(context)
        text = outline.text(call)
        plan.replace(call, f"{text}.reindex(columns={name}.columns, fill_value=0)")
        yield plan.rewrite(f"Give the test rows the columns of `{name}`", safe=True)


def _tolerant(context: FixContext, rewrite: Rewrite) -> Rewrite:
    """Let the encoder of the training rows take categories that it has not seen."""
    outline = context.outline
    plan = Plan(context)
    codes: dict[str, str] = {}
    for maker in ast.walk(outline.source.tree):
        settings = _SETTINGS.get(class_name(maker)) if isinstance(maker, ast.Call) else None
        if settings is None or argument(maker, "handle_unknown") is not None:  # type: ignore[arg-type]
            continue
        plan.drafts.arguments(maker, **settings)  # type: ignore[arg-type]
        codes[outline.text(maker)] = plan.drafts.text(maker)
    if not codes:
        raise Unclear("the encoder fails for categories that it has not seen")
    taken = {*rewrite.substitutions, *rewrite.removed}
    own = {
        span: code
        for span, code in plan.rewrite("").substitutions.items()
        if not any(is_inside(span, each) for each in taken)
    }
    before = {
        span: tuple(replace(new, code=_exchanged(new.code, codes)) for new in statements)
        for span, statements in rewrite.before.items()
    }
    return replace(
        rewrite,
        applicability=Applicability.UNSAFE,
        substitutions={**rewrite.substitutions, **own},
        before=before,
    )


def _exchanged(code: str, codes: Mapping[str, str]) -> str:
    for old, new in codes.items():
        code = code.replace(f"= {old}", f"= {new}")
    return code
