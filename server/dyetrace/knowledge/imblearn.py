"""What imbalanced-learn's samplers do to the rows (checked with 0.14)."""

from __future__ import annotations

from typing import Final

# Make new rows out of others, or repeat rows: copies end up on both sides of a later split.
OVER_SAMPLERS: Final = frozenset(
    """
    ADASYN BorderlineSMOTE KMeansSMOTE RandomOverSampler SMOTE SMOTEENN SMOTEN SMOTENC SMOTETomek
    SVMSMOTE
    """.split()
)

# Only leave rows out.
UNDER_SAMPLERS: Final = frozenset(
    """
    AllKNN CondensedNearestNeighbour EditedNearestNeighbours InstanceHardnessThreshold NearMiss
    NeighbourhoodCleaningRule OneSidedSelection RandomUnderSampler RepeatedEditedNearestNeighbours
    TomekLinks ClusterCentroids FunctionSampler
    """.split()
)

MODELS: Final = frozenset(
    """
    BalancedBaggingClassifier BalancedRandomForestClassifier EasyEnsembleClassifier
    RUSBoostClassifier
    """.split()
)
