"""What is known of one snapshot of a document: its program and its findings."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from dyetrace.editor.documents import Document
from dyetrace.editor.drift import Drift, drift
from dyetrace.editor.facts import moved_finding
from dyetrace.editor.places import Places
from dyetrace.editor.positions import split_lines
from dyetrace.findings import Finding, Severity

if TYPE_CHECKING:
    from dyetrace.rules.engine import Analysis
    from dyetrace.source.configuration import Configuration
    from dyetrace.source.modules import ModuleFinder
    from dyetrace.source.program import Source

# Of the statements that were known, a text that is being typed must still show this share to
# replace what is on the screen.
_ENOUGH: Final = 0.95


@dataclass(frozen=True)
class View:
    """One snapshot, read.

    ``analysis`` is that of this very text, or, while the text is half typed, of the last one that
    could be read; ``findings`` are at their places in this text either way.
    """

    document: Document
    source: Source
    analysis: Analysis
    findings: tuple[Finding, ...]
    configuration: Configuration
    encoding: str
    minimum: Severity = Severity.HINT
    fixable: frozenset[str] = frozenset()  # rules that have a fix

    @property
    def is_exact(self) -> bool:
        """Whether the findings were read from this very text."""
        return self.analysis.source is self.source

    @cached_property
    def places(self) -> Places:
        """The border to the editor's positions."""
        return Places(self.document, self.source, self.encoding, self.analysis.flow.sources)

    def wanted(self, measured: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the measured findings that the user did not switch off, as loud as wanted.

        Whoever runs a probe asks for its findings, so `select` does not take any out.
        """
        chosen = replace(self.configuration, select=())
        return tuple(
            replace(finding, severity=chosen.severity(finding.rule, finding.severity))
            for finding in measured
            if chosen.selects(finding.rule, path=self.source.path)
            and not self.source.suppressions.covers(finding.rule, finding.span)
        )


def look(
    document: Document,
    configuration: Configuration,
    previous: View | None,
    *,
    encoding: str,
    minimum: Severity = Severity.HINT,
    modules: ModuleFinder | None = None,
) -> View:
    """Analyse a snapshot; runs in a thread, never raises for any text.

    ``modules`` finds what the program imports (default: on disk). What an edit left alone is taken
    from ``previous``, the document's last view.
    """
    from dyetrace.editor.fixing import fixable_rules  # not before `initialize` is answered
    from dyetrace.flow.recording import Record
    from dyetrace.rules.engine import analyze

    source = read(document, None if previous is None else previous.analysis.source)
    record = None if previous is None else previous.analysis.flow.record
    if previous is not None and previous.configuration is not configuration:
        previous = None
    if previous is not None and not _acceptable(source, previous.analysis.source):
        analysis = previous.analysis
        findings = _carried(analysis, source)
    else:
        analysis = analyze(source, configuration, modules, record or Record())
        findings = analysis.findings
    return View(
        document, source, analysis, findings, configuration, encoding, minimum, fixable_rules()
    )


def read(document: Document, known: Source | None = None) -> Source:
    """Turn a snapshot into a program; ``known`` is the program before an edit."""
    path = path_of(document.uri)
    if not document.is_notebook:
        from dyetrace.source.parsing import parse_script

        return parse_script(document.buffers[0].text, path, known)
    from dyetrace.source.notebook import CodeCell, program_of_cells
    from dyetrace.source.program import Stored

    cells = [
        CodeCell(number, buffer.text, buffer.execution_count, buffer.uri, Stored(tags=buffer.tags))
        for number, buffer in document.code
    ]
    return program_of_cells(cells, path, known)


def path_of(uri: str) -> str:
    """Return the path of a `file:` document; of any other, the URI itself, which is no file."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return uri
    path = unquote(parts.path)
    if parts.netloc:
        return f"//{parts.netloc}{path}"
    is_drive = len(path) > 2 and path[0] == "/" and path[2] == ":"
    return path[1:] if is_drive else path


def _acceptable(fresh: Source, shown: Source) -> bool:
    """Whether about as much of a text can be read as of the one whose findings are shown."""
    if not fresh.problems:
        return True
    if len(fresh.problems) > len(shown.problems):
        return False
    return _statements(fresh) >= _ENOUGH * _statements(shown)


def _statements(source: Source) -> int:
    return source.index(_count_statements)


def _count_statements(source: Source) -> int:
    return sum(isinstance(node, ast.stmt) for node in source.nodes)


def _carried(shown: Analysis, now: Source) -> tuple[Finding, ...]:
    """Move findings along with the edit; those whose text was deleted are dropped."""
    if not shown.findings:
        return ()
    change = edit_between(shown.source, now)
    carried = (moved_finding(finding, change) for finding in shown.findings)
    return tuple(finding for finding in carried if finding is not None)


def edit_between(old: Source, new: Source) -> Drift:
    """Return how the places of one text move to another."""
    return drift(split_lines(old.original), split_lines(new.original))
