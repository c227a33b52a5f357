"""statsmodels: ``OLS(y, X).fit().predict(X_new)``, formulas, models of time series."""

from __future__ import annotations

from dyetrace.findings import Span
from dyetrace.flow.areas.estimators import prediction_dye
from dyetrace.flow.areas.fitted import learn
from dyetrace.flow.events import Fit, Predict
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data, as_data
from dyetrace.flow.values import Value, fresh
from dyetrace.knowledge import statsmodels as tables
from dyetrace.knowledge.estimators import MODEL

_X = "__x__"
_Y = "__y__"
_FITS = frozenset({"fit", "fit_regularized", "fit_constrained", "fit_map"})
_FORECASTS = frozenset({"forecast", "get_forecast", "get_prediction", "simulate", "predict"})
_MEANS = frozenset({"predicted_mean", "summary_frame", "conf_int"})


class StatsmodelsMeaning(Meaning):
    """Models that are made with their data, and the results that predict."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        receiver = site.receiver
        if receiver is None:
            if not site.function.startswith("statsmodels."):
                return None
            return _made(machine, site) or _constant_added(site)
        kind = receiver.type or ""
        if not kind.startswith("statsmodels."):
            return None
        if tables.is_results(kind):
            return _of_results(machine, site, receiver)
        if site.method in _FITS and _X in receiver.attributes:
            return _fitted(machine, site, receiver)
        if site.method == "from_formula":
            return _made(machine, site)
        return None

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if owner.type is None or not tables.is_results(owner.type):
            return None
        if name in tables.LEARNED:
            return fresh(type="pandas.Series", dye=owner.dye, site=span)
        return None


def _made(machine: Machine, site: CallSite) -> Value | None:
    kind = tables.model_kind(site.function)
    if kind is None:
        return None
    if kind == "formula":
        x = y = argument_as_data(machine, site, 1, "data")
    elif kind == "series":
        x = y = argument_as_data(machine, site, 0, "endog")
    else:
        x = argument_as_data(machine, site, 1, "exog")
        y = argument_as_data(machine, site, 0, "endog")
    if x is None or y is None:
        return None
    return fresh(type=site.function, attributes={_X: x, _Y: y}, site=site.span)


def _constant_added(site: CallSite) -> Value | None:
    if site.method != "add_constant" or not site.args:
        return None
    return mixed(site.args[0], type=site.args[0].type, site=site.span)


def _fitted(machine: Machine, site: CallSite, model: Value) -> Value:
    x, y = model.attributes[_X], model.attributes[_Y]
    results = fresh(type=f"{model.type}{tables.RESULTS}", attributes={_X: x}, site=site.span)
    fitted = learn(machine, results, MODEL, x, y, site.span)
    own = None if y is x else y
    machine.emit(Fit(site.span, machine.context, fitted, "fit", "xy", "model", x, own))
    return fitted


def _of_results(machine: Machine, site: CallSite, results: Value) -> Value | None:
    if site.method not in _FORECASTS:
        if site.method in _MEANS:
            return fresh(type="pandas.DataFrame", dye=results.dye, site=site.span)
        return (
            fresh(type=results.type, attributes=results.attributes, dye=results.dye)
            if (site.method in ("append", "extend", "apply"))
            else None
        )
    given = site.argument(0, "exog") if site.method == "predict" else None
    x = None
    if given is not None and given.rows and not given.is_constant:
        x = as_data(machine, given, site.span)
    dye = prediction_dye(machine, results, MODEL, site.span)
    rows = frozenset() if x is None else x.rows
    known = results.dye if x is None else x.dye
    predicted = fresh(type="pandas.Series", rows=rows, dye=known | {dye}, site=site.span)
    asked = x if x is not None else fresh(site=site.span)
    machine.emit(Predict(site.span, machine.context, results, site.method, asked, predicted))
    return predicted
