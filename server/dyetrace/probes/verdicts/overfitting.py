"""Whether the model can learn sixteen rows by heart, and if not, at which known floor it stops."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from dyetrace.findings import Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    facts_of,
    fine,
    found,
    measured,
    place_among,
    unknown,
    why_not,
)
from dyetrace.probes.verdicts.loss_calls import calls_by_place, softmax_floor

KINDS = ("overfit",)
_NAME: Final = "cannot-overfit-batch"
FEWEST_STEPS: Final = 40  # a slower attempt says nothing; healthy nets took up to 98 with Adam
WINDOW: Final = 20  # steps over which a loss must have stopped falling
STANDSTILL: Final = 0.01  # relative fall over the window
SLOW: Final = 0.8  # of the first loss: an optimizer that stays above it goes nowhere
NEAR: Final = 0.02  # relative distance at which a floor is called by its name
_STANDARD: Final = ("cross_entropy", "nll_loss", "binary_cross_entropy", "mse_loss", "l1_loss")


class Attempt(NamedTuple):
    """How one attempt went."""

    losses: tuple[float, ...]
    solved: bool
    nonfinite: bool

    @property
    def still_falls(self) -> bool:
        """Whether the loss was still on its way down when the attempt ended."""
        if len(self.losses) <= 2 * WINDOW:
            return True
        before = min(self.losses[-2 * WINDOW : -WINDOW])
        return min(self.losses[-WINDOW:]) < before * (1 - STANDSTILL)


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge both attempts: Adam's tells a bug, the program's own optimizer a bad step size."""
    facts = facts_of(collection, "overfit")
    if facts is None:
        yield unknown(_NAME, why_not(collection, "overfit"))
        return
    adam, own = _attempt(facts, "adam"), _attempt(facts, "own")
    rows = facts.whole("rows")
    span = place_among(collection, facts.maybe_place("loss_place"))
    if adam is None or span is None or not adam.losses:
        yield unknown(_NAME, "the loss could not be followed")
        return
    places = calls_by_place(collection)
    if len(places) == 1:
        span = next(iter(places))
    if adam.solved:
        yield _with_own(facts, span, adam, own, rows)
    elif adam.nonfinite:
        yield unknown(_NAME, "the loss became infinite: look for its origin first")
    elif len(adam.losses) < FEWEST_STEPS or adam.still_falls:
        end = f"{adam.losses[0]:.3g} to {adam.losses[-1]:.3g} in {len(adam.losses)} steps"
        yield unknown(_NAME, f"inconclusive: the loss went from {end} and was still falling")
    else:
        yield _stuck(span, adam, rows, _whole_loss(facts, adam))


def _attempt(facts: Fields, name: str) -> Attempt | None:
    part = facts.part(name)
    if part is None:
        return None
    return Attempt(part.numbers("losses"), part.truth("solved"), part.truth("nonfinite"))


def _with_own(facts: Fields, span: Span, adam: Attempt, own: Attempt | None, rows: int) -> Verdict:
    learnt = f"{rows} rows were learnt by heart in {len(adam.losses)} steps of Adam"
    if own is None or own.solved or len(own.losses) < FEWEST_STEPS:
        return fine(_NAME, learnt)
    name, rate = facts.text("own_name"), facts.maybe_number("own_rate")
    with_rate = f"`{name}`" + ("" if rate is None else f" with a learning rate of {rate:g}")
    went = f"{own.losses[0]:.3g} to {own.losses[-1]:.3g}"
    if not own.nonfinite and own.losses[-1] < SLOW * own.losses[0]:
        return fine(_NAME, f"{learnt}; {with_rate} is slower ({went} in {len(own.losses)})")
    blown = own.nonfinite or own.losses[-1] > own.losses[0]
    advice = "Lower the learning rate." if blown else "Raise the learning rate, or try Adam."
    text = Text(
        f"{with_rate} does not learn {rows} rows that Adam learns: it is the step size, not a bug",
        f"Measured on a copy: {went} in {len(own.losses)} steps; Adam with 0.001 took"
        f" {len(adam.losses)} steps to {adam.losses[-1]:.3g}",
        "Model, loss and data are sound; with this step size training is slow or goes nowhere.",
        advice,
    )
    values = {"losses": list(own.losses), "adam": list(adam.losses), "rate": rate}
    return found(measured(_NAME, Severity.INFORMATION, 0.8, span, text, values))


