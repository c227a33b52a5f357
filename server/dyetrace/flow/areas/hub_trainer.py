"""Trainers of Hugging Face: made with their data sets, then trained, evaluated, asked."""

from __future__ import annotations

from typing import Final

from dyetrace.flow.areas.estimators import prediction_dye
from dyetrace.flow.areas.fitted import learn
from dyetrace.flow.events import Fit, Predict, Score
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.rows import as_data
from dyetrace.flow.values import Mark, Value, fresh
from dyetrace.knowledge.estimators import MODEL
from dyetrace.knowledge.hub_datasets import TRAINERS

_TRAIN: Final = "train_dataset"
_EVAL: Final = "eval_dataset"


class TrainerMeaning(Meaning):
    """``Trainer(train_dataset=..., eval_dataset=...)``."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        if site.receiver is None:
            if site.function not in TRAINERS:
                return None
            return fresh(type=site.function, attributes=dict(site.keywords), site=site.span)
        if site.receiver.type not in TRAINERS:
            return None
        trainer = machine.current(site.receiver)
        if site.method == "train":
            return _trained(machine, site, trainer)
        if site.method == "evaluate":
            return _evaluated(machine, site, trainer)
        return _predicted(machine, site, trainer) if site.method == "predict" else None


def _data(machine: Machine, site: CallSite, trainer: Value, name: str) -> Value | None:
    given = trainer.attributes.get(name)
    if given is None or given.type == "NoneType" or given.entries is not None:
        return None
    return as_data(machine, given, site.span)


def _trained(machine: Machine, site: CallSite, trainer: Value) -> Value | None:
    x = _data(machine, site, trainer, _TRAIN)
    if x is None:
        return None
    fitted = learn(machine, trainer, MODEL, x, None, site.span)
    machine.emit(Fit(site.span, machine.context, fitted, "train", "xy", "model", x, None))
    return fresh(site=site.span)


def _evaluated(machine: Machine, site: CallSite, trainer: Value) -> Value | None:
    given = site.argument(0, _EVAL)
    x = _data(machine, site, trainer, _EVAL) if given is None else given
    if x is None or not x.rows:
        return None
    machine.emit(
        Score(site.span, machine.context, site.function, (trainer,), x, None, None, rows=x.rows)
    )
    score = Mark("score", site.span, site.function)
    return fresh(type="dict", marks=frozenset({score}), site=site.span)


def _predicted(machine: Machine, site: CallSite, trainer: Value) -> Value | None:
    x = site.argument(0, "test_dataset")
    if x is None or not x.rows:
        return None
    dye = x.dye | {prediction_dye(machine, trainer, MODEL, site.span)}
    result = fresh(rows=x.rows, dye=dye, site=site.span)
    machine.emit(Predict(site.span, machine.context, trainer, "predict", x, result))
    return result
