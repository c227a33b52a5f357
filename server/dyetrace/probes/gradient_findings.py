"""The findings of the gradient check, each at the line that defines the layer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

from dyetrace.findings import Evidence, Finding, Related, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.gradient_facts import STEPS_FOR_ZERO, Model, Standing, models_of, place_of
from dyetrace.probes.messages import OptimizerFacts, ParameterFacts

_TARGET: Final = re.compile(r"\s*([\w.\[\]'\"]+)\s*(?::[^=]+)?=(?!=)")
_MOST_RELATED: Final = 8
_LeftOut: TypeAlias = "tuple[Model, str, list[ParameterFacts]]"
_WHY_NONE: Final = (
    "These weights keep the values they were initialised with; the rest of the network learns"
    " around them, so the loss may fall all the same."
)
_ADVICE: Final = {
    Standing.UNUSED: "Use the layer in `forward`, or remove it.",
    Standing.CUT: (
        "Look for `.detach()`, `.data`, `.item()`, `.numpy()`, `torch.tensor(...)`, `argmax` or"
        " `no_grad` between this layer and the loss, or for an output that the loss does not use."
    ),
    Standing.SHUT: (
        "Call it outside `torch.no_grad()`; if it is to stay frozen, set `requires_grad_(False)` on"
        " it and leave it out of the optimizer."
    ),
    Standing.ZERO: (
        "Look for a ReLU that never fires, a mask or factor that is zero, or weights that were all"
        " initialised to zero."
    ),
}


def gradient_findings(collection: Collection) -> Iterator[Finding]:
    """Yield what the sets say: parameters without a gradient, and those in no optimizer."""
    for model in models_of(collection):
        yield from _without_gradient(collection, model)
    yield from _unoptimized(collection)


def _without_gradient(collection: Collection, model: Model) -> Iterator[Finding]:
    for standing in (Standing.UNUSED, Standing.CUT, Standing.SHUT, Standing.ZERO):
        if standing is not Standing.CUT and not model.is_trained:
            continue
        for path, parameters in model.groups(standing):
            span = collection.span(place_of(path, parameters))
            if span is None:
                continue
            if standing is Standing.ZERO and path == parameters[0].name:
                continue  # one tensor of a layer (a key bias, a padding row) may be zero by right
            name = user_name(collection, span, path, model)
            yield _no_gradient(collection, standing, name, span, parameters, model)


def _no_gradient(
    collection: Collection,
    standing: Standing,
    name: str,
    span: Span,
    parameters: list[ParameterFacts],
    model: Model,
) -> Finding:
    extent = _extent(collection)
    message = {
        Standing.UNUSED: f"`{name}` is never used in the forward pass, so it gets no gradient",
        Standing.CUT: f"`{name}` gets no gradient: the loss does not depend on its weights",
        Standing.SHUT: f"`{name}` gets no gradient: it only runs under `no_grad`",
        Standing.ZERO: f"`{name}` got a gradient of exactly zero in {STEPS_FOR_ZERO} steps",
    }[standing]
    trained = [p for p in model.parameters if p.trainable]
    reached = sum(p.reached for p in trained)
    values = {
        "parameters": [p.name for p in parameters][:50],
        "steps": 0 if collection.training is None else collection.training.steps,
        "trainable": len(trained),
        "reached": reached,
        "called": parameters[0].called or "never",
    }
    text = (
        f"Measured over {extent}: autograd reaches {reached} of {len(trained)}"
        f" trainable parameters from the loss, not {_listed([p.name for p in parameters])}"
    )
    if standing is Standing.ZERO:
        text = (
            f"Measured over {extent}: the norm of the gradient of"
            f" {_listed([p.name for p in parameters])} was 0 each time"
        )
    return Finding(
        rule="no-gradient",
        message=message,
        severity=Severity.WARNING,
        confidence=0.95 if standing in (Standing.UNUSED, Standing.CUT) else 0.9,
        span=span,
        related=tuple(_optimizer_related(collection, parameters)),
        evidence=(Evidence("measured", text, values),),
        why=_WHY_NONE,
        advice=_ADVICE[standing],
    )


def _optimizer_related(
    collection: Collection, parameters: list[ParameterFacts]
) -> Iterator[Related]:
    numbers = dict.fromkeys(p.optimizer for p in parameters if p.optimizer is not None)
    for number in numbers:
        optimizer = collection.optimizers.get(number)
        span = None if optimizer is None else collection.span(optimizer.definition)
        if span is not None:
            yield Related(span, "this optimizer is to train it")


def _unoptimized(collection: Collection) -> Iterator[Finding]:
    """Yield, for each optimizer, the reached parameters that no optimizer holds."""
    models = models_of(collection)
    held = {p.optimizer for model in models for p in model.parameters} - {None}
    if not held:
        return  # it trains something else than a model: an image, an attack
    wanted: dict[int, list[_LeftOut]] = defaultdict(list)
    for model in models:
        optimizer = _optimizer_for(collection, model)
        for path, group in model.groups_where(_is_left_out):
            if optimizer is not None and _is_wanted(model, group):
                wanted[optimizer.number].append((model, path, group))
    for number, left_out in wanted.items():
        optimizer = collection.optimizers[number]
        span = collection.span(optimizer.definition)
        if span is not None:
            yield _unoptimized_finding(collection, left_out, optimizer, span)


def _is_left_out(facts: ParameterFacts) -> bool:
    return facts.reached and facts.optimizer is None and facts.trainable


def _is_wanted(model: Model, parameters: list[ParameterFacts]) -> bool:
    """Whether training it was meant.

    So it is for a part of a trained model, a whole model of the user's own, and a bare layer that
    belongs to no model (kept in a plain list); not for a ready network that judges the output.
    """
    if any(p.optimizer is not None for p in model.parameters):
        return True
    first = model.parameters[0]
    is_bare_layer = all(p.layer == "" for p in model.parameters)
    return first.root_training and (first.root_own or is_bare_layer)


def _optimizer_for(collection: Collection, model: Model) -> OptimizerFacts | None:
    numbers = [p.optimizer for p in model.parameters if p.optimizer is not None]
    if numbers:
        return collection.optimizers.get(max(set(numbers), key=numbers.count))
    return max(collection.optimizers.values(), key=lambda o: o.number, default=None)


def _unoptimized_finding(
    collection: Collection,
    left_out: list[_LeftOut],
    optimizer: OptimizerFacts,
    span: Span,
) -> Finding:
    places: dict[str, Span | None] = {}
    for model, path, group in left_out:
        place = collection.span(place_of(path, group))
        places.setdefault(user_name(collection, place, path, model), place)
    names = list(places)
    related = [
        Related(place, f"`{name}` is defined here") for name, place in places.items() if place
    ][:_MOST_RELATED]
    count = sum(len(group) for _, _, group in left_out)
    trained = [p for p in collection.parameters if p.trainable and p.optimizer == optimizer.number]
    total = count + len(trained)
    shown = name_of_binding(collection, span) or optimizer.name
    words = f"{count} of {total} trainable parameters get gradients but are never updated"
    message = f"`{shown}` leaves out {_listed(names, 2)}: {words}"
    if len(message) > 110:
        message = f"`{shown}` leaves out {_listed(names, 1)}: they are never updated"
    values = {
        "parameters": [p.name for _, _, group in left_out for p in group][:50],
        "left_out": count,
        "trainable": total,
        "optimizer": optimizer.name,
    }
    evidence = f"Measured: {words}; they are in no optimizer of the program"
    return Finding(
        rule="unoptimized-parameters",
        message=message,
        severity=Severity.WARNING,
        confidence=0.9,
        span=span,
        related=tuple(related),
        evidence=(Evidence("measured", evidence, values),),
        why="A layer in no optimizer keeps its initial weights however long the training lasts.",
        advice=(
            "Give the optimizer all of the model's parameters, after its last layer was made or"
            " replaced; freeze with `requires_grad_(False)` what is not to be trained."
        ),
    )


def user_name(collection: Collection, span: Span | None, path: str, model: Model) -> str:
    """Return the user's own words for a module: what it is bound to, else how to reach it."""
    bound = name_of_binding(collection, span) if span is not None else None
    last = path.rpartition(".")[2]
    if bound is not None and (not last or bound.endswith(last)):
        return bound
    around = next((place for p in model.parameters for q, place in p.enclosing if q == "."), None)
    root = collection.span(around)
    start = (name_of_binding(collection, root) if root is not None else None) or model.name
    if not path and span is not None:
        start = _name_of_container(collection, span) or start
    steps = (f"[{part}]" if part.isdigit() else f".{part}" for part in path.split(".") if part)
    return start + "".join(steps)


def name_of_binding(collection: Collection, span: Span) -> str | None:
    """Return the name to which the object constructed at a span is bound, if it is."""
    found = _TARGET.match(collection.text(span))
    return None if found is None else found.group(1)


def _name_of_container(collection: Collection, span: Span) -> str | None:
    """Return the name of the list or dict in which the object at a span is written, if any."""
    before = collection.sources[span.path].lines[span.line - 1][: span.column]
    found = _TARGET.match(before)
    is_inside = found is not None and before[found.end() :].lstrip()[:1] in ("[", "{", "(")
    return found.group(1) if found is not None and is_inside else None


def _listed(names: list[str], most: int = 3) -> str:
    shown = [f"`{name}`" for name in names[:most]]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(shown) + more


def _extent(collection: Collection) -> str:
    """Return how much was run, in words."""
    training = collection.training
    steps, backwards = (0, 0) if training is None else (training.steps, training.backwards)
    number, noun = (steps, "step") if steps else (backwards, "backward")
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
