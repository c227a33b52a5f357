"""The rule ``in-sample-stacking``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Fit, Predict
from dyetrace.flow.selection import certain_rows, surely_overlap
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye
from dyetrace.knowledge.estimators import estimator_kind
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name
from dyetrace.rules.evaluation.trials import last_estimator

_WHY = (
    "On rows that it was fitted on a model looks better than it is, so the second model learns to "
    "trust it too much. The log loss of the stack was 0.53 where out-of-fold predictions gave 0.49."
)


class InSampleStacking(Rule):
    """A model is fitted on what another model predicts for its own training rows.

    What it does
    ------------
    Follows predictions into the X of another ``fit`` and compares the predicted rows with those
    that the first model was fitted on.

    Why it matters
    --------------
    The second model sees the first one at its best and trusts it too much: a log loss of 0.533 on
    the test set where out-of-fold predictions gave 0.491.

    Evidence
    --------
    Simulated with 20 seeds. 5 percent of 515 public notebooks mention stacking.

    When it stays silent
    --------------------
    For ``StackingClassifier`` and ``StackingRegressor``, for out-of-fold predictions
    (``cross_val_predict``, a loop over folds), for blending on rows held out from the first model,
    for residuals as a target, and for features from networks and clusterings.

    Fix
    ---
    Use ``cross_val_predict`` for the training rows, or ``StackingClassifier``.
    """

    name: ClassVar[str] = "in-sample-stacking"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a model learns from in-sample predictions of another"
    preview: ClassVar[bool] = True  # not yet proved on code that nobody here wrote

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the second model learns from predictions for training rows",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
svc = SVC().fit(X_train, y_train)

stacked_train = np.column_stack([forest.predict(X_train), svc.predict(X_train)])
stacked_test = np.column_stack([forest.predict(X_test), svc.predict(X_test)])
final = LogisticRegression().fit(stacked_train, y_train)
print(final.score(stacked_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "out-of-fold predictions",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
bases = [RandomForestClassifier(random_state=0), SVC()]
stacked_train = np.column_stack([cross_val_predict(b, X_train, y_train) for b in bases])
stacked_test = np.column_stack([b.fit(X_train, y_train).predict(X_test) for b in bases])
final = LogisticRegression().fit(stacked_train, y_train)
print(final.score(stacked_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each fit on in-sample predictions of other models."""
        seen: set[Span] = set()
        predicts = {event.site: event for event in flow.of(Predict)}
        for fit in flow.of(Fit):
            if fit.x is None or fit.role not in ("model", "search") or fit.site in seen:
                continue
            dyes = [dye for dye in fit.x.dye if _is_in_sample(dye, fit, predicts)]
            if dyes:
                seen.add(fit.site)
                yield self._finding(flow, fit, sorted(dyes, key=Dye.order), predicts)

    def _finding(
        self, flow: Flow, fit: Fit, dyes: list[Dye], predicts: dict[Span, Predict]
    ) -> Finding:
        model = model_name(flow, fit.estimator)
        base = model_name(flow, predicts[dyes[0].site].estimator)
        return self.finding(
            fit.site,
            in_one_line(
                f"`{model}` learns from what `{base}` predicts for rows that it was fitted on."
            ),
            confidence=0.95,
            why=_WHY,
            advice=(
                "Use `cross_val_predict` for the training rows, or `StackingClassifier` "
                "(`StackingRegressor`), which does."
            ),
            evidence=(
                f"The predictions of line {dyes[0].site.line} are for rows of the fit of `{base}`, "
                "and they are features here."
            ),
            related=in_order(
                [Related(d.site, f"`{d.name}` predicts its training rows here") for d in dyes[:9]],
                without=fit.site,
            ),
        )


def _is_in_sample(dye: Dye, fit: Fit, predicts: dict[Span, Predict]) -> bool:
    predict = predicts.get(dye.site)
    if dye.kind != "prediction" or predict is None or fit.x is None or not fit.x.certain:
        return False
    if predict.estimator.identity == fit.estimator.identity:
        return False
    kind = estimator_kind(last_estimator(predict.estimator).type or "")
    package = (predict.estimator.type or "").partition(".")[0]
    if kind is None or kind.role != "model" or kind.learns != "xy" or package == "keras":
        return False
    predicted = certain_rows(fit.x.rows)
    return bool(predicted) and any(surely_overlap(a, b) for a in predicted for b in dye.rows)
