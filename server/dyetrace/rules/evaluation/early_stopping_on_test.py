"""The rule ``early-stopping-on-test``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Call, Fit, Score, Split
from dyetrace.flow.machine import deep_facts
from dyetrace.flow.selection import certain_rows, same_rows
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import (
    calls_validation,
    in_one_line,
    in_order,
    model_name,
    name_of,
    name_of_part,
    tells_role,
)
from dyetrace.rules.evaluation.trials import are_disjoint, held_out, judged_rows

_WHY = (
    "The number of rounds was chosen because it does well on these rows, so the score on them is "
    "too good: the best of 200 boosting rounds reads as 0.57 on noise where 0.50 is right."
)
_WHY_WATCHED = (
    "Nothing chooses by it here, so the score stands. But curves that are watched on the test set "
    "soon decide how long to train, and the best of 200 rounds reads as 0.57 on noise where 0.50 "
    "is right."
)
_WATCHED = ("eval_set", "validation_data", "evals", "valid_sets")
_CHOOSING_CALLBACKS = ("EarlyStopping", "ReduceLROnPlateau", "early_stopping", "ModelCheckpoint")


class EarlyStoppingOnTest(Rule):
    """Training is stopped or chosen by the set that is reported at the end.

    What it does
    ------------
    Finds a ``fit`` whose ``eval_set`` or ``validation_data`` are the rows of the final score. It
    is a warning where something chooses by it (``early_stopping_rounds``, ``EarlyStopping``, a
    checkpoint of the best epoch, a plateau schedule, CatBoost's best model), and an information
    where the set is only watched.

    Why it matters
    --------------
    The best moment on these rows is a lucky one: the best of 200 rounds reads as 0.567 on noise.

    Evidence
    --------
    Simulated with 20 seeds (0.567 where 0.500 is right). 3 percent of 515 public notebooks give the
    test set as Keras' ``validation_data``.

    When it stays silent
    --------------------
    When a third set, untouched until then, is reported, when no score follows, and when the
    callback monitors the training loss. Rows that are
    called a validation set, and the folds of a cross-validation, give an information.

    Fix
    ---
    Split a validation part from the training part and watch that.
    """

    name: ClassVar[str] = "early-stopping-on-test"
    family: ClassVar[Family] = "evaluation"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "training stops by the set that is reported"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "stopped by the test set",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

claims = pd.read_csv("claims.csv")
X_train, X_test, y_train, y_test = train_test_split(
    claims.drop(columns=["fraud"]), claims["fraud"], random_state=0
)
model = XGBClassifier(n_estimators=2000, early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "stopped by a validation set, tested on a third one",
            """
import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

claims = pd.read_csv("claims.csv")
X_rest, X_test, y_rest, y_test = train_test_split(
    claims.drop(columns=["fraud"]), claims["fraud"], random_state=0
)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=0)
model = XGBClassifier(n_estimators=2000, early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)])
print(model.score(X_test, y_test))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each fit that watches the rows of a later score."""
        asked = None
        for fit in flow.of(Fit):
            watched = _watched(fit)
            if not watched or fit.x is None or not fit.context.entered:
                continue
            scores = _scores_on(flow, fit, watched)
            if not scores and (_chooser(flow, fit) is None or _test_name(flow, fit) is None):
                continue
            asked = held_out(flow) if asked is None else asked
            record = fit_of(fit.estimator)
            if any(
                other.record == record.identity and are_disjoint(other.rows, watched)
                for other in asked
                if record is not None
            ):
                continue
            yield self._finding(flow, fit, scores)

    def _finding(self, flow: Flow, fit: Fit, scores: list[Score]) -> Finding:
        chooser = _chooser(flow, fit)
        model = model_name(flow, fit.estimator)
        name = _test_name(flow, fit)
        if scores:
            name = name_of(flow, scores[0].x) or name_of(flow, scores[0].truth)
            if name is None:  # `valid` in `model.score(valid[columns])`
                of_rows = name_of_part(flow, None, certain_rows(judged_rows(scores[0])))
                name = of_rows if of_rows is not None and tells_role(of_rows) else None
        role = "validation set" if calls_validation(name) else "test set"
        rows = f"the {role} (`{name}`)" if name else f"the {role}"
        places = [Related(s.site, f"`{model}` is judged on it here") for s in scores[:5]]
        if chooser is not None:
            message = f"`{model}` is stopped by {rows} that it is judged on."
            if not scores:
                message = f"`{model}` is stopped by {rows}; no other set is left to judge it."
            if chooser[1] is not None:
                places.append(Related(chooser[1], f"`{chooser[0]}` chooses by it"))
        else:
            message = f"`{model}` is watched on {rows} that it is judged on."
        what = f"`{chooser[0]}` chooses by it" if chooser else "nothing chooses by it"
        return self.finding(
            fit.site,
            in_one_line(message),
            confidence=0.95,
            why=_WHY if chooser else _WHY_WATCHED,
            advice="Split a validation part from the training part and give that to `fit`.",
            evidence=(
                f"The rows that `fit` watches are those of the score in line "
                f"{scores[0].site.line}; {what}."
                if scores
                else f"`fit` watches rows that are called a test set; {what}."
            ),
            related=in_order(places, without=fit.site),
            severity=(
                Severity.WARNING
                if chooser is not None
                and role == "test set"
                and not any(_is_fold(flow, score) for score in scores[:1])
                else Severity.INFORMATION
            ),
        )


def _is_fold(flow: Flow, score: Score) -> bool:
    """Whether the judged rows are the held-out rows of one round of a cross-validation."""
    folds = {split.site for split in flow.of(Split) if split.kind == "fold"}
    return any(part.site in folds for row in judged_rows(score) for part in row.parts)


def _watched(fit: Fit) -> frozenset[Rows]:
    """Return the held-out rows that a fit watches; the last pair counts, boosters stop by it."""
    found: set[Rows] = set()
    fitted = fit.x.rows if fit.x is not None else frozenset()
    for name in _WATCHED:
        value = fit.extra.get(name)
        if value is not None:
            rows = certain_rows(deep_facts(value).rows)
            found.update(row for row in rows if not overlap(frozenset({row}), fitted))
    return frozenset(found)


def _test_name(flow: Flow, fit: Fit) -> str | None:
    """Return the name of the watched X where the program itself calls it a test set."""
    for name in _WATCHED:
        value = fit.extra.get(name)
        while value is not None and value.items:
            value = value.items[-1] if value.items[-1].items else value.items[0]
        named = name_of(flow, value)
        if named is not None and "test" in named.lower():
            return named
    return None


def _scores_on(flow: Flow, fit: Fit, watched: frozenset[Rows]) -> list[Score]:
    """Return the scores of a fitted model on exactly the rows that it watched."""
    record = fit_of(fit.estimator)
    found = []
    for score in flow.of(Score):
        own = fit_of(score.models[0]) if len(score.models) == 1 else None
        if own is None or record is None or own.identity != record.identity:
            continue
        rows = certain_rows(judged_rows(score))
        if rows and all(any(same_rows(a, b) for b in watched) for a in rows):
            found.append(score)
    return found


def _chooser(flow: Flow, fit: Fit) -> tuple[str, Span | None] | None:
    """Return what chooses by the watched rows: its name, and where it was made."""
    rounds = fit.extra.get("early_stopping_rounds") or fit.estimator.attributes.get(
        "early_stopping_rounds"
    )
    if rounds is not None and rounds.constant is not None:
        return "early_stopping_rounds", None
    kind = fit.estimator.type or ""
    keeps_best = fit.extra.get("use_best_model") or fit.estimator.attributes.get("use_best_model")
    if kind.startswith("catboost.") and (keeps_best is None or keeps_best.constant is not False):
        return "use_best_model", None
    given = [fit.extra.get("callbacks"), fit.estimator.attributes.get("callbacks")]
    inside = {identity for value in given if value is not None for identity in _identities(value)}
    if not inside:
        return None
    for call in flow.of(Call):
        short = call.function.rpartition(".")[2]
        if short in _CHOOSING_CALLBACKS and call.result.identity in inside and _chooses(call):
            return short, call.site
    return None


def _chooses(call: Call) -> bool:
    """Whether a callback looks at the held-out score (and does not only save every epoch)."""
    monitor = call.keywords.get("monitor") or (call.args[0] if call.args else None)
    if call.function.endswith("ModelCheckpoint"):
        best = call.keywords.get("save_best_only")
        if best is None or best.constant is not True:
            return False
        monitor = call.keywords.get("monitor")
    if monitor is None or not isinstance(monitor.constant, str):
        return True
    return monitor.constant.startswith("val")


def _identities(value: Value) -> Iterator[int]:
    yield value.identity
    for item in (*(value.items or ()), *value.alternatives):
        yield from _identities(item)
    element = value.attributes.get("__element__")
    if element is not None:
        yield from (each.identity for each in element.each())
