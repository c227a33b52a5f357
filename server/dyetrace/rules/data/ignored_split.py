"""The rule ``ignored-split``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.events import Split
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of
from dyetrace.rules.evaluation.training_scores import TrainingScore, training_scores, unused_split

_WHY = (
    "The split was made to hold rows out, but the model is fitted and judged on all of them: the "
    "score tells how well it remembers. A random forest reads 1.00 on noise that way."
)


class IgnoredSplit(Rule):
    """A split is made, and then the model is fitted and judged on the unsplit data.

    What it does
    ------------
    Finds a model whose only score is on its training rows, where these rows were split before and
    no part of that split is ever used.

    Why it matters
    --------------
    The held-out rows are not held out. A random forest on noise scores 1.00 on its own training
    rows where 0.50 is right.

    Evidence
    --------
    Simulated with 20 seeds. It happens when a notebook is reworked: the names of the parts are made
    and the old names are still used.

    When it stays silent
    --------------------
    Wherever a part of the split is fitted, predicted, scored or handed to a function later, and for
    a cross-validation or a final fit on all rows after an honest score.

    Fix
    ---
    Fit on the training part and judge on the test part.
    """

    name: ClassVar[str] = "ignored-split"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "the parts of a split are never used"
    preview: ClassVar[bool] = True  # not met often enough in public programs

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "fitted and judged on the unsplit data",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
X = wine.drop(columns=["quality"])
y = wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

forest = RandomForestClassifier(random_state=0)
forest.fit(X, y)
print(accuracy_score(y, forest.predict(X)))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the parts are used",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

wine = pd.read_csv("wine.csv")
X = wine.drop(columns=["quality"])
y = wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

forest = RandomForestClassifier(random_state=0)
forest.fit(X_train, y_train)
print(accuracy_score(y_test, forest.predict(X_test)))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each fit on rows whose split nobody uses."""
        for found in training_scores(flow):
            split = unused_split(flow, found)
            if split is not None:
                yield self._finding(flow, found, split)

    def _finding(self, flow: Flow, found: TrainingScore, split: Split) -> Finding:
        model, rows = model_name(flow, found.fit.estimator), name_of(flow, found.fit.x)
        what = f"all rows (`{rows}`)" if rows else "all rows"
        return self.finding(
            found.fit.site,
            in_one_line(f"`{model}` is fitted and judged on {what}; the split is never used."),
            confidence=0.95,
            why=_WHY,
            advice="Fit on the training part of the split and judge on its test part.",
            evidence=(
                f"No part of the split in line {split.site.line} is fitted, predicted or scored."
            ),
            related=in_order(
                [
                    Related(split.site, "split here"),
                    *(Related(s.site, f"`{model}` is judged here") for s in found.scores[:5]),
                ],
                without=found.fit.site,
            ),
        )
