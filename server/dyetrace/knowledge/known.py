"""Whether any table knows a qualified name: who brings a name that several modules may bring."""

from __future__ import annotations

from dyetrace.knowledge.estimators import estimator_kind
from dyetrace.knowledge.metrics import is_metric
from dyetrace.knowledge.splitters import CROSS_VALIDATIONS, HOLDOUTS, splitter

_SPLITTING = CROSS_VALIDATIONS | {name.rpartition(".")[2] for name in HOLDOUTS}


def is_known(name: str) -> bool:
    """Whether a canonical name is an estimator, a metric or a splitter of a table.

    >>> is_known("sklearn.metrics.f1_score"), is_known("sklearn.metrics.train_test_split")
    (True, False)
    """
    module, _, short = name.rpartition(".")
    if short in _SPLITTING:
        return module.endswith("model_selection")
    kind = estimator_kind(name)
    return (kind is not None and kind.known) or is_metric(name) or splitter(name) is not None
