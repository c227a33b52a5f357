"""The rule ``swapped-metric-arguments``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.evaluation.metrics import ASYMMETRIC, is_metric_of
from dyetrace.rules.evaluation.predictions import is_prediction, places_of_prediction

_WHY = (
    "The metric takes the truth first. Swapped, precision reads as recall and a confusion matrix "
    "is transposed; R² is measured against the spread of the predictions, which can turn 0.41 into "
    "-1.75 (precision: 0.80 into 0.50)."
)


class SwappedMetricArguments(Rule):
    """A metric that is not symmetric gets the predictions first and the truth second.

    What it does
    ------------
    Follows which argument of a metric comes from a model's ``predict``, whatever the names say. It
    speaks about metrics where the order matters: precision, recall, ``classification_report``,
    ``confusion_matrix``, R², ROC AUC, average precision, log loss and their like.

    Why it matters
    --------------
    Precision and recall change places, a confusion matrix is transposed, and R² is measured against
    the wrong spread: 0.411 became -1.75, a precision of 0.798 became 0.497.

    Evidence
    --------
    Simulated with 20 seeds. Asymmetric metrics with swapped arguments stood in 1.2 percent of 515
    public notebooks and scripts.

    When it stays silent
    --------------------
    For symmetric metrics (accuracy, mean squared and absolute error, F1 of two classes), for
    arguments given by keyword, and where both or neither come from a model.

    Fix
    ---
    Give the truth first: ``metric(y_true, y_pred)``.
    """

    name: ClassVar[str] = "swapped-metric-arguments"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a metric gets the predictions as the truth"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "predictions first",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(
    cars.drop(columns=["price"]), cars["price"], random_state=0
)
model = LinearRegression().fit(X_train, y_train)
print(r2_score(model.predict(X_test), y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the truth first; the order does not matter to the error",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(
    cars.drop(columns=["price"]), cars["price"], random_state=0
)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(r2_score(y_test, predicted))
print(mean_absolute_error(predicted, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each asymmetric metric whose first argument is predicted."""
        for call in flow.of(Call):
            if not is_metric_of(call.function, ASYMMETRIC) or len(call.args) < 2:
                continue
            first, second = call.args[:2]
            if is_prediction(first) and _is_truth(second, first):
                yield self._finding(flow, call, first, second)

    def _finding(self, flow: Flow, call: Call, first: Value, second: Value) -> Finding:
        short = call.function.rpartition(".")[2]
        predicted = name_of(flow, first)
        what = f"the predictions (`{predicted}`)" if predicted else "the predictions"
        truth = name_of(flow, second)
        right = f"{short}({truth or 'y_true'}, {predicted or 'y_pred'})"
        return self.finding(
            call.site,
            f"`{short}` takes the truth first, but gets {what} first.",
            confidence=0.95 if second.certain else 0.9,
            why=_WHY,
            advice=f"Swap the arguments: `{right}`.",
            evidence="The first argument comes from a model's `predict`, the second one does not.",
            related=places_of_prediction(flow, first, call.site),
        )


def _is_truth(value: Value, predicted: Value) -> bool:
    """Whether a value holds the answers for the predicted rows, and is no prediction itself."""
    if is_prediction(value) or not value.rows:
        return False
    return bool(overlap(value.rows, predicted.rows))
