"""What the curve of the loss says: rising, flat, swinging, or on its way down."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    facts_of,
    fine,
    found,
    measured,
    unknown,
)
from dyetrace.probes.verdicts.loss_calls import calls_by_place, softmax_floor

KINDS = ("curve",)
_NAME: Final = "loss-curve"
FEWEST_POINTS: Final = 20
FLAT: Final = 0.01  # relative change between the two halves
RISEN: Final = 2.0  # times the running minimum
NEAR: Final = 0.02


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge the losses of the steps that were run."""
    points = curve_of(collection)
    places = calls_by_place(collection)
    span = next(iter(places), None)
    if len(points) < FEWEST_POINTS or span is None:
        few = f"{len(points)} points were seen, {FEWEST_POINTS} are needed: run more steps"
        yield unknown(_NAME, few)
        return
    losses = [loss for _, loss in points]
    classes = next((c[0].maybe_whole("classes") for c in places.values()), None)
    yield _shape(losses, classes, span)


def curve_of(collection: Collection) -> list[tuple[int, float]]:
    """Return (optimizer steps before it, loss) of each backward."""
    facts = facts_of(collection, "losses")
    pairs = [] if facts is None else facts.pairs("values")
    return [(int(step), loss) for step, loss in pairs]


def _shape(losses: list[float], classes: int | None, span: Span) -> Verdict:
    quarter = max(len(losses) // 4, 5)
    start, end = statistics.fmean(losses[:quarter]), statistics.fmean(losses[-quarter:])
    went = f"{start:.3g} (first {quarter} steps) to {end:.3g} (last {quarter})"
    noise = statistics.pstdev(losses[-quarter:])
    if end > RISEN * min(losses) and end > start:
        text = Text(
            f"The loss rises: from {start:.3g} to {end:.3g} in {len(losses)} steps",
            f"Measured: {went}",
            "Each step goes too far, or goes uphill.",
            "Lower the learning rate tenfold, clip the gradients, and check the sign of the loss.",
        )
    elif abs(end - start) < max(FLAT * abs(start), noise / math.sqrt(quarter)):
        floor = _floor(end, classes)
        text = Text(
            f"The loss stays flat at {end:.3g} over {len(losses)} steps{floor}",
            f"Measured: {went}",
            "The model does not learn from these steps.",
            "Run `Overfit One Batch`: it tells a bug from a step size that is too small.",
        )
    else:
        direction = "falls" if end < start else "rises a little"
        return fine(_NAME, f"the loss {direction}: {went}")
    values = {"losses": losses[:500]}
    return found(measured(_NAME, Severity.INFORMATION, 0.8, span, text, values))


def _floor(loss: float, classes: int | None) -> str:
    if not classes or classes < 2:
        return ""
    known = {
        f", which is ln {classes}: what guessing gives": math.log(classes),
        ", the floor of a softmax that is applied twice": softmax_floor(classes),
    }
    return next((text for text, at in known.items() if abs(loss - at) < NEAR * at), "")
