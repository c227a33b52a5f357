"""The rule ``split-seed-search``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.knowledge.splitters import HOLDOUTS
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_order
from dyetrace.rules.evaluation.choices import Choices
from dyetrace.rules.evaluation.variations import loop_at, loop_names
from dyetrace.source.program import Source

_WHY = (
    "The best seed is the one whose test rows happen to be easy. With 150 rows the best of 100 "
    "seeds read as 1.00 where 0.94 is right."
)


class SplitSeedSearch(Rule):
    """The seed of the split is chosen by the score.

    What it does
    ------------
    Finds a loop whose variable is the ``random_state`` of ``train_test_split`` and whose best
    score is kept (``max``, ``argmax``, ``if score > best``).

    Why it matters
    --------------
    The winner is the split with the easiest test rows; nothing about the model got better.

    Evidence
    --------
    Simulated with 150 rows: the best of 100 split seeds reads as 1.000 where 0.944 is right.

    When it stays silent
    --------------------
    When mean and spread over the seeds are reported, for seeds of the model, and for repeated
    cross-validation.

    Fix
    ---
    Report the mean and the standard deviation over the seeds.
    """

    name: ClassVar[str] = "split-seed-search"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    preview: ClassVar[bool] = True  # no hit on wild code yet that could prove its precision
    summary: ClassVar[str] = "the best of many split seeds is kept"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the luckiest split",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("patients.csv")
X, y = data.drop(columns=["ill"]), data["ill"]

best_seed, best_score = 0, 0.0
for seed in range(100):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)
    score = LogisticRegression().fit(X_train, y_train).score(X_test, y_test)
    if score > best_score:
        best_seed, best_score = seed, score
print(best_seed, best_score)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "mean and spread over the splits",
            """
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("patients.csv")
X, y = data.drop(columns=["ill"]), data["ill"]

scores = []
for seed in range(100):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)
    scores.append(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
print(np.mean(scores), np.std(scores))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each split whose seed a loop varies and a score chooses."""
        seen: set[Span] = set()
        for split in flow.of(Split):
            if split.function not in HOLDOUTS or split.site in seen or not split.context.loops:
                continue
            seen.add(split.site)
            seed = _varied_seed(flow, split)
            if seed is None:
                continue
            scores = [
                score.site
                for score in flow.of(Score)
                if any(part.site == split.site for row in score.rows for part in row.parts)
            ]
            choice = Choices(flow).first(scores)
            if choice is not None:
                yield self._finding(split, seed, scores[0], choice)

    def _finding(self, split: Split, seed: str, score: Span, choice: Span) -> Finding:
        return self.finding(
            split.site,
            f"The seed of the split (`{seed}`) is chosen by the score: the luckiest test set wins.",
            confidence=0.95,
            why=_WHY,
            advice="Report the mean and the standard deviation over the seeds.",
            evidence=(
                f"`{seed}` of the loop is the `random_state` of the split, and the score of line "
                f"{score.line} decides in line {choice.line}."
            ),
            related=in_order(
                [Related(score, "scored here"), Related(choice, "the score decides here")],
                without=split.site,
            ),
        )


def _varied_seed(flow: Flow, split: Split) -> str | None:
    """Return the name of a loop variable that is the ``random_state`` of a split."""
    source = flow.sources.get(split.site.path, flow.source)
    given = _random_state(source, split.site)
    if given is None:
        return None
    names = {part.id for part in ast.walk(given) if isinstance(part, ast.Name)}
    for span in split.context.loops:
        node = loop_at(source, span)
        found = names & loop_names(node) if node is not None else set()
        if found:
            return min(found)
    return None


def _random_state(source: Source, site: Span) -> ast.expr | None:
    node = source.node_at(site, (ast.Call,))
    keywords = node.keywords if isinstance(node, ast.Call) else []
    return next((k.value for k in keywords if k.arg == "random_state"), None)
