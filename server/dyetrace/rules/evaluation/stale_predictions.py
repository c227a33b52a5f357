"""The rule ``stale-predictions``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.events import Event, Fit, Predict, Score
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of

_WHY = (
    "The score was printed for one model and belongs to another. It looks plausible, so nobody "
    "notices, and the comparison of the models is decided by a copied line."
)


class StalePredictions(Rule):
    """A score that is printed for one model uses the predictions of another.

    What it does
    ------------
    Finds copied blocks: a second model is fitted and predicts, its predictions are never scored by
    a metric that the block before used, and that metric is called again on the predictions of the
    first model.

    Why it matters
    --------------
    Two models get the same score, and one of them has no score at all.

    Evidence
    --------
    Read in the code: the arguments of both calls are the same objects. Seen in notebooks with
    several models.

    When it stays silent
    --------------------
    For ensembles that use several predictions, for a table at the end that scores all predictions
    once more, and where the second model's predictions are scored too.

    Fix
    ---
    Score the predictions of the second model.
    """

    name: ClassVar[str] = "stale-predictions"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a score uses the predictions of another model"
    preview: ClassVar[bool] = True  # not yet proved on code that nobody here wrote

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the copied line still scores the first model",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
logistic = LogisticRegression().fit(X_train, y_train)
pred_logistic = logistic.predict(X_test)
print("logistic regression", accuracy_score(y_test, pred_logistic))

svc = SVC().fit(X_train, y_train)
pred_svc = svc.predict(X_test)
print("support vectors", accuracy_score(y_test, pred_logistic))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "each model's own predictions",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
logistic = LogisticRegression().fit(X_train, y_train)
pred_logistic = logistic.predict(X_test)
print("logistic regression", accuracy_score(y_test, pred_logistic))

svc = SVC().fit(X_train, y_train)
pred_svc = svc.predict(X_test)
print("support vectors", accuracy_score(y_test, pred_svc))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each metric that is repeated on another model's predictions."""
        earlier: dict[tuple[str, int], Score] = {}
        scored = {(s.function, s.prediction.identity) for s in flow.of(Score) if s.prediction}
        last_fit: Fit | None = None
        last_predict: Predict | None = None
        for event in flow.events:
            if isinstance(event, Fit) and event.role in ("model", "search"):
                last_fit, last_predict = event, None
            elif isinstance(event, Predict):
                if last_fit is not None and _is_of(event, last_fit):
                    last_predict = event
            elif isinstance(event, Score) and event.prediction is not None:
                key = (event.function, event.prediction.identity)
                before = earlier.setdefault(key, event)
                if before is event or last_predict is None or last_fit is None:
                    continue
                if _is_stale(event, before, last_fit, last_predict, scored):
                    yield self._finding(flow, event, before, last_predict)
                    last_predict = None

    def _finding(self, flow: Flow, score: Score, before: Score, own: Predict) -> Finding:
        old = model_name(flow, score.models[0])
        new = model_name(flow, own.estimator)
        stale = name_of(flow, score.prediction)
        what = f"the predictions of `{old}` (`{stale}`)" if stale else f"the predictions of `{old}`"
        fresh = name_of(flow, own.result)
        return self.finding(
            score.site,
            in_one_line(f"This scores {what} again, not those of `{new}`."),
            confidence=0.93,
            why=_WHY,
            advice=f"Score the predictions of `{new}`" + (f": `{fresh}`." if fresh else "."),
            evidence=(
                f"The same predictions were scored in line {before.site.line}; those of line "
                f"{own.site.line} never are."
            ),
            related=in_order(
                [
                    Related(before.site, f"`{old}` is scored here"),
                    Related(own.site, f"`{new}` predicts here"),
                ],
                without=score.site,
            ),
        )


def _is_of(predict: Predict, fit: Fit) -> bool:
    return predict.estimator.identity == fit.estimator.identity


def _is_stale(
    score: Score,
    before: Score,
    fit: Fit,
    predict: Predict,
    scored: set[tuple[str, int]],
) -> bool:
    """Whether the model fitted last predicted in vain while an older prediction is scored again."""
    if len(score.models) != 1 or score.models[0].identity == fit.estimator.identity:
        return False
    if not _same_place(score, fit) or not _same_place(score, predict):
        return False
    if before.site == score.site or score.context.loops or predict.method != _method(score):
        return False
    if score.x is None or predict.x.rows != score.x.rows:
        return False
    return (score.function, predict.result.identity) not in scored and not _is_scored(
        predict.result, scored
    )


def _method(score: Score) -> str:
    """Return what a metric is called with: predictions of the same kind are compared."""
    return "predict_proba" if score.function.endswith(("auc_score", "log_loss")) else "predict"


def _is_scored(value: Value, scored: set[tuple[str, int]]) -> bool:
    return any(identity == value.identity for _, identity in scored)


def _same_place(one: Event, other: Event) -> bool:
    return one.context.function == other.context.function and (
        one.context.calls == other.context.calls
    )
