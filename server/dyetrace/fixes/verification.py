"""Whether a rewrite does what it promises: the finding is gone, and nothing new has come."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Collection, Sequence

from dyetrace.findings import Edit, Finding, Severity
from dyetrace.fixes.applying import edited_source
from dyetrace.fixes.outline import binds, reads
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source

_EVERY_RULE = Configuration(preview=True)
_BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython"}


def baseline(analysis: Analysis) -> Analysis:
    """Analyse a program with every rule, as the measure of what is new after a rewrite."""
    return analyze(analysis.source, _EVERY_RULE, _followed(analysis))


def _followed(analysis: Analysis) -> ModuleFinder:
    """Return a finder of the very modules that an analysis has followed, unsaved ones too."""
    sources = analysis.flow.sources.items()
    return ModuleFinder({path: each for path, each in sources if each is not analysis.source})


def is_repaired(
    before: Analysis,
    edits: Sequence[Edit],
    targets: Sequence[Finding],
    revealed: Collection[str] = (),
) -> bool:
    """Whether edits make the targets go away and bring nothing new, in a program that parses.

    ``revealed`` are rules that may speak now, of a habit that the defect hid, as an information.
    """
    left = left_to_repair(before, edited_source(before.source, edits), targets)
    return left is not None and all(
        finding.rule in revealed and finding.severity <= Severity.INFORMATION for finding in left[1]
    )


def left_to_repair(
    before: Analysis, source: Source, targets: Sequence[Finding]
) -> tuple[Analysis, list[Finding]] | None:
    """Return the analysis of a changed program and the targets and new findings in it.

    None where the program does not parse, reads names that nothing binds, or cannot be analysed.
    """
    if len(source.problems) > (len(before.source.problems) if source.is_notebook else 0):
        return None
    if unbound_names(source) - unbound_names(before.source):
        return None
    after = analyze(source, _EVERY_RULE, _followed(before))
    if after.flow.truncated or after.faults:
        return None
    known = Counter((finding.rule, finding.message) for finding in before.findings)
    known.subtract((finding.rule, finding.message) for finding in targets)
    left: list[Finding] = []
    for finding in after.findings:
        key = (finding.rule, finding.message)
        if known[key] > 0:
            known[key] -= 1
        else:
            left.append(finding)
    return after, left


def unbound_names(source: Source) -> set[str]:
    """Return the names that a program reads and binds nowhere."""
    parameters = {node.arg for node in ast.walk(source.tree) if isinstance(node, ast.arg)}
    return reads(source.tree) - binds(source.tree) - parameters - _BUILTINS


def keeps_magics(source: Source, edits: Sequence[Edit]) -> bool:
    """Whether edits leave alone what is not Python in the user's text (notebook magics)."""
    for edit in edits:
        start = source.offset(edit.span.line, edit.span.column)
        end = source.offset(edit.span.end_line, edit.span.end_column)
        if source.text[start:end] != source.original[start:end]:
            return False
    return True
