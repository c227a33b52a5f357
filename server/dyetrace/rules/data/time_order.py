"""Whether rows are in the order of time, and what in the program shows it."""

from __future__ import annotations

import re

from dyetrace.findings import Span
from dyetrace.flow.areas.loading import TIME_LOADERS
from dyetrace.flow.columns import labels_of
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Rows, Value
from dyetrace.source.program import Source

# Columns that hold a point in time ("candidate" holds a date only by chance).
IN_TIME = re.compile(
    r"(?<![a-z])(date|datetime|time|timestamp|ds|day|month|year|week|hour|period|quarter)(?![a-z])"
    r"|date$|time$|timestamp|_dt$",
    re.IGNORECASE,
)
_SIGNS = (  # in lower case; looked for one by one, which takes a tenth of one long pattern
    "parse_dates", "strptime", "str.to_date", "to_datetime", "datetimeindex", "date_range",
    "datetime64", ".dt.", ".resample(", "yfinance", "timeseries", "timestamp", "web.datareader",
    "quandl",
)  # fmt: skip
_BY_TIME = re.compile(
    r"set_index\(\s*\[?[\"'](date|time|day|month)|sort_values\([^)]*(date|time|day|month|year)"
)


def has_time(flow: Flow) -> bool:
    """Whether a program handles dates or times at all."""
    return any(source.index(_shows_time) for source in flow.sources.values())


def _shows_time(source: Source) -> bool:
    text = source.text.lower()
    return any(sign in text for sign in _SIGNS) or _BY_TIME.search(text) is not None


def orders_by_time(flow: Flow, rows: frozenset[Rows]) -> Span | None:
    """Return the place that puts rows in the order of time, or that makes time their index."""
    for event in flow.index(_ordering_calls):
        if not _touches(event, rows):
            continue
        if event.function in TIME_LOADERS:
            return event.site
        method = event.function.rpartition(".")[2]
        if method == "sort_values" and _is_time(_argument(event, 0, "by")):
            return event.site
        if method == "set_index" and _is_time(_argument(event, 0, "keys")) and has_time(flow):
            return event.site
        if event.function.startswith("pandas.read_") and "parse_dates" in event.keywords:
            index = _argument(event, None, "index_col")
            if index is not None and event.keywords["parse_dates"].constant is not False:
                return event.site if _is_time(index) or index.constant == 0 else None
    return None


def runs_backwards(flow: Flow, rows: frozenset[Rows]) -> bool:
    """Whether rows were put into descending order, so that the row below is the earlier one."""
    return any(
        event.function.endswith(("sort_values", "sort_index"))
        and "ascending" in event.keywords
        and event.keywords["ascending"].constant is not True
        and _touches(event, rows)
        for event in flow.index(_ordering_calls)
    )


def _ordering_calls(flow: Flow) -> list[Call]:
    """Return the calls that may put rows in an order, or make an index of time."""
    names = ("sort_values", "sort_index", "set_index")
    return [
        call
        for call in flow.of(Call)
        if call.function.endswith(names)
        or call.function.startswith("pandas.read_")
        or call.function in TIME_LOADERS
    ]


def _touches(event: Call, rows: frozenset[Rows]) -> bool:
    held = set(event.result.rows)
    if event.receiver is not None:
        held |= event.receiver.rows
    return any(one.has_origin_of(other) for one in held for other in rows)


def _argument(event: Call, position: int | None, name: str) -> Value | None:
    if name in event.keywords:
        return event.keywords[name]
    return event.args[position] if position is not None and position < len(event.args) else None


def _is_time(value: Value | None) -> bool:
    labels = labels_of(value)
    return bool(labels) and any(IN_TIME.search(label) for label in labels or ())
