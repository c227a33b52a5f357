"""What happened in a program, in the order of execution; rules ask these.

Every event is a fact with its place. ``context`` says under which loops, branches and calls it
happened, so that a rule can ask "in the same loop?" or "on every path?".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dyetrace.findings import Span
from dyetrace.flow.values import Dye, Rows, Value


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the execution an event stands."""

    function: str = ""  # qualified name of the user's function, "" at module level
    loops: tuple[Span, ...] = ()  # enclosing loops, outermost first, through calls too
    branches: tuple[tuple[Span, str], ...] = ()  # (if/try/match statement, arm) on the way here
    calls: tuple[Span, ...] = ()  # call sites on the stack, outermost first
    managers: tuple[str, ...] = ()  # qualified names of the `with` managers and decorators around
    entered: bool = True  # False: a function that nobody in the program calls


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""

    site: Span
    context: Context


@dataclass(frozen=True, slots=True)
class Call(Event):
    """Any call whose target is resolved: library, method of a known object, unknown name.

    ``function`` is the qualified name ("pandas.DataFrame.dropna", "torch.nn.Linear"); for an
    unresolved method it is "?." and the method's name. ``result`` is what the call gave.
    """

    function: str
    receiver: Value | None
    args: tuple[Value, ...]
    keywords: Mapping[str, Value]
    result: Value


@dataclass(frozen=True, slots=True)
class Split(Event):
    """Rows were parted: ``train_test_split``, a fold loop, a slice, a mask, ``random_split``."""

    function: str
    kind: Literal["holdout", "fold", "slice", "sample", "date"]
    inputs: tuple[Value, ...]
    parts: tuple[Value, ...]
    shuffled: bool | None
    stratified: bool = False
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Fit(Event):
    """An estimator learned. ``learns`` tells what from: 'x', 'xy' or 'nothing' (stateless).

    ``role`` tells what the estimator is for: a 'transformer' changes X, a 'model' predicts.
    ``steps`` are the estimators inside a pipeline or search, in order, with their types.
    """

    estimator: Value
    method: str  # "fit", "fit_transform", "partial_fit", "fit_resample", ...
    learns: Literal["x", "xy", "nothing"]
    role: Literal["transformer", "model", "sampler", "search", "clusterer"]
    x: Value | None
    y: Value | None
    steps: tuple[Value, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict)  # eval_set, validation_data, groups


@dataclass(frozen=True, slots=True)
class Transform(Event):
    """A fitted object was applied to rows."""

    estimator: Value
    method: str
    x: Value
    result: Value


@dataclass(frozen=True, slots=True)
class Statistic(Event):
    """A statistic of rows was computed without an estimator (mean, quantile, corr, groupby ...)."""

    function: str
    of: Value
    result: Value
    dye: Dye


@dataclass(frozen=True, slots=True)
class Predict(Event):
    """A fitted model was applied to rows to predict."""

    estimator: Value
    method: str
    x: Value
    result: Value


@dataclass(frozen=True, slots=True)
class Score(Event):
    """Rows were judged: ``model.score``, a metric over predictions, ``evaluate``.

    ``rows`` are the rows that were judged, ``models`` the estimators whose predictions they are.
    """

    function: str
    models: tuple[Value, ...]
    x: Value | None
    truth: Value | None
    prediction: Value | None
    rows: frozenset[Rows]


@dataclass(frozen=True, slots=True)
class CrossValidate(Event):
    """Rows were fitted and judged in folds: ``cross_val_score``, a search's ``fit``."""

    function: str
    estimator: Value
    x: Value | None
    y: Value | None
    splitter: Value | None = None
    groups: Value | None = None


@dataclass(frozen=True, slots=True)
class Bind(Event):
    """A name, attribute or item was bound (also ``del``, in-place methods and augmented ones)."""

    target: str  # as the user wrote it: `X_train`, `self.layers`, `df['age']`
    value: Value
    owner: Value | None = None  # the object whose attribute or item was set


@dataclass(frozen=True, slots=True)
class Loss(Event):
    """A loss was computed; ``function`` is the qualified name of its class or function."""

    function: str
    prediction: Value | None
    target: Value | None
    result: Value


@dataclass(frozen=True, slots=True)
class Backward(Event):
    """Gradients were added up: ``loss.backward()``."""

    loss: Value | None


@dataclass(frozen=True, slots=True)
class OptimizerStep(Event):
    """An optimizer changed its parameters; ``name`` is how the user wrote the optimizer."""

    optimizer: Value
    name: str
    closure: bool = False


@dataclass(frozen=True, slots=True)
class ZeroGrad(Event):
    """Gradients were cleared: of an optimizer or a module; None: nobody can tell of which."""

    target: Value | None
