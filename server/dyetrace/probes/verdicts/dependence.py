"""Rows that see each other, steps that see the future, inputs that nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator

from dyetrace.findings import Related, Severity
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    facts_of,
    fine,
    found,
    measured,
    place_among,
    unknown,
    why_not,
)

KINDS = ("predictions",)


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge the three interventions."""
    judges = {"batch-mixing": _mixing, "future-leak": _future, "ignored-input": _ignored}
    names = {"future-leak": "future-leak-in-sequence"}
    for name, of in judges.items():
        facts = facts_of(collection, name)
        if facts is None:
            yield unknown(names.get(name, name), why_not(collection, name))
        else:
            yield of(collection, facts)


def _mixing(collection: Collection, facts: Fields) -> Verdict:
    row, rows, tried = facts.maybe_whole("row"), facts.whole("rows"), facts.whole("tried")
    if row is None:
        why = f"changing each of {tried} rows changed no other row's output"
        return fine("batch-mixing", why)
    model = facts.text("model")
    names = ("place", "expression_place", "model_place", "call_place")
    span = place_among(collection, *(facts.maybe_place(name) for name in names))
    if span is None:
        return unknown("batch-mixing", "the model was not made in the workspace")
    path, touched = facts.text("module"), facts.wholes("touched")
    where = f"`{path}` ({facts.text('kind')})" if path else f"`{model}`"
    call = collection.span(facts.maybe_place("call_place"))
    text = Text(
        f"The rows of a batch see each other in {where}: row {row} changes the output of others",
        f"Measured in evaluation mode: after row {row} of {rows} was changed, the outputs of"
        f" rows {', '.join(map(str, touched[:5]))} changed too",
        "What the model says of one example depends on which others are in the batch: results"
        " change with the batch size, and test rows tell each other their answers.",
        "Look for a `view` or `reshape` that moves the batch axis, an axis that is off by one"
        " (`dim=0`), or a recurrent layer without `batch_first=True`. If rows are meant to be"
        " compared (contrastive losses), say so with `# dyetrace: ignore[batch-mixing]`.",
    )
    related = (Related(call, "called here"),) if call is not None else ()
    values = {"row": row, "rows": rows, "touched": list(touched), "module": path}
    return found(measured("batch-mixing", Severity.WARNING, 0.9, span, text, values, related))


def _future(collection: Collection, facts: Fields) -> Verdict:
    name = "future-leak-in-sequence"
    if not facts.truth("found"):
        return fine(name, "changing what comes later changed no earlier output")
    places = (facts.maybe_place("model_place"), facts.maybe_place("call_place"))
    span = place_among(collection, *places)
    if span is None:
        return unknown(name, "the model was not made in the workspace")
    cut, first, length = facts.whole("cut"), facts.whole("first"), facts.whole("length")
    text = Text(
        f"`{facts.text('model')}` sees the future: what it says at step {first} depends on step"
        f" {cut} and later",
        f"Measured in evaluation mode: after steps {cut} to {length - 1} were changed, the"
        " output at"
        f" step {first} changed; the targets are the inputs moved by one",
        "The model is trained to predict the next step and can read it: the loss is too good, and"
        " generating is poor.",
        "Use a causal mask in every attention layer, left padding in convolutions, and no"
        " bidirectional layer.",
    )
    values = {"cut": cut, "first": first, "length": length}
    return found(measured(name, Severity.WARNING, 0.95, span, text, values))


def _ignored(collection: Collection, facts: Fields) -> Verdict:
    names = facts.texts("ignored")
    if not names:
        return fine("ignored-input", f"each of {facts.whole('tried')} inputs changes the output")
    places = (facts.maybe_place("model_place"), facts.maybe_place("call_place"))
    span = place_among(collection, *places)
    if span is None:
        return unknown("ignored-input", "the model was not made in the workspace")
    listed = ", ".join(f"`{name}`" for name in names[:3])
    alone = facts.whole("tried") == len(names)
    text = Text(
        f"`{facts.text('model')}` ignores {listed}: changing it changes no output",
        "Measured in evaluation mode: the whole input was replaced, the outputs stayed the same",
        "The model predicts without looking: at best it learns how frequent the labels are."
        if alone
        else "What the input was meant to tell the model does not reach its output.",
        f"Follow {listed} through `forward`: it may be overwritten, multiplied by zero or not"
        " used.",
    )
    values = {"ignored": list(names)}
    return found(measured("ignored-input", Severity.WARNING, 0.9, span, text, values))
