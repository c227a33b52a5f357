"""Short markdown, safe to show: whatever comes from the user's code is escaped."""

from __future__ import annotations

import re
from typing import Final

# What means something in the middle of a line; all text here stands behind a word of ours.
_SPECIAL: Final = re.compile(r"([\\*_\[\]<>|~&])")
_CODE: Final = re.compile(r"(`+)(.+?)\1")


def escape(text: str) -> str:
    """Return text that markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("`", "'"))


def code(text: str) -> str:
    """Return text as inline code, whatever backticks it holds."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def sentence(text: str) -> str:
    """Return a sentence in which names in backticks are code and the rest is escaped."""
    text = " ".join(text.split())
    parts: list[str] = []
    end = 0
    for match in _CODE.finditer(text):
        parts += [_escape_spaced(text[end : match.start()]), code(match.group(2).strip())]
        end = match.end()
    return "".join([*parts, _escape_spaced(text[end:])])


def _escape_spaced(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("`", "'"))


def link(text: str, url: str) -> str:
    """Return a link of our own; ``url`` never comes from the user's code."""
    return f"[{escape(text)}]({url})"


def grey(markdown: str) -> str:
    """Return a line in the colour of what does not count, for clients that show HTML."""
    return f'<span style="color:var(--vscode-disabledForeground);">{markdown}</span>'
