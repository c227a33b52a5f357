"""Functions that learn from rows: ``scale(X)``, ``mutual_info_classif(X, y)``."""

from __future__ import annotations

from dyetrace.flow.events import Statistic
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import argument_as_data
from dyetrace.flow.values import Dye, Value, fresh
from dyetrace.knowledge.sklearn_functions import (
    LABEL_TESTS,
    POWER_FITS,
    POWERS,
    SCALINGS,
    STANDARDISATIONS,
)

_ARRAY = "numpy.ndarray"


class LearningFunctionMeaning(Meaning):
    """Functions of scikit-learn and SciPy that do at once what an estimator does in two steps."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.function in SCALINGS | STANDARDISATIONS:
            return _scaled(machine, site)
        if site.function in POWER_FITS | POWERS:
            return _power(machine, site)
        return _tested(machine, site) if site.function in LABEL_TESTS else None


def _scaled(machine: Machine, site: CallSite) -> Value | None:
    x = argument_as_data(machine, site, 0, "X")
    if x is None or not x.rows or site.literal(None, "axis", 0) == 1:
        return None if x is None else mixed(x, type=_ARRAY, site=site.span)
    dye = Dye("statistic", x.rows, site.span, site.method, site.function)
    result = mixed(x, type=_ARRAY, site=site.span, dye=x.dye | {dye})
    machine.emit(Statistic(site.span, machine.context, site.function, x, result, dye))
    return result


def _power(machine: Machine, site: CallSite) -> Value | None:
    """``boxcox(x)`` learns a power from all values, and returns it beside what it made of them."""
    x = argument_as_data(machine, site, 0, "x")
    if x is None or not x.rows:
        return None
    given = site.argument(1, "lmbda")
    if site.function in POWER_FITS and given is not None and given.constant is not None:
        return mixed(x, given, type=_ARRAY, site=site.span)
    dye = Dye("statistic", x.rows, site.span, site.method, site.function)
    learned = fresh(type="float", dye=x.dye | {dye}, site=site.span)
    result = mixed(x, type=_ARRAY, site=site.span, dye=x.dye | {dye})
    machine.emit(Statistic(site.span, machine.context, site.function, x, result, dye))
    if site.function in POWERS:
        return learned
    return fresh(type="tuple", items=(result, learned), site=site.span)


def _tested(machine: Machine, site: CallSite) -> Value | None:
    x = argument_as_data(machine, site, 0, "X")
    y = argument_as_data(machine, site, 1, "y")
    if x is None or y is None:
        return None
    dye = Dye("label-aware", x.rows | y.rows, site.span, site.method, site.function)
    scores = fresh(type=_ARRAY, dye=x.dye | {dye}, site=site.span)
    machine.emit(Statistic(site.span, machine.context, site.function, x, scores, dye))
    if site.method.startswith("mutual_info") or site.method == "r_regression":
        return scores
    return fresh(type="tuple", items=(scores, scores.copy()), site=site.span)
