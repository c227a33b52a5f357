"""Boosting libraries: the containers of their data, ``train`` and ``cv``."""

from __future__ import annotations

from typing import Final

from dyetrace.flow.areas.fitted import learn
from dyetrace.flow.events import CrossValidate, Fit
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Mark, Value, fresh
from dyetrace.knowledge import boosting
from dyetrace.knowledge.estimators import MODEL

_EXTRA: Final = ("evals", "valid_sets", "eval_set", "callbacks", "early_stopping_rounds")
_LABEL: Final = "label"
# Position of the data among the arguments of `cv`, by library.
_CV_DATA: Final = {"xgboost.cv": 1, "lightgbm.cv": 1, "catboost.cv": 0}


class BoostingMeaning(Meaning):
    """``DMatrix``, ``Dataset``, ``Pool``, ``train`` and ``cv``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if function in boosting.TRAINERS:
            return _trained(machine, site, boosting.TRAINERS[function])
        if function in boosting.CONTAINERS:
            return _container(machine, site, function)
        if function in boosting.CROSS_VALIDATIONS:
            return _cross_validated(machine, site)
        receiver = site.receiver
        if receiver is None or receiver.type not in boosting.CONTAINERS:
            return None
        if site.method == "create_valid":
            return _container(machine, site, receiver.type)
        if site.method in ("get_label", "get_data"):
            return receiver.attributes.get(_LABEL) if site.method == "get_label" else receiver
        return None


def label_of(container: Value | None) -> Value | None:
    """Return the labels that a container of data holds."""
    if container is None or container.type not in boosting.CONTAINERS:
        return None
    return container.attributes.get(_LABEL)


def _trained(machine: Machine, site: CallSite, type_name: str) -> Value | None:
    """``xgboost.train(params, data)``: make and fit at once."""
    x = argument_as_data(machine, site, 1, "dtrain", "train_set", "pool")
    if x is None:
        return None
    booster = fresh(type=type_name, site=site.span)
    y = label_of(x)
    fitted = learn(machine, booster, MODEL, x, y, site.span)
    extra = {k: v for k, v in site.keywords.items() if k in _EXTRA}
    if len(site.args) > 3:
        extra["evals"] = site.args[3]
    machine.emit(Fit(site.span, machine.context, fitted, "train", "xy", "model", x, y, extra=extra))
    return fitted


def _container(machine: Machine, site: CallSite, type_name: str) -> Value | None:
    """``xgboost.DMatrix(X, label=y)`` holds the rows of X."""
    x = argument_as_data(machine, site, 0, "data")
    if x is None:
        return None
    y = argument_as_data(machine, site, 1, "label")
    attributes = {} if y is None else {_LABEL: y}
    return mixed(x, type=type_name, attributes=attributes, site=site.span)


def _cross_validated(machine: Machine, site: CallSite) -> Value | None:
    position = _CV_DATA[site.function]
    x = argument_as_data(machine, site, position, "dtrain", "train_set", "pool", "dtrain")
    if x is None:
        return None
    package = site.function.partition(".")[0]
    booster = fresh(type=boosting.TRAINERS[f"{package}.train"], site=site.span)
    folds = site.keywords.get("folds")
    machine.emit(
        CrossValidate(
            site.span, machine.context, site.function, booster, x, label_of(x), splitter=folds
        )
    )
    score = Mark("score", site.span, site.function)
    return fresh(site=site.span, marks=frozenset({score}))
