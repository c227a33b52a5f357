"""The rule ``threshold-tuned-on-test``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of, name_of_part
from dyetrace.rules.evaluation.choices import Choices
from dyetrace.rules.evaluation.trials import Trial, are_disjoint, held_out, trials
from dyetrace.rules.evaluation.variations import loop_at, loop_names

_WHY = (
    "The cut-off that does best on these rows does worse on others: an F1 of 0.31 read as 0.36. A "
    "number that chose its own threshold is no estimate of what will happen."
)


class ThresholdTunedOnTest(Rule):
    """The decision threshold is chosen on the set that is reported.

    What it does
    ------------
    Finds a loop that turns one model's probabilities into labels at many thresholds and scores
    them on held-out rows, where the best one is kept.

    Why it matters
    --------------
    The threshold fits the noise of the test rows: an F1 of 0.311 read as 0.360.

    Evidence
    --------
    Simulated with 20 seeds.

    When it stays silent
    --------------------
    When another held-out set is used after that (the first one is a validation set then), when the
    rows are called a validation set, for curves that only show all thresholds, and for thresholds
    that are chosen on training rows or out-of-fold predictions.

    Fix
    ---
    Choose the threshold on a validation part or on out-of-fold predictions of the training part.
    """

    name: ClassVar[str] = "threshold-tuned-on-test"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "the threshold is chosen on the test set"
    preview: ClassVar[bool] = True  # not yet proved on code that nobody here wrote

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the best threshold on the test set",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans.drop(columns=["default"]), loans["default"], random_state=0
)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
proba = forest.predict_proba(X_test)[:, 1]

best_threshold, best_f1 = 0.5, 0.0
for threshold in np.arange(0.1, 0.9, 0.02):
    f1 = f1_score(y_test, proba > threshold)
    if f1 > best_f1:
        best_threshold, best_f1 = threshold, f1
print(best_threshold, best_f1)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the best threshold on a validation set",
            """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_rest, X_test, y_rest, y_test = train_test_split(
    loans.drop(columns=["default"]), loans["default"], random_state=0
)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
proba = forest.predict_proba(X_val)[:, 1]

thresholds = np.arange(0.1, 0.9, 0.02)
best = thresholds[np.argmax([f1_score(y_val, proba > t) for t in thresholds])]
print(f1_score(y_test, forest.predict_proba(X_test)[:, 1] > best))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each loop over thresholds on the last held-out set."""
        found: dict[Span, tuple[Trial, str]] = {}
        for trial in trials(flow):
            threshold = _threshold(flow, trial) if _scores_in_a_loop(trial) else None
            if threshold is not None:
                found.setdefault(trial.score.site, (trial, threshold))
        for site, (trial, threshold) in found.items():
            choice = Choices(flow).first([site])
            if choice is not None and not _is_validation(flow, trial):
                yield self._finding(flow, trial, threshold, choice)

    def _finding(self, flow: Flow, trial: Trial, threshold: str, choice: Span) -> Finding:
        name = name_of_part(flow, trial.part, trial.rows) or name_of(flow, trial.score.x)
        rows = f"the test set (`{name}`)" if name else "the test set"
        return self.finding(
            trial.score.site,
            in_one_line(f"`{threshold}` is chosen on {rows} that is reported."),
            confidence=0.95,
            why=_WHY,
            advice=(
                "Choose the threshold on a validation part or on out-of-fold predictions of the "
                "training part (`cross_val_predict`, `TunedThresholdClassifierCV`)."
            ),
            evidence=(
                f"The loop scores `{model_name(flow, trial.model)}` at many thresholds on the same "
                f"held-out rows, and the best one is kept in line {choice.line}."
            ),
            related=in_order(
                [
                    Related(choice, "the score decides here"),
                    *([Related(trial.split.site, "split here")] if trial.split else []),
                ],
                without=trial.score.site,
            ),
        )


def _scores_in_a_loop(trial: Trial) -> bool:
    """Whether the score is repeated while the model is not fitted again."""
    if trial.fit is None or trial.is_fold or not trial.score.context.loops:
        return False
    inner = trial.score.context.loops[-1]
    return inner not in trial.fit.context.loops and trial.score.context.entered


def _threshold(flow: Flow, trial: Trial) -> str | None:
    """Return the loop variable that predictions are compared with."""
    span = trial.score.context.loops[-1]
    loop = loop_at(flow.sources.get(span.path, flow.source), span)
    if loop is None:
        return None
    names = loop_names(loop)
    for node in ast.walk(loop):
        if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
        ):
            sides = [node.left, node.comparators[0]]
            for side, other in (sides, sides[::-1]):
                if isinstance(side, ast.Name) and side.id in names and _is_array(other):
                    return side.id
    return None


def _is_array(node: ast.expr) -> bool:
    """Whether an expression may be probabilities: no constant, no plain running best."""
    if isinstance(node, ast.Name):
        return not node.id.lower().startswith(("best", "max", "min", "top"))
    return isinstance(node, (ast.Subscript, ast.Call, ast.Attribute))


def _is_validation(flow: Flow, trial: Trial) -> bool:
    """Whether other held-out rows are asked for too, or the name says validation."""
    name = name_of_part(flow, trial.part, trial.rows) or name_of(flow, trial.score.x) or ""
    if any(word in name.lower() for word in ("val", "dev", "oof", "calib")):
        return True
    return any(
        are_disjoint(other.rows, trial.rows)
        and (other.record == trial.record.identity or other.fitted == trial.record.rows)
        for other in held_out(flow)
    )
