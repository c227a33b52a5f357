"""What draws random numbers that reach a score, and where generators are seeded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from dyetrace.findings import Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.areas.modules import is_module
from dyetrace.flow.events import Bind, Call, CrossValidate, Fit, OptimizerStep, Score
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge import keras, splitters
from dyetrace.knowledge.randomness import (
    DRAWING_ESTIMATORS,
    DRAWING_PACKAGES,
    DRAWING_SPLITTERS,
    SHUFFLED_ON_DEMAND,
    Library,
    seeded_by,
)

_TEST_FILE = re.compile(r"^(test_.*|.*_test|conftest)\.(py|ipynb)$")
_CONSTANT_START = re.compile(r"\b(zeros?_|constant_|fill_|ones_)\(")


def is_test_file(path: str) -> bool:
    """Whether a file tests something: randomness and odd paths may be wanted there."""
    return _TEST_FILE.match(PurePath(path).name) is not None


@dataclass(frozen=True)
class Draw:
    """Random numbers that a reported score depends on."""

    library: Library
    name: str  # what draws, in the user's words
    site: Span
    index: int  # of the event
    score: Span | None
    score_index: int


@dataclass(frozen=True)
class Seeding:
    """A call that seeds generators."""

    libraries: frozenset[Library]
    function: str
    site: Span
    index: int


class Randomness:
    """The draws and seedings of a program, in the order of execution."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @cached_property
    def seedings(self) -> tuple[Seeding, ...]:
        """All calls that seed, also in functions that nobody here calls."""
        return tuple(
            Seeding(libraries, event.function.lstrip("!"), event.site, index)
            for index, event in enumerate(self.flow.events)
            if isinstance(event, Call) and (libraries := seeded_by(event.function))
        )

    @cached_property
    def draws(self) -> tuple[Draw, ...]:
        """Unseeded draws of the program's own run that reach a score, one for each place."""
        found: dict[Span, Draw] = {}
        for draw in self._draws():
            found.setdefault(draw.site, draw)
        return tuple(sorted(found.values(), key=lambda draw: draw.index))

    @cached_property
    def _scores(self) -> list[tuple[int, Score | CrossValidate]]:
        return [
            (index, event)
            for index, event in enumerate(self.flow.events)
            if isinstance(event, (Score, CrossValidate)) and event.context.entered
        ]

    def _draws(self) -> Iterator[Draw]:
        trained = False
        for index, event in enumerate(self.flow.events):
            if not event.context.entered:
                continue
            if isinstance(event, Call):
                yield from self._of_call(index, event)
            elif isinstance(event, Fit):
                yield from self._of_fit(index, event)
            elif isinstance(event, OptimizerStep) and not trained:
                trained = True
                yield from self._of_training(index, event)

    def _of_call(self, index: int, call: Call) -> Iterator[Draw]:
        if not _is_unseeded(call):
            return
        function, short = call.function, call.function.rpartition(".")[2]
        if function in splitters.HOLDOUTS:
            shuffle = call.keywords.get("shuffle")
            if shuffle is None or shuffle.constant is True:
                yield from self._drawn("NumPy", short, index, call.site)
        elif function in splitters.SHUFFLES:
            yield from self._drawn("NumPy", short, index, call.site)
        elif function in splitters.RANDOM_SPLITS and "generator" not in call.keywords:
            if len(call.args) < 3:
                yield from self._drawn("PyTorch", short, index, call.site)
        elif splitters.splitter(function) is not None and _shuffles(call, short):
            score = self._after_folds(call.result)
            if score is not None:
                yield Draw("NumPy", short, call.site, index, score[1], score[0])

    def _of_fit(self, index: int, fit: Fit) -> Iterator[Draw]:
        model = fit.estimator
        if model.type in keras.MODELS:
            scored = self._judging(model) or (index, fit.site)
            yield Draw("TensorFlow", "the network", model.site or fit.site, index, *scored[::-1])
            return
        for part in _estimators(model):
            short = (part.type or "").rpartition(".")[2]
            if part.site is None or not _draws_when_fitted(part):
                continue
            score = self._judging(model)
            if score is not None:
                yield Draw("NumPy", short, part.site, index, score[1], score[0])

    def _of_training(self, index: int, step: OptimizerStep) -> Iterator[Draw]:
        """A network of PyTorch that is trained by hand, with a number that is shown."""
        shown = next((i for i, e in enumerate(self.flow.events[index:], index) if _shows(e)), None)
        if shown is None:
            return
        trained = {each.identity for each in _modules(step.optimizer)}
        for number, event in enumerate(self.flow.events[:index]):
            if not isinstance(event, Bind) or event.value.identity not in trained:
                continue
            if not self._starts_alike(event.value):
                site = event.value.site or event.site
                yield Draw("PyTorch", "the network", site, number, None, shown)
            return

    def _starts_alike(self, module: Value) -> bool:
        """Whether a network sets its own first weights to constants."""
        kind = module.attributes.get("__class__")
        if kind is None or kind.site is None:
            return False
        source = self.flow.sources.get(kind.site.path)
        return source is None or _CONSTANT_START.search(source.text_of(kind.site)) is not None

    def _drawn(self, library: Library, name: str, index: int, site: Span) -> Iterator[Draw]:
        score = self._after_split(site)
        if score is not None:
            yield Draw(library, name, site, index, score[1], score[0])

    def _after_split(self, site: Span) -> tuple[int, Span] | None:
        """Return the first score over rows that parted at a place."""
        for index, event in self._scores:
            rows = set(event.rows) if isinstance(event, Score) else set()
            if isinstance(event, CrossValidate) and event.x is not None:
                rows |= event.x.rows
            for model in event.models if isinstance(event, Score) else ():
                record = fit_of(model)
                rows |= set() if record is None else record.rows
            if any(part.site == site for row in rows for part in row.parts):
                return index, event.site
        return None

    def _after_folds(self, folds: Value) -> tuple[int, Span] | None:
        """Return the first score that is taken in the folds of a splitter."""
        used = False
        for index, event in enumerate(self.flow.events):
            if isinstance(event, CrossValidate) and event.splitter is not None:
                if event.splitter.identity == folds.identity:
                    return index, event.site
            elif isinstance(event, Call) and event.receiver is not None:
                used = used or event.receiver.identity == folds.identity
            elif isinstance(event, Score) and used:
                return index, event.site
        return None

    def _judging(self, model: Value) -> tuple[int, Span] | None:
        """Return the first score of a model."""
        for index, event in self._scores:
            models = event.models if isinstance(event, Score) else (event.estimator,)
            if any(judged.identity == model.identity for judged in models):
                return index, event.site
        return None


