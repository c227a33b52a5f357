"""Tuners that call an objective over and over: Optuna, hyperopt, scikit-optimize and others."""

from __future__ import annotations

import ast

from dyetrace.flow.calls import call_value
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Value, fresh
from dyetrace.knowledge import tuning as tables


class TuningMeaning(Meaning):
    """``study.optimize(objective)``, ``fmin(objective, space)``, ``gp_minimize(...)``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        function = site.function
        if function in tables.STUDIES:
            return fresh(type=tables.STUDY, site=site.span)
        position = tables.TUNERS.get(function)
        if position is None:
            return None
        objective = site.argument(position[0], position[1])
        if objective is None or not isinstance(objective.node, (ast.FunctionDef, ast.Lambda)):
            return None
        given = fresh(site=site.span, certain=False)
        with machine.inside(loops=site.span):
            call_value(machine, objective, (given,), {}, site.span)
        return fresh(site=site.span, certain=False)
