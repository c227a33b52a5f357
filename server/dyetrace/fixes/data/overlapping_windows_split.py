"""Splits windows in their order and leaves a gap between the parts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import names_of
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.holdout import read_holdout
from dyetrace.fixes.outline import reads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name, put_splitter, splitter_call
from dyetrace.flow.events import Split
from dyetrace.rules.data.windows import Windows, overlapping_windows

RULES: Final = ("overlapping-windows-split",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Use ``shuffle=False`` and skip the windows that reach over the cut; ``gap=`` for folds."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    split = next((s for s in context.flow.of(Split) if s.site == context.finding.span), None)
    windows = None if split is None else overlapping_windows(context.flow, split)
    if not isinstance(call, ast.Call) or windows is None:
        return
    gap = _gap(context, windows, call)
    plan = Plan(context)
    statement = outline.parents.get(call)
    if class_name(call) != "train_test_split" or not isinstance(statement, ast.Assign):
        maker = splitter_call(outline, call)
        if maker is not None:
            put_splitter(plan, maker, "TimeSeriesSplit", gap=gap)
            yield plan.rewrite("Use folds in time with a gap of one window")
        return
    holdout = read_holdout(statement, call)
    if holdout is None:
        return
    gone = [v for name in ("random_state", "stratify") if (v := argument(call, name)) is not None]
    plan.drafts.arguments(call, drop=gone, shuffle="False")
    names = ", ".join(slot.test for slot in holdout.slots)
    later = ", ".join(f"{slot.test}[{gap}:]" for slot in holdout.slots)
    plan.put_after(statement, f"{names} = {later}  # without the windows that reach over the cut")
    yield plan.rewrite("Split in order, with a gap of one window")


def _gap(context: FixContext, windows: Windows, call: ast.Call) -> str:
    """Return how many windows share rows with the one before the cut; raises ``Unclear``."""
    if windows.length.isdigit() and windows.step.isdigit():
        return str(-(-int(windows.length) // int(windows.step)))
    code = windows.length if windows.step == "1" else f"{windows.length} // {windows.step}"
    outline = context.outline
    scope = outline.scope_of(call)
    known = names_of(context.source.tree.body)
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        known |= names_of(scope.body)
        known |= {each.arg for each in ast.walk(scope.args) if isinstance(each, ast.arg)}
    if not reads(ast.parse(code, mode="eval")) <= known:
        raise Unclear(code)
    return code