def _is_unseeded(call: Call) -> bool:
    if "**" in call.keywords:
        return False
    given = call.keywords.get("random_state", call.keywords.get("seed"))
    return given is None or (given.is_constant and given.constant is None)


def _shuffles(call: Call, short: str) -> bool:
    if short in DRAWING_SPLITTERS:
        return True
    shuffle = call.keywords.get("shuffle")
    return short in SHUFFLED_ON_DEMAND and shuffle is not None and shuffle.constant is True


def _estimators(value: Value, depth: int = 5) -> Iterator[Value]:
    """Iterate over an estimator and those inside of it."""
    yield value
    if depth:
        inner = [v for k, v in value.attributes.items() if not k.startswith("__")]
        for part in (*inner, *(value.items or ())):
            if part.type is not None and not part.is_constant:
                yield from _estimators(part, depth - 1)


def _draws_when_fitted(estimator: Value) -> bool:
    place, _, short = (estimator.type or "").rpartition(".")
    if short not in DRAWING_ESTIMATORS or not f"{place}.".startswith(DRAWING_PACKAGES):
        return False
    if "**" in estimator.attributes:
        return False
    given = estimator.attributes.get("random_state")
    return given is None or (given.is_constant and given.constant is None)


def _shows(event: object) -> bool:
    if isinstance(event, Score):
        return True
    if not isinstance(event, Call) or event.function not in ("builtins.print", "tqdm.write"):
        return False
    return any(not value.is_constant for value in event.args)  # "done" is no number


def _modules(optimizer: Value) -> Iterator[Value]:
    """Iterate over the networks whose parameters an optimizer was given."""
    stack = [v for v in (optimizer.attributes.get("params"),) if v is not None]
    for _ in range(32):
        if not stack:
            return
        value = stack.pop()
        module = value.attributes.get("__module__")
        if module is not None:
            yield from (each for each in module.each() if is_module(each))
        else:
            stack.extend((*(value.items or ()), *(value.entries or {}).values()))
