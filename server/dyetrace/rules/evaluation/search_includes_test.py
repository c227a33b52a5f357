"""The rule ``search-includes-test``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Fit
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import in_one_line, in_order, model_name, name_of, name_of_part
from dyetrace.rules.data.overlaps import Overlap, overlaps, places_of
from dyetrace.rules.evaluation.trials import Trial, trials

_WHY = (
    "The search fitted its winner on the test rows too, so the score tells how well it remembers "
    "them: a random forest reads near 1.00 on rows that it was fitted on, whatever it has learned."
)
_WHY_SETTINGS = (
    "The setting was chosen with the test rows. The effect grows with the number of candidates and "
    "shrinks with the number of rows: 50 settings on noise read as 0.62 where 0.50 is right."
)


class SearchIncludesTest(Rule):
    """A search sees all rows, and its winner is scored on a part of them.

    What it does
    ------------
    Finds ``GridSearchCV`` and its like fitted on rows that are the test set of its best estimator.
    Where only the best parameters are taken and a new model is fitted on the training part, it is
    an information.

    Why it matters
    --------------
    The winner is refitted on all rows that the search got, those of the test set included. Its
    score there is a training score.

    Evidence
    --------
    Simulated with 20 seeds (random forest on noise: 1.000 on rows that it was fitted on; the best
    of 50 settings 0.615 where 0.50 is right).

    When it stays silent
    --------------------
    When the search is fitted on the training part, and when the winner is also scored on rows that
    the search has not seen.

    Fix
    ---
    Fit the search on the training part.
    """

    name: ClassVar[str] = "search-includes-test"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a search is fitted on rows that its winner is scored on"
    preview: ClassVar[bool] = True  # not yet proved on code that nobody here wrote

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "searched on all rows, scored on a part",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns=["quality"]), wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

search = GridSearchCV(RandomForestClassifier(), {"max_depth": [3, 6, 9]})
search.fit(X, y)
print(search.best_estimator_.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "searched on the training part",
            """
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

wine = pd.read_csv("wine.csv")
X, y = wine.drop(columns=["quality"]), wine["quality"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

search = GridSearchCV(RandomForestClassifier(), {"max_depth": [3, 6, 9]})
search.fit(X_train, y_train)
print(search.best_estimator_.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each search whose rows are held out for its winner."""
        seen: set[Span] = set()
        for found in overlaps(flow, "search"):
            if found.fit.site not in seen and found.judged.is_within(found.fitted):
                seen.add(found.fit.site)
                yield self._winner(flow, found)
        searches = {fit.site: fit for fit in flow.of(Fit) if fit.role == "search"}
        for trial in trials(flow) if searches else ():
            dye = _settings_of(trial)
            if dye is not None and dye.site in searches and dye.site not in seen:
                seen.add(dye.site)
                yield self._settings(flow, trial, searches[dye.site])

    def _winner(self, flow: Flow, found: Overlap) -> Finding:
        search = model_name(flow, found.fit.estimator)
        score = found.scores[0]
        name = name_of(flow, score.x) or name_of(flow, score.truth)
        judged = f"the test set (`{name}`)" if name else "rows"
        return self.finding(
            found.fit.site,
            in_one_line(f"`{search}` is fitted on {judged} that its winner is judged on."),
            confidence=0.95,
            why=_WHY,
            advice="Fit the search on the training part.",
            evidence=(
                f"The rows of the search in line {found.fit.site.line} include those that are "
                f"judged in line {score.site.line}."
            ),
            related=in_order(places_of(flow, found), without=found.fit.site),
        )

    def _settings(self, flow: Flow, trial: Trial, search: Fit) -> Finding:
        name = name_of_part(flow, trial.part, trial.rows)
        judged = f"the test set (`{name}`)" if name else "the test set"
        message = f"`{model_name(flow, search.estimator)}` chooses the parameters with {judged}."
        model = model_name(flow, trial.model)
        return self.finding(
            search.site,
            in_one_line(message),
            confidence=0.93,
            why=_WHY_SETTINGS,
            advice="Fit the search on the training part.",
            evidence=(
                f"The best parameters of line {search.site.line} are used in a model that is "
                f"judged in line {trial.score.site.line} on rows of the search."
            ),
            related=in_order(
                [
                    Related(trial.score.site, f"`{model}` is judged here"),
                    *([Related(trial.split.site, "split here")] if trial.split else []),
                ],
                without=search.site,
            ),
            severity=Severity.INFORMATION,
        )


def _settings_of(trial: Trial) -> Dye | None:
    """Return the dye of a search over judged rows that gave a model its parameters."""
    for name, value in trial.model.attributes.items():
        if name.startswith("__"):
            continue
        for dye in value.dye:
            if dye.kind == "label-aware" and overlap(dye.rows, trial.rows):
                return dye
    return None
