"""The rule ``hard-label-score``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Predict, Score
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_order, model_name, name_of
from dyetrace.rules.evaluation.metrics import OF_PROBABILITIES, is_metric_of
from dyetrace.rules.evaluation.predictions import predictions_in
from dyetrace.rules.evaluation.trials import class_of

_WHY = (
    "These metrics judge how the model ranks or weighs the rows. Hard labels leave one threshold "
    "of all: a ROC AUC of 0.88 read as 0.74 with 10 % positives, and models cannot be compared by "
    "it."
)
_CLASSIFIERS = frozenset(
    """
    LogisticRegression LogisticRegressionCV LinearDiscriminantAnalysis Perceptron NearestCentroid
    QuadraticDiscriminantAnalysis SVC NuSVC LinearSVC GaussianNB BernoulliNB MultinomialNB
    ComplementNB CategoricalNB
    """.split()
)


class HardLabelScore(Rule):
    """A metric of probabilities is given the labels of ``predict``.

    What it does
    ------------
    Finds ``roc_auc_score``, ``average_precision_score``, ``log_loss`` and ``brier_score_loss`` on
    what a classifier's ``predict`` returned.

    Why it matters
    --------------
    Hard labels throw the ranking away: one threshold is left of all. The ROC AUC of the same model
    read as 0.740 where 0.876 is right (10 % positives), and log loss loses its meaning.

    Evidence
    --------
    Simulated with 20 seeds. Seen in about 2 percent of 515 public notebooks and scripts; one of
    scikit-learn's own examples had it.

    When it stays silent
    --------------------
    For ``predict_proba`` and ``decision_function``, for regressors, for boosters and networks whose
    ``predict`` returns probabilities, and where the votes of several models are counted.

    Fix
    ---
    Give ``predict_proba(X)[:, 1]`` or ``decision_function(X)``.
    """

    name: ClassVar[str] = "hard-label-score"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a metric of probabilities gets hard labels"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "ROC AUC of labels",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans.drop(columns=["default"]), loans["default"], random_state=0
)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, forest.predict(X_test)))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "ROC AUC of probabilities, F1 of labels",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans.drop(columns=["default"]), loans["default"], random_state=0
)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, forest.predict_proba(X_test)[:, 1]))
print(f1_score(y_test, forest.predict(X_test)))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each prediction of labels that such a metric is given."""
        found: dict[Span, list[tuple[Score, Predict]]] = {}
        for score in flow.of(Score):
            if not is_metric_of(score.function, OF_PROBABILITIES) or score.prediction is None:
                continue
            predicts = predictions_in(flow, score.prediction)
            if len(predicts) == 1 and _gives_labels(predicts[0]):
                found.setdefault(score.site, []).append((score, predicts[0]))
        for pairs in found.values():
            yield self._finding(flow, *pairs[0])

    def _finding(self, flow: Flow, score: Score, predict: Predict) -> Finding:
        short = score.function.rpartition(".")[2]
        model = model_name(flow, predict.estimator)
        labels = name_of(flow, score.prediction)
        what = f"labels (`{labels}`)" if labels else "labels"
        kind = class_of(predict.estimator)
        better = (
            "decision_function(X)"
            if kind in ("LinearSVC", "Perceptron", "SVC", "NuSVC")
            else "predict_proba(X)[:, 1]"
        )
        return self.finding(
            score.site,
            f"`{short}` gets the {what} that `{model}` predicts instead of probabilities.",
            confidence=0.95,
            why=_WHY,
            advice=f"Give `{short}` what `{model}.{better}` returns.",
            evidence=f"`predict` of `{kind}` returns one label for each row.",
            related=in_order(
                [Related(predict.site, f"`{model}` predicts labels here")], without=score.site
            ),
        )


def _gives_labels(predict: Predict) -> bool:
    """Whether it is the ``predict`` of a classifier, and not of a regressor or a network."""
    kind = class_of(predict.estimator)
    package = (predict.estimator.type or "").partition(".")[0]
    if predict.method != "predict" or package in ("keras", "scikeras", ""):
        return False
    return kind.endswith("Classifier") or kind in _CLASSIFIERS
