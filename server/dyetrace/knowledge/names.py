"""Canonical names: the public name under which the tables know a function or class."""

from __future__ import annotations

from functools import lru_cache

# Longest prefix first wins; only what people really import is listed.
_ALIASES = {
    "tensorflow.keras": "keras",
    "tensorflow.python.keras": "keras",
    "tf_keras": "keras",
    "torch.nn.modules.module": "torch.nn",
    "pandas.core.frame": "pandas",
    "pandas.core.series": "pandas",
    "pandas.api.extensions": "pandas",
    "numpy.core": "numpy",
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection",
    "imblearn.over_sampling._smote": "imblearn.over_sampling",
    "pytorch_lightning": "lightning.pytorch",
    "cupy": "numpy",
    "jax.numpy": "numpy",
    "modin.pandas": "pandas",
    "swifter.pandas": "pandas",
}


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """Return the public name of a qualified name; private module parts are left out.

    >>> canonical("sklearn.preprocessing._data.StandardScaler")
    'sklearn.preprocessing.StandardScaler'
    >>> canonical("tensorflow.keras.layers.Dense")
    'keras.layers.Dense'
    """
    parts = [part for part in name.split(".") if not _is_private(part)]
    for length in range(len(parts), 0, -1):
        alias = _ALIASES.get(".".join(parts[:length]))
        if alias is not None:
            return ".".join((alias, *parts[length:]))
    return ".".join(parts) or name


def _is_private(part: str) -> bool:
    return part.startswith("_") and not part.startswith("__")
