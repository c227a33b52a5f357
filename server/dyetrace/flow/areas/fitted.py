"""The state of estimator objects: what is inside them, and what they were fitted on.

A fitted estimator's value carries the dye of everything it learned from, and ``FIT`` in its
attributes: a record with the place, rows and dye of what it was fitted on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.machine import Machine
from dyetrace.flow.state import join_values
from dyetrace.flow.values import Dye, Value, constant, fresh
from dyetrace.knowledge.estimators import MODEL, EstimatorKind, estimator_kind

FIT: Final = "__fit__"
_PARTS: Final = ("steps", "transformers", "transformer_list", "features", "estimator", "estimators")
_STRENGTH: Final = ("label-aware", "resampled", "statistic", "vocabulary")


def fit_of(estimator: Value) -> Value | None:
    """Return the record of an estimator's last fit: its place, the rows and dye of X."""
    return estimator.attributes.get(FIT)


def kind_of(machine: Machine, estimator: Value, name: str | None = None) -> EstimatorKind | None:
    """Return what an estimator is; a pipeline or column transformer is what is inside of it."""
    kind = estimator_kind(name or estimator.type or "")
    if kind is None or not kind.composite:
        return _told_by_parameters(estimator, kind)
    inner = [found for step in steps_of(machine, estimator) if (found := kind_of(machine, step))]
    if not inner:
        return replace(kind, known=False)
    if kind.role == "model" and inner[-1].role in ("model", "search", "clusterer"):
        return replace(inner[-1], role="model" if inner[-1].role == "search" else inner[-1].role)
    leaves = next((s for s in _STRENGTH if any(k.leaves == s for k in inner)), None)
    learned = {found.learns for found in inner}
    learns = next((how for how in ("xy", "x") if how in learned), "nothing")
    return EstimatorKind("transformer", learns, leaves)  # type: ignore[arg-type]


def _told_by_parameters(estimator: Value, kind: EstimatorKind | None) -> EstimatorKind | None:
    """Take parameters into account that leave nothing to learn."""
    if kind is None:
        return None
    given = estimator.attributes
    strategy = given.get("strategy")
    is_constant = strategy is not None and strategy.constant == "constant"
    vocabulary = given.get("vocabulary")
    has_vocabulary = vocabulary is not None and vocabulary.type != "NoneType"
    uses_idf = "Tfidf" in (estimator.type or "")
    encoding = given.get("encoding_method")
    if encoding is not None and encoding.constant == "arbitrary" and kind.learns == "xy":
        return replace(kind, learns="x", leaves="vocabulary")
    if is_constant and (estimator.type or "").endswith("Imputer"):
        return replace(kind, learns="nothing", leaves=None)
    if has_vocabulary and not uses_idf:
        return replace(kind, learns="nothing", leaves=None)
    return kind


def steps_of(machine: Machine, estimator: Value) -> tuple[Value, ...]:
    """Return the estimators directly inside a pipeline, union, search or meta-estimator."""
    for name in _PARTS:
        part = estimator.attributes.get(name)
        if part is not None:
            return tuple(_estimators_in(machine, machine.current(part), depth=3))
    return ()


def _estimators_in(machine: Machine, value: Value, depth: int) -> list[Value]:
    value = machine.current(value)
    if value.type is not None and estimator_kind(value.type) is not None:
        return [value]
    if not value.items or depth == 0:
        return []
    return [found for item in value.items for found in _estimators_in(machine, item, depth - 1)]


def learner(machine: Machine, estimator: Value, kind: EstimatorKind) -> tuple[str, str]:
    """Return the (short, qualified) name of the class that leaves an influence.

    For a pipeline of transformers it is the step that leaves the strongest one.
    """
    own = estimator_kind(estimator.type or "")
    if own is not None and own.composite:
        for step in steps_of(machine, estimator):
            found = kind_of(machine, step)
            if found is not None and found.leaves == kind.leaves:
                return learner(machine, step, found)
    qualified = estimator.type or estimator.name or "?"
    return qualified.rpartition(".")[2], qualified


