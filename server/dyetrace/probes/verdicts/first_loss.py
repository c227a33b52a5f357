"""Whether the first loss is what chance would give: ln K for K classes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Severity
from dyetrace.probes.collecting import Collection
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    fine,
    found,
    measured,
    not_applicable,
    unknown,
)
from dyetrace.probes.verdicts.loss_calls import calls_by_place

KINDS = ("curve", "overfit")
_NAME: Final = "initial-loss-off"
# Eight architectures on 2 to 1,000 classes began at 0.99 to 1.06 of ln K, 0-255 pixels at 2.6 up.
FAR: Final = 0.5
FEWEST_CLASSES: Final = 2


def judge(collection: Collection) -> Iterator[Verdict]:
    """Compare the first value of a plain cross-entropy with ln K."""
    for span, calls in calls_by_place(collection).items():
        first = calls[0]
        classes, value = first.maybe_whole("classes"), first.maybe_number("value")
        if first.text("function") != "cross_entropy" or not classes or value is None:
            continue
        if classes < FEWEST_CLASSES or first.truth("weighted") or first.number("smoothing"):
            continue
        if first.text("reduction") != "mean":
            continue
        chance = math.log(classes)
        told = f"{value:.3g}, chance is ln {classes} = {chance:.3g}"
        if value < (1 - FAR) * chance:
            why = f"the first loss is {told}: less than chance, as with weights that were trained"
            yield unknown(_NAME, why)
        elif value <= (1 + FAR) * chance:
            yield fine(_NAME, f"the first loss is {told}")
        else:
            text = Text(
                f"The first loss is {value:.3g}, {value / chance:.1f} times what guessing gives",
                f"Measured before the first step: {told}",
                "The untrained model is sure of wrong answers: the first steps are spent on"
                " unlearning"
                " that, and gradients are large.",
                "Scale the inputs (0 to 1, or mean 0 and deviation 1), and use a smaller"
                " initialisation for the last layer.",
            )
            values = {"value": value, "chance": chance, "classes": classes}
            yield found(measured(_NAME, Severity.INFORMATION, 0.85, span, text, values))
        return
    yield not_applicable(_NAME, "no plain cross-entropy was called while training")
