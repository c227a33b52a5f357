"""What the model predicts after the steps that were run: one class only, one number only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Severity
from dyetrace.probes.collecting import Collection
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

KINDS = ("predictions",)
_NAME: Final = "one-class-predictions"
FEWEST_ROWS: Final = 16
FEWEST_STEPS: Final = 20  # before them a model that says one class is only young
SAME: Final = 1e-6  # deviation of outputs over the batch that counts as none (DeepChecker)


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge the predictions of the batch that was looked at."""
    facts = facts_of(collection, "predictions")
    if facts is None:
        yield unknown(_NAME, why_not(collection, "predictions"))
        return
    rows, spread = facts.whole("rows"), facts.maybe_number("spread")
    places = (facts.maybe_place("model_place"), facts.maybe_place("call_place"))
    span = place_among(collection, *places)
    steps = 0 if collection.training is None else collection.training.steps
    if rows < FEWEST_ROWS or span is None:
        yield unknown(_NAME, f"{rows} rows were seen, {FEWEST_ROWS} are needed")
        return
    if spread is None:
        yield unknown(_NAME, "the outputs are not finite")
        return
    model = facts.text("model")
    if spread < SAME:
        text = Text(
            f"`{model}` gives the same output for each of {rows} rows",
            f"Measured in evaluation mode: the outputs differ by {spread:.1e} over the batch",
            "The input does not matter to it: it can only learn the average answer.",
            "Look for dead units, for an input that is not used, and for scales that saturate.",
        )
        values: dict[str, object] = {"rows": rows, "spread": spread}
        yield found(measured(_NAME, Severity.WARNING, 0.9, span, text, values))
        return
    if facts.text("task") != "classes":
        yield fine(_NAME, f"outputs of {rows} rows differ (deviation {spread:.3g})")
        return
    predicted, true = facts.wholes("predicted"), facts.wholes("true")
    named = sum(n > 0 for n in predicted)
    if named > 1 or sum(n > 0 for n in true) < 2:
        yield fine(_NAME, f"{named} classes are predicted for {rows} rows")
    elif steps < FEWEST_STEPS:
        why = f"after {steps} steps one class is predicted: run {FEWEST_STEPS} or more to tell"
        yield unknown(_NAME, why)
    else:
        only = predicted.index(max(predicted))
        text = Text(
            f"`{model}` predicts class {only} for each of {rows} rows after {steps} steps",
            f"Measured in evaluation mode; {sum(n > 0 for n in true)} classes are in the batch",
            "It has learnt how frequent the classes are and nothing else.",
            "Look at the inputs, the learning rate and the balance of the classes.",
        )
        values = {"predicted": list(predicted), "true": list(true), "steps": steps}
        yield found(measured(_NAME, Severity.WARNING, 0.85, span, text, values))


def predictions_of(collection: Collection) -> dict[str, object]:
    """Return what the report shows of the predictions: counts by class, the worst mistakes."""
    facts = facts_of(collection, "predictions")
    if facts is None:
        return {}
    shown: dict[str, object] = {"task": facts.text("task"), "rows": facts.whole("rows")}
    if facts.text("task") != "classes":
        names = ("low", "high", "mean", "spread")
        return {**shown, **{name: facts.maybe_number(name) for name in names}}
    shown["classes"] = facts.whole("classes")
    for name in ("predicted", "true", "confusion"):
        shown[name] = list(facts.wholes(name))
    shown["worst"] = [
        {
            "row": part.whole("row"),
            "true": part.whole("true"),
            "predicted": part.whole("predicted"),
            "probability": part.number("probability"),
        }
        for part in facts.parts("worst")
    ]
    return shown
