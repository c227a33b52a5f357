"""Predicts the training rows out of fold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.outline import dotted
from dyetrace.fixes.parts import calls_at
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Fit, Predict

RULES: Final = ("in-sample-stacking",)
_PACKAGES: Final = frozenset({"sklearn", "xgboost", "lightgbm", "catboost"})


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put ``cross_val_predict(model, X, y)`` in the place of ``model.predict(X)``."""
    plan = Plan(context)
    predicted = [
        call
        for call in calls_at(context, (related.span for related in context.finding.related))
        if class_name(call) in ("predict", "predict_proba", "decision_function")
    ]
    for call in predicted:
        labels = _labels(context, call)
        assert isinstance(call.func, ast.Attribute)
        if len(call.args) != 1 or call.keywords or dotted(call.func.value) is None:
            raise Unclear(context.outline.text(call))
        model, rows = (context.outline.text(n) for n in (call.func.value, call.args[0]))
        method = "" if call.func.attr == "predict" else f', method="{call.func.attr}"'
        function = plan.need("sklearn.model_selection", "cross_val_predict", call)
        plan.replace(call, f"{function}({model}, {rows}, {labels}{method})")
    if predicted:
        yield plan.rewrite("Predict the training rows out of fold with `cross_val_predict`")


def _labels(context: FixContext, call: ast.Call) -> str:
    """Return the code of the labels that the model of a prediction was fitted with."""
    outline = context.outline
    site = outline.span(call)
    found: set[str] = set()
    for predict in context.flow.of(Predict):
        if predict.site != site:
            continue
        package = (predict.estimator.type or "").partition(".")[0]
        record = fit_of(predict.estimator)
        fit = next((f for f in context.flow.of(Fit) if record and f.site == record.site), None)
        fitted = None if fit is None else outline.expression_at(fit.site)
        if package not in _PACKAGES or not isinstance(fitted, ast.Call):
            raise Unclear(outline.text(call))
        x, y = argument(fitted, "X", 0), argument(fitted, "y", 1)
        if x is None or y is None or len(fitted.args) + len(fitted.keywords) != 2:
            raise Unclear(outline.text(fitted))
        same_scope = outline.scope_of(fitted) is outline.scope_of(call)
        if outline.text(x) != outline.text(call.args[0]) or not same_scope:
            raise Unclear(outline.text(fitted))
        found.add(outline.text(y))
    if len(found) != 1:
        raise Unclear(outline.text(call))
    return found.pop()
