"""The rule ``fit-on-test``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, Fit, Statistic
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Part, Rows, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import (
    Judgement,
    adjacent,
    judgements,
    parting,
    separating_part,
    split_of,
)
from dyetrace.rules.data.naming import (
    argument_name,
    calls_validation,
    fit_at,
    in_one_line,
    in_order,
    model_name,
    name_of,
    name_of_part,
    tells_role,
)

_WHY = (
    "Training and test rows now go through different transformations, so the same raw value means "
    "two things to the model, and the test set took part in its own preparation. With a large test "
    "set that looks like the training set it costs about 1 point; with 10 rows 5, and with a batch "
    "of one class it destroyed the score (0.44 where 0.96 is right)."
)
# They have no `transform`: fitting them on the rows at hand is the only way to use them.
_ONLY_FIT = frozenset(("TSNE", "MDS", "ClassicalMDS", "SpectralEmbedding"))
_KINDS = frozenset(("statistic", "label-aware"))
_BY_HAND = frozenset(("mean", "median", "mode", "std", "var", "min", "max", "quantile"))


@dataclass(frozen=True)
class _Refit:
    """Something learned from test rows that had been learned from training rows before."""

    dye: Dye
    twin: Dye
    rows: frozenset[Rows]
    part: Part | None
    judged: Judgement | None


class FitOnTest(Rule):
    """A transformer is fitted on the test set although it was fitted on the training set.

    What it does
    ------------
    Finds ``fit`` and ``fit_transform`` of a scaler, imputer, PCA, vectoriser or selector on test or
    validation rows, where one of its kind was fitted on the training rows of the same model; also
    one object that is fitted on both sides of a split, and statistics such as ``test.mean()`` that
    are filled into the test set itself.

    Why it matters
    --------------
    The two sides are transformed differently: a value of 3.0 can mean +1 in training and -1 in the
    test. The loss is about 1 point with many similar test rows, 5 with ten rows, and 52 with a
    batch of one class.

    Evidence
    --------
    Simulated with 20 seeds (0.978 honest; 0.968 with 143 test rows, 0.930 with 10, 0.440 with one
    class). Seen in 6 percent of 515 public notebooks.

    When it stays silent
    --------------------
    For transformers that learn nothing about values, for encoders of categories, for an object of
    another purpose that the model never sees (a clustering, a t-SNE plot), and when the training
    rows were never fitted.

    Fix
    ---
    Call ``transform`` of the object that was fitted on the training part.
    """

    name: ClassVar[str] = "fit-on-test"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a transformer is fitted again on the test set"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "`fit_transform` on both parts",
            """
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

houses = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(
    houses.drop(columns=["price"]), houses["price"], random_state=0
)

scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)

model = KNeighborsRegressor().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "`transform` on the test part",
            """
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

houses = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(
    houses.drop(columns=["price"]), houses["price"], random_state=0
)

scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = KNeighborsRegressor().fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        ),
        Example(
            "a projection of the test set for a plot",
            """
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

flowers = pd.read_csv("flowers.csv")
X_train, X_test, y_train, y_test = train_test_split(
    flowers.drop(columns=["species"]), flowers["species"], random_state=0
)

forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))

