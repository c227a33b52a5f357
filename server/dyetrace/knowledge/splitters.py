"""Functions and classes that part rows, repeat them or only reorder them."""

from __future__ import annotations

from typing import Final, Literal

Grouping = Literal["", "stratified", "grouped", "ordered"]

# Return (train, test) of each array, in order.
HOLDOUTS: Final = frozenset(
    """
    sklearn.model_selection.train_test_split cuml.model_selection.train_test_split
    cuml.train_test_split dask_ml.model_selection.train_test_split
    """.split()
)

# Classes whose `split(X, y)` yields pairs of row numbers; the value tells what they look at.
FOLDS: Final[dict[str, Grouping]] = {
    "KFold": "",
    "RepeatedKFold": "",
    "LeaveOneOut": "",
    "LeavePOut": "",
    "PredefinedSplit": "",
    "ShuffleSplit": "",
    "StratifiedKFold": "stratified",
    "RepeatedStratifiedKFold": "stratified",
    "StratifiedShuffleSplit": "stratified",
    "GroupKFold": "grouped",
    "GroupShuffleSplit": "grouped",
    "LeaveOneGroupOut": "grouped",
    "LeavePGroupsOut": "grouped",
    "StratifiedGroupKFold": "grouped",
    "TimeSeriesSplit": "ordered",
    "BlockingTimeSeriesSplit": "ordered",
}
# Splitters that shuffle without being told to.
SHUFFLING: Final = frozenset(
    """
    GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit
    """.split()
)

RANDOM_SPLITS: Final = frozenset(
    ("torch.utils.data.random_split", "torch.utils.data.dataset.random_split")
)
SHUFFLES: Final = frozenset(("sklearn.utils.shuffle", "cuml.utils.shuffle"))
RESAMPLES: Final = frozenset(("sklearn.utils.resample",))

CROSS_VALIDATIONS: Final = frozenset(
    """
    cross_val_score cross_validate cross_val_predict learning_curve validation_curve
    permutation_test_score
    """.split()
)


def splitter(name: str) -> Grouping | None:
    """Return what a splitter class looks at, or None when it is none."""
    package, _, short = name.partition(".")
    if package not in ("sklearn", "sklearnex", "cuml", "dask_ml", "mlxtend"):
        return None
    return FOLDS.get(short.rpartition(".")[2] or short)
