"""Functions of scikit-learn that learn from all rows they are given, without an estimator."""

from __future__ import annotations

from typing import Final

# Return the rows that they got, scaled by statistics of them.
SCALINGS: Final = frozenset(
    f"sklearn.preprocessing.{name}"
    for name in (
        "maxabs_scale",
        "minmax_scale",
        "power_transform",
        "quantile_transform",
        "robust_scale",
        "scale",
    )
)

# Return one number for each column, from (X, y).
LABEL_TESTS: Final = frozenset(
    f"sklearn.feature_selection.{name}"
    for name in (
        "chi2",
        "f_classif",
        "f_oneway",
        "f_regression",
        "mutual_info_classif",
        "mutual_info_regression",
        "r_regression",
    )
)
