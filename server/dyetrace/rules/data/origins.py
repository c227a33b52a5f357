"""Where the X and y of a fit come from: back through splits and transformers to their table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.flow.columns import certainly_holds
from dyetrace.flow.events import CrossValidate, Event, Fit, Split, Transform
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Dye, Value

_STEPS = 8  # splits and transformers between a table and a fit


@dataclass(frozen=True)
class Learned:
    """Data that a model learns from, and the tables that they were taken from."""

    event: Event
    estimator: Value
    x: Value
    y: Value | None
    table: Value  # X before it was split and transformed
    labels: Value | None  # y before it was split


def all_learned(flow: Flow) -> Iterator[Learned]:
    """Iterate over the fits and cross-validations of models."""
    return iter(flow.index(_learned))


def _learned(flow: Flow) -> list[Learned]:
    return list(_find_learned(flow))


def _find_learned(flow: Flow) -> Iterator[Learned]:
    back = _sources(flow)
    for event in flow.events:
        if isinstance(event, Fit):
            if event.role not in ("model", "search") or event.learns != "xy":
                continue
        elif not isinstance(event, CrossValidate):
            continue
        if event.x is None:
            continue
        y = event.y
        table = _origin(back, event.x)
        yield Learned(
            event, event.estimator, event.x, y, table, None if y is None else _origin(back, y)
        )


def _sources(flow: Flow) -> dict[int, Value]:
    """Return what each side of a split and each transformed matrix was made of."""
    found: dict[int, Value] = {}
    for event in flow.events:
        if isinstance(event, Transform):
            found[event.result.identity] = event.x
        elif isinstance(event, Split) and len(event.parts) == 2 * len(event.inputs):
            for number, part in enumerate(event.parts):
                found[part.identity] = event.inputs[number // 2]
    return found


def _origin(back: dict[int, Value], value: Value) -> Value:
    for _ in range(_STEPS):
        source = back.get(value.identity)
        if source is None or source is value:
            return value
        if value.columns is not None and value.columns.certain and value.columns.dyed:
            return value
        value = source
    return value


def columns_with(table: Value, dye: Dye) -> list[str]:
    """Return the columns that a table certainly holds and that carry a dye."""
    columns = table.columns
    if columns is None:
        return []
    return sorted(
        name
        for name, dyes in columns.dyed.items()
        if dye in dyes and certainly_holds(columns, name)
    )


def label_of(value: Value | None) -> str | None:
    """Return the one column that y certainly is, or None."""
    columns = None if value is None else value.columns
    if columns is None or not columns.certain or columns.only is None or len(columns.only) != 1:
        return None
    return next(iter(columns.only))
