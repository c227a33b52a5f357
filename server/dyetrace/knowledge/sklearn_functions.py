"""Functions of scikit-learn and SciPy that learn from the rows they are given, at once."""

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

# The same of SciPy; with a `lmbda` nothing is left to learn. Some return (rows, what was learned).
STANDARDISATIONS: Final = frozenset(
    f"scipy.stats.{name}" for name in ("zscore", "gzscore", "rankdata", "mstats.zscore",
                                       "mstats.winsorize", "mstats.rankdata")
)  # fmt: skip
POWER_FITS: Final = frozenset(f"scipy.stats.{name}" for name in ("boxcox", "yeojohnson"))
POWERS: Final = frozenset(
    f"scipy.stats.{name}" for name in ("boxcox_normmax", "yeojohnson_normmax")
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
