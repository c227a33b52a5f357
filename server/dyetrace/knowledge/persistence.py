"""Functions that save objects and load them again."""

from __future__ import annotations

import re
from typing import Final

_PICKLERS: Final = (
    "joblib",
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "compress_pickle",
)
LOADERS: Final = frozenset(
    [f"{module}.{name}" for module in _PICKLERS for name in ("load", "loads")]
    + """
    sklearn.externals.joblib.load pandas.read_pickle skops.io.load torch.load torch.jit.load
    keras.models.load_model keras.saving.load_model tensorflow.saved_model.load
    mlflow.sklearn.load_model mlflow.pyfunc.load_model mlflow.keras.load_model
    """.split()
)
# Save their first argument.
DUMPERS: Final = frozenset(
    [f"{module}.dump" for module in _PICKLERS]
    + """
    sklearn.externals.joblib.dump skops.io.dump keras.models.save_model keras.saving.save_model
    """.split()
)
# Methods that save their receiver, where it is a model.
SAVING_METHODS: Final = frozenset("save save_model".split())

# What a name says that saves, sends or registers an object; a helper nobody can look into.
MAY_SAVE: Final = re.compile(
    r"save|dump|write|store|export|serial|persist|upload|log_|artifact|register|pickle|publish|put",
    re.I,
)


def looks_saving(function: str) -> bool:
    """Whether a function may save what it is given.

    >>> looks_saving("utils.save_object"), looks_saving("sklearn.metrics.accuracy_score")
    (True, False)
    """
    return function in DUMPERS or MAY_SAVE.search(function.rpartition(".")[2]) is not None
