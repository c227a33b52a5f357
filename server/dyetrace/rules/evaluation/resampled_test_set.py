"""The rule ``resampled-test-set``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Fit
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import (
    argument_name,
    in_one_line,
    in_order,
    model_name,
    name_of_part,
)
from dyetrace.rules.evaluation.trials import Trial, trials

_WHY = (
    "The balanced test set is not the one that the model will meet: precision, accuracy and "
    "everything else that depends on how frequent the classes are no longer say what will happen, "
    "and made-up rows are judged as if they were real."
)


class ResampledTestSet(Rule):
    """A sampler is applied to the rows that a model is judged on.

    What it does
    ------------
    Finds samplers of imbalanced-learn (SMOTE, random over- and under-sampling and their like) whose
    result on held-out rows is what a model is scored on.

    Why it matters
    --------------
    The score belongs to a world with other class frequencies and, for SMOTE, with rows that do not
    exist.

    Evidence
    --------
    By definition: precision at a prevalence of 50 percent is not precision at 5 percent. A model
    with 90 percent sensitivity and specificity has a precision of 0.90 there and 0.32 here.

    When it stays silent
    --------------------
    For samplers on the training part, and where the model is also scored on the test rows as they
    are.

    Fix
    ---
    Leave the test rows as they are; resample the training part only.
    """

    name: ClassVar[str] = "resampled-test-set"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    preview: ClassVar[bool] = True  # no hit on wild code yet that could prove its precision
    summary: ClassVar[str] = "the test set is resampled"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "both parts are balanced",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split

claims = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(
    claims.drop(columns=["fraud"]), claims["fraud"], random_state=0
)
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
X_test, y_test = SMOTE(random_state=0).fit_resample(X_test, y_test)

model = LogisticRegression().fit(X_train, y_train)
print(precision_score(y_test, model.predict(X_test)))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the training part is balanced",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split

claims = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(
    claims.drop(columns=["fraud"]), claims["fraud"], random_state=0
)
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)

model = LogisticRegression().fit(X_train, y_train)
print(precision_score(y_test, model.predict(X_test)))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each sampler whose result on held-out rows is judged."""
        samplers = {fit.site: fit for fit in flow.of(Fit) if fit.role == "sampler"}
        if not samplers:
            return
        judged = trials(flow)
        honest = {trial.record.identity for trial in judged if _sampler(trial, samplers) is None}
        seen: set[Span] = set()
        for trial in judged:
            site = _sampler(trial, samplers)
            if site is None or site in seen or trial.record.identity in honest:
                continue
            seen.add(site)
            yield self._finding(flow, trial, samplers[site])

    def _finding(self, flow: Flow, trial: Trial, sampler: Fit) -> Finding:
        kind = (sampler.estimator.type or "the sampler").rpartition(".")[2]
        name = argument_name(flow, sampler) or name_of_part(flow, trial.part, trial.rows)
        rows = f"the test set (`{name}`)" if name else "the test set"
        model = model_name(flow, trial.model)
        return self.finding(
            sampler.site,
            in_one_line(f"`{kind}` resamples {rows} that `{model}` is judged on."),
            confidence=0.95,
            why=_WHY,
            advice="Leave the test rows as they are; resample the training part only.",
            evidence=(
                f"What `{kind}` makes in line {sampler.site.line} from held-out rows is judged in "
                f"line {trial.score.site.line}."
            ),
            related=in_order(
                [Related(trial.score.site, f"`{model}` is judged here")], without=sampler.site
            ),
        )


def _sampler(trial: Trial, samplers: dict[Span, Fit]) -> Span | None:
    """Return the sampler of held-out rows that made what is judged."""
    for value in (trial.score.x, trial.score.truth):
        site = _made_by(value, samplers)
        if site is not None and samplers[site].x is not None:
            sampled = samplers[site].x
            if sampled is not None and not overlap(sampled.rows, trial.record.rows):
                return site
    return None


def _made_by(value: Value | None, samplers: dict[Span, Fit]) -> Span | None:
    if value is None:
        return None
    if value.site in samplers:
        return value.site
    return next((d.site for d in value.dye if d.kind == "resampled" and d.site in samplers), None)
