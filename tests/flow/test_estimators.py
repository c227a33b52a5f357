"""What the interpreter knows of estimators: splits, fits, transforms, predictions and scores."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import CrossValidate, Fit, Predict, Score, Split, Transform
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value, overlap
from dyetrace.knowledge.estimators import estimator_kind
from dyetrace.knowledge.metrics import is_metric

Run = Callable[[str], Flow]

_DATA = """
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = make_classification()
X_train, X_test, y_train, y_test = train_test_split(X, y)
"""


def sides(rows: frozenset[Rows]) -> set[tuple[str, ...]]:
    return {tuple(part.name for part in row.parts) for row in rows}


def dyes(value: Value | None) -> set[tuple[str, str]]:
    assert value is not None
    return {(dye.kind, dye.name) for dye in value.dye}


def test_holdout_parts_are_disjoint_and_of_one_origin(run: Run) -> None:
    (split,) = run(_DATA).of(Split)

    train, test = split.parts[0], split.parts[1]

    assert split.kind == "holdout"
    assert sides(train.rows) == {("train",)}
    assert not overlap(train.rows, test.rows)
    assert {row.origin for row in train.rows} == {row.origin for row in test.rows}


def test_stratify_and_shuffle_are_read(run: Run) -> None:
    code = "a, b = train_test_split(X, y, stratify=y, shuffle=True)"

    split = list(run(_DATA + code).of(Split))[-1]

    assert split.stratified
    assert split.shuffled


def test_a_part_is_split_again(run: Run) -> None:
    code = "X_fit, X_val = train_test_split(X_train)\nLogisticRegression().fit(X_fit, y_train)"

    (fit,) = run(_DATA + code).of(Fit)

    assert fit.x is not None
    assert sides(fit.x.rows) == {("train", "train")}


@pytest.mark.parametrize(
    "loop",
    [
        "for train, test in KFold(5).split(X):",
        "for number, (train, test) in enumerate(StratifiedKFold(5).split(X, y)):",
        "folds = KFold(n_splits=3, shuffle=True)\nfor train, test in list(folds.split(X, y)):",
    ],
)
def test_fold_numbers_select_disjoint_rows(run: Run, loop: str) -> None:
    code = f"""
from sklearn.model_selection import KFold, StratifiedKFold
{loop}
    model = LogisticRegression().fit(X[train], y[train])
    model.score(X[test], y[test])
"""
    flow = run(_DATA + code)

    score = next(flow.of(Score))
    fit = fit_of(score.models[0])

    assert [split.kind for split in flow.of(Split)] == ["holdout", "fold"]
    assert fit is not None
    assert sides(score.rows) == {("test",)}
    assert not overlap(fit.rows, score.rows)


def test_one_shuffle_split_is_a_holdout(run: Run) -> None:
    code = """
from sklearn.model_selection import StratifiedShuffleSplit
splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.2)
for train, test in splitter.split(X, y):
    a, b = X[train], X[test]
"""

    split = list(run(_DATA + code).of(Split))[-1]

    assert (split.kind, split.shuffled, split.stratified) == ("holdout", True, True)


def test_transform_passes_the_dye_of_what_was_fitted(run: Run) -> None:
    code = """
scaler = StandardScaler()
scaler.fit(X_train)
X_test = scaler.transform(X_test)
"""

    (transform,) = run(_DATA + code).of(Transform)

    assert dyes(transform.result) == {("statistic", "StandardScaler")}
    (dye,) = transform.result.dye
    assert sides(dye.rows) == {("train",)}
    assert sides(transform.result.rows) == {("test",)}


def test_refit_replaces_and_partial_fit_adds(run: Run) -> None:
    code = """
scaler = StandardScaler()
scaler.fit(X_train)
scaler.fit(X_test)
again = scaler.transform(X_test)
scaler.partial_fit(X_train)
both = scaler.transform(X_test)
"""

    replaced, added = run(_DATA + code).of(Transform)

    assert {side for dye in replaced.result.dye for side in sides(dye.rows)} == {("test",)}
    assert {side for dye in added.result.dye for side in sides(dye.rows)} == {
        ("train",),
        ("test",),
    }


def test_predictions_name_their_model_through_arithmetic(run: Run) -> None:
    code = """
