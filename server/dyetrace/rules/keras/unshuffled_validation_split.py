"""The rule ``unshuffled-validation-split``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, Fit
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.keras.origins import Origins

# Data sets that come sorted by class (scikit-learn 1.9.1), and the iris file in its usual order.
_SORTED = frozenset({"sklearn.datasets.load_iris", "sklearn.datasets.load_wine"})
_SORTED_FILE = re.compile(r"^iris\.(csv|data|txt)$", re.I)
_STACKS = frozenset(f"numpy.{name}" for name in ("concatenate", "hstack", "append", "r_", "vstack"))
_CONSTANTS = frozenset(
    f"numpy.{name}" for name in ("zeros", "ones", "full", "zeros_like", "ones_like", "full_like")
)
_REPEATED = re.compile(r"\[\s*[\w.'\"]+\s*\]\s*\*.+\+\s*\[\s*[\w.'\"]+\s*\]\s*\*", re.S)
_MIXING = re.compile(r"shuffl|permut|sample|train_test_split|argsort|choice", re.I)


class UnshuffledValidationSplit(Rule):
    """`validation_split` takes the tail of rows that are sorted by class.

    What it does
    ------------
    Reports `model.fit(X, y, validation_split=...)` of Keras where the rows certainly stand in the
    order of their classes: a data set that comes that way (iris, wine), or labels that were put
    together class by class (`np.concatenate([np.zeros(n), np.ones(m)])`), and nothing shuffles
    them.

    Why it matters
    --------------
    Keras takes the last rows for validation, before it shuffles the rest. They are all of the last
    class, which is then missing in training: the validation score is near zero, and early stopping
    or tuning by it goes astray.

    Evidence
    --------
    "The validation data is selected from the last samples in the x and y data provided, before
    shuffling" (Keras documentation of `Model.fit`).

    When it stays silent
    --------------------
    Anything shuffles, samples or splits rows before the fit; `validation_data` is given; rows whose
    order is not known.

    Fix
    ---
    Shuffle X and y together before, or split with `train_test_split(..., stratify=y)`.
    """

    name: ClassVar[str] = "unshuffled-validation-split"
    family: ClassVar[Family] = "keras"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "`validation_split` takes the tail of rows that are sorted by class."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Iris comes sorted by class",
            """
            from sklearn.datasets import load_iris
            from tensorflow import keras

            X, y = load_iris(return_X_y=True)
            model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
            model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            model.fit(X, y, epochs=50, validation_split=0.2)  # expect: unshuffled-validation-split
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Shuffled before",
            """
            from sklearn.datasets import load_iris
            from sklearn.utils import shuffle
            from tensorflow import keras

            X, y = load_iris(return_X_y=True)
            X, y = shuffle(X, y, random_state=0)
            model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
            model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            model.fit(X, y, epochs=50, validation_split=0.2)
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        fits = [fit for fit in flow.of(Fit) if _takes_the_tail(fit)]
        if not fits or flow.truncated:
            return
        origins = Origins(flow)
        for fit in fits:
            if _is_mixed_before(flow, fit):
                continue
            where = _sorted_origin(flow, origins, fit)
            if where is not None:
                yield self._report(flow, fit, *where)

    def _report(self, flow: Flow, fit: Fit, origin: Span, why: str) -> Finding:
        share = fit.extra["validation_split"].constant
        model = name_of(flow, fit.estimator) or "the model"
        return self.finding(
            fit.site,
            f"`validation_split={share}` takes the last rows, and {why}.",
            confidence=0.93,
            why="The validation rows are all of the last class, and the training rows lack it: the "
            "validation score says nothing, and stopping or tuning by it goes astray.",
            advice="Shuffle X and y together before, or use `train_test_split(..., stratify=y)` "
            "and `validation_data=`.",
            evidence=f"`{model}.fit` (line {fit.site.line}) takes the tail before it shuffles; the "
            f"rows come from line {origin.line}, and nothing shuffles them.",
            related=(Related(origin, why),),
        )


def _takes_the_tail(fit: Fit) -> bool:
    share = fit.extra.get("validation_split")
    given = share is not None and isinstance(share.constant, float) and share.constant > 0
    return given and "validation_data" not in fit.extra


def _is_mixed_before(flow: Flow, fit: Fit) -> bool:
    for event in flow.events:
        if event is fit:
            return False
        if isinstance(event, Call) and _MIXING.search(event.function.rpartition(".")[2]):
            return True
    return False


def _sorted_origin(flow: Flow, origins: Origins, fit: Fit) -> tuple[Span, str] | None:
    """Return the place that put the rows into the order of their classes, and the words for it."""
    made = {call.site: call for call in flow.of(Call) if call.function in _SORTED}
    for row in fit.x.rows if fit.x is not None else ():
        if any(not part.key.startswith("?") for part in row.parts):
            return None
        if row.origin in made or _SORTED_FILE.match(row.label):
            return row.origin, "they come sorted by class"
    for call in origins.makers(fit.y) if fit.y is not None else ():
        if _stacks_classes(flow, origins, call):
            return call.site, "the labels stand class by class"
    return None


def _stacks_classes(flow: Flow, origins: Origins, call: Call) -> bool:
    if call.function in ("numpy.array", "numpy.asarray"):
        source = flow.sources.get(call.site.path)
        return source is not None and _REPEATED.search(source.text_of(call.site)) is not None
    if call.function not in _STACKS:
        return False
    pieces: tuple[Value, ...] = call.args
    if call.args and call.args[0].items is not None:
        pieces = call.args[0].items
    makers = [origins.maker(piece) for piece in pieces]
    return len(makers) > 1 and all(m is not None and m.function in _CONSTANTS for m in makers)
