"""The rule ``refit-at-serving``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.events import Call, Fit, Predict
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value, overlap
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.deployment.stored import Loaded, trains

_DUMMIES = "get_dummies"
_KINDS = frozenset({"statistic", "label-aware", "vocabulary"})
_PREDICTIONS = frozenset(
    f"?.{name}" for name in ("predict", "predict_proba", "predict_classes", "decision_function")
)
# What brings the columns of one batch in line with those of the training data.
_ALIGNED = re.compile(
    r"\breindex|\.align\(|categories\s*=|CategoricalDtype|astype\(.category|not in \w|"
    r"feature_names|\[\s*\w*(?:col|column|feature)\w*\s*\]",
    re.I,
)


class RefitAtServing(Rule):
    """A transformer is fitted on the rows that a loaded model is to predict.

    What it does
    ------------
    Looks at programs that load a saved model and predict with it. Reports a scaler, encoder,
    vectoriser or selector that is fitted there on the very rows that the model then gets (a fresh
    one or a loaded one that is fitted again). `get_dummies` of these rows alone is a Warning: it
    goes well as long as every batch holds every category.

    Why it matters
    --------------
    The model was trained on numbers that another fit made. Fitted on the request, the same value
    becomes another number: of one row a `StandardScaler` makes all zeros, and a `LabelEncoder`
    calls whatever comes first 0.

    Evidence
    --------
    Measured: a fit at serving time took an accuracy of 1.00 to 0.45 on batches, and made every
    feature of a single row 0.0.

    When it stays silent
    --------------------
    Programs that also split, train or cross-validate; a transformer that is only applied
    (`transform`), or fitted on other rows (the training file, read again); pipelines that were
    saved whole; `get_dummies` whose columns are brought in line (`reindex`, `align`, fixed
    categories), of training rows and new rows together, or in a helper that the training rows go
    through too.

    Fix
    ---
    Save the fitted transformer with the model, best as one pipeline, and only call `transform`.
    """

    name: ClassVar[str] = "refit-at-serving"
    family: ClassVar[Family] = "deployment"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "A transformer is fitted on the rows that a loaded model predicts."
    preview: ClassVar[bool] = True
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "A fresh scaler for each request",
            """
            import joblib
            import pandas as pd
            from sklearn.preprocessing import StandardScaler

            model = joblib.load("model.joblib")


            def predict(rows):
                X = StandardScaler().fit_transform(pd.DataFrame(rows))  # expect: refit-at-serving
                return model.predict(X)
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "The fitted scaler is loaded too",
            """
            import joblib
            import pandas as pd

            model = joblib.load("model.joblib")
            scaler = joblib.load("scaler.joblib")


            def predict(rows):
                return model.predict(scaler.transform(pd.DataFrame(rows)))
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        loaded = Loaded(flow)
        if not loaded or flow.truncated or trains(flow):
            return
        served = list(_predictions(flow, loaded))
        seen: set[Span] = set()
        for site, model, x in served:
            for cause in (*_refits(flow, x), *_dummies(flow, x)):
                if cause[0] not in seen:
                    seen.add(cause[0])
                    yield self._report(flow, loaded, cause, site, model)
        if served:
            yield from self._loaded_again(flow, loaded, served[0][0], served[0][1], seen)

    def _loaded_again(
        self, flow: Flow, loaded: Loaded, site: Span, model: Value, seen: set[Span]
    ) -> Iterator[Finding]:
        for call in flow.of(Call):
            again = call.function == "?.fit_transform" and loaded.holds(call.receiver)
            if again and call.site not in seen and call.receiver is not None:
                seen.add(call.site)
                name = name_of(flow, call.receiver) or "the loaded transformer"
                yield self._report(flow, loaded, (call.site, name), site, model)

    def _report(
        self, flow: Flow, loaded: Loaded, cause: tuple[Span, str], site: Span, model: Value
    ) -> Finding:
        span, name = cause
        shown = name_of(flow, model)
        related = [Related(site, f"`{shown or 'the model'}` predicts here")]
        load = loaded.call_of(model)
        if load is not None:
            related.insert(0, Related(load.site, "the model is loaded here"))
        return self.finding(
            span,
            f"`{name}` is fitted on the rows to predict: {f'`{shown}`' if shown else 'the model'} "
            "gets other numbers than in training.",
            confidence=0.96,
            severity=Severity.WARNING if name == _DUMMIES else None,
            why="The same value becomes another number than the one the model was trained on. A "
            "single row scaled by itself is all zeros; measured on batches: accuracy 0.45 instead "
            "of 1.00.",
            advice=f"Save the fitted `{name}` with the model, best as one pipeline, and only call "
            "`transform` here.",
            evidence=f"A saved model is loaded and predicts at line {site.line}; what it gets was "
            f"fitted on these same rows at line {span.line}. Nothing in this file trains.",
            related=tuple(place for place in related if place.span != span),
        )


def _predictions(flow: Flow, loaded: Loaded) -> Iterator[tuple[Span, Value, Value]]:
    """Iterate over (place, model, X) of everything that a loaded model predicts."""
    for event in flow.events:
        if isinstance(event, Predict) and loaded.holds(event.estimator):
            yield event.site, event.estimator, event.x
        elif isinstance(event, Call) and event.function in _PREDICTIONS:
            model = event.receiver
            if model is not None and event.args and loaded.holds(model):
                yield event.site, model, event.args[0]


def _refits(flow: Flow, x: Value) -> Iterator[tuple[Span, str]]:
    """Iterate over the fits that made X of the rows that X holds."""
    for fit in flow.of(Fit):
        if fit.role != "transformer" or fit.x is None:
            continue
        dyes = [dye for dye in x.dye if dye.site == fit.site and dye.kind in _KINDS]
        if any(_is_same(dye.rows, x.rows) for dye in dyes):
            short = (fit.estimator.type or "the transformer").rpartition(".")[2]
            yield fit.site, name_of(flow, fit.estimator) or short


def _dummies(flow: Flow, x: Value) -> Iterator[tuple[Span, str]]:
    for call in flow.of(Call):
        if call.function != "pandas.get_dummies" or not call.args:
            continue
        source = flow.sources.get(call.site.path)
        aligned = source is None or _ALIGNED.search(source.text) is not None
        others = [c for c in flow.of(Call) if c.site == call.site and c.args]
        if not aligned and all(_is_same(other.args[0].rows, x.rows) for other in others):
            yield call.site, _DUMMIES


def _is_same(fitted: frozenset[Rows], served: frozenset[Rows]) -> bool:
    """Whether a fit saw the served rows and no others."""
    origins = {(row.origin, row.label) for row in served}
    return bool(overlap(fitted, served)) and all((r.origin, r.label) in origins for r in fitted)
