"""Judgements of networks that are trained by hand: the two sides of a split become tensors.

A training loop of PyTorch has no `fit(X)` that tells its rows. Where both sides of a random split
are turned into tensors and a gradient is computed, the first of each side are what the network is
fitted on and judged on.
"""

from __future__ import annotations

from typing import Final

from dyetrace.flow.events import Backward, Call, Fit, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Value, fresh
from dyetrace.rules.data.leaks import Judgement

_TENSORS: Final = frozenset(
    f"torch.{name}"
    for name in (
        "tensor", "Tensor", "FloatTensor", "DoubleTensor", "from_numpy", "as_tensor",
        "utils.data.DataLoader",
    )
)  # fmt: skip


def network_judgements(flow: Flow) -> list[Judgement]:
    """Return one judgement for each random split whose sides reach a network trained by hand."""
    backward = next(iter(flow.of(Backward)), None)
    if backward is None:
        return []
    fitted = [fit.x.rows for fit in flow.of(Fit) if fit.role == "model" and fit.x is not None]
    found = []
    for split in flow.of(Split):
        sides = [Part(split.site, name) for name in ("train", "test")]
        if split.kind != "holdout" or any(_holds(sides[0], rows) for rows in fitted):
            continue
        train, test = (_first_tensor(flow, side) for side in sides)
        if train is not None and test is not None:
            x = test[1]
            record = fresh(type="fit", site=backward.site, rows=train[1].rows, dye=train[1].dye)
            found.append(
                Judgement(
                    fresh(), record, x, x.rows, test[2].site, test[0], scored=False, is_known=False
                )
            )
    return found


def _holds(part: Part, rows: frozenset[object]) -> bool:
    return any(part in getattr(row, "parts", ()) for row in rows)


def _first_tensor(flow: Flow, side: Part) -> tuple[int, Value, Call] | None:
    for index, event in enumerate(flow.events):
        if not isinstance(event, Call) or event.function not in _TENSORS:
            continue
        given = event.args[0] if event.args else event.keywords.get("dataset")
        if given is not None and given.rows and all(side in r.parts for r in given.rows):
            return index, given, event
    return None
