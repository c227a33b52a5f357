"""Merges whose key nobody has checked, and what in a program shows that a key is unique."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.columns import labels_of
from dyetrace.flow.events import Call
from dyetrace.flow.selection import same_rows
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value
from dyetrace.rules.data.naming import name_of
from dyetrace.rules.data.origins import all_learned

_MERGES: Final = frozenset(
    {"pandas.merge", "pandas.DataFrame.merge", "?.merge", "polars.DataFrame.join"}
)
_TABLES: Final = ("pandas.DataFrame", "pandas.Series", "polars.DataFrame")
_NO_ROWS_ADDED: Final = frozenset({"semi", "anti", "cross", "right"})
# Calls that leave one row for each key, or make a table that the program spells out.
_UNIQUE: Final = re.compile(
    r"(^|\.)(drop_duplicates|unique|value_counts|pivot_table|pivot|crosstab|groupby|group_by"
    r"|duplicated|DataFrame|Series|from_dict|from_records|make_\w+|nunique|describe)$"
)


@dataclass(frozen=True)
class Merge:
    """A merge without ``validate=`` whose result a model learns from."""

    call: Call
    other: Value  # the table that is merged in
    key: str | None  # the key's label in it, where there is one only
    learned: Span  # where a model learns from the result
    repeated: Span | None  # where the program itself shows that keys repeat


def unchecked_merges(flow: Flow) -> Iterator[Merge]:
    """Yield the merges whose key nothing shows to be unique in the table that is merged in."""
    merges = [call for call in flow.of(Call) if call.function in _MERGES and call.context.entered]
    told: set[Span] = set()
    for call in merges:
        left, other = _sides(call)
        if left is None or other is None or call.site in told:
            continue
        if not _may_repeat(call, left, other) or not _extends(flow, call, left):
            continue
        keys = _keys(call)
        if _is_shown_unique(flow, other) or _is_asserted(flow, call):
            continue
        learned = _learned_from(flow, call)
        if learned is not None:
            told.add(call.site)
            key = next(iter(keys)) if keys is not None and len(keys) == 1 else None
            yield Merge(call, other, key, learned, _grouped_at(flow, other, keys))


def _sides(call: Call) -> tuple[Value | None, Value | None]:
    given = list(call.args)
    left = call.receiver
    if left is None:
        left = call.keywords.get("left") or (given.pop(0) if given else None)
    other = (
        call.keywords.get("right") or call.keywords.get("other") or (given[0] if given else None)
    )
    return left, other


def _may_repeat(call: Call, left: Value, other: Value) -> bool:
    if "validate" in call.keywords or "**" in call.keywords:
        return False
    if any(flag in call.keywords for flag in ("left_index", "right_index")):
        return False
    how = call.keywords.get("how")
    if how is not None and how.constant in _NO_ROWS_ADDED:
        return False
    if left.type not in _TABLES or other.type not in _TABLES:
        return False
    # A table of statistics has one row for each group; a part of the same table has its rows.
    return bool(left.rows) and bool(other.rows) and not _are_same(left, other)


def _extends(flow: Flow, call: Call, left: Value) -> bool:
    """Whether the left table is meant to keep its rows: a left join, or the same name again.

    ``merge(movies, ratings)`` makes a row of each rating on purpose.
    """
    how = call.keywords.get("how")
    if how is not None and how.constant == "left":
        return True
    name = name_of(flow, left)
    return name is not None and name == name_of(flow, call.result)


def _are_same(left: Value, other: Value) -> bool:
    return all(any(same_rows(a, b) for b in left.rows) for a in other.rows)


def _keys(call: Call) -> frozenset[str] | None:
    for name in ("right_on", "on"):
        if name in call.keywords:
            return labels_of(call.keywords[name])
    return None


def _is_shown_unique(flow: Flow, other: Value) -> bool:
    """Whether something on the way to a table left one row for each key, or spells the rows out."""
    if any(part.key == "drop_duplicates" for row in other.rows for part in row.parts):
        return True
    origins = {row.origin for row in other.rows}
    chosen = {part.key for row in other.rows for part in row.parts}
    if any(
        call.function.endswith((".idxmax", ".idxmin")) and f"#{call.result.identity}" in chosen
        for call in flow.of(Call)
    ):
        return True  # the first or last row of each group
    return any(
        _UNIQUE.search(call.function)
        for call in flow.of(Call)
        if call.site in origins or call.result.identity == other.identity
    ) or any(_checks_unique(flow, row) for row in other.rows)


def _checks_unique(flow: Flow, row: Rows) -> bool:
    """Whether an ``assert`` asks for unique keys, or prints how many duplicates there are."""
    return any(
        call.function.endswith((".duplicated", ".is_unique"))
        and call.receiver is not None
        and any(own.has_origin_of(row) for own in call.receiver.rows)
        for call in flow.of(Call)
    )


def _is_asserted(flow: Flow, call: Call) -> bool:
    """Whether the length or shape of the result is checked after the merge."""
    source = flow.sources.get(call.site.path)
    if source is None:
        return False
    names = {
        target.id
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and node.lineno <= call.site.line <= (node.end_lineno or 0)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return any(
        isinstance(node, ast.Assert)
        and node.lineno > call.site.line
        and any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node.test))
        for node in ast.walk(source.tree)
    )


def _learned_from(flow: Flow, merge: Call) -> Span | None:
    """Return where a model first learns from the result of a merge."""
    index = next(i for i, event in enumerate(flow.events) if event is merge)
    frames = _frames_after(flow, index, merge)
    after = {id(event) for event in flow.events[index:]}
    for learned in all_learned(flow):
        if id(learned.event) not in after:
            continue
        if not any(a.has_origin_of(b) for a in learned.x.rows for b in merge.result.rows):
            continue
        tables = (learned.x.columns, learned.table.columns)
        if any(columns is not None and columns.frame in frames for columns in tables):
            return learned.event.site
    return None


def _frames_after(flow: Flow, index: int, merge: Call) -> set[int]:
    """Return the column sets that were made of a merge's result."""
    frames = {merge.result.columns.frame} if merge.result.columns is not None else set()
    for event in flow.events[index:]:
        if not isinstance(event, Call) or event.result.columns is None:
            continue
        given = [*event.args, *event.keywords.values()]
        given.extend(item for value in event.args for item in value.items or ())
        if event.receiver is not None:
            given.append(event.receiver)
        if any(value.columns is not None and value.columns.frame in frames for value in given):
            frames.add(event.result.columns.frame)
    return frames


def _grouped_at(flow: Flow, other: Value, keys: frozenset[str] | None) -> Span | None:
    """Return where the table that is merged in is grouped by the key: there it has several rows."""
    if not keys:
        return None
    for call in flow.of(Call):
        if call.function.rpartition(".")[2] not in ("groupby", "group_by") or not call.args:
            continue
        owner = call.receiver
        if owner is None or labels_of(call.args[0]) != keys or not owner.rows:
            continue
        if all(any(same_rows(a, b) for b in other.rows) for a in owner.rows):
            return call.site
    return None
