"""The rule ``wrong-monitor-direction``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule

_WHY = (
    "The worst epoch is kept as the best one: training stops while the score still rises, and the "
    "saved checkpoint is one of the first epochs."
)
_MORE_IS_BETTER = re.compile(
    r"(^|_)(acc|accuracy|auc|auroc|f1|f1_score|precision|recall|iou|miou|dice|map|ap|r2|bleu|rouge"
    r"|mcc|kappa|psnr|ssim)(_|$|\d)",
    re.IGNORECASE,
)
_LESS_IS_BETTER = re.compile(
    r"(^|_)(loss|mse|mae|rmse|mape|msle|error|err|perplexity|ppl|wer|cer|nll|fid|logloss)(_|$)",
    re.IGNORECASE,
)
_KERAS = frozenset(
    f"keras.callbacks.{name}" for name in ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
)
_LIGHTNING = ("EarlyStopping", "ModelCheckpoint")
_LIGHTNING_PACKAGES = ("pytorch_lightning", "lightning")
_TRAINING_ARGUMENTS = ("TrainingArguments", "Seq2SeqTrainingArguments")
# Keras reads these as scores where `mode` is left to it (`acc` anywhere, `auc` at the end).
_KERAS_SCORE = re.compile(r"acc|auc$|fmeasure$", re.IGNORECASE)


class WrongMonitorDirection(Rule):
    """A callback keeps the worst epoch because it thinks that less is better, or more.

    What it does
    ------------
    Compares what ``EarlyStopping``, ``ModelCheckpoint`` and ``ReduceLROnPlateau`` of Keras and
    Lightning monitor with their ``mode`` (and its default), and ``metric_for_best_model`` of
    Hugging Face with ``greater_is_better``.

    Why it matters
    --------------
    With ``monitor="val_acc"`` and Lightning's default ``mode="min"`` training stops at the fourth
    of 20 epochs and keeps the checkpoint of epoch 0.

    Evidence
    --------
    Measured with Lightning 2.6: the default is ``"min"``. Keras guesses ``"max"`` from the name for
    ``acc``, ``auc`` and ``fmeasure`` only; Hugging Face takes everything but a loss as a score.

    When it stays silent
    --------------------
    When the direction fits, when Keras guesses it rightly, and for metrics whose name does not
    tell.

    Fix
    ---
    Set ``mode="max"`` (or ``"min"``), or ``greater_is_better``.
    """

    name: ClassVar[str] = "wrong-monitor-direction"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    preview: ClassVar[bool] = True  # no hit on wild code yet that could prove its precision
    summary: ClassVar[str] = "a callback keeps the worst epoch"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Lightning's default is `min`",
            """
from pytorch_lightning import Trainer
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint

stop = EarlyStopping(monitor="val_acc", patience=3)
trainer = Trainer(max_epochs=20, callbacks=[stop])
""",
        ),
        Example(
            "the word error rate is no score",
            """
from transformers import Seq2SeqTrainingArguments

arguments = Seq2SeqTrainingArguments(
    output_dir="out",
    load_best_model_at_end=True,
    metric_for_best_model="wer",
)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the direction is given",
            """
from pytorch_lightning import Trainer
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint

stop = EarlyStopping(monitor="val_acc", mode="max", patience=3)
best = ModelCheckpoint(monitor="val_loss")
trainer = Trainer(max_epochs=20, callbacks=[stop, best])
""",
        ),
        Example(
            "Keras guesses it from the name",
            """
from tensorflow.keras.callbacks import EarlyStopping

stop = EarlyStopping(monitor="val_accuracy", patience=3)
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each callback whose direction does not fit what it monitors."""
        for call in flow.of(Call):
            found = _of_callback(call) or _of_arguments(call)
            if found is not None:
                yield self._finding(call, *found)

    def _finding(self, call: Call, monitor: str, given: str, right: str, advice: str) -> Finding:
        short = call.function.rpartition(".")[2]
        kind = "a score" if right == "max" else "a loss"
        return self.finding(
            call.site,
            f"`{short}` monitors `{monitor}`, {kind}, but {given}: it keeps the worst epoch.",
            confidence=0.95,
            why=_WHY,
            advice=advice,
            evidence=f"`{monitor}` is {kind} by its name, and {given} here.",
        )


def _literal(call: Call, name: str, position: int | None = None) -> object:
    value = call.keywords.get(name)
    if value is None and position is not None and position < len(call.args):
        value = call.args[position]
    return None if value is None else value.constant


def _right_mode(monitor: str) -> str | None:
    """Return the direction that the name of a metric tells."""
    less, more = _LESS_IS_BETTER.search(monitor), _MORE_IS_BETTER.search(monitor)
    if bool(less) == bool(more):
        return None
    return "min" if less else "max"


def _of_callback(call: Call) -> tuple[str, str, str, str] | None:
    package, _, rest = call.function.partition(".")
    short = rest.rpartition(".")[2]
    is_keras = call.function in _KERAS
    is_lightning = package in _LIGHTNING_PACKAGES and short in _LIGHTNING
    if (not is_keras and not is_lightning) or "**" in call.keywords:
        return None
    position = 0 if short in ("EarlyStopping", "ReduceLROnPlateau") else None
    monitor = _literal(call, "monitor", position)
    if not isinstance(monitor, str):
        return None
    if is_keras and short == "ModelCheckpoint" and _literal(call, "save_best_only") is not True:
        return None
    right, mode = _right_mode(monitor), _literal(call, "mode")
    if right is None or ("mode" in call.keywords and not isinstance(mode, str)):
        return None
    advice = f'Set `mode="{right}"`.'
    if mode in ("min", "max"):
        return None if mode == right else (monitor, f'`mode` is "{mode}"', right, advice)
    guessed = "max" if is_keras and _KERAS_SCORE.search(monitor) else "min"
    if guessed == right:
        return None
    default = 'Keras takes it as "min"' if is_keras else 'the default `mode` is "min"'
    return monitor, default, right, advice


def _of_arguments(call: Call) -> tuple[str, str, str, str] | None:
    short = call.function.rpartition(".")[2]
    if short not in _TRAINING_ARGUMENTS or "**" in call.keywords:
        return None
    metric = _literal(call, "metric_for_best_model")
    if not isinstance(metric, str):
        return None
    right = _right_mode(metric)
    greater = _literal(call, "greater_is_better")
    if right is None or ("greater_is_better" in call.keywords and not isinstance(greater, bool)):
        return None
    guessed = greater if isinstance(greater, bool) else not metric.endswith("loss")
    if guessed == (right == "max"):
        return None
    given = f"`greater_is_better` is {guessed}"
    return metric, given, right, f"Set `greater_is_better={right == 'max'}`."
