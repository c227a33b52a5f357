"""New texts for cells inside a notebook's JSON, character for character the same elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")
_LIST_STYLE = re.compile(r"\[([ \t\r\n]*).*?([ \t\r\n]*)\]\Z", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def replace_cell_texts(json_text: str, texts: Mapping[int, str]) -> str:
    """Return the JSON with the text of some cells replaced; cells are numbered from 1.

    A text that was a list of lines stays one, laid out and escaped as it was. ``json_text`` must be
    a notebook's valid JSON; raises ``ValueError`` where a cell or its text is not in it.
    """
    changes: list[tuple[int, int, str]] = []
    missing = set(texts)
    for number, (start, end) in enumerate(_text_values(json_text), start=1):
        if number in texts:
            missing.discard(number)
            if start < 0:
                raise ValueError(f"cell {number} has no text")
            value = _written_like(json_text[start:end], texts[number], json_text)
            changes.append((start, end, value))
    if missing:
        raise ValueError(f"there is no cell {min(missing)}")
    for start, end, value in reversed(changes):
        json_text = json_text[:start] + value + json_text[end:]
    return json_text


def _text_values(text: str) -> Iterator[tuple[int, int]]:
    """Iterate over where each cell's text stands in the JSON, (-1, -1) for a cell without."""
    top = dict(_members(text, _skip(text, 0)))
    if "worksheets" in top and text[top["worksheets"][0]] == "[":
        sheets = [dict(_members(text, start)) for start, _ in _items(text, top["worksheets"][0])]
    else:
        sheets = [top]
    for sheet in sheets:
        if "cells" not in sheet:
            continue
        for start, _ in _items(text, sheet["cells"][0]):
            cell = dict(_members(text, start))
            yield cell.get("source", cell.get("input", (-1, -1)))


def _members(text: str, position: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Iterate over an object's keys and where their values stand."""
    if text[position : position + 1] != "{":
        return
    position = _skip(text, position + 1)
    while text[position] != "}":
        key, position = _DECODER.raw_decode(text, position)
        start = _skip(text, _skip(text, position) + 1)
        end = _DECODER.raw_decode(text, start)[1]
        yield key, (start, end)
        position = _skip(text, end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def _items(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Iterate over where a list's items stand."""
    if text[position : position + 1] != "[":
        return
    position = _skip(text, position + 1)
    while text[position] != "]":
        end = _DECODER.raw_decode(text, position)[1]
        yield position, end
        position = _skip(text, end)
        if text[position] == ",":
            position = _skip(text, position + 1)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _written_like(old: str, new: str, whole: str) -> str:
    """Return a cell's text as JSON in the way that its old value was written."""
    ascii_only = whole.isascii() and "\\u" in whole
    if not old.startswith("["):
        return json.dumps(new, ensure_ascii=ascii_only)
    style = _LIST_STYLE.match(old)
    before, after = style.groups() if style is not None and old != "[]" else ("", "")
    lines = [json.dumps(line, ensure_ascii=ascii_only) for line in _LINE.findall(new)]
    if not lines:
        return "[]"
    separator = f",{before}" if before else ", "
    return f"[{before}{separator.join(lines)}{after}]"
