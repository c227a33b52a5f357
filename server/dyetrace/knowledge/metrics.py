"""Functions that judge predictions, and functions that judge a fitted model."""

from __future__ import annotations

from typing import Final

# Judge a clustering or measure distances: their arguments are no predictions of a held-out set.
_NOT_SUPERVISED: Final = frozenset(
    """
    auc calinski_harabasz_score check_scoring davies_bouldin_score euclidean_distances get_scorer
    get_scorer_names make_scorer pairwise_distances pairwise_distances_argmin pairwise_kernels
    silhouette_samples silhouette_score
    """.split()
)
# Judge `(model, X, y)`.
_OF_MODELS: Final = frozenset(
    """
    sklearn.metrics.plot_confusion_matrix sklearn.metrics.plot_precision_recall_curve
    sklearn.metrics.plot_roc_curve
    """.split()
)
_METRIC_MODULES: Final = (
    "sklearn.metrics.", "cuml.metrics.", "imblearn.metrics.", "surprise.accuracy.",
)  # fmt: skip
_OTHERS: Final = frozenset(
    """
    scikitplot.metrics.plot_confusion_matrix scikitplot.metrics.plot_roc
    scipy.stats.pearsonr scipy.stats.spearmanr
    """.split()
)


def is_metric(function: str) -> bool:
    """Whether a function judges `(y_true, y_prediction)`, or a display does from predictions."""
    if function.endswith(".from_predictions") or function in _OTHERS:
        return True
    if not function.startswith(_METRIC_MODULES):
        return False
    short = function.rpartition(".")[2]
    return short.islower() and short not in _NOT_SUPERVISED and not judges_model(function)


def judges_model(function: str) -> bool:
    """Whether a function judges `(model, X, y)`."""
    return function in _OF_MODELS or function.endswith("Display.from_estimator")
