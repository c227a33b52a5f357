"""Checks one file: from its bytes to its findings."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import replace

from dyetrace.cli.checked import CheckedFile
from dyetrace.cli.inputs import Input
from dyetrace.findings import DyetraceError, Evidence, Finding, Severity, Span
from dyetrace.probes.rule_names import MEASURED
from dyetrace.rules.engine import Analysis, all_rules, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source

log = logging.getLogger(__name__)
SYNTAX_ERROR = "syntax-error"


def check_program(
    program: Input,
    data: bytes,
    configuration: Configuration,
    *,
    modules: ModuleFinder | None = None,
    follow_up: Callable[[Analysis], Analysis] | None = None,
    with_fixes: bool = False,
) -> CheckedFile:
    """Analyse one program; ``follow_up`` may repair it and return the analysis of the result.

    Fixes are worked out ``with_fixes`` only: that takes longer than finding what to fix.

    Raises ``DyetraceError`` when the program cannot be read.
    """
    source = program.parse(data)
    try:
        analysis = analyze(source, configuration, modules)
        analysis = analysis if follow_up is None else follow_up(analysis)
        return checked_file(_with_fixes(analysis) if with_fixes else analysis, configuration)
    except DyetraceError:
        raise
    except Exception as error:  # whatever one file provokes, the others are still checked
        log.exception("checking %s failed", program.shown_as)
        raise DyetraceError(
            f"{program.shown_as} could not be checked because of a fault in Dyetrace"
            f" ({type(error).__name__}); please report it"
        ) from error


def _with_fixes(analysis: Analysis) -> Analysis:
    from dyetrace.fixes.offer import propose_fix

    fixed = (replace(found, fix=propose_fix(analysis, found)) for found in analysis.findings)
    return replace(analysis, findings=tuple(fixed))


def checked_file(analysis: Analysis, configuration: Configuration) -> CheckedFile:
    """Return the findings of an analysis, with the one that says where Python cannot go on."""
    source, findings = analysis.source, analysis.findings
    problem = _syntax_error(source, configuration)
    if problem is not None:
        findings = tuple(sorted((problem, *findings), key=lambda finding: finding.span))
    paths = {span.path for finding in findings for span in _spans(finding)}
    known = {**analysis.flow.sources, source.path: source}
    names = {path: _shown(path, source) for path in sorted(paths & known.keys())}
    sources = {name: replace(known[path].without_tree(), path=name) for path, name in names.items()}
    return CheckedFile(
        source.path,
        tuple(_renamed(finding, source) for finding in findings),
        sources,
        analysis.flow.truncated,
        analysis.faults,
        tuple(_complaints(source)),
    )


def _shown(path: str, main: Source) -> str:
    """Return the name of a module that a program follows, given as the program's is."""
    if path == main.path or os.path.isabs(main.path):
        return path
    with contextlib.suppress(ValueError):  # on another drive
        return os.path.relpath(path)
    return path


def _renamed(finding: Finding, main: Source) -> Finding:
    related = (
        replace(each, span=replace(each.span, path=_shown(each.span.path, main)))
        for each in finding.related
    )
    return replace(finding, related=tuple(related))


def _spans(finding: Finding) -> Iterator[Span]:
    yield finding.span
    yield from (related.span for related in finding.related)
    if finding.fix is not None:
        yield from (edit.span for edit in finding.fix.edits)


def _complaints(source: Source) -> Iterator[str]:
    """Say what comments that suppress have to do with no rule."""
    known = {rule.name for rule in all_rules()} | {SYNTAX_ERROR} | MEASURED
    for line, sentence in source.suppressions.complaints(known):
        cell, row = source.cell_position(line)
        place = f"{row}" if cell is None else f"cell {cell.number}:{row}"
        yield f"{source.path}:{place}: {sentence}"


def _syntax_error(source: Source, configuration: Configuration) -> Finding | None:
    if not source.problems or not configuration.selects(SYNTAX_ERROR, path=source.path):
        return None
    problem, *more = source.problems
    text = "The rest of the file was checked."
    if more:
        text = f"{len(more) + 1} parts of the file were left out, the rest was checked."
    return Finding(
        rule=SYNTAX_ERROR,
        message=f"Python cannot parse this: {problem.message}.",
        severity=configuration.severity(SYNTAX_ERROR, Severity.ERROR),
        confidence=1.0,
        span=problem.span,
        evidence=(Evidence("read", text),),
    )
