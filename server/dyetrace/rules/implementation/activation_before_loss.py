"""The rule ``activation-before-loss``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.areas.tensors import ACTIVATION
from dyetrace.flow.events import Loss
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Mark
from dyetrace.knowledge.torch import LOSS_FUNCTIONS, LOSS_LAYERS
from dyetrace.rules.base import Example, Family, Rule

_APPLIES = {name: facts.applies for name, facts in (LOSS_LAYERS | LOSS_FUNCTIONS).items()}
_NO_GRADIENT = frozenset({"torch.no_grad", "torch.inference_mode"})
_LONGEST_NAME = 30  # of an activation as the user wrote it, so that the message fits on a line


class ActivationBeforeLoss(Rule):
    """An activation in front of a loss that applies it itself.

    What it does
    ------------
    Follows the network's output to the loss: through `forward`, `nn.Sequential`, reshapes, casts
    and helper functions. Reports softmax, log-softmax and sigmoid that reach `CrossEntropyLoss`,
    `BCEWithLogitsLoss` or their functions, which expect logits. The finding stands at the
    activation, because that is what has to go; the losses are related places. Where several
    activations can reach one loss, it stands at the loss.

    Why it matters
    --------------
    Probabilities are squeezed a second time. The loss can no longer approach zero (with ten
    classes it stops at 1.46) and the gradients shrink about tenfold: it looks like slow learning.

    Evidence
    --------
    Measured on 8x8 digits (6 seeds): softmax before cross-entropy reaches 0.640 instead of 0.841
    accuracy after 3 epochs of Adam, 0.797 instead of 0.961 after 30 epochs of SGD; sigmoid before
    `BCEWithLogitsLoss` 0.300 to 0.746 instead of 0.968. Log-softmax before cross-entropy changes
    nothing (0.947 both): it is only redundant, and reported as Information.

    When it stays silent
    --------------------
    `NLLLoss` after log-softmax and `BCELoss` after sigmoid; attention weights; softmax for metrics
    or on the target's side (distillation, soft labels); a `forward` that returns logits on another
    path (`if self.training`); a loss that is only computed without gradients; a loss that is one
    of several kinds.

    Fix
    ---
    Return logits from the network, and apply the activation only where you need probabilities.
    """

    name: ClassVar[str] = "activation-before-loss"
    family: ClassVar[Family] = "implementation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "Softmax or sigmoid output goes into a loss that applies it itself."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "The network ends with a softmax layer",
            """
            import torch
            from torch import nn

            model = nn.Sequential(
                nn.Linear(20, 32),
                nn.ReLU(),
                nn.Linear(32, 3),
                nn.Softmax(dim=1),  # expect: activation-before-loss
            )
            criterion = nn.CrossEntropyLoss()
            optimizer = torch.optim.Adam(model.parameters())
            x, y = torch.randn(64, 20), torch.randint(0, 3, (64,))
            for epoch in range(10):
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                optimizer.step()
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Logits for the loss, probabilities for the report",
            """
            import torch
            from torch import nn

            model = nn.Sequential(nn.Linear(20, 32), nn.ReLU(), nn.Linear(32, 3))
            criterion = nn.CrossEntropyLoss()
            optimizer = torch.optim.Adam(model.parameters())
            x, y = torch.randn(64, 20), torch.randint(0, 3, (64,))
            for epoch in range(10):
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                optimizer.step()
            probabilities = model(x).softmax(dim=1)
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        losses: dict[frozenset[Mark], list[Loss]] = defaultdict(list)
        for loss in flow.of(Loss):
            marks = _activations(loss)
            if marks and _APPLIES.get(loss.function):
                losses[marks].append(loss)
        for marks, found in losses.items():
            if any(not _NO_GRADIENT & set(loss.context.managers) for loss in found):
                yield self._report(flow, marks, found)

    def _report(self, flow: Flow, marks: frozenset[Mark], losses: list[Loss]) -> Finding:
        ordered = sorted(marks, key=lambda mark: mark.site)
        first, loss = ordered[0], losses[0]
        redundant = all(m.detail == "log_softmax" for m in marks) and all(
            _APPLIES[one.function] == "softmax" for one in losses
        )
        kind = loss.function.rpartition(".")[2]
        applied = _APPLIES[loss.function]
        sites = list(dict.fromkeys(one.site for one in losses))[:3]
        if len(ordered) == 1:
            span = first.site
            related = [Related(site, f"`{kind}` gets the result here") for site in sites]
        else:
            span = loss.site
            related = [Related(mark.site, f"{mark.detail} applied here") for mark in ordered[:3]]
        shown = _shown(flow, first)
        return self.finding(
            span,
            _message(shown, first.detail, kind, applied),
            confidence=0.9 if redundant else 0.95,
            severity=Severity.INFORMATION if redundant else None,
            why=_REDUNDANT if redundant else _WHY[applied],
            advice=f"Remove {shown} on the way to `{kind}`; apply it where you need probabilities.",
            evidence=f"The output of {shown} (line {first.site.line}) reaches `{kind}` "
            f"(line {loss.site.line}), which applies {applied} to its input.",
            related=tuple(related),
        )


def _activations(loss: Loss) -> frozenset[Mark]:
    """Return the activations that a loss certainly gets the output of."""
    if loss.prediction is None or _is_one_of_several(loss):
        return frozenset()
    marks = loss.prediction.marks
    if any(mark.name == "partial" and mark.detail == ACTIVATION for mark in marks):
        return frozenset()
    found = frozenset(mark for mark in marks if mark.name == ACTIVATION)
    known = all(mark.detail in ("softmax", "log_softmax", "sigmoid") for mark in found)
    return found if known else frozenset()


def _is_one_of_several(loss: Loss) -> bool:
    """Whether the program chooses between losses: the choice may go with the activation."""
    return any(
        site == loss.site and arm.startswith("target") for site, arm in loss.context.branches
    )


def _shown(flow: Flow, mark: Mark) -> str:
    source = flow.sources.get(mark.site.path, flow.source)
    text = " ".join(source.text_of(mark.site).split())
    return f"`{text}`" if len(text) <= _LONGEST_NAME else f"`{mark.detail}`"


def _message(shown: str, activation: str, kind: str, applied: str) -> str:
    if activation == "log_softmax" and applied == "softmax":
        return f"{shown} is redundant: `{kind}` applies log-softmax itself."
    if activation == applied:
        return f"{shown} is applied twice: `{kind}` applies {applied} itself."
    return f"{shown} feeds `{kind}`, which wants logits."


_REDUNDANT = (
    "Log-softmax of log-softmax is log-softmax: the numbers do not change (0.947 accuracy with and "
    "without it), but readers will think that the loss wants it."
)
_WHY = {
    "softmax": "The probabilities are squeezed a second time: gradients shrink about tenfold and "
    "the loss cannot approach zero (with ten classes it stops at 1.46). Measured: 0.80 instead of "
    "0.96 accuracy with SGD, 0.64 instead of 0.84 after 3 epochs of Adam.",
    "sigmoid": "The output is squeezed a second time, so every prediction lies between 0.50 and "
    "0.73 and gradients are small. Measured: 0.30 to 0.75 instead of 0.97 accuracy.",
}
