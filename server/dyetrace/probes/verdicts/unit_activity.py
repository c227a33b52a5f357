"""Units that never fire or always sit at the flat end of their activation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Finding, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    facts_of,
    fine,
    found,
    measured,
    not_applicable,
    unknown,
    why_not,
)

KINDS = ("gradients",)
# SageMaker Debugger speaks of a dying layer at half of its units; a unit counts after 512 samples.
LAYER_SHARE: Final = 0.5
SAMPLES: Final = 512
_NAMES: Final = {"dead": "dead-units", "saturated": "saturated-units"}


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge each activation of the step."""
    facts = facts_of(collection, "activity")
    if facts is None:
        for name in _NAMES.values():
            yield unknown(name, why_not(collection, "activity"))
        return
    by_kind: dict[str, list[Fields]] = defaultdict(list)
    for part in facts.parts("activations"):
        by_kind[part.one_of("kind", *_NAMES)].append(part)
    for kind, name in _NAMES.items():
        yield _judge(collection, name, by_kind[kind])


def _judge(collection: Collection, name: str, parts: list[Fields]) -> Verdict:
    if not parts:
        return not_applicable(name, "the step runs no such activation")
    enough = [part for part in parts if part.whole("samples") >= SAMPLES]
    all_idle = [part for part in parts if part.whole("idle") == part.whole("units")]
    if not enough and not all_idle:
        most = max(part.whole("samples") for part in parts)
        return unknown(name, f"a unit was seen {most} times, {SAMPLES} are needed: a larger batch")
    findings: dict[Span, Finding] = {}
    for part in enough:
        span = collection.span(part.maybe_place("place"))
        if span is not None and part.whole("idle") >= LAYER_SHARE * part.whole("units"):
            findings.setdefault(span, _finding(name, part, span))
    if findings:
        return found(*findings.values())
    idle, units = (sum(p.whole(key) for p in enough) for key in ("idle", "units"))
    return fine(name, f"{idle} of {units} units")


def _finding(name: str, part: Fields, span: Span) -> Finding:
    idle, units, samples = part.whole("idle"), part.whole("units"), part.whole("samples")
    is_dead = name == "dead-units"
    what = "never fire" if is_dead else "always sit at the flat end"
    text = Text(
        f"{idle} of {units} units {what} in this `{part.text('function')}`",
        f"Measured over {samples} values of each unit",
        "No gradient comes through such a unit: it does not learn, nor does what feeds only it.",
        "Lower the learning rate, check the scale of the inputs and the initialisation, or use a"
        + (" leaky activation." if is_dead else " ReLU-like activation with normalisation."),
    )
    values = {"idle": idle, "units": units, "samples": samples}
    return measured(name, Severity.INFORMATION, 0.85, span, text, values)
