"""The rule ``fit-before-split``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import Leak, adjacent, leaks_before_split, split_of
from dyetrace.rules.data.naming import (
    certainty_of,
    fit_at,
    in_one_line,
    in_order,
    judged_name,
    learned_before_split,
    path_of,
)
from dyetrace.rules.data.networks import network_judgements

_WHY = (
    "The test set is no longer unseen: its values took part in the preprocessing. The effect of a "
    "scaler, a mean imputer or PCA is usually small (below 0.005 AUC on ordinary data, 0 to 1 "
    "point of accuracy on small ones), but it grows with few rows, rare categories and changes "
    "over time, and the same code would fit on rows that do not exist yet when the model is used."
)


class FitBeforeSplit(Rule):
    """Statistics of all rows are used on both sides of a later split.

    What it does
    ------------
    Follows what a scaler, imputer, PCA, vectoriser or a hand-made statistic (``df - df.mean()``)
    learned from all rows through a later split to the score.

    Why it matters
    --------------
    The score should say how the model does on rows that nobody has seen, and these were seen. The
    effect is usually small, and the finding says so: below 0.005 AUC for a scaler on ordinary data.
    It grows where rows are few or change over time.

    Evidence
    --------
    Simulated with 20 seeds: a scaler before the split moves 0.928 to 0.933 with 100 rows and
    nothing with 569; a mean imputer 0.932 to 0.933; PCA 0.938 to 0.936.

    When it stays silent
    --------------------
    For what learns nothing about values (``Normalizer``, ``HashingVectorizer``, one-hot and label
    encoders), in pipelines, on another data set, for statistics that are only printed, for a refit
    on all data after the evaluation, and where the model is also judged on untouched rows.

    Fix
    ---
    Put the step into a pipeline with the model, or split first and fit it on the training part.
    """

    name: ClassVar[str] = "fit-before-split"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "preprocessing learns from the test rows"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the scaler sees all rows",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

patients = pd.read_csv("patients.csv")
X = patients.drop(columns=["ill"])
y = patients["ill"]

scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the scaler is fitted on the training part",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

patients = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(
    patients.drop(columns=["ill"]), patients["ill"], random_state=0
)

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
        Example(
            "refitted on everything after the evaluation",
            """
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

patients = pd.read_csv("patients.csv")
X = patients.drop(columns=["ill"])
y = patients["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

model = make_pipeline(StandardScaler(), LogisticRegression())
print(model.fit(X_train, y_train).score(X_test, y_test))

scaler = StandardScaler().fit(X)
final = LogisticRegression().fit(scaler.transform(X), y)
joblib.dump((scaler, final), "model.joblib")
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each unsupervised step that saw judged rows.

        Statistics by hand on lines that follow each other are one step: `(X - X.mean()) / X.std()`,
        or a column filled on each line.
        """
        others = network_judgements(flow)
        found = leaks_before_split(flow, frozenset({"statistic", "label-aware"}), others)
        label_aware = {leak.dye.site for leak in found if leak.dye.kind == "label-aware"}
        leaks = [
            leak
            for leak in found
            if leak.dye.site not in label_aware
            and not leak.clean
            and not _is_aggregate(leak.dye)
            and not _within_training_part(flow, leak)
        ]
        by_hand = [leak for leak in leaks if fit_at(flow, leak.dye.site) is None]
        for leak in leaks:
            if leak not in by_hand:
                yield self._finding(flow, leak, ())
        for first, *rest in adjacent(flow, by_hand, lambda leak: leak.dye.site):
            yield self._finding(flow, first, tuple(rest))

    def _finding(self, flow: Flow, leak: Leak, more: tuple[Leak, ...]) -> Finding:
        by_hand = fit_at(flow, leak.dye.site) is None
        name, judged = leak.dye.name, judged_name(flow, leak.first, leak.part)
        verb = "is taken over" if by_hand else "learns from"
        message = f"`{name}` {verb} rows that later become {judged}."
        if not learned_before_split(flow, leak):
            message = f"`{name}` {verb} all rows, {judged} included."
        if by_hand:
            advice = (
                f"Split first, take `{name}` over the training part and use that value on both "
                "parts, or put the step into a pipeline."
            )
        else:
            advice = (
                f"Put `{name}` and the model into one pipeline (`make_pipeline`), or split first "
                f"and fit `{name}` on the training part."
            )
        return self.finding(
            leak.dye.site,
            in_one_line(message),
            confidence=certainty_of(flow, leak),
            why=_WHY,
            advice=advice,
            evidence=(
                f"What `{name}` learns in line {leak.dye.site.line} reaches the model, and the "
                "rows that it learns from are judged."
            ),
            related=in_order(
                (*path_of(flow, leak), *(Related(m.dye.site, "and here") for m in more[:9])),
                without=leak.dye.site,
            ),
        )


def _within_training_part(flow: Flow, leak: Leak) -> bool:
    """Whether a test set was put aside first, and only a validation set in the rest was seen."""
    return all(
        any(
            part.name == "train" and (split := split_of(flow, part)) and split.kind == "holdout"
            for part in row.parts
        )
        for row in leak.dye.rows
    )


def _is_aggregate(dye: Dye) -> bool:
    """Whether a statistic has one row for each group, which may be the data from then on."""
    return dye.name.startswith("groupby ") and "transform" not in dye.name
