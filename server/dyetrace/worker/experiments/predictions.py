"""What a copy of the model predicts for the batch after the steps that were run."""

from __future__ import annotations

import sys
from typing import Any

from .dependence import Subject
from .replay import Copies, leaves_of, replay
from .tape import Step, listening_mode

WORST = 8
MOST_CLASSES = 1000
_LOSSES = {"cross_entropy", "nll_loss"}


def predictions(step: Step, subject: Subject) -> dict[str, Any]:
    """Return counts of predicted and true classes, the worst mistakes, or the spread of numbers.

    Raises ``NotPossible``.
    """
    torch = sys.modules["torch"]
    found: list[dict[str, Any]] = []
    copies = Copies(step)
    for module in copies.modules:
        module.eval()

    def look(function: Any, args: Any, options: Any, result: Any) -> None:
        given = dict(zip(("input", "target"), args), **options)
        if getattr(function, "__name__", "") in _LOSSES and not found:
            found.extend(_classes(torch, given))

    with listening_mode([look]):
        replay(step, copies, leaves_of(step, copies))
    if found:
        return found[0]
    output = subject.outputs(subject.leaves)[0]
    return {"task": "numbers", **_spread(torch, output)}


def _classes(torch: Any, given: dict[str, Any]) -> list[dict[str, Any]]:
    scores, target = given["input"].detach(), given["target"]
    if scores.dim() < 2 or target.is_floating_point() or scores.shape[1] > MOST_CLASSES:
        return []
    classes = int(scores.shape[1])
    scores = scores.movedim(1, -1).reshape(-1, classes)
    target = target.reshape(-1)
    kept = (target >= 0) & (target < classes)
    rows = kept.nonzero().reshape(-1)
    scores, target = scores[kept], target[kept]
    if not target.numel():
        return []
    predicted = scores.argmax(1)
    logarithms = scores.float().log_softmax(1)
    own = logarithms.gather(1, target[:, None]).reshape(-1)
    wrong = (predicted != target).nonzero().reshape(-1)
    worst = wrong[own[wrong].argsort()][:WORST]
    confusion = torch.bincount(target * classes + predicted, minlength=classes * classes)
    return [
        {
            "task": "classes",
            "classes": classes,
            "rows": int(target.numel()),
            "predicted": torch.bincount(predicted, minlength=classes).tolist(),
            "true": torch.bincount(target, minlength=classes).tolist(),
            "confusion": confusion.tolist() if classes <= 20 else [],
            "worst": [
                {
                    "row": int(rows[n]),
                    "true": int(target[n]),
                    "predicted": int(predicted[n]),
                    "probability": float(own[n].exp()),
                }
                for n in worst
            ],
            "spread": float(scores.float().std(0, correction=0).max()),
        }
    ]


def _spread(torch: Any, output: Any) -> dict[str, Any]:
    values = output.detach().float()
    rows = values.reshape(values.shape[0], -1) if values.dim() else values.reshape(1, 1)
    low, high = map(float, torch.aminmax(rows))
    return {
        "rows": int(rows.shape[0]),
        "low": low,
        "high": high,
        "mean": float(rows.mean()),
        "spread": float(rows.std(0, correction=0).max()),
    }
