"""The rule ``selection-before-split``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import Leak, leaks_before_split
from dyetrace.rules.data.naming import (
    certainty_of,
    in_one_line,
    judged_name,
    learned_before_split,
    path_of,
)
from dyetrace.rules.data.networks import network_judgements

_WHY = (
    "Whatever looks at the labels of the judged rows carries their answers into the features. The "
    "effect is large with many candidates or few rows: picking 20 of 1,000 noise columns on 200 "
    "rows reads as 0.76 accuracy where 0.50 is right, a target mean over 500 categories as 0.79 "
    "AUC. With few columns and many rows it is small."
)


class SelectionBeforeSplit(Rule):
    """Features are chosen or made with the labels of rows that the model is judged on.

    What it does
    ------------
    Follows what a label-aware step learned (``SelectKBest``, ``RFE``, ``SelectFromModel``, LDA,
    target encoders, the importances of a fitted model) from all rows through a later split to the
    score.

    Why it matters
    --------------
    The labels of the test rows took part in building the features, so the test set is no longer
    unseen. Picking 20 of 1,000 noise columns on 200 rows reads as 0.759 accuracy where 0.50 is
    right; a target mean over 500 categories as 0.786 AUC.

    Evidence
    --------
    Simulated on noise with 20 seeds; scikit-learn's guide to common pitfalls shows the same.

    When it stays silent
    --------------------
    When the step is fitted on the training part, when it stands in a pipeline, when no judgement
    follows, and for what is only printed or plotted. Where the model is also judged on rows that
    the step has not seen, the finding is an information about the other score.

    Fix
    ---
    Put the step into a pipeline with the model, or split first and fit it on the training part.
    """

    name: ClassVar[str] = "selection-before-split"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "features are chosen with the labels of the test rows"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the best columns of all rows, then the split",
            """
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

genes = pd.read_csv("expression.csv")
X = genes.drop(columns=["tumour"])
y = genes["tumour"]

X_best = SelectKBest(f_classif, k=20).fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=0)

classifier = SVC().fit(X_train, y_train)
print(classifier.score(X_test, y_test))
""",
        ),
        Example(
            "a target encoder fitted on all rows",
            """
import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("clicks.csv")
y = df["clicked"]
X = TargetEncoder(cols=["site"]).fit_transform(df.drop(columns=["clicked"]), y)

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "selection is a step of the model",
            """
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

genes = pd.read_csv("expression.csv")
X = genes.drop(columns=["tumour"])
y = genes["tumour"]

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
classifier = make_pipeline(SelectKBest(f_classif, k=20), SVC()).fit(X_train, y_train)
print(classifier.score(X_test, y_test))
""",
        ),
        Example(
            "columns are ranked on the training part",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.model_selection import train_test_split

genes = pd.read_csv("expression.csv")
X_train, X_test, y_train, y_test = train_test_split(
    genes.drop(columns=["tumour"]), genes["tumour"], random_state=0
)

selector = SelectFromModel(RandomForestClassifier(random_state=0)).fit(X_train, y_train)
forest = RandomForestClassifier(random_state=0)
forest.fit(selector.transform(X_train), y_train)
print(forest.score(selector.transform(X_test), y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each label-aware step that saw judged rows."""
        for leak in leaks_before_split(flow, frozenset({"label-aware"}), network_judgements(flow)):
            yield self._finding(flow, leak)

    def _finding(self, flow: Flow, leak: Leak) -> Finding:
        name, judged = leak.dye.name, judged_name(flow, leak.first, leak.part)
        message = f"`{name}` looks at the labels of rows that later become {judged}."
        if not learned_before_split(flow, leak):
            message = f"`{name}` looks at the labels of all rows, {judged} included."
        return self.finding(
            leak.dye.site,
            in_one_line(message),
            confidence=certainty_of(flow, leak),
            why=_WHY,
            advice=(
                f"Put `{name}` and the model into one pipeline (`make_pipeline`), or split first "
                f"and fit `{name}` on the training part."
            ),
            evidence=(
                f"What `{name}` learns in line {leak.dye.site.line} from the labels reaches the "
                "model, and the rows that it learns from are judged."
            ),
            related=path_of(flow, leak),
            severity=Severity.INFORMATION if leak.clean else None,
        )
