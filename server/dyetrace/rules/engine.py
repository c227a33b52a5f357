"""Runs the rules over a program; the one place where a faulty rule is caught."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import dyetrace.rules
from dyetrace.findings import Finding, Related
from dyetrace.flow.interpreter import interpret
from dyetrace.flow.recording import Record
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Rule
from dyetrace.source.configuration import Configuration
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The findings of one program, sorted by place, and the flow that they were read from."""

    source: Source
    findings: tuple[Finding, ...]
    flow: Flow
    faults: tuple[str, ...] = ()  # rules that raised, places not understood: for the log


@cache
def all_rules() -> tuple[Rule, ...]:
    """Find every rule below ``dyetrace.rules``, sorted by name."""
    for module in pkgutil.walk_packages(dyetrace.rules.__path__, "dyetrace.rules."):
        importlib.import_module(module.name)
    return tuple(sorted((kind() for kind in _concrete(Rule)), key=lambda rule: rule.name))


def _concrete(kind: Any) -> Iterator[Any]:
    for child in kind.__subclasses__():
        if hasattr(child, "name") and child.__module__.startswith("dyetrace.rules."):
            yield child
        yield from _concrete(child)


def analyze(
    source: Source,
    configuration: Configuration | None = None,
    modules: ModuleFinder | None = None,
    known: Record | None = None,
) -> Analysis:
    """Interpret a program and run the selected rules over it; never raises for any program.

    ``modules`` finds the workspace's own modules that the program imports (default: on disk),
    ``known`` is the record of the program before an edit (``Record()`` to begin with one).
    """
    configuration = configuration or Configuration()
    flow = interpret(source, modules, known)
    findings: list[Finding] = []
    faults = list(flow.faults)
    for rule in all_rules():
        if not configuration.selects(rule.name, preview=rule.preview, path=source.path):
            continue
        try:
            findings.extend(rule.check(flow))
        except Exception:  # a faulty rule must not take the others down
            log.exception("rule %s failed on %s", rule.name, source.path)
            faults.append(rule.name)
    here = [found for finding in findings if (found := _brought_home(finding, flow))]
    kept = _kept(_most_specific(here), source, configuration)
    return Analysis(source, kept, flow, tuple(faults))


def _most_specific(findings: list[Finding]) -> list[Finding]:
    """Leave out what a general rule says at a place where a more specific one speaks."""
    overridden = {
        (name, finding.span)
        for finding in findings
        for rule in all_rules()
        if rule.overrides and rule.name == finding.rule
        for name in rule.overrides
    }
    return [finding for finding in findings if (finding.rule, finding.span) not in overridden]


def _brought_home(finding: Finding, flow: Flow) -> Finding | None:
    """Report a cause in another module at the call in this program that leads there.

    None where nothing in this program leads there: that module's own check reports it.
    """
    home = flow.source.path
    if finding.span.path == home:
        return finding
    for event in flow.events:
        if event.site == finding.span:
            calls = reversed(event.context.calls)
            call = next((span for span in calls if span.path == home), None)
            if call is not None:
                there = Related(finding.span, "the cause stands here")
                return replace(finding, span=call, related=(there, *finding.related))
    return None


def _kept(
    findings: list[Finding], source: Source, configuration: Configuration
) -> tuple[Finding, ...]:
    """Drop suppressed and repeated findings, apply severity overrides, sort by place."""
    suppressions = source.suppressions
    unique: dict[tuple[str, object], Finding] = {}
    for finding in findings:
        if suppressions.covers(finding.rule, finding.span):
            continue
        severity = configuration.severity(finding.rule, finding.severity)
        kept = replace(finding, severity=severity)
        key = (finding.rule, finding.span)
        if key not in unique or unique[key].confidence < kept.confidence:
            unique[key] = kept
    return tuple(sorted(unique.values(), key=lambda f: (f.span, -f.severity, f.rule)))
