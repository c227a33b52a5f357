"""Estimators: how they are made, fitted and applied.

Results of ``transform`` hold the rows of X, its dye and the dye of the transformer; predictions
hold the rows of X and a dye of kind "prediction" that names the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.areas.boosting import label_of
from dyetrace.flow.areas.fitted import (
    FIT,
    fit_of,
    fitted_attribute,
    learn,
    learner,
    model_kind,
    step_at,
    steps_of,
    unfitted,
)
from dyetrace.flow.areas.keras import PARTS, inside_model
from dyetrace.flow.events import CrossValidate, Fit, Predict, Transform
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Dye, Value, constant, fresh
from dyetrace.knowledge import keras
from dyetrace.knowledge.estimators import EstimatorKind, estimator_kind

Method = Callable[[Machine, CallSite, Value, EstimatorKind], "Value | None"]
_FIRST_PARAMETER: Final = {
    "Pipeline": "steps",
    "ColumnTransformer": "transformers",
    "FeatureUnion": "transformer_list",
    "DataFrameMapper": "features",
    "VotingClassifier": "estimators",
    "VotingRegressor": "estimators",
    "StackingClassifier": "estimators",
    "StackingRegressor": "estimators",
    "SMOTE": "sampling_strategy",
    "FunctionTransformer": "func",
}
_OUTPUT: Final = "__output__"  # results are frames, as `set_output` asked for
_FRAME_PACKAGES: Final = ("category_encoders.", "feature_engine.")
_MAKERS: Final = {
    "make_pipeline": "Pipeline",
    "make_column_transformer": "ColumnTransformer",
    "make_union": "FeatureUnion",
}
_EXTRA: Final = (
    "eval_set", "validation_data", "validation_split", "groups", "callbacks",
    "early_stopping_rounds", "use_best_model",
)  # fmt: skip


class EstimatorMeaning(Meaning):
    """Objects with ``fit``: of scikit-learn, imbalanced-learn, boosting libraries, Keras."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        receiver = site.receiver
        if receiver is None:
            return _construct(machine, site)
        method = _METHODS.get(site.method)
        if method is None:
            return None
        if site.method == "fit_transform" and "__class__" in receiver.attributes:
            return _users_fit_transform(machine, site, receiver)
        kind = model_kind(machine, receiver, site.function.rpartition(".")[0])
        if kind is None:
            kind = _guessed(machine, site, receiver)
        return None if kind is None else method(machine, site, receiver, kind)

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type is None or estimator_kind(owner.type) is None:
            return None
        return fitted_attribute(machine, owner, name, span)

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: object
    ) -> Value | None:
        return None if "steps" not in owner.attributes else step_at(machine, owner, index)


def _construct(machine: Machine, site: CallSite) -> Value | None:
    function = site.function
    if function in ("sklearn.base.clone", "sklearn.clone", "copy.deepcopy", "copy.copy"):
        source = site.args[0] if site.args else None
        if source is None or estimator_kind(source.type or "") is None:
            return None
        return source.copy() if function.startswith("copy.") else unfitted(source, site.span)
    if function.startswith("yellowbrick."):
        inner = site.args[0] if site.args else None  # drawn while it is fitted and judged
        return inner if inner is not None and estimator_kind(inner.type or "") else None
    kind = estimator_kind(function)
    if kind is None:
        return None
    package, _, short = function.rpartition(".")
    attributes: dict[str, Value] = dict(site.keywords)
    if short in _MAKERS:
        pairs = tuple(
            arg if arg.items else fresh(type="tuple", items=(_step_name(arg), arg))
            for arg in site.args
        )
        attributes["steps"] = fresh(type="list", items=pairs)
        function = f"{package}.{_MAKERS[short]}"
    elif site.args:
        attributes[_FIRST_PARAMETER.get(short, "estimator")] = site.args[0]
    if short == "SklearnTransformerWrapper" and "transformer" in attributes:
        attributes["estimator"] = attributes.pop("transformer")
    if function.startswith("keras."):
        attributes.pop("estimator", None)
        inside = (*site.args, *site.keywords.values())
        attributes[PARTS] = fresh(type="list", items=inside)
    return fresh(type=function, attributes=attributes, site=site.span, certain=kind.known)


def _step_name(step: Value) -> Value:
    return constant((step.type or "").rpartition(".")[2].lower())


def _guessed(machine: Machine, site: CallSite, receiver: Value) -> EstimatorKind | None:
    """An object of unknown class with ``fit(X, y)`` is a model that this program did not make.

    Its fit is remembered, so that its predictions and scores have a model, but no event tells it.
    """
    if site.method != "fit" or site.function != "?.fit" or len(site.args) < 2:
        return None
    x = argument_as_data(machine, site, 0, "X")
    y = argument_as_data(machine, site, 1, "y")
    if x is not None and y is not None:
        record = fresh(type="fit", site=site.span, rows=x.rows, dye=x.dye, certain=False)
        attributes = {**machine.current(receiver).attributes, FIT: record}
        machine.update(receiver, attributes=attributes)
    return None


def _data(machine: Machine, site: CallSite) -> tuple[Value | None, Value | None]:
    x = argument_as_data(machine, site, 0, "X", "x", "data", "raw_documents", "texts")
    y = argument_as_data(machine, site, 1, "y", "Y", "target")
    return x, label_of(x) if y is None else y