from sklearn.metrics import accuracy_score
model = LogisticRegression().fit(X_train, y_train)
probability = model.predict_proba(X_test)[:, 1]
labels = (probability > 0.3).astype(int)
print(accuracy_score(y_test, labels))
"""
    flow = run(_DATA + code)

    (score,) = flow.of(Score)

    assert [model.type for model in score.models] == ["sklearn.linear_model.LogisticRegression"]
    assert sides(score.rows) == {("test",)}
    assert len(list(flow.of(Predict))) == 1


@pytest.mark.parametrize(
    "score",
    [
        "model.score(X_test, y_test)",
        "np.mean(model.predict(X_test) == y_test)",
        "np.sqrt(((y_test - model.predict(X_test)) ** 2).mean())",
        "classification_report(y_true=y_test, y_pred=model.predict(X_test))",
        "ConfusionMatrixDisplay.from_estimator(model, X_test, y_test)",
        "ConfusionMatrixDisplay.from_predictions(y_test, model.predict(X_test))",
    ],
)
def test_scores_of_every_kind_have_rows_and_a_model(run: Run, score: str) -> None:
    code = f"""
import numpy as np
from sklearn.metrics import ConfusionMatrixDisplay, classification_report
model = LogisticRegression()
model.fit(X_train, y_train)
{score}
"""

    (event,) = run(_DATA + code).of(Score)

    assert sides(event.rows) == {("test",)}
    assert [fit.rows for model in event.models if (fit := fit_of(model))]


def test_a_pipeline_is_one_fit_and_leaves_no_dye_outside(run: Run) -> None:
    code = """
model = make_pipeline(StandardScaler(), LogisticRegression())
model.fit(X_train, y_train)
model.predict(X_test)
"""
    flow = run(_DATA + code)

    (fit,) = flow.of(Fit)
    (predict,) = flow.of(Predict)

    assert fit.role == "model"
    assert [step.type for step in fit.steps] == [
        "sklearn.preprocessing.StandardScaler",
        "sklearn.linear_model.LogisticRegression",
    ]
    assert dyes(predict.x) == set()
    assert dyes(predict.result) == {("prediction", "LogisticRegression")}


def test_a_pipeline_of_transformers_transforms(run: Run) -> None:
    code = """
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import SelectKBest
from sklearn.pipeline import Pipeline
inner = Pipeline([("scale", StandardScaler()), ("best", SelectKBest(k=2))])
columns = ColumnTransformer([("all", inner, [0, 1, 2]), ("rest", "passthrough", [3])])
columns.fit_transform(X_train, y_train)
"""

    (fit,) = run(_DATA + code).of(Fit)

    assert (fit.role, fit.learns) == ("transformer", "xy")
    assert ("label-aware", "SelectKBest") in dyes(fit.estimator)


def test_a_search_cross_validates_and_its_best_estimator_is_fitted(run: Run) -> None:
    code = """
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {}, cv=3)
search.fit(X_train, y_train)
best = search.best_estimator_
best.score(X_test, y_test)
"""
    flow = run(_DATA + code)

    (score,) = flow.of(Score)
    (validation,) = flow.of(CrossValidate)

    assert [fit.role for fit in flow.of(Fit)] == ["search"]
    assert validation.estimator.type == "sklearn.pipeline.Pipeline"
    fit = fit_of(score.models[0])
    assert fit is not None
    assert sides(fit.rows) == {("train",)}


def test_a_clone_is_not_fitted(run: Run) -> None:
    code = """
from sklearn.base import clone
model = LogisticRegression().fit(X_train, y_train)
other = clone(model)
other.fit(X_test, y_test)
model.score(X_test, y_test)
"""

    (score,) = run(_DATA + code).of(Score)

    fit = fit_of(score.models[0])
    assert fit is not None
    assert sides(fit.rows) == {("train",)}


def test_models_in_a_dict_are_told_apart(run: Run) -> None:
    code = """
from sklearn.svm import SVC
models = {"linear": LogisticRegression(), "kernel": SVC()}
for name, model in models.items():
    model.fit(X_train, y_train)
    print(name, model.score(X_test, y_test))
"""

    types = [score.models[0].type for score in run(_DATA + code).of(Score)]

    assert types == ["sklearn.linear_model.LogisticRegression", "sklearn.svm.SVC"]


def test_smote_keeps_the_rows_and_dyes_them(run: Run) -> None:
    code = """
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
X_more, y_more = SMOTE().fit_resample(X_train, y_train)
X_less, y_less = RandomUnderSampler().fit_resample(X_train, y_train)
LogisticRegression().fit(X_more, y_more)
LogisticRegression().fit(X_less, y_less)
"""

    over, under = [fit for fit in run(_DATA + code).of(Fit) if fit.role == "model"]

    assert dyes(over.x) == {("resampled", "SMOTE")}
    assert dyes(under.x) == set()
    assert over.x is not None
    assert sides(over.x.rows) == {("train",)}


def test_boosters_are_made_and_fitted_at_once(run: Run) -> None:
    code = """
