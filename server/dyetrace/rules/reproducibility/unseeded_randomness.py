"""The rule ``unseeded-randomness``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.reproducibility.drawing import Draw, Randomness, is_test_file


class UnseededRandomness(Rule):
    """A reported number depends on random numbers that nothing seeds.

    What it does
    ------------
    Follows scores back to what they depend on and reports a split, a shuffle, folds, an estimator
    or a network's first weights that are drawn at random in a file that seeds nothing. One finding
    in a file, at the first draw.

    Why it matters
    --------------
    Every run reports another number. Whether a change made the model better cannot be told from a
    difference that a second run would also have made.

    Evidence
    --------
    Twenty runs of one unseeded split and fit on scikit-learn's breast cancer data gave accuracies
    from 0.930 to 0.986 (standard deviation 0.014).

    When it stays silent
    --------------------
    Anything in the file is seeded (`random_state=`, `np.random.seed`, `torch.manual_seed`, a
    helper with "seed" in its name); test files; functions that the file only defines; draws that
    no score depends on; loops over several seeds.

    Fix
    ---
    Pass `random_state=`, or call one seed function at the top; report mean and spread over a few
    seeds where the difference matters.
    """

    name: ClassVar[str] = "unseeded-randomness"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.HINT
    summary: ClassVar[str] = "A reported score depends on random numbers that nothing seeds."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "Another test set in every run",
            """
            from sklearn.datasets import load_breast_cancer
            from sklearn.model_selection import train_test_split
            from sklearn.tree import DecisionTreeClassifier

            X, y = load_breast_cancer(return_X_y=True)
            X_train, X_test, y_train, y_test = train_test_split(X, y)  # expect: unseeded-randomness
            tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X_train, y_train)
            print(tree.score(X_test, y_test))
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "The same split in every run",
            """
            from sklearn.datasets import load_breast_cancer
            from sklearn.model_selection import train_test_split
            from sklearn.tree import DecisionTreeClassifier

            X, y = load_breast_cancer(return_X_y=True)
            X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
            tree = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X_train, y_train)
            print(tree.score(X_test, y_test))
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        randomness = Randomness(flow)
        if is_test_file(flow.source.path) or randomness.seedings or not randomness.draws:
            return
        if _speaks_of_seeds(flow):
            return  # seeded in a way that is not understood
        yield self._report(flow, randomness.draws)

    def _report(self, flow: Flow, draws: tuple[Draw, ...]) -> Finding:
        first = draws[0]
        related = [Related(first.score, "this score depends on it")] if first.score else []
        related += [
            Related(other.site, f"`{other.name}` is not seeded either") for other in draws[1:4]
        ]
        shown = "The network's first weights are" if first.name == "the network" else ""
        shown = shown or f"`{first.name}` is"
        printed = flow.source.is_notebook and any(
            draw.score is not None and _is_shown(flow, draw.score) for draw in draws
        )
        return self.finding(
            first.site,
            f"{shown} not seeded: every run reports other numbers.",
            confidence=0.9,
            severity=Severity.INFORMATION if printed else None,
            why="Differences between two runs cannot be told from the effect of a change. Twenty "
            "unseeded runs on one small data set gave accuracies from 0.930 to 0.986.",
            advice="Pass `random_state=` or seed all libraries once at the top; where differences "
            "are small, report mean and spread over several seeds.",
            evidence=f"Nothing in this file seeds {first.library}, and a number that it reports "
            "depends on this draw.",
            related=tuple(place for place in related if place.span != first.site),
        )


def _is_shown(flow: Flow, score: Span) -> bool:
    """Whether a score stands in a statement that shows it: printed, or a cell's last expression."""
    return any(
        isinstance(node, ast.Expr) and node.lineno <= score.line <= (node.end_lineno or node.lineno)
        for node in flow.source.tree.body
    )


def _speaks_of_seeds(flow: Flow) -> bool:
    """Whether any name in the program is about seeds: `config.seed`, `Trainer(random_seed=...)`."""
    return any(
        "seed" in name.lower()
        for source in flow.sources.values()
        for node in source.nodes
        for field in ("id", "attr", "arg")
        if isinstance(name := getattr(node, field, None), str)
    )
