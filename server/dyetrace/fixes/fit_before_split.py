"""Fits after the split what was fitted before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.moved_fit import plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("fit-before-split", "selection-before-split")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Move the fit below the split and apply it to the test part; the scores change on purpose."""
    rewrite = plan(context)
    if rewrite is not None:
        yield rewrite