import xgboost as xgb
booster = xgb.train({}, xgb.DMatrix(X_train, label=y_train), 10)
from sklearn.metrics import log_loss
log_loss(y_test, booster.predict(xgb.DMatrix(X_test)))
"""
    flow = run(_DATA + code)

    (fit,) = flow.of(Fit)
    (score,) = flow.of(Score)

    assert (fit.role, fit.estimator.type) == ("model", "xgboost.Booster")
    assert [model.type for model in score.models] == ["xgboost.Booster"]


def test_keras_models_of_the_users_own_class_are_models(run: Run) -> None:
    code = """
import tensorflow as tf
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(1)
    def call(self, x):
        return self.dense(x)
net = Net()
net.fit(X_train, y_train, validation_split=0.1)
net.evaluate(X_test, y_test)
"""
    flow = run(_DATA + code)

    (fit,) = flow.of(Fit)
    (score,) = flow.of(Score)

    assert fit.role == "model"
    assert "validation_split" in fit.extra
    assert sides(score.rows) == {("test",)}


def test_a_transformer_of_the_users_own_class_is_followed(run: Run) -> None:
    code = """
from sklearn.base import BaseEstimator, TransformerMixin
class Centre(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.mean_ = X.mean(axis=0)
        return self
    def transform(self, X):
        return X - self.mean_
LogisticRegression().fit(Centre().fit_transform(X_train), y_train)
"""

    (fit,) = run(_DATA + code).of(Fit)

    assert dyes(fit.x) == {("statistic", "mean")}


def test_models_given_from_outside_are_known_by_what_they_do(run: Run) -> None:
    code = """
from sklearn.metrics import accuracy_score
def evaluate(model, X_train, y_train, X_test, y_test):
    model.fit(X_train, y_train)
    return accuracy_score(y_test, model.predict(X_test))
"""
    flow = run(code)

    (score,) = flow.of(Score)

    assert list(flow.of(Fit)) == []
    fit = fit_of(score.models[0])
    assert fit is not None
    assert {row.label for row in fit.rows} == {"X_train"}


@pytest.mark.parametrize(
    ("name", "role", "leaves"),
    [
        ("sklearn.preprocessing._data.StandardScaler", "transformer", "statistic"),
        ("sklearn.preprocessing.Normalizer", "transformer", None),
        ("sklearn.preprocessing.OneHotEncoder", "transformer", "vocabulary"),
        ("sklearn.feature_selection.RFECV", "transformer", "label-aware"),
        ("sklearn.linear_model.logistic.LogisticRegression", "model", "label-aware"),
        ("sklearn.cluster.KMeans", "clusterer", "statistic"),
        ("imblearn.over_sampling.SMOTE", "sampler", "resampled"),
        ("imblearn.under_sampling.TomekLinks", "sampler", None),
        ("category_encoders.TargetEncoder", "transformer", "label-aware"),
        ("lightgbm.LGBMClassifier", "model", "label-aware"),
        ("skorch.NeuralNetClassifier", "model", "label-aware"),
    ],
)
def test_tables_know_what_an_estimator_learns(name: str, role: str, leaves: str | None) -> None:
    kind = estimator_kind(name)

    assert kind is not None
    assert (kind.role, kind.leaves) == (role, leaves)


@pytest.mark.parametrize(
    "name", ["sklearn.metrics.make_scorer", "sklearn.metrics.auc", "math.sqrt"]
)
def test_not_every_function_near_a_metric_is_one(name: str) -> None:
    assert not is_metric(name)
    assert estimator_kind(name) is None


def test_constant_imputers_and_given_vocabularies_learn_nothing(run: Run) -> None:
    code = """
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer
SimpleImputer(strategy="constant", fill_value=0).fit_transform(X_train)
CountVectorizer(vocabulary=["a", "b"]).fit_transform(X_train)
"""

    fits = list(run(_DATA + code).of(Fit))

    assert [fit.learns for fit in fits] == ["nothing", "nothing"]
    assert all(not fit.estimator.dye for fit in fits)