def _whole_loss(facts: Fields, adam: Attempt) -> list[Fields]:
    """Return the only call of a loss function, if what it gave is what was trained on."""
    calls = facts.parts("calls")
    value = calls[0].maybe_number("value") if len(calls) == 1 else None
    whole = value is not None and math.isclose(value, adam.losses[0], rel_tol=1e-6)
    return calls if whole else []


def _stuck(span: Span, adam: Attempt, rows: int, calls: list[Fields]) -> Verdict:
    reached = min(adam.losses[-WINDOW:])
    floor = next((f for f in _floors(calls) if _is_near(reached, f.loss)), None)
    if floor is not None and floor.is_right:
        return fine(_NAME, f"{rows} rows were learnt: {reached:.3g} is {floor.mark}")
    if floor is None and not _ends_at_zero(calls):
        return unknown(_NAME, f"the loss stops at {reached:.3g}; its lowest value is not known")
    cause = f", {floor.mark}" if floor is not None else ""
    text = Text(
        f"{rows} rows cannot be learnt by heart: the loss stops at {reached:.3g}{cause}",
        f"Measured on a copy with Adam (0.001) and without dropout: from {adam.losses[0]:.3g} to"
        f" {reached:.3g} in {len(adam.losses)} steps, and no further",
        "A network that can learn at all learns a handful of rows; one that cannot has a bug"
        " between input and loss, or the labels of like rows contradict each other.",
        floor.advice if floor is not None else _ADVICE,
    )
    values: dict[str, object] = {"losses": list(adam.losses), "reached": reached}
    if floor is not None:
        values["floor"] = floor.loss
    confidence = 0.9 if floor else 0.75
    return found(measured(_NAME, Severity.WARNING, confidence, span, text, values))


def _ends_at_zero(calls: list[Fields]) -> bool:
    """Whether the loss is one plain function that a perfect model brings to zero."""
    return (
        bool(calls) and calls[0].text("function") in _STANDARD and not calls[0].number("smoothing")
    )


_ADVICE: Final = (
    "Check the last activation against the loss, that gradients reach every layer, and that inputs"
    " and labels of a row belong together."
)


def _is_near(value: float, floor: float) -> bool:
    return floor > 0 and abs(value - floor) < NEAR * floor


class _Floor(NamedTuple):
    """A loss at which training stops, what it is the mark of, and what to do."""

    loss: float
    mark: str
    advice: str
    is_right: bool = False  # nothing is wrong with ending here


def _floors(calls: list[Fields]) -> Iterator[_Floor]:
    """Yield the floors of a loss that have a name."""
    if not calls or calls[0].text("reduction") != "mean":
        return
    call = calls[0]
    classes, counts = call.maybe_whole("classes"), call.maybe_wholes("counts")
    smoothing = call.number("smoothing")
    if call.text("function") == "cross_entropy" and classes:
        if smoothing:
            yield _Floor(
                _smoothed(classes, smoothing), "as low as label smoothing lets it", "", True
            )
        softmax = "Give the loss the logits: drop the softmax in front of it."
        yield _Floor(
            softmax_floor(classes), "the floor of a softmax that is applied twice", softmax
        )
        yield _Floor(math.log(classes), f"ln {classes}: the model says nothing", _NOTHING)
    if counts:
        total = sum(counts)
        entropy = -sum(n / total * math.log(n / total) for n in counts if n)
        yield _Floor(entropy, "the entropy of the labels: the inputs are not used", _UNUSED)
    if call.text("function").startswith("binary"):
        yield _Floor(math.log(2), "ln 2: the model says nothing", _NOTHING)
    variance = call.maybe_number("target_variance")
    if call.text("function") == "mse_loss" and variance:
        mark = "the variance of the targets: the inputs are not used"
        yield _Floor(variance, mark, _UNUSED)


def _smoothed(classes: int, smoothing: float) -> float:
    """Return the cross-entropy (nats) of a perfect model under label smoothing."""
    rest = smoothing / classes
    own = 1 - smoothing + rest
    return -own * math.log(own) - (classes - 1) * rest * math.log(rest)


_NOTHING: Final = (
    "Look for outputs that are constant: dead units, a missing gradient, a zero factor."
)
_UNUSED: Final = (
    "Look for where the input is lost: outputs and targets that broadcast, shuffled rows."
)