points = PCA(n_components=2).fit_transform(X_test)
plt.scatter(points[:, 0], points[:, 1], c=forest.predict(X_test) == y_test)
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each fit on judged rows that has a twin on fitted rows."""
        refits: dict[Span, _Refit] = {}
        for refit in (*_reaching(flow), *_same_object(flow)):
            refits.setdefault(refit.dye.site, refit)
        by_hand = [r for r in refits.values() if fit_at(flow, r.dye.site) is None]
        for refit in refits.values():
            if refit not in by_hand:
                yield self._finding(flow, refit)
        for first, *rest in adjacent(flow, by_hand, lambda refit: refit.dye.site):
            yield self._finding(flow, first, tuple(rest))

    def _finding(self, flow: Flow, refit: _Refit, more: tuple[_Refit, ...] = ()) -> Finding:
        fit = fit_at(flow, refit.dye.site)
        rows = _rows_name(flow, refit, fit)
        if fit is None:
            message = (
                f"`{refit.dye.name}` of {rows} is used on it; the training rows got their own."
            )
            advice = f"Use the `{refit.dye.name}` of the training rows on both parts."
            again = False
        else:
            name = name_of(flow, fit.estimator) or refit.dye.name
            again = _fitted_twice(flow, fit)
            message = (
                f"`{name}` is fitted again on {rows}: it needs `transform` there."
                if again
                else f"`{name}` is fitted on {rows}; the training rows got a fit of their own."
            )
            advice = (
                f"Call `transform` of the `{refit.dye.name}` that was fitted on the training rows."
            )
        return self.finding(
            refit.dye.site,
            in_one_line(message),
            confidence=_confidence(refit, again),
            why=_WHY,
            advice=advice,
            evidence=(
                f"`{refit.dye.name}` learns in line {refit.twin.site.line} from training rows and "
                f"in line {refit.dye.site.line} from rows that no training row is among."
            ),
            related=_related(flow, refit, more),
            severity=Severity.INFORMATION if fit is None else None,
        )


def _reaching(flow: Flow) -> Iterator[_Refit]:
    """Find what was learned from judged rows alone and reached the judged X or the model."""
    for judged in judgements(flow):
        part = separating_part(judged)
        for dye in sorted(judged.dye, key=Dye.order):
            if dye.kind not in _KINDS or dye.name in _ONLY_FIT or _is_model(flow, dye):
                continue
            if not overlap(dye.rows, judged.rows) or overlap(dye.rows, judged.fit.rows):
                continue
            twin = next((d for d in judged.fit.dye if _is_twin(d, dye, judged)), None)
            if twin is not None and (fit_at(flow, dye.site) or _is_certain(flow, dye, part)):
                yield _Refit(dye, twin, judged.rows, part, judged)


def _is_certain(flow: Flow, dye: Dye, part: Part | None) -> bool:
    """Whether a statistic by hand prepares a whole test set: it fills its gaps, or scales it.

    What is taken in a loop may be one of a single row (an image, a series), and a count by group is
    a feature of its own.
    """
    event = next((e for e in flow.of(Statistic) if e.site == dye.site), None)
    if event is None or dye.name not in _BY_HAND:
        return False
    fills = any(
        call.function.endswith(".fillna") and any(dye in value.dye for value in call.args)
        for call in flow.of(Call)
    )
    split = split_of(flow, part)
    is_holdout = split is not None and split.kind == "holdout"
    return fills or (is_holdout and not event.context.loops)


def _is_model(flow: Flow, dye: Dye) -> bool:
    fit = fit_at(flow, dye.site)
    return fit is not None and fit.role not in ("transformer", "clusterer")


def _is_twin(other: Dye, dye: Dye, judged: Judgement) -> bool:
    same = (other.kind, other.name, other.function) == (dye.kind, dye.name, dye.function)
    same_columns = not (other.columns and dye.columns) or bool(other.columns & dye.columns)
    return same and same_columns and bool(overlap(other.rows, judged.fit.rows))


def _same_object(flow: Flow) -> Iterator[_Refit]:
    """Find one object that is fitted on the training side of a split and then on the other."""
    first: dict[int, Fit] = {}
    for fit in flow.of(Fit):
        if fit.role != "transformer" or fit.x is None or fit.method == "partial_fit":
            continue
        before = first.setdefault(fit.estimator.identity, fit)
        if before is fit or before.x is None:
            continue
        part = parting(before.x.rows, fit.x.rows)
        split = split_of(flow, part)
        if part is None or part.name != "test" or split is None or split.kind != "holdout":
            continue
        dye, twin = _own_dye(fit), _own_dye(before)
        if dye is not None and twin is not None and not overlap(before.x.rows, fit.x.rows):
            yield _Refit(dye, twin, fit.x.rows, part, None)


def _own_dye(fit: Fit) -> Dye | None:
    return next(
        (
            dye
            for dye in fit.estimator.dye
            if dye.site == fit.site and dye.kind in _KINDS and dye.name not in _ONLY_FIT
        ),
        None,
    )


def _fitted_twice(flow: Flow, fit: Fit) -> bool:
    """Whether the object was fitted before."""
    for other in flow.of(Fit):
        if other.site == fit.site:
            return False
        if other.estimator.identity == fit.estimator.identity:
            return True
    return False


def _rows_name(flow: Flow, refit: _Refit, fit: Fit | None) -> str:
    written = argument_name(flow, fit) if fit is not None else None
    if written is not None and not tells_role(written):
        written = None
    name = (
        written
        or (name_of(flow, fit.x) if fit is not None else None)
        or name_of_part(flow, refit.part, refit.rows)
    )
    role = "validation set" if calls_validation(name) else "test set"
    return f"the {role} (`{name}`)" if name else f"the {role}"


def _confidence(refit: _Refit, again: bool) -> float:
    confidence = 0.97 if again else 0.92
    if refit.part is None:
        confidence *= 0.92  # separate files: the rows differ because nothing says otherwise
    if refit.judged is None:
        confidence *= 0.95
    return round(confidence, 2)


def _related(flow: Flow, refit: _Refit, more: tuple[_Refit, ...]) -> tuple[Related, ...]:
    places = [Related(refit.twin.site, f"`{refit.twin.name}` learns from the training rows here")]
    split = split_of(flow, refit.part)
    if split is not None:
        places.append(Related(split.site, "split here"))
    if refit.judged is not None:
        verb = "is judged" if refit.judged.scored else "predicts"
        name = model_name(flow, refit.judged.model)
        places.append(Related(refit.judged.site, f"`{name}` {verb} here"))
    places.extend(Related(other.dye.site, "and here") for other in more[:9])
    return in_order(places, without=refit.dye.site)
