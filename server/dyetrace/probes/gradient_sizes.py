"""The findings about the size of gradients, after the sets have spoken."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Evidence, Finding, Severity
from dyetrace.probes.collecting import Collection
from dyetrace.probes.gradient_facts import Model, models_of, place_of
from dyetrace.probes.gradient_findings import user_name
from dyetrace.probes.messages import ParameterFacts

# Absolute sizes misfire (a bias before batch normalisation has 2e-9, a key bias in softmax
# attention 1.5e-10, and both are right): the fall over depth decides, and that weights stand still.
SHALLOWEST: Final = 4  # weight matrices in a row before a fall over depth means anything
FALL_PER_LAYER: Final = 0.5  # decades; twelve sigmoid layers fall by about 0.8, healthy nets by 0.1
FIRST_TO_LAST: Final = 1e-4  # ratio of mean absolute gradients (AutoTrainer: norm below 1e-4)
VANISHED: Final = 1e-7  # mean absolute gradient (SageMaker Debugger, DeepDiagnosis)
STANDING_STILL: Final = 1e-6  # relative update in a step; about 1e-3 is usual (CS231n)
EXPLODED: Final = 1e3  # norm of one weight's gradient; TorchLens says 1e4, healthy nets below 1e2
ABOVE_MEDIAN: Final = 1e3  # times the median over the weights
OVERTHROWN: Final = 1.0  # relative update: the step is larger than the weights it changes
_NO_DEPTH: Final = ("Embedding", "EmbeddingBag")  # rows without a token rightly have no gradient


def size_findings(collection: Collection) -> Iterator[Finding]:
    """Yield vanishing and exploding gradients of each model."""
    for model in models_of(collection):
        weights = _weights(model)
        vanishing = _vanishing(weights)
        if vanishing:
            yield from _vanishing_finding(collection, model, weights, vanishing)
        exploding = _exploding(weights)
        if exploding is not None:
            yield from _exploding_finding(collection, model, weights, exploding)


def _weights(model: Model) -> list[ParameterFacts]:
    """Return the weight matrices that have gradients, in the order in which they were used."""
    kept = [
        p
        for p in model.parameters
        if p.trainable and p.reached and len(p.shape) > 1 and p.order is not None
        if p.layer_kind not in _NO_DEPTH and (p.norms or p.nonfinite)
    ]
    return sorted(kept, key=lambda p: p.order or 0)


def _vanishing(weights: list[ParameterFacts]) -> list[ParameterFacts]:
    """Return the weights that stand still because gradients fall geometrically over depth."""
    finite = [p for p in weights if p.mean is not None and p.mean > 0]
    if len(finite) < SHALLOWEST:
        return []
    means = [p.mean or 0.0 for p in finite]
    slope = statistics.linear_regression(range(len(means)), [math.log10(m) for m in means]).slope
    if slope < FALL_PER_LAYER or means[0] > VANISHED or means[0] > FIRST_TO_LAST * means[-1]:
        return []
    return [
        p
        for p, mean in zip(finite, means, strict=True)
        if mean <= VANISHED and (p.update is None or p.update < STANDING_STILL)
    ]


def _vanishing_finding(
    collection: Collection,
    model: Model,
    weights: list[ParameterFacts],
    vanishing: list[ParameterFacts],
) -> Iterator[Finding]:
    first, last = vanishing[0], weights[-1]
    span = collection.span(place_of(first.layer, [first]))
    if span is None or first.mean is None or last.mean is None:
        return
    name = user_name(collection, span, first.layer, model)
    values: dict[str, object] = {
        "mean_gradients": {p.name: p.mean for p in weights},
        "update_ratio": first.update,
    }
    yield Finding(
        rule="vanishing-gradient",
        message=(
            f"The gradient vanishes on the way to `{name}`: {first.mean:.0e} there,"
            f" {last.mean:.0e} at the last layer"
        ),
        severity=Severity.WARNING,
        confidence=0.95,
        span=span,
        evidence=(
            Evidence(
                "measured",
                f"Measured: the mean absolute gradient falls over {len(weights)} layers from"
                f" {last.mean:.1e} (`{last.name}`) to {first.mean:.1e} (`{first.name}`);"
                f" {len(vanishing)} weights stand still",
                values,
            ),
        ),
        why="The early layers keep their random weights: depth is paid for and not used.",
        advice=(
            "Use ReLU-like activations instead of sigmoid or tanh, normalisation between the"
            " layers, residual connections, or an initialisation that fits the activation."
        ),
    )


def _exploding(weights: list[ParameterFacts]) -> ParameterFacts | None:
    """Return the weight whose gradient exploded most, if any did."""
    for facts in weights:
        if facts.nonfinite:
            return facts
    measured = [p for p in weights if p.norms]
    if not measured:
        return None
    worst = max(measured, key=lambda p: p.norms[-1])
    median = statistics.median(p.norms[-1] for p in measured)
    stands_out = len(measured) >= SHALLOWEST and worst.norms[-1] > ABOVE_MEDIAN * median
    overthrown = worst.update is not None and worst.update > OVERTHROWN
    return worst if worst.norms[-1] > EXPLODED and (stands_out or overthrown) else None


def _exploding_finding(
    collection: Collection, model: Model, weights: list[ParameterFacts], worst: ParameterFacts
) -> Iterator[Finding]:
    span = collection.span(place_of(worst.layer, [worst]))
    if span is None:
        return
    name = user_name(collection, span, worst.layer, model)
    if worst.nonfinite:
        message = f"The gradient of `{name}` is not finite (NaN or infinity)"
        text = f"Measured: the gradient of `{worst.name}` holds NaN or infinity"
    else:
        moved = f", one step moves it by {worst.update:.2g} times its size" if worst.update else ""
        message = f"The gradient of `{name}` explodes: norm {worst.norms[-1]:.1e}{moved}"
        text = (
            f"Measured: the gradient of `{worst.name}` has a norm of {worst.norms[-1]:.3g}{moved}"
        )
    values: dict[str, object] = {
        "norms": {p.name: p.norms[-1] for p in weights if p.norms},
        "update_ratio": worst.update,
    }
    yield Finding(
        rule="exploding-gradient",
        message=message[:110],
        severity=Severity.ERROR if worst.nonfinite else Severity.WARNING,
        confidence=0.95,
        span=span,
        evidence=(Evidence("measured", text, values),),
        why="Such a step throws the weights away; the loss jumps or becomes NaN.",
        advice=(
            "Scale the inputs, use a smaller learning rate or initialisation, normalise between"
            " layers, or clip with `torch.nn.utils.clip_grad_norm_` before the step."
        ),
    )
