"""Judges probabilities instead of labels."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import is_unchanged
from dyetrace.fixes.outline import Outline, dotted, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.events import Predict
from dyetrace.rules.evaluation.trials import class_of

RULES: Final = ("hard-label-score",)
_WITHOUT_PROBABILITIES: Final = frozenset(
    "LinearSVC Perceptron SVC NuSVC RidgeClassifier RidgeClassifierCV SGDClassifier"
    " PassiveAggressiveClassifier".split()
)
_NEITHER: Final = frozenset("NearestCentroid VotingClassifier RadiusNeighborsClassifier".split())
# Labels in several columns: nobody can tell which probabilities are wanted.
_SEVERAL: Final = re.compile(r"label_binarize|MultiLabelBinarizer|to_categorical|OneVsRest|multi_")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put the model's probabilities in the place of its labels; only for two classes.

    With labels in one dimension these metrics fail on more than two classes, so a program that
    runs has two. ``log_loss`` takes the probabilities of all classes.
    """
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    if not isinstance(call, ast.Call) or _SEVERAL.search(context.source.text):
        return
    predicted = _prediction(outline, context)
    if predicted is None or len(predicted.args) != 1 or predicted.keywords:
        return
    given = _given(outline, call, predicted)
    metric = class_name(call)
    better = _method(context, predicted, metric)
    if given is None or better is None:
        return
    assert isinstance(predicted.func, ast.Attribute)
    model, rows = outline.text(predicted.func.value), outline.text(predicted.args[0])
    method, column = better
    plan = Plan(context)
    better_code = f"{model}.{method}({rows}){column}"
    if call.args and given is call.args[0]:  # the truth comes second: swapped, too
        if len(call.args) < 2 or metric == "log_loss":
            return
        plan.replace(given, outline.text(call.args[1]))
        plan.replace(call.args[1], better_code)
    else:
        plan.replace(given, better_code)
    plan.drafts.hosts = [call]
    yield plan.rewrite(f"Give what `{model}.{method}` returns", safe=True)


def _prediction(outline: Outline, context: FixContext) -> ast.Call | None:
    """Return the call of ``predict`` whose labels are judged."""
    call = outline.expression_at(context.finding.span)
    inner = [
        node
        for node in ast.walk(call if call is not None else ast.Pass())
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "predict"
    ]
    for related in context.finding.related:
        found = outline.expression_at(related.span)
        inner += [found] if isinstance(found, ast.Call) else []
    return inner[0] if inner and isinstance(inner[0].func, ast.Attribute) else None


def _given(outline: Outline, call: ast.Call, predicted: ast.Call) -> ast.expr | None:
    """Return the argument that holds the labels: the call itself, or a name bound to it."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if predicted in arguments:
        return predicted
    statement = outline.statement_of(predicted)
    if not isinstance(statement, ast.Assign) or statement.value is not predicted:
        return None
    target = dotted(statement.targets[0])
    found = [each for each in arguments if dotted(each) == target and target is not None]
    if not found or outline.scope_of(statement) is not outline.scope_of(call):
        return None
    assert isinstance(predicted.func, ast.Attribute)
    needed = {root_name(predicted.func), *map(_root, predicted.args), root_name(found[0])}
    names = {name for name in needed if name is not None}
    return found[0] if is_unchanged(outline, names, statement, call) else None


def _root(node: ast.expr) -> str | None:
    names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]
    return names[0] if names else None


def _method(context: FixContext, predicted: ast.Call, metric: str) -> tuple[str, str] | None:
    """Return what gives the scores of the positive class, and the column to take of it."""
    span = context.outline.span(predicted)
    kinds = {class_of(event.estimator) for event in context.flow.of(Predict) if event.site == span}
    if not kinds or kinds & _NEITHER:
        return None
    if kinds & _WITHOUT_PROBABILITIES:
        ranks = metric in ("roc_auc_score", "average_precision_score")
        return ("decision_function", "") if ranks and kinds <= _WITHOUT_PROBABILITIES else None
    return "predict_proba", "" if metric == "log_loss" else "[:, 1]"
