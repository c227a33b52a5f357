"""Where the first value that is not finite comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Severity
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

KINDS = ("nan",)
_NAME: Final = "nan-origin"
_ADVICE: Final = {
    "log": "Use `torch.log(x.clamp_min(1e-8))`, or `log_softmax` and `logsigmoid` on logits.",
    "sqrt": "Add a small number inside: `torch.sqrt(x + 1e-8)` (its slope at 0 is infinite).",
    "div": "Add a small number to the divisor.",
    "exp": "Subtract the largest value first (`logsumexp`, `softmax`), or clamp the input.",
    "softmax": "Leave at least one entry of each row unmasked.",
    "pow": "Keep the base above 0, or clamp it.",
    "norm": "Add a small number inside: the slope of a norm at 0 is not defined.",
}
_SYNONYMS: Final = {
    "__truediv__": "div",
    "__rtruediv__": "div",
    "true_divide": "div",
    "divide": "div",
    "__pow__": "pow",
    "log2": "log",
    "log10": "log",
    "rsqrt": "sqrt",
    "vector_norm": "norm",
}


def judge(collection: Collection) -> Iterator[Verdict]:
    """Tell the operation, its operands and the rows of the batch."""
    facts = facts_of(collection, "nan")
    if facts is None:
        yield unknown(_NAME, why_not(collection, "nan"))
        return
    steps = facts.whole("steps")
    phase = facts.one_of("phase", "none", "data", "forward", "backward")
    if phase == "none":
        yield fine(_NAME, f"all losses and gradients of {steps} steps are finite")
        return
    span = place_among(collection, facts.maybe_place("place"), facts.maybe_place("loss_place"))
    if span is None:
        yield unknown(_NAME, "it arises outside the workspace")
        return
    rows, operation = facts.wholes("rows"), facts.text("operation")
    in_rows = f" (rows {', '.join(map(str, rows[:5]))} of the batch)" if rows else ""
    if phase == "data":
        text = Text(
            f"The data itself holds NaN or infinite values{in_rows}",
            f"Measured at step {steps}: the batch came with them, no operation made them",
            _WHY,
            "Fill or drop these rows where the data is loaded.",
        )
    else:
        name = _SYNONYMS.get(operation, operation)
        shown = f"`{operation}`" if operation else "an operation"
        where = "" if phase == "forward" else " in the backward pass"
        text = Text(
            f"The first value that is not finite comes from {shown} here{where}{in_rows}",
            f"Measured at step {steps}: its operands were finite, {_operands(facts)}",
            _WHY,
            _ADVICE.get(
                name, "Look at the ranges of the operands; clamp them, or add a small number."
            ),
        )
    values = {"operation": operation, "phase": phase, "step": steps, "rows": list(rows)}
    yield found(measured(_NAME, Severity.ERROR, 0.95, span, text, values))


_WHY: Final = "One such value makes the loss NaN, the next step all weights, and training is over."


def _operands(facts: Fields) -> str:
    described = []
    for part in facts.parts("operands"):
        low, high = part.maybe_number("low"), part.maybe_number("high")
        extent = "" if low is None or high is None else f" from {low:.3g} to {high:.3g}"
        zeros = part.whole("zeros")
        described.append(
            f"{list(part.shape('shape'))}{extent}" + (f", {zeros} zeros" if zeros else "")
        )
    return " and ".join(described) or "and there were none"
