"""The labels that the loss was given: out of range, all alike, or hardly any of a class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
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

KINDS = ("data",)
ENOUGH: Final = 100  # labels, before shares mean anything
MANY_ALIKE: Final = 32  # labels of one class and no other
RARE: Final = 0.1  # share of a class that counts as rare
FEW_CLASSES: Final = 20


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge the class labels of each cross-entropy."""
    for span, calls in calls_by_place(collection).items():
        counted = [c.maybe_wholes("counts") for c in calls]
        counts = [sum(column) for column in zip(*(c for c in counted if c), strict=False)]
        if calls[0].maybe_whole("label_high") is None:
            continue
        yield _labels(span, calls, counts)
        yield _imbalance(span, calls, counts)
        return
    for name in ("bad-labels", "class-imbalance"):
        yield not_applicable(name, "no class labels were given to a loss")


def _labels(span: Span, calls: list[Fields], counts: list[int]) -> Verdict:
    name = "bad-labels"
    classes = calls[0].maybe_whole("classes") or 0
    low = min(c.maybe_whole("label_low") or 0 for c in calls)
    high = max(c.maybe_whole("label_high") or 0 for c in calls)
    values = {"low": low, "high": high, "classes": classes, "counts": counts}
    if low < 0 or high >= classes:
        text = Text(
            f"Labels go from {low} to {high}, the model has {classes} outputs (0 to {classes - 1})",
            f"Measured on {len(calls)} batches",
            "A label without an output crashes on the GPU without a line, or counts as another"
            " one.",
            "Number the classes from 0, and give the last layer one output for each.",
        )
        return found(measured(name, Severity.ERROR, 0.99, span, text, values))
    total = sum(counts)
    if total >= MANY_ALIKE and sum(n > 0 for n in counts) == 1:
        text = Text(
            f"All {total} labels that were seen are class {low}",
            f"Measured on {len(calls)} batches",
            "From one class nothing can be learnt: sorted data that is not shuffled, or labels lost"
            " on the way.",
            "Use `shuffle=True`, and look at the labels where they are loaded.",
        )
        return found(measured(name, Severity.WARNING, 0.9, span, text, values))
    return fine(name, f"{total} labels in {sum(n > 0 for n in counts)} of {classes} classes")


def _imbalance(span: Span, calls: list[Fields], counts: list[int]) -> Verdict:
    name = "class-imbalance"
    total, present = sum(counts), [n for n in counts if n]
    if total < ENOUGH or len(present) < 2:
        return unknown(name, f"{total} labels were seen, {ENOUGH} are needed")
    if len(counts) > FEW_CLASSES:
        return not_applicable(name, f"more than {FEW_CLASSES} classes")
    share = min(present) / total
    # Of K classes none can have more than 1/K on average: rare is meant against that.
    if share >= RARE * min(1.0, 2 / len(present)) or any(c.truth("weighted") for c in calls):
        return fine(name, f"the rarest class has {share:.0%} of {total} labels")
    rarest = counts.index(min(present))
    text = Text(
        f"Class {rarest} has {min(present)} of {total} labels, and all classes weigh the same",
        f"Measured on {len(calls)} batches: {_listed(counts)}",
        "Accuracy hides a rare class: a model that never predicts it looks good.",
        "Weigh the classes (`weight=`), sample them evenly, and report the F1 score or average"
        " precision.",
    )
    values = {"counts": counts, "share": share}
    return found(measured(name, Severity.INFORMATION, 0.8, span, text, values))


def _listed(counts: list[int]) -> str:
    return ", ".join(f"{number}: {count}" for number, count in enumerate(counts[:10]))
