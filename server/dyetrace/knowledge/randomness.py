"""Which functions seed which library, and which calls draw from whose generator.

scikit-learn, pandas and imbalanced-learn draw from NumPy's global generator where they are given no
`random_state` (checked against scikit-learn 1.9.1 and pandas 3.0); boosting libraries seed
themselves and are left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

Library = Literal["Python", "NumPy", "PyTorch", "TensorFlow"]

_ALL: Final[frozenset[Library]] = frozenset({"Python", "NumPy", "PyTorch", "TensorFlow"})
_SEEDS: Final[dict[str, frozenset[Library]]] = {
    "random.seed": frozenset({"Python"}),
    "random.setstate": frozenset({"Python"}),
    "numpy.random.seed": frozenset({"NumPy"}),
    "numpy.random.set_state": frozenset({"NumPy"}),
    "torch.manual_seed": frozenset({"PyTorch"}),
    "torch.random.manual_seed": frozenset({"PyTorch"}),
    "torch.set_rng_state": frozenset({"PyTorch"}),
    "torch.cuda.manual_seed": frozenset({"PyTorch"}),
    "torch.cuda.manual_seed_all": frozenset({"PyTorch"}),
    "torch.seed": frozenset({"PyTorch"}),
    "tensorflow.random.set_seed": frozenset({"TensorFlow"}),
    "tensorflow.set_random_seed": frozenset({"TensorFlow"}),
    "tensorflow.random.set_random_seed": frozenset({"TensorFlow"}),
    "tensorflow.compat.v1.set_random_seed": frozenset({"TensorFlow"}),
    "tensorflow.compat.v1.random.set_random_seed": frozenset({"TensorFlow"}),
}


@lru_cache(maxsize=2048)
def seeded_by(function: str) -> frozenset[Library]:
    """Return the libraries that a function seeds; a helper with "seed" in its name seeds all.

    >>> sorted(seeded_by("numpy.random.seed")), len(seeded_by("lightning.seed_everything"))
    (['NumPy'], 4)
    """
    known = _SEEDS.get(function)
    if known is not None:
        return known
    last = function.rpartition(".")[2].lower()
    return _ALL if "seed" in last or "determinis" in last or "reproducib" in last else frozenset()


# Draw from NumPy's generator unless `random_state` is given, by the last part of their names.
DRAWING_SPLITTERS: Final = frozenset(
    """
    GroupShuffleSplit RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit
    """.split()
)
SHUFFLED_ON_DEMAND: Final = frozenset("KFold StratifiedKFold StratifiedGroupKFold".split())
# Fits of these differ visibly from run to run (a tree that only breaks ties does not count).
DRAWING_ESTIMATORS: Final = frozenset(
    """
    BaggingClassifier BaggingRegressor BernoulliRBM ExtraTreesClassifier ExtraTreesRegressor
    GaussianMixture IsolationForest KMeans MLPClassifier MLPRegressor MiniBatchKMeans
    RandomForestClassifier RandomForestRegressor RandomTreesEmbedding RandomizedSearchCV
    SGDClassifier SGDRegressor
    """.split()
)
DRAWING_PACKAGES: Final = ("sklearn.", "cuml.", "imblearn.", "dask_ml.")
