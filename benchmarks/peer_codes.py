"""What each peer's codes can mean in the names of our rules; generous to the peer on purpose.

A code stands for every rule that its finding could have been meant for, so a peer that points at
the right line with a neighbouring word counts as having caught the defect. Codes that are not
here (missing ``stratify``, style, hyper-parameters that are not set ...) have no counterpart among
our rules: they neither catch anything nor count as false.
"""

from __future__ import annotations

from collections.abc import Mapping

_BEFORE_SPLIT = ("fit-before-split", "selection-before-split", "preprocessing-outside-cv")
_RESAMPLED = ("resampling-before-split", "preprocessing-outside-cv", "train-test-overlap")
_ON_TEST = ("fit-on-test", "encoder-per-split", "refit-at-serving", "resampled-test-set")
_TARGET = ("target-in-features", "target-derived-feature", "class-conditional-statistic")
_ON_TRAIN = ("score-on-train", "ignored-split", "train-test-overlap", "in-sample-stacking")
_TIME = ("time-leak", "overlapping-windows-split")
_REUSED = (
    "test-set-reuse",
    "threshold-tuned-on-test",
    "early-stopping-on-test",
    "search-includes-test",
    "split-seed-search",
)
_SEED = ("unseeded-randomness", "late-seed")

MLGUARD: Mapping[str, tuple[str, ...]] = {
    "MLG001": _BEFORE_SPLIT,  # transformer fitted before a split
    "MLG002": _BEFORE_SPLIT,  # transformer fitted before cross-validation
    "MLG003": _ON_TRAIN,  # scored on what it was fitted on
    "MLG004": _RESAMPLED,
    "MLG006": _SEED,
    "MLG007": ("group-leak",),
    "MLG008": ("cv-score-as-final", "search-includes-test"),  # best_score_ mentioned
    "MLG009": ("encoder-per-split", "refit-at-serving"),  # label encoder on a feature
    "MLG010": (*_REUSED, "stale-predictions"),  # a test name in two or more scores
    "MLG011": (*_TARGET, "selection-before-split", "preprocessing-outside-cv"),  # target encoding
    "MLG012": _ON_TRAIN,  # fitted and scored, no split
    "MLG013": ("resampled-test-set",),
    "MLG014": (*_TIME, "lookahead-feature"),
    "MLG015": _TARGET,
    "MLG016": _ON_TEST,
    "MLG017": ("hard-label-score",),
    "MLG018": (*_BEFORE_SPLIT, *_TARGET, "lookahead-feature"),  # statistic of all rows as column
    "MLG020": ("group-leak", "target-in-features"),  # identifier kept as a feature
    "MLG021": _RESAMPLED,
}
LEAKLENS: Mapping[str, tuple[str, ...]] = {
    "preprocess_before_split": _BEFORE_SPLIT,
    "encoder_before_split": _BEFORE_SPLIT,
    "transformer_before_split": _BEFORE_SPLIT,
    "resample_before_split": _RESAMPLED,
    "fit_on_eval_data": _ON_TEST,
    "fit_on_full_data": (*_BEFORE_SPLIT, *_ON_TEST, "search-includes-test", "ignored-split"),
    "preprocess_outside_cv": _BEFORE_SPLIT,
    "resample_outside_cv": _RESAMPLED,
    "no_random_state": _SEED,
}
LOOKAHEAD: Mapping[str, tuple[str, ...]] = {
    "LA001": ("lookahead-feature", "target-derived-feature", "target-in-features"),
    "LA002": ("lookahead-feature",),
    "LA003": ("lookahead-feature",),
    "LA004": _BEFORE_SPLIT,
    "LA005": (*_TIME, "group-leak"),
    "LA006": ("lookahead-feature",),
    "LA007": ("lookahead-feature",),
}
LEAKGUARD: Mapping[str, tuple[str, ...]] = {
    "LG001": ("lookahead-feature", "target-derived-feature", "target-in-features"),
    "LG002": ("lookahead-feature",),
    "LG003": (*_BEFORE_SPLIT, "lookahead-feature"),
    "LG004": (*_TIME, "group-leak"),
    "LG005": (*_TARGET, "lookahead-feature"),
    "LG006": (*_BEFORE_SPLIT, "lookahead-feature"),
    "LG007": ("lookahead-feature",),
    "LG008": ("lookahead-feature",),
    "LG009": ("lookahead-feature",),
    "LG010": (*_BEFORE_SPLIT, *_TARGET, "lookahead-feature"),
}
DSLINTER: Mapping[str, tuple[str, ...]] = {
    "nan-numpy": ("nan-comparison",),
    "chain-indexing-pandas": ("chained-assignment",),
    "inplace-pandas": ("discarded-result", "inplace-result-assigned"),
    "dataframe-iteration-modification-pandas": ("chained-assignment", "discarded-result"),
    "pipeline-not-used-scikitlearn": (
        *_BEFORE_SPLIT,
        *_ON_TEST,
        "inconsistent-preprocessing",
        "unsaved-preprocessing",
    ),
    "gradient-clear-pytorch": ("missing-zero-grad",),
    "randomness-control-numpy": _SEED,
    "randomness-control-scikitlearn": _SEED,
    "randomness-control-tensorflow": _SEED,
    "randomness-control-pytorch": _SEED,
    "randomness-control-dataloader-pytorch": ("duplicated-worker-seed", *_SEED),
    "deterministic-pytorch": _SEED,
}
