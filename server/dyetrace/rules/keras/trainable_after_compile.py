"""The rule ``trainable-after-compile``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.events import Bind, Call, Fit
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of

_LONGEST_NAME = 40


class TrainableAfterCompile(Rule):
    """A layer is frozen or unfrozen after the model was compiled.

    What it does
    ------------
    Reports `layer.trainable = ...` between a Keras model's `compile()` and its `fit()` where the
    model is not compiled again.

    Why it matters
    --------------
    `compile` decides which weights are trained. What is set afterwards has no effect: the base
    network that was to be fine-tuned stays frozen, or the one to be kept is trained away.

    Evidence
    --------
    "Calling `compile()` on a model is meant to freeze the behaviour of that model. [...] if you
    change any `trainable` value, make sure to call `compile()` again" (Keras guide *Transfer
    learning and fine-tuning*).

    When it stays silent
    --------------------
    The model, or any other one, is compiled afterwards (adversarial networks freeze the
    discriminator between two compilations on purpose); several models are compiled; loops of one's
    own with `GradientTape`; functions that nobody in the program calls.

    Fix
    ---
    Call `compile()` again after changing `trainable`.
    """

    name: ClassVar[str] = "trainable-after-compile"
    family: ClassVar[Family] = "keras"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "`trainable` is changed after `compile()` and has no effect."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Unfrozen for fine-tuning, but not compiled again",
            """
            import numpy as np
            from tensorflow import keras

            base = keras.applications.MobileNetV2(include_top=False, pooling="avg")
            base.trainable = False
            model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])
            model.compile("adam", "sparse_categorical_crossentropy")
            x, y = np.load("x.npy"), np.load("y.npy")
            model.fit(x, y, epochs=3)
            base.trainable = True  # expect: trainable-after-compile
            model.fit(x, y, epochs=3)
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Compiled again, with a small learning rate",
            """
            import numpy as np
            from tensorflow import keras

            base = keras.applications.MobileNetV2(include_top=False, pooling="avg")
            base.trainable = False
            model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])
            model.compile("adam", "sparse_categorical_crossentropy")
            x, y = np.load("x.npy"), np.load("y.npy")
            model.fit(x, y, epochs=3)
            base.trainable = True
            model.compile(keras.optimizers.Adam(1e-5), "sparse_categorical_crossentropy")
            model.fit(x, y, epochs=3)
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        if flow.truncated:
            return
        compiled: Call | None = None
        models: set[int] = set()
        changed: list[Bind] = []
        for event in flow.events:
            if not event.context.entered:
                continue
            if isinstance(event, Call) and event.function.endswith(".compile"):
                if _is_keras(event.receiver) and event.receiver is not None:
                    compiled, changed = event, []
                    models.add(event.receiver.identity)
            elif isinstance(event, Bind) and event.target.endswith(".trainable"):
                if compiled is not None:
                    changed.append(event)
            elif isinstance(event, Fit) and changed and models == {event.estimator.identity}:
                if compiled is not None:
                    yield self._report(flow, changed[0], compiled, event)
                return

    def _report(self, flow: Flow, bind: Bind, compiled: Call, fit: Fit) -> Finding:
        model = name_of(flow, fit.estimator) or "the model"
        shown = f"`{bind.target}`" if len(bind.target) <= _LONGEST_NAME else "`trainable`"
        return self.finding(
            bind.site,
            f"{shown} is set after `{model}.compile()` and has no effect on the fit.",
            confidence=0.94,
            why="`compile` decides which weights are trained. What was to be fine-tuned stays "
            "frozen, or what was to be kept is trained away.",
            advice=f"Call `{model}.compile(...)` again after this change.",
            evidence=f"Compiled at line {compiled.site.line}, changed at line {bind.site.line}, "
            f"fitted at line {fit.site.line}, and not compiled in between.",
            related=(
                Related(compiled.site, "compiled here"),
                Related(fit.site, "fitted here with the old setting"),
            ),
        )


def _is_keras(model: Value | None) -> bool:
    if model is None:
        return False
    kind = model.attributes.get("__class__")
    names = [model.type] if kind is None else [base.name for base in kind.items or ()]
    return any((name or "").startswith("keras.") for name in names)
