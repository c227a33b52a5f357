"""The rule ``unsaved-preprocessing``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Call, Fit
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.persistence import DUMPERS, LOADERS, SAVING_METHODS, looks_saving
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.deployment.stored import everything_in

_KINDS = frozenset({"statistic", "label-aware", "vocabulary"})
_OF_LABELS = frozenset({"LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer"})


class UnsavedPreprocessing(Rule):
    """A model is saved without the fitted transformer that made its input.

    What it does
    ------------
    Follows what a saved model was fitted on back to the transformers that made it. Reports a model
    that is dumped (joblib, pickle, Keras `save`, boosters) although a scaler, imputer, encoder,
    vectoriser or selector that its input needs is saved nowhere in the program.

    Why it matters
    --------------
    Whoever loads the model cannot make its input any more. What people do then is to fit a new
    transformer on the new data (`refit-at-serving`) or to feed raw values.

    Evidence
    --------
    Measured: a model fed through a transformer that was fitted on the new rows dropped from 1.00
    to 0.45 accuracy; fed raw values of features of different scale, models reach 0.36 instead of
    0.98.

    When it stays silent
    --------------------
    A pipeline with the transformer inside is saved; the transformer is saved too, alone, in a
    dictionary, tuple or object, or by a helper whose name says so; its numbers are read off
    (`scaler.mean_`, `vectorizer.vocabulary_`); the file is loaded again in the same program, as
    demonstrations of saving do; encoders of labels; transformers that learn nothing.

    Fix
    ---
    Put the transformer and the model into one pipeline and save that.
    """

    name: ClassVar[str] = "unsaved-preprocessing"
    family: ClassVar[Family] = "deployment"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "A model is saved without the transformer that made its input."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "The scaler is lost",
            """
            import joblib
            import pandas as pd
            from sklearn.linear_model import LogisticRegression
            from sklearn.preprocessing import StandardScaler

            df = pd.read_csv("churn.csv")
            X, y = df[["age", "tenure"]], df["churned"]
            scaler = StandardScaler()
            model = LogisticRegression().fit(scaler.fit_transform(X), y)
            joblib.dump(model, "model.joblib")  # expect: unsaved-preprocessing
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "One pipeline is saved",
            """
            import joblib
            import pandas as pd
            from sklearn.linear_model import LogisticRegression
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import StandardScaler

            df = pd.read_csv("churn.csv")
            X, y = df[["age", "tenure"]], df["churned"]
            model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)
            joblib.dump(model, "model.joblib")
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        dumps = [(call, saved) for call in flow.of(Call) if (saved := _saved_by(call)) is not None]
        if not dumps or flow.truncated:
            return
        kept = _all_saved(flow)
        fits = {fit.site: fit for fit in flow.of(Fit) if fit.role == "transformer"}
        told: set[Span] = set()
        for call, saved in dumps:
            if _is_read_back(flow, call):
                continue
            for model in everything_in(saved, depth=2):
                lost = [f for f in _lost(flow, model, fits, kept) if f.site not in told]
                if lost:
                    told.update(fit.site for fit in lost)
                    yield self._report(flow, call, model, lost)

    def _report(self, flow: Flow, call: Call, model: Value, lost: list[Fit]) -> Finding:
        names = [_name(flow, fit.estimator) for fit in lost]
        shown = _name(flow, model)
        record = fit_of(model)
        related = [Related(fit.site, f"`{name}` is fitted here") for fit, name in zip(lost, names)]
        if record is not None and record.site is not None:
            related.append(Related(record.site, f"`{shown}` is fitted on what it made"))
        return self.finding(
            call.site,
            f"`{shown}` is saved without `{names[0]}`, which its input needs.",
            confidence=0.93,
            why="Whoever loads the model cannot make its input. A new fit on new data gives other "
            "numbers: measured, an accuracy of 0.45 instead of 1.00; raw values 0.36 instead of "
            "0.98.",
            advice=f"Put `{names[0]}` and `{shown}` into one pipeline, fit that and save it; or "
            f"save `{names[0]}` beside the model.",
            evidence=f"`{shown}` was fitted on the output of `{names[0]}` (fitted at line "
            f"{lost[0].site.line}), and nothing in the program saves `{names[0]}`.",
            related=tuple(related[:5]),
        )


def _saved_by(call: Call) -> Value | None:
    """Return what a call certainly saves."""
    if call.function in DUMPERS:
        first = call.args[0] if call.args else None
        return first if first is not None else call.keywords.get("value", call.keywords.get("obj"))
    method = call.function.rpartition(".")[2]
    if method in SAVING_METHODS and call.receiver is not None and fit_of(call.receiver) is not None:
        return call.receiver
    return None


def _is_read_back(flow: Flow, dump: Call) -> bool:
    """Whether the program loads the file again that it saves, or may well do so."""
    calls = list(flow.of(Call))
    read = {path for call in calls if _reads(call) for path in _paths(call)}
    loads = any(call.function in LOADERS for call in calls)
    written = _paths(dump)
    if not written:
        before = calls[: calls.index(dump)]
        opened = [c for c in before if c.function == "builtins.open" and not _reads(c)]
        written = _paths(opened[-1]) if opened else []
    return bool(set(written) & read) if written else loads


def _reads(call: Call) -> bool:
    if call.function == "builtins.open":
        mode = call.args[1] if len(call.args) > 1 else call.keywords.get("mode")
        return mode is None or "r" in str(mode.constant)
    return call.function in LOADERS or call.function.endswith((".load_model", ".load_weights"))


def _paths(call: Call) -> list[str]:
    given = (*call.args, *call.keywords.values())
    found = (value.constant for value in given)
    return [text for text in found if isinstance(text, str) and len(text) > 3]


def _all_saved(flow: Flow) -> set[int]:
    """Return the identities of everything that is saved or handed to a helper that may save it."""
    found: set[int] = set()
    for call in flow.of(Call):
        if looks_saving(call.function):
            given = [*call.args, *call.keywords.values()]
            given += [] if call.receiver is None else [call.receiver]
            found |= {part.identity for value in given for part in everything_in(value)}
    return found


def _lost(flow: Flow, model: Value, fits: dict[Span, Fit], kept: set[int]) -> list[Fit]:
    """Return the fits of the transformers that a model's input needs and that are not saved."""
    record = fit_of(model)
    if record is None:
        return []
    found: dict[Span, Fit] = {}
    for dye in record.dye:
        fit = fits.get(dye.site)
        if fit is None or dye.kind not in _KINDS or fit.learns == "nothing":
            continue
        inside = {part.identity for part in everything_in(model)}
        own = {part.identity for part in everything_in(fit.estimator, depth=0)}
        short = (fit.estimator.type or "").rpartition(".")[2]
        if not own & (kept | inside) and short not in _OF_LABELS and not _is_read(flow, fit):
            found[fit.site] = fit
    return sorted(found.values(), key=lambda fit: fit.site)


def _is_read(flow: Flow, fit: Fit) -> bool:
    """Whether the program reads what a transformer has learned, to keep it in another way."""
    name = name_of(flow, fit.estimator)
    if name is None:
        return False
    pattern = re.compile(rf"\b{re.escape(name)}\.(?:\w+_\b|get_\w+|save\w*|to_json)")
    return any(pattern.search(source.text) is not None for source in flow.sources.values())


def _name(flow: Flow, value: Value) -> str:
    return name_of(flow, value) or (value.type or "the model").rpartition(".")[2]
