"""The rule ``preprocessing-outside-cv``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import CrossValidate, Predict, Score
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Rows, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.leaks import adjacent, leaks_in_folds, sites_before_split
from dyetrace.rules.data.naming import fit_at, in_one_line, in_order, name_of

_WHY = (
    "Each round should hold out rows that nothing has seen. What was learned once from all rows "
    "has seen those of every round, so the rounds agree with each other and all are too good. "
)
_LARGE = (
    "Whatever looks at the labels or copies rows makes it large: picking 20 of 1,000 noise columns "
    "reads as 0.76 where 0.50 is right, over-sampling first as 0.92 to 1.00."
)
_SMALL = (
    "For a scaler, an imputer or PCA the effect is usually small (below 0.005 AUC); a pipeline "
    "costs one line."
)
_KINDS = frozenset(("statistic", "label-aware", "resampled"))
_INVENTORIES = frozenset(("any", "all", "count", "nunique", "unique", "value_counts"))


@dataclass(frozen=True)
class _Outside:
    """Something learned before the folds, and the cross-validation that it reached."""

    dye: Dye
    place: Span
    words: str


class PreprocessingOutsideCv(Rule):
    """Something is learned from all rows before they are cross-validated.

    What it does
    ------------
    Follows what a scaler, imputer, PCA, selector, target encoder or over-sampler learned into the X
    of ``cross_val_score`` and its like, of a search (``GridSearchCV``) or of a loop over folds. It
    is a warning where labels were looked at or rows were made, else an information.

    Why it matters
    --------------
    Every round holds out rows that the step has seen. For label-aware steps and over-sampling the
    score is worthless: 0.76 and 0.92 to 1.00 on noise where 0.50 is right. For a scaler it is
    usually below 0.005 AUC.

    Evidence
    --------
    Simulated on noise with 20 seeds; scikit-learn's guide to common pitfalls and imbalanced-learn's
    show the same. 35 percent of 515 public notebooks cross-validate in some form.

    When it stays silent
    --------------------
    When the step stands in the pipeline that is cross-validated, when it is fitted on each round's
    training rows, for what learns nothing about values (``Normalizer``, one-hot and label
    encoders), and where a split between training and test rows makes it the matter of
    ``fit-before-split``, ``selection-before-split`` or ``resampling-before-split``. For a scaler,
    an imputer or PCA also where it is fitted on the training part and the search's winner is judged
    on the test part: only the choice of a setting could be touched, by next to nothing.

    Fix
    ---
    Make a pipeline of the step and the model and cross-validate that; for over-sampling use
    ``imblearn.pipeline.make_pipeline``.
    """

    name: ClassVar[str] = "preprocessing-outside-cv"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "preprocessing learns from all rows before cross-validation"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "columns chosen before the folds",
            """
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

genes = pd.read_csv("expression.csv")
X = genes.drop(columns=["tumour"])
y = genes["tumour"]

X_best = SelectKBest(f_classif, k=20).fit_transform(X, y)
print(cross_val_score(LogisticRegression(), X_best, y, cv=5).mean())
""",
        ),
        Example(
            "over-sampled before a search",
            """
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

claims = pd.read_csv("claims.csv")
X, y = SMOTE(random_state=0).fit_resample(claims.drop(columns=["fraud"]), claims["fraud"])

