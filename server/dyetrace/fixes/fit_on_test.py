"""Applies to the test part what was fitted on the training part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("fit-on-test",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    yield from ()
