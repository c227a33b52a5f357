"""What an estimator is for and what it learns: one question over all libraries' tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from dyetrace.knowledge import (
    boosting,
    category_encoders,
    feature_engine,
    hub_datasets,
    imblearn,
    keras,
    sklearn,
    statsmodels,
    surprise,
)

Role = Literal["transformer", "model", "sampler", "search", "clusterer"]
Learned = Literal["statistic", "label-aware", "resampled", "vocabulary"]


@dataclass(frozen=True, slots=True)
class EstimatorKind:
    """What is known of an estimator class.

    ``learns`` tells what ``fit`` reads, ``leaves`` the kind of influence its result has on data;
    ``composite`` estimators are what the estimators inside of them are. ``known`` is False where
    only the class's name speaks.
    """

    role: Role
    learns: Literal["x", "xy", "nothing"]
    leaves: Learned | None = None
    composite: bool = False
    known: bool = True


MODEL: Final = EstimatorKind("model", "xy", "label-aware")
PIPELINE: Final = EstimatorKind("model", "xy", composite=True)
SEARCH: Final = EstimatorKind("search", "xy", "label-aware")
COLUMNS: Final = EstimatorKind("transformer", "x", composite=True)
_OUTLIERS: Final = EstimatorKind("model", "x", "statistic")
_CLUSTERER: Final = EstimatorKind("clusterer", "x", "statistic")
_STATISTIC: Final = EstimatorKind("transformer", "x", "statistic")
_LABEL_AWARE: Final = EstimatorKind("transformer", "xy", "label-aware")
_VOCABULARY: Final = EstimatorKind("transformer", "x", "vocabulary")
_STATELESS: Final = EstimatorKind("transformer", "nothing")
_OVER_SAMPLER: Final = EstimatorKind("sampler", "xy", "resampled")
_UNDER_SAMPLER: Final = EstimatorKind("sampler", "xy")
_GUESSED: Final = EstimatorKind("model", "xy", "label-aware", known=False)

_SKLEARN: Final = (
    (sklearn.MODELS, MODEL),
    (sklearn.OUTLIER_MODELS, _OUTLIERS),
    (sklearn.CLUSTERERS, _CLUSTERER),
    (sklearn.STATISTIC, _STATISTIC),
    (sklearn.LABEL_AWARE, _LABEL_AWARE),
    (sklearn.VOCABULARY, _VOCABULARY),
    (sklearn.STATELESS, _STATELESS),
    (sklearn.SEARCHES, SEARCH),
    (frozenset(("ColumnTransformer", "FeatureUnion", "make_column_transformer", "make_union")),
     COLUMNS),
    (frozenset(("Pipeline", "make_pipeline", "FrozenEstimator")), PIPELINE),
)  # fmt: skip
_IMBLEARN: Final = (
    (imblearn.OVER_SAMPLERS, _OVER_SAMPLER),
    (imblearn.UNDER_SAMPLERS, _UNDER_SAMPLER),
    (imblearn.MODELS, MODEL),
    (frozenset(("Pipeline", "make_pipeline")), PIPELINE),
)
_CATEGORY_ENCODERS: Final = (
    (category_encoders.LABEL_AWARE, _LABEL_AWARE),
    (category_encoders.STATISTIC, _STATISTIC),
    (category_encoders.VOCABULARY, _VOCABULARY),
    (category_encoders.STATELESS, _STATELESS),
)
_FEATURE_ENGINE: Final = (
    (feature_engine.LABEL_AWARE, _LABEL_AWARE),
    (feature_engine.STATISTIC, _STATISTIC),
    (feature_engine.VOCABULARY, _VOCABULARY),
    (feature_engine.STATELESS, _STATELESS),
    (frozenset(("Pipeline", "make_pipeline")), PIPELINE),
    (frozenset(("SklearnTransformerWrapper",)), COLUMNS),
)
_BOOSTING: Final = ((boosting.MODELS, MODEL),)

Table = tuple[tuple[frozenset[str], EstimatorKind], ...]
# By top-level package; class names are unique within each.
_PACKAGES: Final[Mapping[str, Table]] = {
    "sklearn": _SKLEARN,
    "sklearnex": _SKLEARN,
    "cuml": _SKLEARN,
    "dask_ml": _SKLEARN,
    "imblearn": _IMBLEARN,
    "category_encoders": _CATEGORY_ENCODERS,
    "feature_engine": _FEATURE_ENGINE,
    **dict.fromkeys(boosting.PACKAGES, _BOOSTING),
    "surprise": ((surprise.MODELS, MODEL), (surprise.SEARCHES, SEARCH)),
    "boruta": ((frozenset(("BorutaPy",)), _LABEL_AWARE),),
    "umap": ((frozenset(("UMAP",)), _STATISTIC),),
    "mlxtend": (
        (frozenset(("SequentialFeatureSelector", "ExhaustiveFeatureSelector")), _LABEL_AWARE),
        (frozenset(("StackingClassifier", "StackingCVClassifier", "StackingRegressor",
                    "StackingCVRegressor", "EnsembleVoteClassifier")), MODEL),
    ),
    "skopt": ((frozenset(("BayesSearchCV",)), SEARCH),),
    "optuna": ((frozenset(("OptunaSearchCV",)), SEARCH),),
    "optuna_integration": ((frozenset(("OptunaSearchCV",)), SEARCH),),
    "sklearn_pandas": ((frozenset(("DataFrameMapper",)), COLUMNS),),
    "ngboost": ((frozenset(("NGBClassifier", "NGBRegressor", "NGBoost")), MODEL),),
    "tabpfn": ((frozenset(("TabPFNClassifier", "TabPFNRegressor")), MODEL),),
    "tpot": ((frozenset(("TPOTClassifier", "TPOTRegressor")), MODEL),),
    "missingpy": ((frozenset(("KNNImputer", "MissForest")), _STATISTIC),),
    "fancyimpute": (
        (frozenset(("KNN", "MICE", "IterativeImputer", "IterativeSVD", "MatrixFactorization",
                    "NuclearNormMinimization", "SimpleFill", "SoftImpute", "BiScaler")),
         _STATISTIC),
    ),
    "prince": ((frozenset(("PCA", "MCA", "FAMD", "MFA", "CA")), _STATISTIC),),
    "MulticoreTSNE": ((frozenset(("MulticoreTSNE",)), _STATISTIC),),
}  # fmt: skip

# Ends of class names that only models have (`skorch.NeuralNetClassifier`, `RuleFitRegressor`).
_MODEL_NAME: Final = re.compile(r"^[A-Z]\w*(Classifier|Regressor|Regression|SVC|SVR)(CV)?$")
# Ends of class names that only transformers have (`ConditionalImputer`, `Word2VecVectorizer`).
_STATISTIC_NAME: Final = re.compile(r"^[A-Z]\w*(Scaler|Imputer|Vectorizer|Discretizer)$")
_GUESSED_STATISTIC: Final = EstimatorKind("transformer", "x", "statistic", known=False)


@lru_cache(maxsize=2048)
def estimator_kind(name: str) -> EstimatorKind | None:
    """Return what is known of the estimator class or maker with a canonical qualified name.

    >>> estimator_kind("sklearn.feature_selection.SelectKBest").leaves
    'label-aware'
    """
    if name in keras.TOKENIZERS:
        return _STATISTIC
    if name in keras.ADAPTED:
        return _STATISTIC if keras.ADAPTED[name] == "statistic" else _VOCABULARY
    if name in hub_datasets.TRAINERS:
        return MODEL
    if name in keras.MODELS or name in boosting.BOOSTERS or statsmodels.is_results(name):
        return MODEL
    package, _, rest = name.partition(".")
    short = rest.rpartition(".")[2] or rest
    for names, kind in _PACKAGES.get(package, ()):
        if short in names:
            return kind
    if not rest or package == "torch":
        return None
    if _MODEL_NAME.match(short):
        return _GUESSED
    return _GUESSED_STATISTIC if _STATISTIC_NAME.match(short) else None
