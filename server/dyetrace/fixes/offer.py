"""Offers fixes: a rewrite is shown only after a new analysis has confirmed it."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from types import ModuleType

import dyetrace.fixes
from dyetrace.findings import Applicability, Edit, Finding, Fix
from dyetrace.fixes.applying import edited_source
from dyetrace.fixes.edits import minimal_edits, pieces_of
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite, SurgeryError
from dyetrace.fixes.verification import (
    baseline,
    is_repaired,
    keeps_magics,
    left_to_repair,
)
from dyetrace.rules.engine import Analysis

log = logging.getLogger(__name__)

Planner = Callable[[FixContext], Iterator[Rewrite]]
_REVEALED = frozenset({"test-set-reuse"})  # what any rewrite may bring to light
_LONGEST_TITLE = 160
_MOST_FOLLOW_UPS = 3  # further rewrites that one fix may need


def may_fix(rule_name: str) -> bool:
    """Whether a rule's findings can have a fix; says nothing of a single one, and costs nothing."""
    return rule_name in _planners() and unavailable_reason() is None


def unavailable_reason() -> str | None:
    """Return why no rewriting fix can be offered, as a sentence, or None when they can.

    That libcst is there but made for another Python shows only when the first fix is asked for.
    """
    if importlib.util.find_spec("libcst") is None:
        return (
            "Fixes that rewrite code need the Python package `libcst`, which is not installed for"
            " the interpreter that runs Dyetrace."
        )
    if _surgery.cache_info().currsize and _surgery() is None:
        return (
            "Fixes that rewrite code need the Python package `libcst`, which is installed but"
            " cannot be imported by the interpreter that runs Dyetrace."
        )
    return None


@cache
def _surgery() -> ModuleType | None:
    """Load what carries rewrites out, and libcst with it; None where that cannot be imported."""
    try:
        return importlib.import_module("dyetrace.fixes.surgery")
    except ImportError:
        log.exception("libcst cannot be imported")
        return None


def propose_fix(analysis: Analysis, finding: Finding) -> Fix | None:
    """Return a verified fix of a finding, or None where no right one can be proved."""
    if not may_fix(finding.rule):
        return None
    return _verified(analysis, finding, baseline(analysis))


def propose_fixes(analysis: Analysis, *, unsafe: bool = True) -> dict[Finding, Fix]:
    """Return verified fixes that can be applied together, safe ones first.

    Two fixes that touch the same lines, or that are only right alone, exclude each other; the next
    run finds what is left.
    """
    wanted = [finding for finding in analysis.findings if may_fix(finding.rule)]
    if not wanted:
        return {}
    before = baseline(analysis)
    offers = {f: _verified(analysis, f, before, unsafe=unsafe) for f in wanted}
    found = [(finding, fix) for finding, fix in offers.items() if fix is not None]
    found.sort(key=lambda pair: pair[1].applicability is not Applicability.SAFE)
    chosen: dict[Finding, Fix] = {}
    for finding, fix in found:
        edits = [edit for other in chosen.values() for edit in other.edits]
        if _apart(edits, fix.edits) and (
            not chosen or is_repaired(before, [*edits, *fix.edits], [*chosen, finding], _REVEALED)
        ):
            chosen[finding] = fix
    return chosen


def _verified(
    analysis: Analysis, finding: Finding, before: Analysis, *, unsafe: bool = True
) -> Fix | None:
    """Return the first planned rewrite of a finding that does what it promises."""
    refused: list[tuple[Rewrite, tuple[Edit, ...]]] = []
    for rewrite, edits in _carried_out(analysis, finding):
        if rewrite.applicability is not Applicability.SAFE and not unsafe:
            continue
        if is_repaired(before, edits, [finding], rewrite.reveals):
            return Fix(rewrite.title, rewrite.applicability, edits)
        refused.append((rewrite, edits))
    for rewrite, edits in refused if unsafe else ():
        followed = _followed_up(before, rewrite.title, edits, finding)
        if followed is not None:
            return followed
    return None


def _carried_out(
    analysis: Analysis, finding: Finding
) -> Iterator[tuple[Rewrite, tuple[Edit, ...]]]:
    """Iterate over the planned rewrites of a finding and the edits that they come to."""
    surgery = _surgery()
    if surgery is None:
        return
    source = analysis.source
    try:
        for rewrite in _planners()[finding.rule](FixContext(analysis, finding)):
            try:
                texts = surgery.carry_out(source, rewrite)
            except SurgeryError as error:
                log.debug("no fix for %s in %s: %s", finding.rule, source.path, error)
                continue
            edits = minimal_edits(source, texts)
            if edits and keeps_magics(source, edits):
                yield rewrite, edits
    except Unclear as reason:
        log.debug("no fix for %s in %s: %s", finding.rule, source.path, reason)
    except Exception:  # a faulty rewrite must not take the others down
        log.exception("the fix of %s failed on %s", finding.rule, source.path)


def _followed_up(
    before: Analysis, title: str, edits: tuple[Edit, ...], finding: Finding
) -> Fix | None:
    """Repair what a rewrite brings to light, too; None where that is not possible.

    A statistic that is no longer taken within the classes is still taken before the split; a
    second step that the test rows lack shows when the first one is there.
    """
    source = before.source
    for _ in range(_MOST_FOLLOW_UPS):
        repaired = edited_source(source, edits)
        left = left_to_repair(before, repaired, [finding])
        if left is None:
            return None
        analysis, findings = left
        if not findings:
            break
        if len(findings) > _MOST_FOLLOW_UPS or not all(may_fix(new.rule) for new in findings):
            return None
        following = next(_carried_out(analysis, findings[0]), None)
        if following is None:
            return None
        rewrite, more = following
        if rewrite.title not in title:
            title = f"{title}, then {rewrite.title[0].lower()}{rewrite.title[1:]}"
        pieces = pieces_of(edited_source(repaired, more))
        if len(pieces) != len(pieces_of(source)):
            return None
        edits = minimal_edits(source, [piece.text for piece in pieces])
        if not keeps_magics(source, edits):
            return None
    if len(title) > _LONGEST_TITLE or not is_repaired(before, edits, [finding]):
        return None
    return Fix(title, Applicability.UNSAFE, edits)


def _apart(edits: list[Edit], others: tuple[Edit, ...]) -> bool:
    """Whether no line is touched by edits of both."""
    return not any(
        a.span.line <= b.span.end_line and b.span.line <= a.span.end_line
        for a in edits
        for b in others
    )


@cache
def _planners() -> Mapping[str, Planner]:
    """Find every module below ``dyetrace.fixes`` that names the rules it repairs."""
    found: dict[str, list[Planner]] = {}
    for info in pkgutil.walk_packages(dyetrace.fixes.__path__, "dyetrace.fixes."):
        if info.name.rpartition(".")[2] in _LOADED_LATE:
            continue
        module = importlib.import_module(info.name)
        for rule in getattr(module, "RULES", ()):
            found.setdefault(rule, []).append(module.rewrites)
    return {rule: partial(_one_after_the_other, planners) for rule, planners in found.items()}


def _one_after_the_other(planners: list[Planner], context: FixContext) -> Iterator[Rewrite]:
    for planner in planners:
        try:
            yield from planner(context)
        except Unclear as reason:
            log.debug("no fix for %s: %s", context.finding.rule, reason)


_LOADED_LATE = frozenset({"surgery", "surgeon"})  # they import libcst
