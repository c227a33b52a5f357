"""Where rows start: files, literals and data sets of plotting libraries."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine, deep_facts
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import maybe_narrowed
from dyetrace.flow.values import Columns, Rows, Value, fresh
from dyetrace.knowledge.numpy import LOADERS
from dyetrace.knowledge.pandas import READERS

FRAME = "pandas.DataFrame"
SERIES = "pandas.Series"
ARRAY = "numpy.ndarray"

_OTHER_LOADERS = frozenset({"seaborn.load_dataset", "plotly.data.iris", "vega_datasets.data"})
# Prices and the like: tables whose index is time.
TIME_LOADERS = frozenset(
    """yfinance.download pandas_datareader.data.DataReader pandas_datareader.DataReader
    pandas_datareader.data.get_data_yahoo pandas_datareader.get_data_yahoo quandl.get
    nasdaqdatalink.get investpy.get_stock_historical_data""".split()
)
# Arguments that make another set of rows of the same file.
_CHOOSING = ("nrows", "skiprows", "sheet_name", "chunksize", "skipfooter", "key")
_LONGEST_LABEL = 40


def load(machine: Machine, site: CallSite) -> Value | None:
    """Return the rows that a loading function reads, or None when it is none."""
    if site.function in READERS | _OTHER_LOADERS | TIME_LOADERS:
        written = _written(machine, site)
        if written is not None:
            return written
        return _table(machine, site, _read(machine, site))
    if site.function in LOADERS:
        return fresh(type=ARRAY, rows=_read(machine, site), columns=_new_columns(), site=site.span)
    if site.function in ("pandas.DataFrame", "pandas.Series"):
        return literal_table(machine, site)
    return None


def write(machine: Machine, site: CallSite, table: Value) -> None:
    """Remember which rows a file holds that the program writes, for when it reads them again."""
    path = next(iter(site.args), None) or next(iter(site.keywords.values()), None)
    if not site.method.startswith("to_") or path is None or not isinstance(path.constant, str):
        return
    if table.rows and site.literal(None, "mode") in (None, "w"):
        kept = (table.rows, table.dye, table.columns)
        machine.notes.setdefault("written", {})[path.constant] = kept


def _written(machine: Machine, site: CallSite) -> Value | None:
    path = next(iter(site.args), None)
    if path is None or not isinstance(path.constant, str):
        return None
    kept = machine.notes.get("written", {}).get(path.constant)
    if kept is None or any(name in site.keywords for name in _CHOOSING):
        return None
    rows, dye, columns = kept
    return fresh(type=FRAME, rows=rows, dye=dye, columns=columns, site=site.span)


def read_table(machine: Machine, site: CallSite) -> Value:
    """Return the table that a reading function of some library gives."""
    return _table(machine, site, _read(machine, site))


def _table(machine: Machine, site: CallSite, rows: frozenset[Rows]) -> Value:
    columns = _new_columns()
    names = labels_of(site.argument(None, "usecols")) or labels_of(site.argument(None, "names"))
    if names is not None and not any(name.lstrip("-").isdigit() for name in names):
        given = site.argument(None, "names") if "usecols" not in site.keywords else None
        columns = Columns(columns.frame, only=names, order=_spelled_out(given))
    index = labels_of(site.argument(None, "index_col"))
    if index is not None and not any(name.lstrip("-").isdigit() for name in index):
        columns = Columns(columns.frame, columns.only, without=index, order=columns.order)
    return fresh(type=FRAME, rows=rows, columns=columns, site=site.span)


def _spelled_out(names: Value | None) -> tuple[str, ...]:
    """Return column names in the order in which they are listed."""
    if names is None or names.items is None:
        return ()
    return tuple(str(item.constant) for item in names.items if item.is_constant)


def _new_columns() -> Columns:
    return Columns(fresh().identity)


def _read(machine: Machine, site: CallSite) -> frozenset[Rows]:
    """Return the rows of a file: reading one path twice gives the same rows."""
    place = site.span
    path = next(iter(site.args), None) or next(iter(site.keywords.values()), None)
    label = _words(machine, site)
    if path is None:
        return frozenset({Rows(place, label)})
    if not isinstance(path.constant, str):
        return frozenset({Rows(_place_of_calls(machine, place), label)})
    chosen = tuple(
        (name, repr(site.keywords[name].constant)) for name in _CHOOSING if name in site.keywords
    )
    known = machine.notes.setdefault("files", {})
    place = known.setdefault((site.function, path.constant, chosen), place)
    return frozenset({Rows(place, label)})


def _place_of_calls(machine: Machine, place: Span) -> Span:
    """Return the place of a file that is not known: a helper called twice may read two files.

    It is the innermost call on the way that no other way to the same place has taken.
    """
    calls = machine.context.calls
    taken = machine.notes.setdefault("ways", {}).setdefault(place, {})
    free = (call for call in reversed(calls) if call not in taken.values())
    way: Span = taken.setdefault(calls, next(free, place))
    return way


def _words(machine: Machine, site: CallSite) -> str:
    """Return the user's words for what is loaded: a file's name, else the loading call."""
    path = next(iter(site.args), None) or next(iter(site.keywords.values()), None)
    if path is not None and isinstance(path.constant, str):
        return _file_name(path.constant)
    names = [
        node.value
        for argument in (site.node.args[:1] if site.node is not None else [])
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip("/")
    ]
    if names:
        return _file_name(names[-1])
    calls = machine.context.calls
    text = machine.text(calls[0] if calls else site.span)
    return " ".join(text.split())[:_LONGEST_LABEL]


def _file_name(path: str) -> str:
    name = path.rstrip("/").replace("\\", "/").rpartition("/")[2]
    return (name or path)[:_LONGEST_LABEL]


def literal_table(machine: Machine, site: CallSite) -> Value:
    """Return a table that is made of what is given, not read."""
    kind = FRAME if site.method == "DataFrame" else SERIES
    data = site.argument(0, "data")
    if data is None:
        return fresh(type=kind, columns=Columns(fresh().identity, only=frozenset()), site=site.span)
    whole = deep_facts(machine.current(data))
    columns = _literal_columns(site, data)
    rows, dye = whole.rows, whole.dye
    if not rows and not dye and (data.type == "dict" or data.items is not None):
        rows = frozenset({Rows(site.span, _words_of_target(machine, site))})
    elif data.entries is not None and not _are_columns_of_one(machine, data):
        rows = maybe_narrowed(rows, site.span)  # columns that were computed, one by one
    return fresh(type=kind, rows=rows, dye=dye, columns=columns, site=site.span)


def _are_columns_of_one(machine: Machine, data: Value) -> bool:
    """Whether a dict holds columns and arrays of one table, row for row."""
    values = [machine.current(value) for value in (data.entries or {}).values()]
    return all(value.type in (SERIES, ARRAY) and value.certain for value in values) and (
        len({value.rows for value in values}) == 1
    )


def _literal_columns(site: CallSite, data: Value) -> Columns:
    names = labels_of(site.argument(None, "columns"))
    if names is None and data.entries is not None:
        names = frozenset(str(name) for name in data.entries)
    if data.columns is not None and site.argument(None, "columns") is None:
        return data.columns
    return Columns(fresh().identity, only=names)


def _words_of_target(machine: Machine, site: CallSite) -> str:
    return " ".join(machine.source.text_of(site.span).split())[:20]
