"""Names that only probes give to findings; settings and comments may use them like rules' names."""

from __future__ import annotations

from typing import Final

MEASURED: Final = frozenset(
    """
    activation-before-loss missing-activation-before-loss broadcast-loss bad-input-range bad-labels
    batch-mixing cannot-overfit-batch class-imbalance dead-units exploding-gradient
    future-leak-in-sequence ignored-input initial-loss-off loss-curve nan-origin no-gradient
    one-class-predictions saturated-units shape-mismatch unoptimized-parameters vanishing-gradient
    """.split()
)