def learn(
    machine: Machine,
    estimator: Value,
    kind: EstimatorKind,
    x: Value,
    y: Value | None,
    span: Span,
    *,
    adds: bool = False,
) -> Value:
    """Record that an estimator was fitted; ``adds`` keeps what it knew (``partial_fit``)."""
    before = fit_of(estimator) if adds else None
    record = fresh(type="fit", site=span, rows=x.rows, dye=x.dye, certain=x.certain)
    dye = x.dye
    if kind.leaves is not None:
        rows = x.rows if y is None or kind.learns != "xy" else x.rows | y.rows
        short, qualified = learner(machine, estimator, kind)
        dye = dye | {Dye(kind.leaves, rows, span, short, qualified)}
    if before is not None:
        record = join_values([record, before]).but(site=span)
        dye = dye | estimator.dye
    attributes = {**machine.current(estimator).attributes, FIT: record}
    return machine.update(estimator, attributes=attributes, dye=dye)


def unfitted(estimator: Value, span: Span) -> Value:
    """Return a new object with the same parameters (``clone``)."""
    attributes = {k: v for k, v in estimator.attributes.items() if k != FIT}
    return estimator.copy(attributes=attributes, dye=frozenset(), site=span)


def part_of_fitted(machine: Machine, owner: Value, part: Value) -> Value:
    """Return an estimator inside a fitted one, fitted along with it."""
    part = machine.current(part)
    record = fit_of(owner)
    if record is None:
        return part
    return part.but(attributes={**part.attributes, FIT: record}, dye=owner.dye)


def fitted_attribute(machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
    """Return ``owner.name`` of an estimator: its steps, or what it learned."""
    record = fit_of(owner)
    if name == "named_steps":
        return _named_steps(machine, owner)
    if name.startswith("_") or not name.endswith("_") or record is None:
        return None
    if name == "best_estimator_":
        inner = steps_of(machine, owner)
        if not inner:
            return owner.copy(type=None)
        best = part_of_fitted(machine, owner, inner[0])
        chosen = fresh(type="dict", dye=owner.dye, site=span)  # stays when it is fitted again
        return best.but(attributes={**best.attributes, "best_params_": chosen})
    if name in ("classes_", "n_features_in_", "feature_names_in_", "n_iter_"):
        return fresh(site=span)
    if name == "best_params_":
        return fresh(type="dict", dye=owner.dye, site=span)
    rows = record.rows if name in ("labels_", "embedding_") else frozenset()
    return fresh(type="numpy.ndarray", rows=rows, dye=owner.dye, site=span)


def _named_steps(machine: Machine, owner: Value) -> Value | None:
    steps = owner.attributes.get("steps")
    if steps is None or steps.items is None:
        return None
    entries = {
        step.items[0].constant: part_of_fitted(machine, owner, step.items[1])
        for step in (machine.current(item) for item in steps.items)
        if step.items is not None and len(step.items) > 1
    }
    return fresh(type="dict", entries=entries, attributes=_by_name(entries))


def _by_name(entries: dict[object, Value]) -> dict[str, Value]:
    return {name: step for name, step in entries.items() if isinstance(name, str)}


def step_at(machine: Machine, owner: Value, index: Value) -> Value | None:
    """Return ``pipeline[index]``: a step by name or number, or a shorter pipeline."""
    steps = owner.attributes.get("steps")
    if steps is None or steps.items is None:
        return None
    items = [machine.current(item) for item in steps.items]
    if index.type == "slice" and index.items is not None:
        bounds = [part.constant for part in index.items]
        if all(bound is None or isinstance(bound, int) for bound in bounds):
            kept = fresh(type="list", items=tuple(items[slice(*bounds)]))
            shorter = owner.copy(attributes={**owner.attributes, "steps": kept})
            return _without_last(machine, owner, shorter)
        return None
    for number, item in enumerate(items):
        if item.items is None or len(item.items) < 2:
            continue
        if index.constant in (number, number - len(items), item.items[0].constant):
            return part_of_fitted(machine, owner, item.items[1])
    return None


def _without_last(machine: Machine, owner: Value, shorter: Value) -> Value:
    """Give the transformers of a fitted pipeline the dye that they learned in its fit."""
    record, kind = fit_of(owner), kind_of(machine, shorter)
    if record is None or record.site is None or kind is None or kind.leaves is None:
        return shorter
    short, qualified = learner(machine, shorter, kind)
    own = Dye(kind.leaves, record.rows, record.site, short, qualified)
    return shorter.but(dye=record.dye | {own})


def model_kind(machine: Machine, estimator: Value, name: str) -> EstimatorKind | None:
    """Return what an object with a ``fit`` is: by its class, else a model that someone made."""
    return kind_of(machine, estimator, name) or (
        replace(MODEL, leaves=None, known=False) if fit_of(estimator) is not None else None
    )


def nothing() -> Value:
    """Return the None of a method that returns nothing of interest."""
    return constant(None)
