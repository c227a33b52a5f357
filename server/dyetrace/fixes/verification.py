"""Whether a rewrite does what it promises: the finding is gone, and nothing new has come."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Sequence

from dyetrace.findings import Edit, Finding
from dyetrace.fixes.applying import edited_source
from dyetrace.fixes.outline import binds, reads
from dyetrace.rules.engine import Analysis, analyze
from dyetrace.source.configuration import Configuration
from dyetrace.source.program import Source

_EVERY_RULE = Configuration(preview=True)
_BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython"}


def baseline(source: Source) -> Analysis:
    """Analyse a program with every rule, as the measure of what is new after a rewrite."""
    return analyze(source, _EVERY_RULE)


def is_repaired(before: Analysis, edits: Sequence[Edit], targets: Sequence[Finding]) -> bool:
    """Whether edits make the targets go away and bring nothing new, in a program that parses."""
    source = edited_source(before.source, edits)
    if len(source.problems) > (len(before.source.problems) if source.is_notebook else 0):
        return False
    if unbound_names(source) - unbound_names(before.source):
        return False
    after = analyze(source, _EVERY_RULE)
    if after.flow.truncated or after.faults:
        return False
    left = Counter((finding.rule, finding.message) for finding in before.findings)
    left.subtract((finding.rule, finding.message) for finding in targets)
    now = Counter((finding.rule, finding.message) for finding in after.findings)
    return all(count <= left[key] for key, count in now.items())


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
