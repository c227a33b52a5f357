"""What the loss functions were given: probabilities, logits, labels, shapes that broadcast."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Finding, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    all_facts_of,
    fine,
    found,
    measured,
    not_applicable,
)

KINDS = ("gradients", "overfit", "curve", "nan", "predictions", "data")
BATCHES: Final = 2  # that must look alike before probabilities are called probabilities
_ELEMENTWISE: Final = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "difference")
_NAMES: Final = ("activation-before-loss", "missing-activation-before-loss", "broadcast-loss")


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge the loss calls of the training steps, place by place."""
    places = calls_by_place(collection)
    if not places:
        for name in _NAMES:
            yield not_applicable(name, "no loss function of torch was called while training")
        return
    yield _verdict("activation-before-loss", _activated(places), "the loss gets what it expects")
    yield _verdict("missing-activation-before-loss", _bare(places), "the loss gets what it expects")
    yield _verdict("broadcast-loss", _broadcast(places), "outputs and targets have the same shape")


def calls_by_place(collection: Collection) -> dict[Span, list[Fields]]:
    """Return the calls with gradients that were looked at, by the place of the call."""
    places: dict[Span, list[Fields]] = defaultdict(list)
    for facts in all_facts_of(collection, "loss-call"):
        span = collection.span(facts.maybe_place("place"))
        if span is not None and facts.truth("with_gradients"):
            places[span].append(facts)
    return dict(places)


def _verdict(name: str, findings: Iterator[Finding], why: str) -> Verdict:
    all_of_them = list(findings)
    return found(*all_of_them) if all_of_them else fine(name, why)


def _activated(places: dict[Span, list[Fields]]) -> Iterator[Finding]:
    for span, calls in places.items():
        name = calls[0].text("function")
        if name == "cross_entropy" and all(c.maybe_truth("rows_sum_to_one") for c in calls):
            yield from _softmax_twice(span, calls)
        elif name == "cross_entropy" and all(c.maybe_truth("rows_are_log") for c in calls):
            yield _log_softmax_twice(span)
        elif name == "binary_cross_entropy_with_logits" and all(map(_is_open_unit, calls)):
            yield from _sigmoid_twice(span, calls)


def _is_open_unit(call: Fields) -> bool:
    """Whether all inputs lie strictly between 0 and 1, as no ReLU and hardly a logit does."""
    low, high = call.maybe_number("low"), call.maybe_number("high")
    return low is not None and high is not None and low > 0 and high < 1


def softmax_floor(classes: int) -> float:
    """Return the least cross-entropy (nats) that probabilities read as logits can reach.

    The best row is a one, the others zero: ln(1 + (K - 1) / e).
    """
    return math.log(1 + (classes - 1) / math.e)


def _softmax_twice(span: Span, calls: list[Fields]) -> Iterator[Finding]:
    classes = calls[0].maybe_whole("classes") or 0
    if len(calls) < BATCHES or classes < 2:
        return
    floor = softmax_floor(classes)
    text = Text(
        "Softmax is applied twice: `cross_entropy` gets probabilities and takes the softmax of"
        " them",
        f"Measured on {len(calls)} batches: every row of the input lies in [0, 1] and sums to 1",
        f"The loss cannot fall below {floor:.3f} for {classes} classes, and its gradients are flat:"
        " the model learns slowly and is never sure.",
        "Give the loss the logits: drop the softmax from the model, and take it only to predict.",
    )
    values = {"batches": len(calls), "classes": classes, "floor": floor}
    yield measured("activation-before-loss", Severity.ERROR, 0.99, span, text, values)


def _log_softmax_twice(span: Span) -> Finding:
    text = Text(
        "`log_softmax` before `cross_entropy` is not needed: the loss takes it itself",
        "Measured: the logarithms in every row already belong to probabilities",
        "The result is the same; only the work is done twice.",
        "Drop the `log_softmax`, or use `nll_loss`.",
    )
    return measured("activation-before-loss", Severity.INFORMATION, 0.99, span, text, {})


def _sigmoid_twice(span: Span, calls: list[Fields]) -> Iterator[Finding]:
    if len(calls) < BATCHES:
        return
    low = min(c.number("low") for c in calls)
    high = max(c.number("high") for c in calls)
    text = Text(
        "Sigmoid is applied twice: this loss takes logits and gets probabilities",
        f"Measured on {len(calls)} batches: all inputs lie between {low:.3g} and {high:.3g}",
        "The loss sees outputs between 0.5 and 0.73 only: it stays above 0.31 however well the"
        " model"
        " does.",
        "Give the loss the logits, or use `binary_cross_entropy` on probabilities.",
    )
    values = {"batches": len(calls), "low": low, "high": high}
    yield measured("activation-before-loss", Severity.WARNING, 0.9, span, text, values)


def _bare(places: dict[Span, list[Fields]]) -> Iterator[Finding]:
    for span, calls in places.items():
        name = calls[0].text("function")
        if name not in ("nll_loss", "kl_div"):
            continue
        high = max((c.maybe_number("high") or 0.0 for c in calls), default=0.0)
        probabilities = all(c.maybe_truth("rows_sum_to_one") for c in calls)
        if not probabilities and (
            high <= 1e-3 or any(c.maybe_truth("rows_are_log") for c in calls)
        ):
            continue
        what = "probabilities" if probabilities else "numbers above 0"
        text = Text(
            f"`{name}` expects logarithms of probabilities and gets {what}",
            f"Measured on {len(calls)} batches: the largest input is {high:.3g}; a log-probability"
            " is never above 0",
            "The loss has no lower end: it falls for ever by making numbers large, and means"
            " nothing.",
            "Take `log_softmax` of the outputs, or use `cross_entropy` on the logits.",
        )
        values = {"batches": len(calls), "high": high}
        rule = "missing-activation-before-loss"
        yield measured(rule, Severity.ERROR, 0.97, span, text, values)


def _broadcast(places: dict[Span, list[Fields]]) -> Iterator[Finding]:
    for span, calls in places.items():
        name = calls[0].text("function")
        outputs, targets = calls[0].shape("input_shape"), calls[0].shape("target_shape")
        if name not in _ELEMENTWISE or outputs == targets or not outputs or not targets:
            continue
        both = _together(outputs, targets)
        if both is None or both in (outputs, targets):
            continue
        shown = f"{list(outputs)} and {list(targets)}"
        text = Text(
            f"Outputs and targets do not line up: {shown} are broadcast to {list(both)}",
            f"Measured: `{name}` got {shown}; every output is compared with every target",
            "The best that the model can do then is to predict the mean of all targets.",
            "Give both one shape: `output.squeeze(1)`, or `target.unsqueeze(1)`.",
        )
        values = {"input": list(outputs), "target": list(targets), "broadcast": list(both)}
        yield measured("broadcast-loss", Severity.ERROR, 0.98, span, text, values)


def _together(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the shape that two shapes are broadcast to, None where they do not fit."""
    length = max(len(left), len(right))
    a, b = ((1,) * (length - len(s)) + s for s in (left, right))
    if any(m != n and 1 not in (m, n) for m, n in zip(a, b, strict=True)):
        return None
    return tuple(max(m, n) for m, n in zip(a, b, strict=True))
