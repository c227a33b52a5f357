"""The rule ``shuffled-generator-metrics``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Bind, Call, Predict
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.keras.origins import Origins

_MAKERS = ("flow_from_directory", "flow_from_dataframe")
_PREDICTIONS = ("predict", "predict_generator")
_LABELS = ("?.classes", "?.labels")


@dataclass(frozen=True)
class _Compared:
    """Predictions of a generator's batches that are compared with its labels in file order."""

    made: Call
    predicted: Call
    judged: Call
    generator: Value


class ShuffledGeneratorMetrics(Rule):
    """Predictions in shuffled order are compared with labels in file order.

    What it does
    ------------
    Follows the predictions of a Keras generator (`flow_from_directory`, `flow_from_dataframe`) to a
    metric that compares them with `generator.classes` or `generator.labels`. Reports the generator
    if it shuffles, which it does unless it is told not to.

    Why it matters
    --------------
    `predict` goes through the batches in shuffled order, `classes` is in the order of the files.
    Each prediction is compared with the label of another image: the report shows chance level
    although the model is good.

    Evidence
    --------
    A frequent question in Keras' issues (#4225, #6234, #11427 and others): `evaluate` says 0.95,
    the confusion matrix 0.5. `shuffle` defaults to True in both functions (Keras documentation of
    `ImageDataGenerator`).

    When it stays silent
    --------------------
    `shuffle=False`, or a setting that is not a literal; `generator.shuffle` is set afterwards; the
    labels are taken from the batches or reordered; labels of another generator.

    Fix
    ---
    Make the generator that is judged with `shuffle=False`.
    """

    name: ClassVar[str] = "shuffled-generator-metrics"
    family: ClassVar[Family] = "keras"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "Predictions of a shuffling generator are compared with `.classes`."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "The test generator shuffles",
            """
            import numpy as np
            from sklearn.metrics import confusion_matrix
            from tensorflow.keras.models import load_model
            from tensorflow.keras.preprocessing.image import ImageDataGenerator

            model = load_model("cats.keras")
            datagen = ImageDataGenerator(rescale=1.0 / 255)
            test = datagen.flow_from_directory("test")  # expect: shuffled-generator-metrics
            predicted = np.argmax(model.predict(test), axis=1)
            print(confusion_matrix(test.classes, predicted))
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "The test generator keeps the order of the files",
            """
            import numpy as np
            from sklearn.metrics import confusion_matrix
            from tensorflow.keras.models import load_model
            from tensorflow.keras.preprocessing.image import ImageDataGenerator

            model = load_model("cats.keras")
            datagen = ImageDataGenerator(rescale=1.0 / 255)
            test = datagen.flow_from_directory("test", shuffle=False)
            predicted = np.argmax(model.predict(test), axis=1)
            print(confusion_matrix(test.classes, predicted))
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        shuffling = {call.result.identity: call for call in flow.of(Call) if _makes_shuffling(call)}
        if not shuffling or any(bind.target.endswith(".shuffle") for bind in flow.of(Bind)):
            return
        told: set[int] = set()
        for compared in _comparisons(flow, shuffling):
            if compared.generator.identity not in told:
                told.add(compared.generator.identity)
                yield self._report(flow, compared)

    def _report(self, flow: Flow, compared: _Compared) -> Finding:
        name = name_of(flow, compared.made.result) or "the generator"
        metric = compared.judged.function.rpartition(".")[2]
        given = (
            "is told to shuffle" if "shuffle" in compared.made.keywords else "shuffles by default"
        )
        return self.finding(
            compared.made.site,
            f"`{name}` shuffles, so `{metric}` compares predictions with labels of other rows.",
            confidence=0.97,
            why="`predict` goes through the batches in shuffled order, `classes` is in the order "
            "of the files: the metric shows chance level, however good the model is.",
            advice=f"Make `{name}` with `shuffle=False`.",
            evidence=f"`{compared.made.function.rpartition('.')[2]}` {given}; its predictions "
            f"(line {compared.predicted.site.line}) meet its labels at line "
            f"{compared.judged.site.line}.",
            related=(
                Related(compared.predicted.site, "predicted here, in shuffled order"),
                Related(compared.judged.site, "compared here with labels in file order"),
            ),
        )


def _makes_shuffling(call: Call) -> bool:
    if call.function.rpartition(".")[2] not in _MAKERS or call.receiver is None:
        return False
    shuffle = call.keywords.get("shuffle")
    return "**" not in call.keywords and (shuffle is None or shuffle.constant is True)


def _comparisons(flow: Flow, shuffling: dict[int, Call]) -> Iterator[_Compared]:
    origins = Origins(flow)
    predictions = {
        call.site: call
        for call in flow.of(Call)
        if call.function.rpartition(".")[2] in _PREDICTIONS and call.args
    }
    known = {event.site for event in flow.of(Predict)}
    for call in flow.of(Call):
        given = (*call.args, *call.keywords.values())
        labels = next((v for v in given if v.name in _LABELS and v.receiver is not None), None)
        generator = None if labels is None else labels.receiver
        if generator is None or generator.identity not in shuffling:
            continue
        for value in given:
            predicted = _predicted(origins, predictions, known, value)
            if predicted is not None and predicted.args[0].identity == generator.identity:
                yield _Compared(shuffling[generator.identity], predicted, call, generator)


def _predicted(
    origins: Origins, predictions: dict[Span, Call], known: set[Span], value: Value
) -> Call | None:
    """Return the call that predicted a value."""
    for dye in value.dye:
        if dye.kind == "prediction" and dye.site in predictions and dye.site in known:
            return predictions[dye.site]
    return next((call for call in origins.makers(value) if call.site in predictions), None)
