"""Where the page of a rule is published."""

from __future__ import annotations

from typing import Final

_PAGES: Final = "https://github.com/dyetrace/dyetrace/blob/main/docs/rules"


def rule_url(name: str) -> str:
    """Return the address of a rule's page."""
    return f"{_PAGES}/{name}.md"
