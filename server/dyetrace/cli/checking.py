"""Checks files one after the other; what goes wrong with one file does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dyetrace.cli.checked import CheckedFile
from dyetrace.cli.inputs import Input
from dyetrace.findings import DyetraceError, Evidence, Finding, Severity
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.program import Source

log = logging.getLogger(__name__)
SYNTAX_ERROR = "syntax-error"


def check_program(
    program: Input,
    configuration: Configuration,
    follow_up: Callable[[Analysis], Analysis] | None = None,
) -> CheckedFile:
    """Analyse one program; ``follow_up`` may repair it and return the analysis of the result.

    Raises ``DyetraceError`` when the program cannot be read.
    """
    source = program.read()
    try:
        analysis = analyze(source, configuration)
        analysis = analysis if follow_up is None else follow_up(analysis)
    except DyetraceError:
        raise
    except Exception as error:  # whatever one file provokes, the others are still checked
        log.exception("checking %s failed", program.shown_as)
        raise DyetraceError(
            f"{program.shown_as} could not be checked because of a fault in Dyetrace"
            f" ({type(error).__name__}); please report it"
        ) from error
    return checked_file(analysis, configuration)


def checked_file(analysis: Analysis, configuration: Configuration) -> CheckedFile:
    """Return the findings of an analysis, with the one that says where Python cannot go on."""
    findings = analysis.findings
    problem = _syntax_error(analysis.source, configuration)
    if problem is not None:
        findings = tuple(sorted((problem, *findings), key=lambda finding: finding.span))
    return CheckedFile(
        analysis.source,
        findings,
        analysis.flow.sources,
        analysis.flow.truncated,
        analysis.faults,
    )


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
