"""What the encoders of category_encoders learn (2.8)."""

from __future__ import annotations

from typing import Final

LABEL_AWARE: Final = frozenset(
    """
    CatBoostEncoder GLMMEncoder JamesSteinEncoder LeaveOneOutEncoder MEstimateEncoder
    QuantileEncoder SummaryEncoder TargetEncoder WOEEncoder
    """.split()
)

# How often a value occurs is a statistic; which values occur is not.
STATISTIC: Final = frozenset(("CountEncoder",))

VOCABULARY: Final = frozenset(
    """
    BackwardDifferenceEncoder BaseNEncoder BinaryEncoder GrayEncoder HelmertEncoder OneHotEncoder
    OrdinalEncoder PolynomialEncoder RankHotEncoder SumEncoder
    """.split()
)

STATELESS: Final = frozenset(("HashingEncoder",))
