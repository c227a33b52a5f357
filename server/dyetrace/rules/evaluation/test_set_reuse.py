"""The rule ``test-set-reuse``."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, CrossValidate, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import (
    calls_validation,
    in_one_line,
    in_order,
    model_name,
    name_of,
    name_of_part,
)
from dyetrace.rules.evaluation.choices import Choices
from dyetrace.rules.evaluation.trials import (
    Trial,
    are_disjoint,
    class_of,
    held_out,
    same_source,
    trials,
)
from dyetrace.rules.evaluation.variations import UNNAMED, Variations

_WHY = (
    "Whoever looks often enough finds a lucky model: the best score on a set that chose it is too "
    "good, and nothing is left that would tell by how much. On noise the best of 5 settings reads "
    "as 0.56 and the best of 50 as 0.62 where 0.50 is right (75 test rows); with many test rows "
    "and few models it is a fraction of a point."
)
_BASELINES = ("DummyClassifier", "DummyRegressor")


class TestSetReuse(Rule):
    """One held-out set judges several models or settings, and no untouched one is left.

    What it does
    ------------
    Counts the models and settings that are scored on the same held-out rows. It is an information
    where two or more are printed side by side, also after a cross-validation, and a warning where
    the program chooses by the score: ``max``, ``argmax``, ``if score > best``, or a loop over the
    values of a parameter.

    Why it matters
    --------------
    The set that chose the winner cannot also tell how good the winner is. The best of 5 settings on
    noise reads as 0.563, the best of 50 as 0.615; 0.50 is right.

    Evidence
    --------
    Simulated with 20 seeds and 75 test rows. In the study "Data Leakage in Notebooks" (ASE 2022) 32
    of 100 public notebooks had no independent test data left.

    When it stays silent
    --------------------
    When another held-out set is used for fewer models (the first one is a validation set then), in
    cross-validation, for one model fitted again on the same data, for several metrics of one model,
    for a training score beside a test score, for models of different targets, for repeated random
    splits, for seeds of the model, and for a model beside a dummy baseline.

    Fix
    ---
    Choose by cross-validation on the training part, and score the chosen model once on the test
    set.
    """

    __test__ = False  # the name is no test's

    name: ClassVar[str] = "test-set-reuse"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "the test set judges or chooses between several models"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the test set chooses the number of neighbours",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)

scores = {}
for k in range(1, 30):
    knn = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    scores[k] = knn.score(X_test, y_test)

best_k = max(scores, key=scores.get)
print(best_k, scores[best_k])
""",
        ),
        Example(
            "the best of several models on the test set",
            """
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR

houses = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(
    houses.drop(columns=["price"]), houses["price"], random_state=0
)

best, best_error = None, float("inf")
for model in (Ridge(), SVR(), RandomForestRegressor(random_state=0)):
    model.fit(X_train, y_train)
    error = mean_absolute_error(y_test, model.predict(X_test))
    if error < best_error:
        best, best_error = model, error
print(best, best_error)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "chosen by cross-validation, tested once",
            """
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier

wine = pd.read_csv("wine.csv")
X_train, X_test, y_train, y_test = train_test_split(
    wine.drop(columns=["quality"]), wine["quality"], random_state=0
)

scores = {
    k: cross_val_score(KNeighborsClassifier(n_neighbors=k), X_train, y_train).mean()
    for k in range(1, 30)
}
knn = KNeighborsClassifier(n_neighbors=max(scores, key=scores.get)).fit(X_train, y_train)
print(knn.score(X_test, y_test))
""",
        ),
        Example(
            "chosen on a validation set, tested once",
            """
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

houses = pd.read_csv("houses.csv")
X_rest, X_test, y_rest, y_test = train_test_split(
    houses.drop(columns=["price"]), houses["price"], random_state=0
)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=0)

best_alpha, best_score = None, 0.0
for alpha in (0.1, 1.0, 10.0):
    score = Ridge(alpha=alpha).fit(X_train, y_train).score(X_val, y_val)
    if score > best_score:
        best_alpha, best_score = alpha, score

