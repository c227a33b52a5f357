"""Fixes for the findings of a view: made once, in a thread of their own.

The rewrites and their library are imported in that thread when the first one is needed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache

from dyetrace.editor.view import View
from dyetrace.findings import Applicability, Edit, Finding, Fix, Span

log = logging.getLogger(__name__)

_Key = tuple[str, Span]


@cache
def fixable_rules() -> frozenset[str]:
    """Return the rules that can have a fix, as far as this installation can make fixes."""
    try:
        from dyetrace.fixes.offer import may_fix
        from dyetrace.rules.engine import all_rules
    except ImportError as error:
        log.warning("fixes are not available: %s", error)
        return frozenset()
    return frozenset(rule.name for rule in all_rules() if may_fix(rule.name))


def make_fix(view: View, finding: Finding) -> Fix | None:
    """Return the verified fix of a finding; a fault in making it means that there is none."""
    from dyetrace.fixes.offer import propose_fix

    try:
        return propose_fix(view.analysis, finding)
    except Exception:  # one rewrite's fault must not take the others down
        log.exception("no fix for `%s` in %s", finding.rule, view.source.path)
        return None


@dataclass
class Fixer:
    """Makes fixes in ``executor`` and keeps those of each document's newest view."""

    executor: Executor
    _made: dict[str, tuple[View, dict[_Key, Fix | None]]] = field(default_factory=dict)

    async def fix(self, view: View, finding: Finding) -> Fix | None:
        """Return the fix of a finding, None while the text is half typed or there is none."""
        if finding.rule not in view.fixable or not view.is_exact:
            return None
        made = self._fixes_of(view)
        key = (finding.rule, finding.span)
        if key not in made:
            loop = asyncio.get_running_loop()
            made[key] = await loop.run_in_executor(self.executor, make_fix, view, finding)
        return made[key]

    async def fix_all(self, view: View, findings: Sequence[Finding]) -> Fix | None:
        """Return one fix that joins the safe ones; of two that overlap, the first is taken."""
        edits: list[Edit] = []
        count = 0
        for finding in findings:
            fix = await self.fix(view, finding)
            if fix is None or fix.applicability is not Applicability.SAFE:
                continue
            if any(_collide(edit, taken) for edit in fix.edits for taken in edits):
                continue
            edits += fix.edits
            count += 1
        if not edits:
            return None
        what = "the safe fix" if count == 1 else f"{count} safe fixes"
        return Fix(f"Apply {what} of Dyetrace", Applicability.SAFE, tuple(sorted(edits)))

    def forget(self, uri: str) -> None:
        """Drop what was made for a document."""
        self._made.pop(uri, None)

    def _fixes_of(self, view: View) -> dict[_Key, Fix | None]:
        known = self._made.get(view.document.uri)
        if known is None or known[0] is not view:
            known = (view, {})
            self._made[view.document.uri] = known
        return known[1]


def _collide(one: Edit, other: Edit) -> bool:
    """Whether two edits touch: also two insertions at one place have no certain order."""
    a, b = one.span, other.span
    return (
        a.path == b.path
        and (a.line, a.column) <= (b.end_line, b.end_column)
        and (
            b.line,
            b.column,
        )
        <= (a.end_line, a.end_column)
    )
