"""Recommenders of Surprise (checked with 1.1.5)."""

from __future__ import annotations

from typing import Final

MODELS: Final = frozenset(
    """
    AlgoBase BaselineOnly CoClustering KNNBaseline KNNBasic KNNWithMeans KNNWithZScore NMF
    NormalPredictor SVD SVDpp SlopeOne
    """.split()
)
SEARCHES: Final = frozenset(("GridSearchCV", "RandomizedSearchCV"))
