"""Which models are judged on rows that they were fitted on, and what made it so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.findings import Related, Span
from dyetrace.flow.areas.fitted import fit_of
from dyetrace.flow.events import Bind, Call, Fit, Score, Split
from dyetrace.flow.hub import SPLIT
from dyetrace.flow.machine import deep_facts
from dyetrace.flow.selection import (
    REORDERED,
    SAMPLED,
    certain_rows,
    same_rows,
    surely_overlap,
    without_unknown,
)
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows, Value, overlap
from dyetrace.rules.data.naming import calls_validation, model_name, name_of, name_of_part

_HELD_OUT = re.compile(
    r"test|(?<![a-z])[xy]?(te|val|valid|validation|hold|holdout|eval|dev|unseen)(?![a-z])",
    re.IGNORECASE,
)
# They are fitted on rows without labels on purpose, and asked for exactly those.
_TRANSDUCTIVE = ("LabelPropagation", "LabelSpreading", "SelfTrainingClassifier")
_JOINS = ("concat", "append", "vstack", "concatenate", "row_stack", "r_")


@dataclass(frozen=True)
class Overlap:
    """A fit, the scores that judge its rows, and one pair of row sets that share rows."""

    fit: Fit
    scores: tuple[Score, ...]
    fitted: Rows
    judged: Rows


@dataclass(frozen=True)
class Cause:
    """The place that the user must change, in words."""

    span: Span
    message: str
    advice: str


def overlaps(flow: Flow, role: str = "model") -> Iterator[Overlap]:
    """Yield each fit that all of its scores overlap with; one score on other rows clears it."""
    if any("pseudo" in bind.target.lower() for bind in flow.of(Bind)):
        return
    for fit in flow.of(Fit):
        scores = _scores_of(flow, fit) if _matters(fit, role) else []
        if not scores:
            continue
        fitted = fitted_rows(fit)
        if _watches_others(fit, fitted) or any(_is_clean(fitted, score) for score in scores):
            continue
        pairs = [(score, pair) for score in scores if (pair := _shared(flow, fitted, score))]
        if pairs:
            mine, judged = pairs[0][1]
            yield Overlap(fit, tuple(score for score, _ in pairs), mine, judged)


def _matters(fit: Fit, role: str) -> bool:
    if fit.role != role or fit.learns != "xy" or fit.x is None:
        return False
    if (fit.estimator.type or "").endswith(_TRANSDUCTIVE):
        return False
    return fit.y is None or not any(dye.kind == "prediction" for dye in fit.y.dye)


def _scores_of(flow: Flow, fit: Fit) -> list[Score]:
    """Return the scores of a model since this fit and before its next one."""
    own = fit_of(fit.estimator)
    return [
        score
        for score in flow.of(Score)
        if len(score.models) == 1
        and (record := fit_of(score.models[0])) is not None
        and own is not None
        and record.identity == own.identity
    ]


def fitted_rows(fit: Fit) -> frozenset[Rows]:
    """Return the rows that were certainly fitted on."""
    return frozenset() if fit.x is None else certain_rows(fit.x.rows)


def _watches_others(fit: Fit, fitted: frozenset[Rows]) -> bool:
    """Whether the fit reports on held-out rows itself (``eval_set``, ``validation_data``)."""
    watched = [row for value in fit.extra.values() for row in deep_facts(value).rows]
    return any(all(row.is_disjoint(mine) for mine in fitted) for row in watched)


def judged_rows(score: Score) -> frozenset[Rows]:
    """Return the rows that were judged: those that were predicted, where that is known."""
    predicted = score.x.rows if score.x is not None else frozenset()
    return certain_rows(predicted if overlap(predicted, score.rows) else score.rows)


def _is_clean(fitted: frozenset[Rows], score: Score) -> bool:
    """Whether some of the judged rows were certainly not fitted on."""
    rows = judged_rows(score)
    return not rows or any(all(row.is_disjoint(mine) for mine in fitted) for row in rows)


def _is_ambiguous(rows: frozenset[Rows]) -> bool:
    """Whether row sets of one source stand side by side that branches or mixing brought there."""
    return any(
        one != other and one.has_origin_of(other) and not one.is_disjoint(other)
        for one in rows
        for other in rows
    )


def _shared(flow: Flow, fitted: frozenset[Rows], score: Score) -> tuple[Rows, Rows] | None:
    """Return two row sets with rows in common, unless both sides are simply the same rows."""
    judged = judged_rows(score)
    if _is_ambiguous(fitted) or _is_ambiguous(judged):
        return None
    if _are_same(without_unknown(fitted), without_unknown(judged)):
        return None
    pairs = [
        (f, j) for j in judged for f in fitted if surely_overlap(f, j) or _drawn_apart(flow, f, j)
    ]
    if not pairs or not _is_test(flow, fitted, judged, score):
        return None
    return min(pairs, key=lambda pair: (pair[1].origin, pair[1].label, len(pair[0].parts)))


def _drawn_apart(flow: Flow, fitted: Rows, judged: Rows) -> bool:
    """Whether one random split made the fitted side and another one, of the same rows, the judged.

    Each draws its test part from all rows, whatever the other put where. Two splits with one
    literal seed part the same rows alike.
    """
    if fitted.is_disjoint(judged) or not fitted.has_origin_of(judged):
        return False
    mine, theirs = _missing(fitted, frozenset({judged})), _missing(judged, frozenset({fitted}))
    if len(theirs) != 1 or not _is_side(theirs[0], "test"):
        return False
    trained = next((part for part in mine if _is_side(part, "train")), None)
    if trained is None or trained.site == theirs[0].site:
        return False
    one, other = _split_by(flow, trained), _split_by(flow, theirs[0])
    if one is None or other is None or not (_is_random(one) and _is_random(other)):
        return False
    same_input = without_unknown(one.inputs[0].rows) == without_unknown(other.inputs[0].rows)
    return not (same_input and _seed(flow, one) == _seed(flow, other) is not None)


def _is_side(part: Part, name: str) -> bool:
    return part.name == name and not part.key


def _is_random(split: Split) -> bool:
    return split.kind == "holdout" and split.shuffled is not False and bool(split.inputs)


def _seed(flow: Flow, split: Split) -> object:
    call = next((call for call in flow.of(Call) if call.site == split.site), None)
    seed = call.keywords.get("random_state") if call is not None else None
    if seed is None:
        return None
    return seed.constant if seed.is_constant else seed.identity


def _are_same(fitted: frozenset[Rows], judged: frozenset[Rows]) -> bool:
    return all(any(same_rows(f, j) for f in fitted) for j in judged) and all(
        any(same_rows(f, j) for j in judged) for f in fitted
    )


def _is_test(flow: Flow, fitted: frozenset[Rows], judged: frozenset[Rows], score: Score) -> bool:
    """Whether the judged rows are meant as held out: by a split, another file, or their name."""
    if any(_HELD_OUT.search(name) for name in _names(flow, score)):
        return True
    for row in judged:
        extra = _missing(row, fitted)
        if any(part.name == SAMPLED or _split_by(flow, part) is not None for part in extra):
            return True
    whole = {(row.origin, row.label) for row in judged}
    return any(_split_by(flow, p) is not None for row in fitted for p in _missing(row, judged)) or (
        len(fitted) > len(judged) and {(row.origin, row.label) for row in fitted} > whole
    )


def _missing(row: Rows, others: frozenset[Rows]) -> list[Part]:
    """Return the parts of a row set that no set of the other side has."""
    theirs = [part for other in others for part in other.parts]
    return [
        part
        for part in row.parts
        if part.name != REORDERED and not any(part.selects_like(own) for own in theirs)
    ]


def _split_by(flow: Flow, part: Part) -> Split | None:
    for split in flow.of(Split):
        if split.site == part.site:
            return split
        for side in split.parts:
            if any(part.selects_like(own) for row in side.rows for own in row.parts):
                return split
    return None


def _names(flow: Flow, score: Score) -> list[str]:
    values: tuple[Value | None, ...] = (score.x, score.truth)
    found = [name_of(flow, value) for value in values]
    judged = judged_rows(score)
    found.append(name_of_part(flow, None, judged))  # `test` in `model.score(f(test))`
    found.extend(p.name for row in judged for p in row.parts if p.key == SPLIT)  # `data["test"]`
    return [name for name in found if name is not None]


def cause_of(flow: Flow, found: Overlap) -> Cause:
    """Return the place to change: a slice, a sample, a concatenation, else the fit or score."""
    model = model_name(flow, found.fit.estimator)
    fitted, judged = _missing_of(found)
    test = _test_words(flow, found)
    both = [p for p in (*fitted, *judged) if p.interval is not None]
    if len(both) >= 2 and fitted and judged:
        return _slices(flow, fitted[-1], judged[-1])
    if judged and judged[-1].name == SAMPLED:
        return Cause(
            judged[-1].site,
            f"T{test[1:]} is sampled, but its rows stay in what `{model}` is fitted on.",
            "Take the sampled rows out of the training set: `train = df.drop(test.index)`.",
        )
    join = _joined_at(flow, found)
    if join is not None:
        return Cause(
            join.site,
            f"The rows of {test} are put together with the rows that `{model}` is fitted on.",
            "Leave the test rows out of the training set.",
        )
    if fitted and not judged:
        return Cause(
            found.scores[0].site,
            f"`{model}` is judged on all rows, the ones that it was fitted on included.",
            "Judge the model on the rows that were held out.",
        )
    return Cause(
        found.fit.site,
        f"`{model}` is fitted on rows that include {test}.",
        "Fit on the training part only. Refit on everything after the evaluation, if you like.",
    )


def _missing_of(found: Overlap) -> tuple[list[Part], list[Part]]:
    return (
        _missing(found.fitted, frozenset({found.judged})),
        _missing(found.judged, frozenset({found.fitted})),
    )


def _slices(flow: Flow, fitted: Part, judged: Part) -> Cause:
    first, second = sorted((fitted, judged), key=lambda part: part.site)
    one, other = (" ".join(flow.source.text_of(p.site).split()) for p in (first, second))
    words = f"`{one}` and `{other}`" if len(one) + len(other) < 60 else "These slices"
    return Cause(
        second.site,
        f"{words} share rows: the model is fitted and judged on them.",
        "Let the second slice start where the first one ends.",
    )


def _test_words(flow: Flow, found: Overlap) -> str:
    judged = _missing_of(found)[1]
    part = judged[-1] if judged else None
    name = name_of_part(flow, part, judged_rows(found.scores[0]))
    names = [name] if name is not None else _names(flow, found.scores[0])
    role = "validation set" if names and calls_validation(names[0]) else "test set"
    return f"the {role} (`{names[0]}`)" if names else f"the {role}"


def _joined_at(flow: Flow, found: Overlap) -> Call | None:
    """Return the call that put judged rows into a set that the user calls training rows."""
    if found.fit.x is None:
        return None
    for call in flow.of(Call):
        if call.function.rpartition(".")[2] not in _JOINS or call.receiver is found.fit.x:
            continue
        if found.judged not in call.result.rows or len(call.result.rows) < 2:
            continue
        name = name_of(flow, call.result) or ""
        if "train" in name.lower() and call.result.rows == found.fit.x.rows:
            return call
    return None


def places_of(flow: Flow, found: Overlap) -> list[Related]:
    """Return the split, the fit and the scores of an overlap."""
    model = model_name(flow, found.fit.estimator)
    places = [Related(found.fit.site, f"`{model}` is fitted here")]
    for part in (*found.fitted.parts, *found.judged.parts):
        split = _split_by(flow, part)
        if split is not None:
            places.append(Related(split.site, "split here"))
    places.extend(Related(score.site, f"`{model}` is judged here") for score in found.scores[:5])
    return places
