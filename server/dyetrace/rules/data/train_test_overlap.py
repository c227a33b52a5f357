"""The rule ``train-test-overlap``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_order
from dyetrace.rules.data.overlaps import Overlap, cause_of, overlaps, places_of

_WHY = (
    "The model has seen the answers to the questions that it is asked. One with enough memory "
    "then reads near 1.00 whatever it has learned: a random forest scores 1.00 on its own training "
    "rows where the labels are noise and 0.50 is right, and 10 % of shared rows read as 0.57."
)


class TrainTestOverlap(Rule):
    """The same rows are in the training set and in the test set.

    What it does
    ------------
    Compares the rows that a model is fitted on with the rows that it is judged on. It speaks when
    some rows are certainly in both: the model is fitted on the whole although a part of it is the
    test set, the test set is concatenated into the training set, two slices overlap, or the test
    set is sampled and not taken out of the training set.

    Why it matters
    --------------
    The score measures memory, not what the model does on new rows. It is too good by whatever the
    model can memorise: 1.00 for a random forest on noise (honest: 0.50), 0.57 when one row in ten
    is shared.

    Evidence
    --------
    Simulated with 20 seeds on noise: random forest on its own training rows 1.000, with all rows
    duplicated 0.895, with 10 % duplicated 0.570; honest 0.500. In a study of public notebooks 8 of
    100 had such an overlap.

    When it stays silent
    --------------------
    For a training score that is printed beside a score on other rows, for the final refit on all
    data after the evaluation, in cross-validation, for pseudo-labels, for transductive and
    unsupervised models, and wherever two selections may share rows but nothing proves it. A model
    that is only judged on exactly its training rows is another rule's matter.

    Fix
    ---
    Fit on the training part, and take the test rows out of it (``df.drop(test.index)``).
    """

    name: ClassVar[str] = "train-test-overlap"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "the same rows are in the training set and the test set"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "fitted on everything, judged on a part of it",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
X = wine.drop(columns=["quality"])
y = wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

forest = RandomForestClassifier(random_state=0)
forest.fit(X, y)
print(accuracy_score(y_test, forest.predict(X_test)))
""",
        ),
        Example(
            "sampled, but not taken out",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression

cars = pd.read_csv("cars.csv")
test = cars.sample(frac=0.2, random_state=7)
train = cars

model = LinearRegression()
model.fit(train[["weight", "power"]], train["price"])
print(model.score(test[["weight", "power"]], test["price"]))
""",
        ),
        Example(
            "slices that overlap",
            """
import numpy as np
from sklearn.svm import SVC

data = np.loadtxt("signals.txt")
X, y = data[:, :-1], data[:, -1]
X_train, y_train = X[:800], y[:800]
X_test, y_test = X[700:], y[700:]

classifier = SVC().fit(X_train, y_train)
print(classifier.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "training score beside the test score, then a final refit",
            """
import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
X = wine.drop(columns=["quality"])
y = wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

forest = RandomForestClassifier(random_state=0)
forest.fit(X_train, y_train)
print("train", forest.score(X_train, y_train))
print("test", forest.score(X_test, y_test))

forest.fit(X, y)
joblib.dump(forest, "forest.joblib")
""",
        ),
        Example(
            "sampled and taken out",
            """
import pandas as pd
from sklearn.linear_model import LinearRegression

cars = pd.read_csv("cars.csv")
test = cars.sample(frac=0.2, random_state=7)
train = cars.drop(test.index)

model = LinearRegression()
model.fit(train[["weight", "power"]], train["price"])
print(model.score(test[["weight", "power"]], test["price"]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each fit whose rows are judged although they were fitted on."""
        for found in overlaps(flow):
            yield self._finding(flow, found)

    def _finding(self, flow: Flow, found: Overlap) -> Finding:
        cause = cause_of(flow, found)
        return self.finding(
            cause.span,
            cause.message,
            confidence=0.95 if found.scores[0].x is not None else 0.9,
            why=_WHY,
            advice=cause.advice,
            evidence=(
                f"The rows that are fitted on in line {found.fit.site.line} and the rows that are "
                f"judged in line {found.scores[0].site.line} come from one source and were never "
                "parted."
            ),
            related=in_order(places_of(flow, found), without=cause.span),
        )
