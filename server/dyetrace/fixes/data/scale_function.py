"""Makes ``scale(X)`` a ``StandardScaler``, which can be fitted on one part and applied to all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.fit_before_split import RULES as FITS
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = (*FITS, "preprocessing-outside-cv")
_CLASSES: Final = {
    "scale": "StandardScaler",
    "minmax_scale": "MinMaxScaler",
    "maxabs_scale": "MaxAbsScaler",
    "robust_scale": "RobustScaler",
}


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Write the class; moving its fit is what repairs the leak then."""
    call = context.outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or len(call.args) != 1 or call.keywords:
        return
    name = _CLASSES.get(class_name(call))
    if name is None:
        return
    plan = Plan(context)
    if isinstance(call.func, ast.Attribute):
        maker = f"{context.outline.text(call.func.value)}.{name}"
    else:
        maker = plan.need("sklearn.preprocessing", name, call, instead_of=call.func)
    plan.replace(call, f"{maker}().fit_transform({context.outline.text(call.args[0])})")
    yield plan.rewrite(f"Use `{name}`")
