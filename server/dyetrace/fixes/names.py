"""Names for what had none."""

from __future__ import annotations

import ast
import re

from dyetrace.fixes.outline import Outline, dotted

# The field's usual words for what a class makes, by the end of the class's name.
_USUAL = (
    ("Scaler", "scaler"),
    ("Imputer", "imputer"),
    ("Vectorizer", "vectorizer"),
    ("Encoder", "encoder"),
    ("Transformer", "transformer"),
    ("Discretizer", "discretizer"),
    ("KBest", "selector"),
    ("Percentile", "selector"),
    ("SelectFromModel", "selector"),
    ("RFE", "selector"),
    ("RFECV", "selector"),
    ("pipeline", "preprocessing"),
    ("Pipeline", "preprocessing"),
)
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def estimator_name(outline: Outline, maker: ast.Call, taken: frozenset[str]) -> str:
    """Return a name for what a constructor makes that nothing in the program has yet."""
    kind = (dotted(maker.func) or "estimator").rpartition(".")[2]
    exact = _WORD.sub("_", kind).lower()
    exact = "fitted_" + exact if exact in outline.names else exact
    usual = next((name for end, name in _USUAL if kind.endswith(end)), exact)
    wishes = [name for name in (usual, exact) if name not in taken]
    return outline.free_name(*(wishes or [f"{exact}_after_split"]))
