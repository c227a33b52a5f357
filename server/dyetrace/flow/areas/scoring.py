"""Scores: which rows were judged, and whose predictions they are."""

from __future__ import annotations

import ast
import re
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas.estimators import prediction_dye
from dyetrace.flow.areas.fitted import model_kind
from dyetrace.flow.areas.keras import inside_model
from dyetrace.flow.events import CrossValidate, Predict, Score
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Mark, Value, fresh, overlap
from dyetrace.knowledge import metrics, splitters

_SCORE_METHODS: Final = frozenset(("score", "evaluate", "evaluate_generator", "test_on_batch"))
# Comparing predictions with labels by hand: `np.mean(pred == y)`, `(y - pred) ** 2`.
_FOLDING: Final = ("sklearn.model_selection.", "dask_ml.", "cuml.", "surprise.model_selection.")
_COMPARISONS: Final = frozenset(("==", "!=", "-"))
# A metric of a module that cannot be read: `log_eval(y_test, p)`, `helpers.print_scores(y, y_hat)`.
_NAMED_METRIC: Final = re.compile(
    r"(^|_)(eval\w*|scores?|metrics?|report|accuracy|acc|r?auc|f1|rms\w*|m[as]p?e|gini|kappa|perf\w*)"
    r"(_|$)"
)
_KNOWN: Final = frozenset(
    "sklearn imblearn cuml torch tensorflow keras jax numpy pandas scipy builtins".split()
)


class ScoringMeaning(Meaning):
    """``score`` and ``evaluate``, metrics, cross-validation, and comparisons by hand."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.receiver is not None and site.method in _SCORE_METHODS:
            return _score_method(machine, site, site.receiver)
        if metrics.judges_model(site.function) and site.args:
            return _judge(machine, site, site.args[0], first=1)
        if metrics.is_metric(site.function):
            return _metric(machine, site)
        if _cross_validates(site):
            return _cross_validate(machine, site)
        if site.receiver is None and _is_named_metric(_name_of(site)):
            _unknown_metric(machine, site)
        return None

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        if operator in _COMPARISONS and len(operands) == 2:
            _compared(machine, operator, operands[0], operands[1], span)
        return None


def _score(span: Span, function: str) -> Value:
    return fresh(type="float", marks=frozenset({Mark("score", span, function)}), site=span)


def _score_method(machine: Machine, site: CallSite, receiver: Value) -> Value | None:
    if model_kind(machine, receiver, site.function.rpartition(".")[0]) is None:
        return None
    return _judge(machine, site, receiver, first=0)


def _judge(machine: Machine, site: CallSite, model: Value, first: int) -> Value | None:
    x = argument_as_data(machine, site, first, "X", "x")
    y = argument_as_data(machine, site, first + 1, "y")
    if x is None:
        return None
    model = machine.current(model)
    x = inside_model(machine, model, x)
    machine.emit(
        Score(site.span, machine.context, site.function, (model,), x, y, None, rows=x.rows)
    )
    return _score(site.span, site.function)


def _metric(machine: Machine, site: CallSite) -> Value | None:
    given = [
        argument_as_data(machine, site, 0, "y_true", "y"),
        argument_as_data(machine, site, 1, "y_pred", "y_score", "y_prob", "y_proba", "probas_pred"),
    ]
    values = [value for value in given if value is not None]
    predicted = [value for value in values if _is_prediction(value)]
    prediction = predicted[-1] if predicted else (values[-1] if len(values) > 1 else None)
    truth = next((value for value in values if value is not prediction), None)
    _emit(machine, site.span, site.function, truth, prediction)
    result = _score(site.span, site.function)
    if site.method in ("roc_curve", "precision_recall_curve", "precision_recall_fscore_support"):
        return result.but(type=None)
    return result


def _name_of(site: CallSite) -> str:
    """Return the name of a function, as it is written where a star import hides its origin."""
    if site.function == "?" and site.node is not None and isinstance(site.node.func, ast.Name):
        return site.node.func.id
    return site.function


def _is_named_metric(function: str) -> bool:
    """Whether the name of an unknown function says that it judges predictions."""
    package, _, short = function.rpartition(".")
    return package.partition(".")[0] not in _KNOWN and (
        _NAMED_METRIC.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", short).lower()) is not None
    )


def _unknown_metric(machine: Machine, site: CallSite) -> None:
    """Write down a score of one prediction beside labels of the same rows."""
    given = [machine.current(value) for value in (*site.args, *site.keywords.values())]
    predicted = [value for value in given if value.rows and _is_prediction(value)]
    others = [value for value in given if value.rows and not _is_prediction(value)]
    if len(predicted) == 1 and any(overlap(predicted[0].rows, value.rows) for value in others):
        truth = next(value for value in others if overlap(predicted[0].rows, value.rows))
        _emit(machine, site.span, site.function, truth, predicted[0])


def _is_prediction(value: Value) -> bool:
    return any(dye.kind == "prediction" for dye in value.dye)


def _emit(
    machine: Machine, span: Span, function: str, truth: Value | None, prediction: Value | None
) -> None:
    """Write down a score of predictions, with the models and the X that they came from."""
    source = prediction if prediction is not None else truth
    if source is None:
        return
    predicts = _predictions(machine, source)
    models = tuple(event.estimator for event in predicts)
    x = predicts[-1].x if predicts else None
    rows = source.rows or (frozenset() if truth is None else truth.rows)
    if x is not None and not x.rows and truth is not None:
        rows = truth.rows  # a forecast is asked for no rows; its truth tells which are judged
    machine.emit(Score(span, machine.context, function, models, x, truth, prediction, rows=rows))


def _predictions(machine: Machine, value: Value) -> list[Predict]:
    """Return the newest prediction made at each place that a value's dye names."""
    sites = {dye.site for dye in value.dye if dye.kind == "prediction"}
    return machine.predictions(sites)


def _compared(machine: Machine, operator: str, left: Value, right: Value, span: Span) -> None:
    if _is_prediction(left) == _is_prediction(right):
        return
    prediction, truth = (left, right) if _is_prediction(left) else (right, left)
    if truth.rows and overlap(prediction.rows, truth.rows):
        _emit(machine, span, operator, truth, prediction)


def _cross_validates(site: CallSite) -> bool:
    return site.function.startswith(_FOLDING) and site.method in splitters.CROSS_VALIDATIONS


def _cross_validate(machine: Machine, site: CallSite) -> Value | None:
    x = argument_as_data(machine, site, 1, "X")
    y = argument_as_data(machine, site, 2, "y")
    estimator = site.argument(0, "estimator") or site.keywords.get("algo")
    if x is None or estimator is None:
        return None
    estimator = machine.current(estimator)
    machine.emit(
        CrossValidate(
            site.span,
            machine.context,
            site.function,
            estimator,
            x,
            y,
            splitter=site.argument(None, "cv"),
            groups=site.argument(None, "groups"),
        )
    )
    if site.method != "cross_val_predict":
        return _score(site.span, site.function).but(type="numpy.ndarray")
    kind = model_kind(machine, estimator, estimator.type or "")
    dye = x.dye
    if kind is not None:
        dye = dye | {prediction_dye(machine, estimator.but(attributes={}), kind, site.span)}
    return fresh(type="numpy.ndarray", rows=x.rows, dye=dye, site=site.span)
