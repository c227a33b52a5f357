"""Surprise: ratings, train sets and predictions of recommenders."""

from __future__ import annotations

from dyetrace.flow.areas.estimators import prediction_dye
from dyetrace.flow.events import Predict
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Rows, Value, fresh
from dyetrace.knowledge.estimators import MODEL, estimator_kind

_RATINGS = "surprise.Dataset"
_LOADERS = frozenset({"load_builtin", "load_from_file", "load_from_folds", "load_from_df"})


class RecommendingMeaning(Meaning):
    """``Dataset.load_*``, ``build_full_trainset``, ``algo.test``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if not site.function.startswith("surprise."):
            return None
        receiver = site.receiver
        if receiver is None:
            return _loaded(site) if site.method in _LOADERS else None
        if receiver.type == _RATINGS:
            if site.method in ("build_full_trainset", "build_testset", "construct_testset"):
                return mixed(receiver, type=_RATINGS, site=site.span)
            return fresh(site=site.span) if site.method == "build_anti_testset" else None
        if site.method == "test" and estimator_kind(receiver.type or "") is not None:
            return _tested(machine, site, machine.current(receiver))
        return None


def _loaded(site: CallSite) -> Value:
    first = site.args[0] if site.args else None
    if first is not None and first.rows:
        return mixed(first, type=_RATINGS, site=site.span)
    return fresh(type=_RATINGS, rows=frozenset({Rows(site.span, "ratings")}), site=site.span)


def _tested(machine: Machine, site: CallSite, model: Value) -> Value | None:
    x = argument_as_data(machine, site, 0, "testset")
    if x is None:
        return None
    dye = x.dye | {prediction_dye(machine, model, MODEL, site.span)}
    result = fresh(type="list", rows=x.rows, dye=dye, site=site.span)
    machine.emit(Predict(site.span, machine.context, model, "test", x, result))
    return result
