"""The rule ``class-conditional-statistic``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.conditionals import conditional_dyes
from dyetrace.rules.data.naming import in_one_line, in_order, model_name
from dyetrace.rules.data.origins import Learned, all_learned, label_of
from dyetrace.rules.data.stores import Store, all_stores, column_read, is_among_features


class ClassConditionalStatistic(Rule):
    """Features are filled, scaled or encoded with statistics of the row's own class.

    What it does
    ------------
    Follows statistics of groups (``groupby("ill").transform("mean")``) whose key is the label to
    the X of a model, and values that are written into a feature where the label is this or that:
    ``df.loc[(df.ill == 1) & df.insulin.isna(), "insulin"] = 169.5``.

    Why it matters
    --------------
    The filled value tells the class. No such value can be computed for a row whose class is not
    known yet, so the score has nothing to do with what the model can do later.

    Evidence
    --------
    Simulated on pure noise with 20 seeds: accuracy reads as 0.920 where 0.477 is right, the largest
    effect of all statistics. A common idiom of diabetes notebooks.

    When it stays silent
    --------------------
    When rows are grouped by a feature, when the statistic is only printed or plotted, and when
    nobody can tell which column is the label.

    Fix
    ---
    Leave the label out of the keys, and take the statistic over the training part.
    """

    name: ClassVar[str] = "class-conditional-statistic"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    preview: ClassVar[bool] = True  # not met often enough in public programs
    overrides: ClassVar[frozenset[str]] = frozenset(
        {"selection-before-split", "fit-before-split", "preprocessing-outside-cv"}
    )
    summary: ClassVar[str] = "features hold statistics of the row's own class"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "missing values filled by class",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

patients = pd.read_csv("patients.csv")
by_class = patients.groupby("ill")["insulin"].transform("mean")
patients["insulin"] = patients["insulin"].fillna(by_class)

X = patients[["insulin", "age", "weight"]]
y = patients["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "filled by a feature, on the training part",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

patients = pd.read_csv("patients.csv")
print(patients.groupby("ill")["insulin"].mean())

train, test = train_test_split(patients, random_state=0)
means = train.groupby("sex")["insulin"].mean()
columns = ["insulin", "age", "weight"]
train = train.assign(insulin=train["insulin"].fillna(train["sex"].map(means)))
test = test.assign(insulin=test["insulin"].fillna(test["sex"].map(means)))

model = LogisticRegression().fit(train[columns], train["ill"])
print(model.score(test[columns], test["ill"]))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each statistic or write that depends on the label."""
        told: set[Span] = set()
        for learned, dye in conditional_dyes(flow):
            if dye.site not in told:
                told.add(dye.site)
                label = label_of(learned.labels)
                message = (
                    f"`{dye.name}` is taken within the classes of `{label}`, the label itself."
                )
                yield self._finding(flow, learned, dye.site, message)
        stores = [store for store in all_stores(flow) if store.mask is not None]
        if not stores:
            return
        for learned in all_learned(flow):
            label = label_of(learned.labels)
            for store in stores if label is not None else ():
                if store.site in told or not _asks_for(store, label or ""):
                    continue
                same = overlap(store.table.rows, learned.table.rows)
                if same and store.column != label and is_among_features(flow, store, learned):
                    told.add(store.site)
                    message = f"`{store.column}` is set by the row's `{label}`, the label itself."
                    yield self._finding(flow, learned, store.site, message)

    def _finding(self, flow: Flow, learned: Learned, site: Span, message: str) -> Finding:
        model = model_name(flow, learned.estimator)
        return self.finding(
            site,
            in_one_line(message),
            confidence=0.97,
            why=(
                "What is filled in this way tells the class, and for a row of unknown class "
                "it cannot be computed. On pure noise this reads as 0.92 accuracy where 0.48 is "
                "right."
            ),
            advice="Group by features only, and take the statistic over the training part.",
            evidence=(
                f"`{model}` is fitted on the column in line {learned.event.site.line} to predict "
                f"`{label_of(learned.labels)}`."
            ),
            related=in_order(
                [Related(learned.event.site, f"`{model}` learns from it here")], without=site
            ),
        )


def _asks_for(store: Store, label: str) -> bool:
    """Whether the rows of a store are chosen by the value of the label."""
    return store.mask is not None and any(
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        and label
        in (column_read(node.left, store.name), column_read(node.comparators[0], store.name))
        for node in ast.walk(store.mask)
    )
