"""Judgements of programs that split for a model that is not there (yet).

While a program is written, the split stands before the model does, and a module that prepares data
leaves the model to another file. The hold-out split itself says what both sides are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from dyetrace.flow.events import Backward, CrossValidate, Fit, Predict, Score, Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value, fresh
from dyetrace.rules.data.leaks import Judgement
from dyetrace.rules.data.networks import network_judgements


def untold_judgements(flow: Flow) -> list[Judgement]:
    """Return the judgements that no score or prediction tells, of networks and of splits."""
    return [*network_judgements(flow), *_of_splits(flow)]


def _of_splits(flow: Flow) -> Iterator[Judgement]:
    """Yield one judgement for each hold-out where nothing learns in this program."""
    if _has_model(flow):
        return
    for index, event in enumerate(flow.events):
        if not isinstance(event, Split) or event.kind != "holdout":
            continue
        train, test = _sides(event)
        if train is not None and test is not None:
            record = fresh(type="fit", site=event.site, rows=train.rows, dye=train.dye)
            yield Judgement(
                fresh(), record, test, test.rows, event.site, index, scored=False, is_known=False
            )


def _has_model(flow: Flow) -> bool:
    return any(
        isinstance(event, (Backward, CrossValidate, Predict, Score))
        or (isinstance(event, Fit) and event.role in ("model", "search"))
        for event in flow.events
    )


def _sides(split: Split) -> tuple[Value | None, Value | None]:
    """Return the features on both sides of a split."""
    parts = split.parts[:2]
    return (parts[0], parts[1]) if len(parts) == 2 and all(p.rows for p in parts) else (None, None)
