"""Functions that load or make a data set."""

from __future__ import annotations

from typing import Final

# Return (X, y) of one set of rows.
PAIRS: Final = frozenset(
    """
    make_blobs make_circles make_classification make_friedman1 make_friedman2 make_friedman3
    make_gaussian_quantiles make_hastie_10_2 make_moons make_multilabel_classification
    make_regression make_s_curve make_sparse_uncorrelated make_swiss_roll load_svmlight_file
    """.split()
)
# Return an object with `data` and `target`, or (X, y) with `return_X_y=True`.
BUNCHES: Final = frozenset(
    """
    fetch_20newsgroups fetch_20newsgroups_vectorized fetch_california_housing fetch_covtype
    fetch_kddcup99 fetch_lfw_pairs fetch_lfw_people fetch_olivetti_faces fetch_openml fetch_rcv1
    load_boston fetch_mldata load_breast_cancer load_diabetes load_digits load_files load_iris
    load_linnerud load_wine
    """.split()
)
# Attributes of such an object that hold rows; the others describe.
ROW_ATTRIBUTES: Final = frozenset(("data", "target", "frame", "images", "filenames", "pairs"))


def keras_dataset(function: str) -> bool:
    """Whether a function returns `(x_train, y_train), (x_test, y_test)`."""
    return function.startswith("keras.datasets.") and function.endswith(".load_data")
