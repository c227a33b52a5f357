"""What verdicts are made of: the facts of an experiment, a check's outcome, measured findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dyetrace.findings import Evidence, Finding, Related, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.messages import Place
from dyetrace.probes.report import Check


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one check."""

    check: Check
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of a finding; see ``Finding`` for what each is for."""

    message: str
    evidence: str
    why: str
    advice: str


def fine(name: str, why: str) -> Verdict:
    """Checked, and in order."""
    return Verdict(Check(name, "fine", why))


def unknown(name: str, why: str) -> Verdict:
    """Could not be told, because."""
    return Verdict(Check(name, "unknown", why))


def not_applicable(name: str, why: str) -> Verdict:
    """There is nothing of the kind in this program."""
    return Verdict(Check(name, "not-applicable", why))


def found(finding: Finding, *others: Finding) -> Verdict:
    """Found."""
    return Verdict(Check(finding.rule, "found", finding.message), (finding, *others))


def facts_of(collection: Collection, name: str) -> Fields | None:
    """Return the facts of an experiment that could be made."""
    return next(iter(all_facts_of(collection, name)), None)


def all_facts_of(collection: Collection, name: str) -> list[Fields]:
    """Return the facts of an experiment that was made several times, in order."""
    made = collection.experiments.get(name, ())
    return [experiment.facts for experiment in made if experiment.facts is not None]


def why_not(collection: Collection, name: str) -> str:
    """Return why an experiment has no facts."""
    reasons = [e.why_not for e in collection.experiments.get(name, ()) if e.why_not]
    return reasons[0] if reasons else "the run ended before it could be tried"


def place_among(collection: Collection, *places: Place | None) -> Span | None:
    """Return the first place that lies in a known file."""
    spans = (collection.span(place) for place in places)
    return next((span for span in spans if span is not None), None)


def measured(
    rule: str,
    severity: Severity,
    confidence: float,
    span: Span,
    text: Text,
    values: Mapping[str, object],
    related: tuple[Related, ...] = (),
) -> Finding:
    """Return a finding of a probe."""
    return Finding(
        rule=rule,
        message=text.message,
        severity=severity,
        confidence=confidence,
        span=span,
        related=related,
        evidence=(Evidence("measured", text.evidence, values),),
        why=text.why,
        advice=text.advice,
    )
