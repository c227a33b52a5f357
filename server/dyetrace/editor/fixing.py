"""Fixes for the findings of a view: made once, in a thread of their own.

The rewrites and their library are imported in that thread when the first one is needed.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache

from dyetrace.editor.view import View
from dyetrace.findings import Applicability, Finding, Fix, Span

log = logging.getLogger(__name__)

_Key = tuple[str, Span]


@cache
def fixable_rules() -> frozenset[str]:
    """Return the rules that can have a fix, as far as this installation can make fixes."""
    try:
        from dyetrace.fixes.offer import may_fix, unavailable_reason
        from dyetrace.rules.engine import all_rules
    except ImportError as error:
        log.warning("fixes are not available: %s", error)
        return frozenset()
    if (reason := unavailable_reason()) is not None:
        log.warning("%s", reason)
    return frozenset(rule.name for rule in all_rules() if may_fix(rule.name))


def make_fix(view: View, finding: Finding) -> Fix | None:
    """Return the verified fix of a finding; a fault in making it means that there is none."""
    from dyetrace.fixes.offer import propose_fix

    try:
        return propose_fix(view.analysis, finding)
    except Exception:  # one rewrite's fault must not take the others down
        log.exception("no fix for `%s` in %s", finding.rule, view.source.path)
        return None


def make_all_safe(view: View) -> Fix | None:
    """Return the safe fixes of a view that can be applied together, as one."""
    from dyetrace.fixes.offer import propose_fixes

    try:
        fixes = propose_fixes(view.analysis, unsafe=False).values()
    except Exception:
        log.exception("no fixes in %s", view.source.path)
        return None
    edits = tuple(sorted(edit for fix in fixes for edit in fix.edits))
    if not edits:
        return None
    what = "the safe fix" if len(fixes) == 1 else f"{len(fixes)} safe fixes"
    return Fix(f"Apply {what} of Dyetrace", Applicability.SAFE, edits)


@dataclass
class Fixer:
    """Makes fixes in ``executor`` and keeps those of each document's newest view."""

    executor: Executor
    _made: dict[str, tuple[View, dict[_Key, Fix | None]]] = field(default_factory=dict)

    async def fix(self, view: View, finding: Finding) -> Fix | None:
        """Return the fix of a finding, None while the text is half typed or there is none."""
        if finding.fix is not None:  # found by a probe, and tried
            return finding.fix
        if finding.rule not in view.fixable or not view.is_exact:
            return None
        made = self._fixes_of(view)
        key = (finding.rule, finding.span)
        if key not in made:
            loop = asyncio.get_running_loop()
            made[key] = await loop.run_in_executor(self.executor, make_fix, view, finding)
        return made[key]

    async def fix_all(self, view: View) -> Fix | None:
        """Return one fix that joins the safe ones of a document."""
        if not view.is_exact:
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, make_all_safe, view)

    def forget(self, uri: str) -> None:
        """Drop what was made for a document."""
        self._made.pop(uri, None)

    def _fixes_of(self, view: View) -> dict[_Key, Fix | None]:
        known = self._made.get(view.document.uri)
        if known is None or known[0] is not view:
            known = (view, {})
            self._made[view.document.uri] = known
        return known[1]
