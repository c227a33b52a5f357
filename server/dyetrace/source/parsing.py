"""From the text of a script to a ``Source``."""

from __future__ import annotations

import re

from dyetrace.source.program import Source
from dyetrace.source.reparsing import parse_again
from dyetrace.source.scanning import LINE_END
from dyetrace.source.tolerant import parse_tolerantly

_UNPARSABLE = re.compile("[\0\ud800-\udfff]")


def parse_script(text: str, path: str, known: Source | None = None) -> Source:
    """Parse the text of a script; never raises, whatever the text is.

    ``path`` is the file's name as the user is to see it. What Python cannot parse is missing from
    ``tree`` and named in ``problems``. ``known`` is the program before an edit, whose nodes stay
    where nothing changed.
    """
    readable = readable_text(text)
    tree = parse_again(LINE_END.split(readable), known) if known is not None else None
    if tree is not None:
        return Source(path, readable, text, tree)
    tree, problems = parse_tolerantly(readable, path)
    return Source(path, readable, text, tree, problems)


def readable_text(text: str) -> str:
    """Replace, at the same length, what the parser refuses anywhere, even in a string.

    A byte order mark becomes a form feed, which Python ignores without counting it as indentation.
    """
    if text.startswith("\ufeff"):
        text = "\f" + text[1:]
    if _UNPARSABLE.search(text) is None:
        return text
    return _UNPARSABLE.sub(lambda match: " " if match.group() == "\0" else "\ufffd", text)
