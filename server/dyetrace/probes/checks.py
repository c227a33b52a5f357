"""Puts the findings of a run together, and says of each check what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from dyetrace.findings import Finding
from dyetrace.probes.collecting import Collection
from dyetrace.probes.gradient_facts import Model, Standing, models_of, place_of
from dyetrace.probes.gradient_findings import gradient_findings
from dyetrace.probes.gradient_sizes import SHALLOWEST, size_findings
from dyetrace.probes.messages import ParameterFacts
from dyetrace.probes.report import Check, ParameterRecord
from dyetrace.probes.shape_mismatch import shape_mismatch
from dyetrace.probes.verdicts.judging import verdicts, without_symptoms

GRADIENT_CHECKS = (
    "no-gradient",
    "unoptimized-parameters",
    "vanishing-gradient",
    "exploding-gradient",
)


@dataclass(frozen=True)
class Judgement:
    """What a run's facts mean."""

    findings: tuple[Finding, ...]
    parameters: tuple[ParameterRecord, ...]
    checks: tuple[Check, ...]


def judge(collection: Collection) -> Judgement:
    """Return findings, parameters and checks of a run, whatever was seen of it."""
    mismatch = shape_mismatch(collection)
    findings = [] if mismatch is None else [mismatch]
    checks = [*_shape_checks(collection, mismatch)]
    parameters: tuple[ParameterRecord, ...] = ()
    if "gradients" in collection.request.kinds:
        measured = [*gradient_findings(collection), *size_findings(collection)]
        findings += measured
        checks += _gradient_checks(collection, measured)
        parameters = _records(collection, measured)
    for verdict in verdicts(collection):
        findings += verdict.findings
        checks.append(verdict.check)
    ordered = tuple(sorted(without_symptoms(findings), key=lambda f: (f.span, f.rule)))
    return Judgement(ordered, parameters, tuple(checks))


def _shape_checks(collection: Collection, mismatch: Finding | None) -> list[Check]:
    if "shapes" not in collection.request.kinds and mismatch is None:
        return []
    count = sum(s[-1].kind != "module" for s in collection.shapes.values())
    name = "shape-mismatch"
    if mismatch is not None:
        return [Check(name, "found", mismatch.message)]
    if not count:
        return [Check(name, "unknown", "no tensor, array or frame was seen")]
    end = collection.end
    if end is None or end.why in ("exception", "terminated") or (end.why == "exit" and end.code):
        return [Check(name, "unknown", "the program did not get to its end")]
    return [Check(name, "fine", f"{count} expressions were seen and their shapes fit")]


def _gradient_checks(collection: Collection, findings: list[Finding]) -> list[Check]:
    found = {name: [f for f in findings if f.rule == name] for name in GRADIENT_CHECKS}
    return [
        Check(name, "found", found[name][0].message) if found[name] else _silent(collection, name)
        for name in GRADIENT_CHECKS
    ]


def _silent(collection: Collection, name: str) -> Check:
    """Say why a check found nothing."""
    training, models = collection.training, models_of(collection)
    if training is None or not training.model_called:
        return Check(name, "unknown", "no model was called")
    if not training.backwards:
        return Check(name, "not-applicable", "the program never calls `backward()`")
    if not any(model.is_trained for model in models):
        return Check(name, "unknown", "no parameter of a module was reached from a loss")
    if name == "no-gradient":
        return _silent_no_gradient(models)
    if name == "unoptimized-parameters":
        if not collection.optimizers:
            return Check(name, "not-applicable", "the program makes no optimizer")
        return Check(name, "fine", "every parameter that gets a gradient is in an optimizer")
    measured = [p for m in models for p in m.parameters if p.norms and len(p.shape) > 1]
    if not measured:
        return Check(name, "unknown", "the run ended before gradients could be read")
    if name == "vanishing-gradient" and len(measured) < SHALLOWEST:
        return Check(name, "not-applicable", f"fewer than {SHALLOWEST} weight matrices")
    sizes = [p.norms[-1] for p in measured]
    return Check(name, "fine", f"gradient norms from {min(sizes):.1e} to {max(sizes):.1e}")


def _silent_no_gradient(models: list[Model]) -> Check:
    unknown = [
        facts.name
        for model in models
        if model.is_trained
        for facts in model.parameters
        if model.standings[facts.name] is Standing.UNKNOWN
    ]
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        names = ", ".join(f"`{name}`" for name in unknown[:3]) + more
        why = f"in the steps that were run nothing is known of {names}: not used, or not wanted"
        return Check("no-gradient", "unknown", why)
    return Check("no-gradient", "fine", "autograd reaches every trainable parameter")


def _records(collection: Collection, findings: list[Finding]) -> tuple[ParameterRecord, ...]:
    models = models_of(collection)
    blamed: dict[str, str] = {}
    for finding in findings:
        names = finding.evidence[0].values.get("parameters", ())
        assert isinstance(names, (list, tuple))
        blamed.update({f"{name}": finding.rule for name in names})
    return tuple(
        _record(collection, model, facts, blamed, several=len(models) > 1)
        for model in models
        for facts in model.parameters
        if facts.trainable
    )


def _record(
    collection: Collection,
    model: Model,
    facts: ParameterFacts,
    blamed: dict[str, str],
    several: bool,
) -> ParameterRecord:
    span = collection.span(place_of(facts.layer, [facts]))
    standing = model.standings[facts.name]
    verdict = "unknown" if standing is Standing.UNKNOWN else "ok"
    if standing in (Standing.UNUSED, Standing.CUT, Standing.SHUT, Standing.ZERO):
        verdict = "no-gradient"
    verdict = blamed.get(facts.name, verdict)
    return ParameterRecord(
        name=f"{model.name}.{facts.name}" if several else facts.name,
        span=span,
        shape=facts.shape,
        grad_norm=facts.norms[-1] if facts.norms else None,
        update_ratio=facts.update,
        verdict=verdict,
        layer=facts.layer,
        function_hash="" if span is None else collection.function(span)[1],
    )
