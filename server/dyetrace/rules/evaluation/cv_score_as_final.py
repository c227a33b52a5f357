"""The rule ``cv-score-as-final``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Bind, CrossValidate, Fit, Predict, Score
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order

_WHY = (
    "`best_score_` is the best of all candidates on the folds that chose it, so it is too good by "
    "the luck of the winner: 60 candidates on noise read as 0.55 where 0.50 is right."
)


class CvScoreAsFinal(Rule):
    """The best score of a search is reported, and nothing else judges its winner.

    What it does
    ------------
    Finds ``best_score_`` that is printed where no row was held out from the search and its winner
    is judged in no other way.

    Why it matters
    --------------
    The score of the winner on the folds that made it the winner is optimistic: 0.553 for 60
    candidates on noise.

    Evidence
    --------
    Simulated with 20 seeds. 10.5 percent of 515 public notebooks read ``best_score_``.

    When it stays silent
    --------------------
    When the search was fitted on one side of a split, when any model is applied to rows that the
    search has not seen, and for a search that is cross-validated itself.

    Fix
    ---
    Hold a test set out before the search, or cross-validate the search (``cross_val_score(search,
    X, y)``).
    """

    name: ClassVar[str] = "cv-score-as-final"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "the best score of a search is reported as the result"
    preview: ClassVar[bool] = True  # not yet proved on code that nobody here wrote

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "nothing is held out",
            """
import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": [0.01, 0.1, 1]}, cv=5)
search.fit(wine.drop(columns=["quality"]), wine["quality"])
print("accuracy:", search.best_score_)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the winner is judged on a test set",
            """
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": [0.01, 0.1, 1]}, cv=5)
search.fit(X_train, y_train)
print("cross-validation:", search.best_score_)
print("test:", search.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each printed ``best_score_`` whose winner nothing else judges."""
        searches = [fit for fit in flow.of(Fit) if fit.role == "search" and fit.context.entered]
        if not searches:
            return
        names = {
            bind.target: fit
            for fit in searches
            for bind in flow.of(Bind)
            if bind.value.identity == fit.estimator.identity
        }
        seen: set[Span] = set()
        for node in _reported(flow.source.tree):
            fit = names.get(ast.unparse(node.value))
            if fit is not None and fit.site not in seen and not _is_judged(flow, fit):
                seen.add(fit.site)
                yield self._finding(flow, node, fit)

    def _finding(self, flow: Flow, node: ast.Attribute, fit: Fit) -> Finding:
        search = ast.unparse(node.value)
        span = flow.source.span(node)
        return self.finding(
            span,
            in_one_line(f"`{search}.best_score_` chose the winner: no held-out row judges it."),
            confidence=0.93,
            why=_WHY,
            advice=(
                "Hold a test set out before the search, or cross-validate the search itself "
                f"(`cross_val_score({search}, X, y)`)."
            ),
            evidence=(
                f"The search in line {fit.site.line} sees all rows, and no model is applied to "
                "other rows."
            ),
            related=in_order([Related(fit.site, f"`{search}` is fitted here")], without=span),
        )


def _reported(tree: ast.Module) -> Iterator[ast.Attribute]:
    """Yield each ``x.best_score_`` that is printed, or that is the last line of a cell."""
    for node in ast.walk(tree):
        shown: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            shown = node if node.func.id in ("print", "display") else None
        elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call):
            shown = node
        for part in ast.walk(shown) if shown is not None else ():
            if isinstance(part, ast.Attribute) and part.attr == "best_score_":
                yield part


def _is_judged(flow: Flow, search: Fit) -> bool:
    """Whether rows outside of the search are asked for, or the search itself is validated."""
    if search.x is None or not search.x.rows or not search.x.certain:
        return True
    rows = search.x.rows
    if any(row.parts for row in rows):
        return True
    for event in flow.events:
        if isinstance(event, Predict) and not overlap(event.x.rows, rows):
            return True
        if isinstance(event, Score) and not overlap(event.rows, rows):
            return True
        if (
            isinstance(event, CrossValidate)
            and event.site != search.site
            and event.estimator.type == search.estimator.type
        ):
            return True
    return fit_of(search.estimator) is None
