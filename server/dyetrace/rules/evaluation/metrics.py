"""What metrics want: which are asymmetric, which need probabilities, where more is better."""

from __future__ import annotations

from typing import Final

# `metric(y_true, y_prediction)` differs from `metric(y_prediction, y_true)`.
ASYMMETRIC: Final = frozenset(
    """
    average_precision_score balanced_accuracy_score brier_score_loss classification_report
    confusion_matrix explained_variance_score fbeta_score log_loss
    mean_absolute_percentage_error precision_recall_curve precision_recall_fscore_support
    precision_score r2_score recall_score roc_auc_score roc_curve
    """.split()
)
# They rank or weigh probabilities; hard labels leave a single threshold.
OF_PROBABILITIES: Final = frozenset(
    "average_precision_score brier_score_loss log_loss roc_auc_score".split()
)


def is_metric_of(function: str, names: frozenset[str]) -> bool:
    """Whether a qualified function name is one of scikit-learn's metrics called so."""
    package, _, rest = function.partition(".")
    return package in ("sklearn", "cuml") and rest.rpartition(".")[2] in names
