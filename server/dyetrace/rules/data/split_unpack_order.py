"""The rule ``split-unpack-order``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.events import Fit, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.splitters import HOLDOUTS
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name

_WHY = (
    "`train_test_split` returns the training part and the test part of each array in turn: "
    "`X_train, X_test, y_train, y_test`. In another order features meet the labels of other rows: "
    "the program fails, or the model learns from labels that do not belong to its rows."
)
_WHY_SIDES = (
    "`train_test_split` returns the training part first. Here the model is fitted on the (usually "
    "smaller) test part and judged on the training part."
)


class SplitUnpackOrder(Rule):
    """The results of a split are unpacked in the wrong order.

    What it does
    ------------
    Knows from the position which part of which array each result of ``train_test_split`` is, and
    compares that with its use: features of one side fitted or judged with labels of the other, or a
    model fitted on a test part that is called a training part.

    Why it matters
    --------------
    Rows and labels no longer belong together: either the program fails because the lengths differ,
    or the model learns from strangers' labels and scores at chance.

    Evidence
    --------
    Read from the order that scikit-learn documents. It stands in pull requests and issues of
    several libraries, among them a README about leakage.

    When it stays silent
    --------------------
    For odd names that are used consistently by position, for other splitters with another order of
    results, and for parts that are never fitted or judged.

    Fix
    ---
    Reorder the targets: ``X_train, X_test, y_train, y_test = train_test_split(X, y)``.
    """

    name: ClassVar[str] = "split-unpack-order"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    preview: ClassVar[bool] = True  # no hit on wild code yet that could prove its precision
    summary: ClassVar[str] = "the results of a split are unpacked in the wrong order"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the labels take the place of the test features",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("patients.csv")
X, y = data.drop(columns=["ill"]), data["ill"]
X_train, y_train, X_test, y_test = train_test_split(X, y, random_state=0)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "in the order of the results",
            """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

data = pd.read_csv("patients.csv")
X, y = data.drop(columns=["ill"]), data["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each split whose parts are used against their position."""
        seen = set()
        for split in flow.of(Split):
            if split.function not in HOLDOUTS or split.site in seen or len(split.parts) < 4:
                continue
            targets = _targets(flow, split)
            if len(targets) != len(split.parts):
                continue
            seen.add(split.site)
            finding = self._of(flow, split, targets)
            if finding is not None:
                yield finding

    def _of(self, flow: Flow, split: Split, targets: list[str]) -> Finding | None:
        for use, x, y in _uses(flow):
            sides = (_side(x, split), _side(y, split))
            if None in sides:
                continue
            verb = "fitted" if isinstance(use, Fit) else "judged"
            if sides[0] != sides[1] and not _are_in_order(targets):
                names = ", ".join(targets)
                message = f"`{names}`: rows of one side are {verb} with the labels of the other."
                if len(message) > 110:
                    message = (
                        f"The parts are in the wrong order: rows are {verb} with strangers' labels."
                    )
                return self._finding(flow, split, use, message, _WHY, Severity.ERROR)
            if isinstance(use, Fit) and sides[0] == "test" and _are_swapped(targets):
                name = targets[1]
                message = f"`{name}` is the test part of the split: it comes second, not first."
                return self._finding(flow, split, use, message, _WHY_SIDES, Severity.WARNING)
        return None

    def _finding(
        self, flow: Flow, split: Split, use: Fit | Score, message: str, why: str, how: Severity
    ) -> Finding:
        model = use.estimator if isinstance(use, Fit) else use.models[0]
        verb = "fitted" if isinstance(use, Fit) else "judged"
        return self.finding(
            split.site,
            in_one_line(message),
            confidence=0.97,
            why=why,
            advice=(
                "Unpack in the order of the results: `X_train, X_test, y_train, y_test = "
                "train_test_split(X, y)`."
            ),
            evidence=(
                "`train_test_split` returns the training part and the test part of each array in "
                f"turn; line {use.site.line} uses them otherwise."
            ),
            related=in_order(
                [Related(use.site, f"`{model_name(flow, model)}` is {verb} here")],
                without=split.site,
            ),
            severity=how,
        )


def _uses(flow: Flow) -> Iterator[tuple[Fit | Score, Value, Value]]:
    for fit in flow.of(Fit):
        if fit.x is not None and fit.y is not None and fit.learns == "xy":
            yield fit, fit.x, fit.y
    for score in flow.of(Score):
        if score.x is not None and score.truth is not None and len(score.models) == 1:
            yield score, score.x, score.truth


def _side(value: Value, split: Split) -> str | None:
    """Return the side of a split that all rows of a value are on."""
    sides = {
        next((part.name for part in row.parts if part.site == split.site), None)
        for row in value.rows
    }
    return next(iter(sides)) if len(sides) == 1 else None


def _targets(flow: Flow, split: Split) -> list[str]:
    """Return the names that a split's results are unpacked into, in order."""
    source = flow.sources.get(split.site.path)
    for node in source.nodes_of(ast.Assign) if source is not None else ():
        if (
            node.value.lineno == split.site.line  # cheap before exact
            and isinstance(node.targets[0], ast.Tuple)
            and source is not None
            and source.span(node.value) == split.site
        ):
            elements = node.targets[0].elts
            if not all(isinstance(element, (ast.Name, ast.Attribute)) for element in elements):
                return []
            return [ast.unparse(element) for element in elements]
    return []


def _are_in_order(targets: list[str]) -> bool:
    """Whether the names say that training and test parts take turns: the use is wrong then."""
    train, test = [t.lower() for t in targets[::2]], [t.lower() for t in targets[1::2]]
    return all("tr" in t for t in train) and not any("tr" in t for t in test)


def _are_swapped(targets: list[str]) -> bool:
    """Whether the names say "test" where the training part comes, and the other way round."""
    first, second = targets[0].lower(), targets[1].lower()
    return "test" in first and "train" in second and "train" not in first