search = GridSearchCV(RandomForestClassifier(), {"max_depth": [3, 6, 9]}, cv=5)
search.fit(X, y)
print(search.best_score_)
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "the pipeline is cross-validated",
            """
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

genes = pd.read_csv("expression.csv")
X = genes.drop(columns=["tumour"])
y = genes["tumour"]

model = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=20), LogisticRegression())
print(cross_val_score(model, X, y, cv=5).mean())
""",
        ),
        Example(
            "fitted on the training rows of each round",
            """
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

data = pd.read_csv("patients.csv")
X = data.drop(columns=["ill"]).to_numpy()
y = data["ill"].to_numpy()

scores = []
for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    scaler = StandardScaler().fit(X[train])
    model = LogisticRegression().fit(scaler.transform(X[train]), y[train])
    scores.append(model.score(scaler.transform(X[test]), y[test]))
print(np.mean(scores))
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each step that saw rows of all folds."""
        found: dict[Span, list[_Outside]] = {}
        for outside in (*_in_calls(flow), *_in_loops(flow)):
            found.setdefault(outside.dye.site, []).append(outside)
        if not found:
            return
        elsewhere = sites_before_split(flow, _KINDS)
        kept = {
            site: outside
            for site, outside in found.items()
            if site not in elsewhere and not _only_chooses(flow, outside[0].dye)
        }
        by_hand = [site for site in kept if fit_at(flow, site) is None]
        for site, reached in kept.items():
            if site not in by_hand:
                yield self._finding(flow, reached, ())
        for first, *rest in adjacent(flow, by_hand, lambda site: site):
            yield self._finding(flow, kept[first], tuple(rest))

    def _finding(self, flow: Flow, found: list[_Outside], more: tuple[Span, ...]) -> Finding:
        dye = min((each.dye for each in found), key=lambda dye: dye.kind == "statistic")
        large = dye.kind in ("label-aware", "resampled")
        inner = _within_training_part(flow, dye.rows)
        verb = {
            "label-aware": "looks at the labels of",
            "resampled": "makes new rows from",
        }.get(dye.kind, "learns from")
        message = f"`{dye.name}` {verb} rows that {found[0].words} hold out later."
        estimator = "imblearn's `make_pipeline`" if dye.kind == "resampled" else "`make_pipeline`"
        places = [Related(each.place, "cross-validated here") for each in found[:5]]
        places.extend(Related(site, "and here") for site in more[:9])
        return self.finding(
            dye.site,
            in_one_line(message),
            confidence=0.95,
            why=_WHY + (_LARGE if large else _SMALL),
            advice=(
                f"Put `{dye.name}` and the model into one pipeline ({estimator}) and "
                "cross-validate that."
            ),
            evidence=(
                f"What `{dye.name}` learns in line {dye.site.line} is in the X that is "
                f"cross-validated in line {found[0].place.line}."
            ),
            related=in_order(places, without=dye.site),
            severity=Severity.WARNING if large and not inner else Severity.INFORMATION,
        )


def _in_calls(flow: Flow) -> Iterator[_Outside]:
    """Find what reached the X of a cross-validating call."""
    for event in flow.of(CrossValidate):
        if event.x is None or not event.context.entered:
            continue
        for dye in sorted(event.x.dye, key=Dye.order):
            if dye.kind in _KINDS and not _is_no_leak(dye) and overlap(dye.rows, event.x.rows):
                yield _Outside(dye, event.site, _words(flow, event))


def _words(flow: Flow, event: CrossValidate) -> str:
    short = event.function.rpartition(".")[2]
    if short != "fit":
        return f"the folds of `{short}`"
    search = next(
        (name for fit in flow.events if fit.site == event.site
         if (name := name_of(flow, getattr(fit, "estimator", None)))), None
    )  # fmt: skip
    return f"the folds of `{search}`" if search else "the folds of the search"


def _in_loops(flow: Flow) -> Iterator[_Outside]:
    """Find what reached a model that a loop over folds fits and judges."""
    for leak in leaks_in_folds(flow, _KINDS):
        if leak.split is not None and not _is_no_leak(leak.dye):
            yield _Outside(leak.dye, leak.split.site, "the folds")


def _is_no_leak(dye: Dye) -> bool:
    """Whether a statistic tells what is there, or has one row for each group as data."""
    by_group = dye.name.startswith("groupby ") and "transform" not in dye.name
    return by_group or dye.name in _INVENTORIES


def _only_chooses(flow: Flow, dye: Dye) -> bool:
    """Whether a small influence touches the choice of a setting only: other rows are judged."""
    if dye.kind != "statistic" or not _within_training_part(flow, dye.rows):
        return False
    sides = [part for row in dye.rows for part in row.parts if part.name == "train"]
    judged = [score.rows for score in flow.of(Score)]
    judged.extend(predict.x.rows for predict in flow.of(Predict))
    return any(
        part.excludes(side) for rows in judged for row in rows for part in row.parts
        for side in sides
    )  # fmt: skip


def _within_training_part(flow: Flow, rows: frozenset[Rows]) -> bool:
    """Whether a test set was put aside first: then only the choice of a setting is affected."""
    return bool(rows) and all(any(part.name == "train" for part in row.parts) for row in rows)