model = Ridge(alpha=best_alpha).fit(X_rest, y_rest)
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each held-out set that judges several models and is the last one."""
        fixed = _fixed_splits(flow)
        counted = [trial for trial in trials(flow) if _counts(trial, fixed)]
        if len(counted) < 2:
            return
        variations = Variations(flow)
        groups: dict[Hashable, list[_Judged]] = {}
        for trial in counted:
            judged = _Judged(trial, _group(trial, fixed), _varied(variations, trial))
            groups.setdefault(judged.group, []).append(judged)
        sizes = {group: len(_settings(found)) for group, found in groups.items()}
        choices: Choices | None = None
        for group, found in groups.items():
            if sizes[group] < 2 or _is_validation(flow, found, groups, sizes):
                continue
            choices = Choices(flow) if choices is None else choices
            yield self._finding(flow, found, sizes[group], choices)

    def _finding(self, flow: Flow, found: list[_Judged], size: int, choices: Choices) -> Finding:
        loop = next((each for each in found if each.setting is not None), None)
        sites = [each.trial.score.site for each in found if not _is_curve(each.trial)]
        choice = choices.first(sites)
        trial = loop.trial if loop is not None else _second(found)
        name = _name_of_rows(flow, trial)
        is_validation = calls_validation(name)
        rows = f"The {'validation' if is_validation else 'test'} set"
        rows = f"{rows} (`{name}`)" if name else rows
        chooses = (choice is not None or loop is not None) and not is_validation
        chooses = chooses and trial.score.context.entered and not _cross_validated(flow, found)
        if not chooses:
            message = f"{rows} judges several models, and no untouched test set is left."
        elif loop is not None and loop.setting != UNNAMED:
            message = f"{rows} chooses `{loop.setting}`: the best score on it is too good."
        else:
            message = f"{rows} chooses between models: the best score on it is too good."
        related = [Related(choice, "the score decides here")] if choice is not None else []
        if trial.split is not None:
            related.append(Related(trial.split.site, "split here"))
        for each in found:
            label = f"`{model_name(flow, each.trial.model)}` is judged here"
            related.append(Related(each.trial.score.site, label))
        return self.finding(
            trial.score.site,
            in_one_line(message),
            confidence=_confidence(trial, choice),
            why=_WHY,
            advice=(
                "Choose by cross-validation on the training part (or on a validation set that is "
                "split from it), and score the chosen model once on the test set."
            ),
            evidence=(
                f"{max(size, 2)} or more models or settings are scored on the same held-out rows, "
                "and no model is applied to held-out rows other than these."
            ),
            related=in_order(related, without=trial.score.site)[:10],
            severity=Severity.WARNING if chooses else Severity.INFORMATION,
        )


@dataclass(frozen=True)
class _Judged:
    """A trial, the held-out rows that it is for, and the parameter that a loop changes."""

    trial: Trial
    group: Hashable
    setting: str | None


def _fixed_splits(flow: Flow) -> dict[Span, Hashable]:
    """Return the splits that part the same rows alike every time, and what makes two of them alike.

    Their seed is a number; notebooks repeat such a call before each model.
    """
    return {
        call.site: tuple(
            (name, repr(value.constant if value.is_constant else value.identity))
            for name, value in sorted(call.keywords.items())
            if name != "stratify"
        )
        for call in flow.of(Call)
        if "random_state" in call.keywords
        and isinstance(call.keywords["random_state"].constant, int)
    }


def _counts(trial: Trial, fixed: Mapping[Span, Hashable]) -> bool:
    """Whether a score takes part in a comparison of models on one fixed set."""
    if trial.is_fold or class_of(trial.model) in _BASELINES:
        return False
    if not trial.score.context.entered and not (_is_named_test(trial) or _splits_itself(trial)):
        return False
    if trial.split is None or trial.split.site in fixed:
        return True
    loops = trial.split.context.loops  # split anew in each round: nothing is used twice
    return not any(loop in loops for loop in trial.score.context.loops)


def _is_named_test(trial: Trial) -> bool:
    """Whether a function that nobody here calls names its parameter a test set."""
    return trial.part is None and all("test" in row.label.lower() for row in trial.rows)


def _splits_itself(trial: Trial) -> bool:
    """Whether a function that nobody here calls parts the rows, fits and judges, all in one."""
    return trial.split is not None and trial.fit is not None and trial.split.kind == "holdout"


def _group(trial: Trial, fixed: Mapping[Span, Hashable]) -> Hashable:
    """Return what the judged rows are; a function that splits anew makes others at each call."""
    if trial.split is None:
        return trial.group
    if trial.split.site in fixed:
        if trial.part is None or trial.part.site != trial.split.site or not trial.split.inputs:
            return trial.group
        of_target = trial.score.truth.columns if trial.score.truth is not None else None
        target = of_target.only if of_target is not None else None
        whole = trial.split.inputs[0].rows
        return (whole, fixed[trial.split.site], trial.part.name, target)
    return (trial.group, trial.score.context.calls[: len(trial.split.context.calls)])


def _settings(found: list[_Judged]) -> set[Hashable]:
    """Return what tells the judged models apart; a loop over a parameter is at least two."""
    keys: set[Hashable] = set()
    for each in found:
        trial = each.trial
        calls = trial.fit.context.calls if trial.fit is not None else ()
        keys.add((_learned_from(trial), calls, trial.model.type, trial.model.site))
        keys.update((other.type, other.site) for other in trial.model.alternatives)
        if each.setting is not None:
            keys.add(("varied", each.setting))
    return keys


def _learned_from(trial: Trial) -> Hashable:
    """Return what tells the data of two fits apart: one model fitted twice alike is one setting."""
    x = trial.fit.x if trial.fit is not None else None
    if x is None:
        return trial.record.site
    columns = x.columns.only if x.columns is not None else None
    return (x.rows, frozenset(dye.site for dye in x.dye), columns)


def _varied(variations: Variations, trial: Trial) -> str | None:
    if trial.fit is None or not trial.score.context.loops:
        return None
    return variations.setting(trial.model, trial.fit.context, trial.score.context)


def _is_curve(trial: Trial) -> bool:
    """Whether a metric returns a whole curve, of which a point may be chosen."""
    return trial.score.function.endswith(("_curve", "confusion_matrix", "_report"))


def _is_validation(
    flow: Flow,
    found: list[_Judged],
    groups: dict[Hashable, list[_Judged]],
    sizes: dict[Hashable, int],
) -> bool:
    """Whether another held-out set of the same data is used by no more models than this one."""
    rows = frozenset().union(*(each.trial.rows for each in found))
    fitted = frozenset().union(*(each.trial.record.rows for each in found))
    mine = sizes[found[0].group]
    larger = frozenset[int]()
    for group, others in groups.items():
        if sizes[group] > mine:
            larger |= {each.trial.record.identity for each in others}
    for other in held_out(flow):
        if not are_disjoint(other.rows, rows) or not same_source(other.fitted, fitted | rows):
            continue
        if other.record not in larger:
            return True
    return _is_called_validation(flow, found[0].trial) and _has_third(flow, rows, fitted)


def _is_called_validation(flow: Flow, trial: Trial) -> bool:
    return calls_validation(_name_of_rows(flow, trial))


def _has_third(flow: Flow, rows: frozenset[Rows], fitted: frozenset[Rows]) -> bool:
    """Whether a split put other rows of the same data aside, even if nobody has used them yet."""
    return any(
        side.rows
        and same_source(side.rows, rows)
        and are_disjoint(side.rows, rows)
        and are_disjoint(side.rows, fitted)
        for split in flow.of(Split)
        for side in split.parts
    )


def _cross_validated(flow: Flow, found: list[_Judged]) -> bool:
    """Whether all judged models were compared by cross-validation on training rows before."""
    known = set()
    for event in flow.of(CrossValidate):
        if event.x is not None and event.x.rows and not event.function.endswith(".fit"):
            known.add((event.estimator.type, event.x.rows))
    return bool(known) and all(
        any(
            kind == each.trial.model.type and not overlap(rows, each.trial.rows)
            for kind, rows in known
        )
        for each in found
    )


def _second(found: list[_Judged]) -> Trial:
    """Return the first score of the second model: from there on the set is used again."""
    first = found[0].trial
    trials_of_others = (
        each.trial for each in found if each.trial.record.identity != first.record.identity
    )
    return next(trials_of_others, first)


def _name_of_rows(flow: Flow, trial: Trial) -> str | None:
    return name_of_part(flow, trial.part, trial.rows) or name_of(flow, trial.score.x)


def _confidence(trial: Trial, choice: Span | None) -> float:
    confidence = 0.95 if choice is not None else 0.92
    if trial.part is None:
        confidence *= 0.93
    if trial.fit is None:
        confidence *= 0.93
    return round(confidence, 2)
