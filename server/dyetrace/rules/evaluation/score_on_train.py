"""The rule ``score-on-train``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of, tells_role
from dyetrace.rules.evaluation.training_scores import (
    TrainingScore,
    shares_rows,
    training_scores,
    unused_split,
)
from dyetrace.rules.evaluation.trials import class_of

_WHY = (
    "The score tells how well the model remembers, not how well it does on new rows. A random "
    "forest reads 1.00 on its own training rows where the labels are noise and 0.50 is right."
)
# Their score on the fitted rows is the usual R² of a description, not a forecast of new rows.
_DESCRIBING = frozenset(("LinearRegression",))


class ScoreOnTrain(Rule):
    """Training rows are the only rows that a model is judged on.

    What it does
    ------------
    Finds models whose every score is taken on exactly the rows that they were fitted on, also where
    these rows are called a test set.

    Why it matters
    --------------
    A model with enough memory is right on all of its training rows: a random forest scores 1.00 on
    noise, where 0.50 is right on new rows.

    Evidence
    --------
    Simulated with 20 seeds (random forest on noise: 1.000 on its training rows, 0.500 on others).

    When it stays silent
    --------------------
    For a training score beside a score on other rows or beside a cross-validation of such a model,
    with ``oob_score``, ``validation_data`` or ``eval_set``, for clusterings and other models
    without labels, for data that is made up on the spot, and in functions that nobody calls. The
    R² of a plain linear regression is an information only.

    Fix
    ---
    Hold rows out (``train_test_split``) and judge the model on them, or use ``cross_val_score``.
    """

    name: ClassVar[str] = "score-on-train"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a model is judged on its training rows only"
    preview: ClassVar[bool] = True  # 3 of 12 warnings on public programs are wrong

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the only score is the training score",
            """
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
X = train.drop(columns=["survived"])
y = train["survived"]

tree = DecisionTreeClassifier().fit(X, y)
print("accuracy", tree.score(X, y))
test["survived"] = tree.predict(test)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "a training score beside a test score",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

train = pd.read_csv("train.csv")
X_train, X_val, y_train, y_val = train_test_split(
    train.drop(columns=["survived"]), train["survived"], random_state=0
)

tree = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("train", tree.score(X_train, y_train))
print("validation", tree.score(X_val, y_val))
""",
        ),
        Example(
            "a training score beside a cross-validation",
            """
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

train = pd.read_csv("train.csv")
X = train.drop(columns=["survived"])
y = train["survived"]

tree = DecisionTreeClassifier(random_state=0)
print("cross-validated", cross_val_score(tree, X, y).mean())
print("train", tree.fit(X, y).score(X, y))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for all models that are only judged on the same training rows."""
        groups: list[list[TrainingScore]] = []
        for found in training_scores(flow):
            if unused_split(flow, found) is not None:
                continue
            group = next((g for g in groups if shares_rows(g[0], found)), None)
            if group is None:
                groups.append([found])
            else:
                group.append(found)
        for group in groups:
            yield self._finding(flow, group)

    def _finding(self, flow: Flow, group: list[TrainingScore]) -> Finding:
        strong = [f for f in group if class_of(f.fit.estimator) not in _DESCRIBING]
        first = (strong or group)[0]
        score = first.scores[0]
        model = model_name(flow, first.fit.estimator)
        rows = name_of(flow, score.x)
        if rows is not None and tells_role(rows):
            message = f"`{rows}` holds the rows that `{model}` is fitted on: no row is held out."
        elif rows is not None:
            message = f"`{model}` is judged only on the rows that it is fitted on (`{rows}`)."
        else:
            message = f"`{model}` is judged only on the rows that it is fitted on."
        places = [Related(first.fit.site, f"`{model}` is fitted here")]
        for other in group:
            label = f"`{model_name(flow, other.fit.estimator)}` too"
            if other is not first:
                places.append(Related(other.scores[0].site, label))
        return self.finding(
            score.site,
            in_one_line(message),
            confidence=0.95 if score.x is not None else 0.9,
            why=_WHY,
            advice=(
                "Hold rows out (`train_test_split`) and judge the model on them, or use "
                "`cross_val_score`."
            ),
            evidence=(
                f"The rows fitted on in line {first.fit.site.line} are those judged in line "
                f"{score.site.line}, and no score on other rows exists."
            ),
            related=in_order(places[:10], without=score.site),
            severity=Severity.WARNING if strong else Severity.INFORMATION,
        )