def _fit(machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind) -> Value | None:
    x, y = _data(machine, site)
    if x is None:
        return receiver
    name = site.function.rpartition(".")[0]
    x = inside_model(machine, receiver, x)
    adds = site.method in ("partial_fit", "train_on_batch")
    fitted = learn(machine, receiver, kind, x, y, site.span, adds=adds)
    extra: Mapping[str, Value] = {k: site.keywords[k] for k in _EXTRA if k in site.keywords}
    if kind.role == "search":
        _cross_validated(machine, site, receiver, x, y)
    machine.emit(
        Fit(
            site.span,
            machine.context,
            fitted,
            site.method,
            kind.learns,
            kind.role,
            x,
            y,
            steps=steps_of(machine, fitted),
            extra=extra,
        )
    )
    if name in keras.MODELS or receiver.type in keras.MODELS:
        return fresh(type="keras.callbacks.History", site=site.span)
    return fitted


def _cross_validated(
    machine: Machine, site: CallSite, search: Value, x: Value, y: Value | None
) -> None:
    inner = steps_of(machine, search)
    machine.emit(
        CrossValidate(
            site.span,
            machine.context,
            site.function,
            inner[0] if inner else search,
            x,
            y,
            splitter=search.attributes.get("cv"),
            groups=site.keywords.get("groups"),
        )
    )


def _transform(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    x, _ = _data(machine, site)
    if x is None:
        return None
    result = _applied(x, machine.current(receiver), site)
    machine.emit(
        Transform(site.span, machine.context, machine.current(receiver), site.method, x, result)
    )
    return result


def _applied(x: Value, fitted: Value, site: CallSite) -> Value:
    keeps_frame = (fitted.type or "").startswith(_FRAME_PACKAGES) or _OUTPUT in fitted.attributes
    kind = x.type if keeps_frame else "numpy.ndarray"
    dye = x.dye if site.method == "inverse_transform" else x.dye | fitted.dye
    return fresh(type=kind, rows=x.rows, dye=dye, site=site.span)


def _fit_transform(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    _fit(machine, site, receiver, kind)
    return _transform(machine, site, receiver, kind)


def _users_fit_transform(machine: Machine, site: CallSite, receiver: Value) -> Value | None:
    """The inherited ``fit_transform`` of a class of the user's calls its own two methods."""
    from dyetrace.flow.calls import call_method

    call_method(machine, receiver, "fit", site.args, site.keywords, site.span)
    current = machine.current(receiver)
    return call_method(machine, current, "transform", site.args[:1], {}, site.span)


def _resample(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    x, y = _data(machine, site)
    if x is None or y is None:
        return None
    fitted = learn(machine, receiver, kind, x, y, site.span)
    machine.emit(Fit(site.span, machine.context, fitted, site.method, kind.learns, "sampler", x, y))
    own = fitted.dye
    results = tuple(
        data.copy(dye=data.dye | own, items=None, attributes={}, site=site.span) for data in (x, y)
    )
    return fresh(type="tuple", items=results, site=site.span)


def _predict(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    x, _ = _data(machine, site)
    if x is None:
        return None
    model = machine.current(receiver)
    x = inside_model(machine, model, x)
    result = fresh(
        type="numpy.ndarray",
        rows=x.rows,
        dye=x.dye | {prediction_dye(machine, model, kind, site.span)} | _clusters(model, kind),
        site=site.span,
    )
    machine.emit(Predict(site.span, machine.context, model, site.method, x, result))
    return result


def _clusters(model: Value, kind: EstimatorKind) -> frozenset[Dye]:
    """Cluster numbers are features that others learn from: they pass their dye on."""
    return model.dye if kind.role == "clusterer" else frozenset()


def prediction_dye(machine: Machine, model: Value, kind: EstimatorKind, span: Span) -> Dye:
    """Return the dye that tells which model a value was predicted by."""
    record = fit_of(model)
    rows = frozenset() if record is None else record.rows
    short, qualified = learner(machine, model, kind)
    return Dye("prediction", rows, span, short, qualified)


def _fit_predict(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    _fit(machine, site, receiver, kind)
    return _predict(machine, site, receiver, kind)


def _same(machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind) -> Value | None:
    attributes = {**machine.current(receiver).attributes, **site.keywords}
    return machine.update(receiver, attributes=attributes)


def _set_output(
    machine: Machine, site: CallSite, receiver: Value, kind: EstimatorKind
) -> Value | None:
    """Carry out ``set_output(transform="pandas")`` (scikit-learn 1.2; "polars" since 1.4)."""
    chosen = site.argument(None, "transform")
    if chosen is None or chosen.constant not in ("pandas", "polars"):
        return machine.current(receiver)
    return machine.set_attribute(receiver, _OUTPUT, chosen)


_METHODS: Final[Mapping[str, Method]] = {
    "fit": _fit,
    "partial_fit": _fit,
    "adapt": _fit,
    "fit_on_texts": _fit,
    "fit_generator": _fit,
    "train_on_batch": _fit,
    "fit_transform": _fit_transform,
    "complete": _fit_transform,  # of fancyimpute before 0.4
    "transform": _transform,
    "inverse_transform": _transform,
    "texts_to_sequences": _transform,
    "texts_to_matrix": _transform,
    "fit_resample": _resample,
    "fit_sample": _resample,
    "predict": _predict,
    "predict_proba": _predict,
    "predict_log_proba": _predict,
    "predict_classes": _predict,
    "predict_generator": _predict,
    "decision_function": _predict,
    "score_samples": _predict,
    "__call__": _predict,
    "fit_predict": _fit_predict,
    "set_params": _same,
    "set_output": _set_output,
}
