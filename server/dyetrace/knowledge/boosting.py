"""Boosting libraries: the data containers, training functions and models of their own."""

from __future__ import annotations

from typing import Final

PACKAGES: Final = frozenset(("xgboost", "lightgbm", "catboost"))

# Classes with `fit` and `predict`.
MODELS: Final = frozenset(
    """
    CatBoost CatBoostClassifier CatBoostRanker CatBoostRegressor LGBMClassifier LGBMModel
    LGBMRanker LGBMRegressor XGBClassifier XGBModel XGBRanker XGBRFClassifier XGBRFRegressor
    XGBRegressor
    """.split()
)

# `train(params, data)` returns a fitted model of the type at the right.
TRAINERS: Final = {
    "xgboost.train": "xgboost.Booster",
    "lightgbm.train": "lightgbm.Booster",
    "catboost.train": "catboost.CatBoost",
}
BOOSTERS: Final = frozenset(TRAINERS.values())

# Hold X first, and the labels under one of these names.
CONTAINERS: Final = frozenset(
    ("xgboost.DMatrix", "xgboost.QuantileDMatrix", "lightgbm.Dataset", "catboost.Pool")
)
CROSS_VALIDATIONS: Final = frozenset(("xgboost.cv", "lightgbm.cv", "catboost.cv"))
