"""Predictions as values: which calls made them."""

from __future__ import annotations

from dyetrace.findings import Related, Span
from dyetrace.flow.events import Predict
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.data.naming import in_order, model_name


def is_prediction(value: Value) -> bool:
    """Whether a model's prediction took part in a value."""
    return any(dye.kind == "prediction" for dye in value.dye)


def predictions_in(flow: Flow, value: Value) -> list[Predict]:
    """Return the predictions that took part in a value, the newest one of each place."""
    sites = {dye.site for dye in value.dye if dye.kind == "prediction"}
    found = {event.site: event for event in flow.of(Predict) if event.site in sites}
    return list(found.values())


def places_of_prediction(flow: Flow, value: Value, without: Span) -> tuple[Related, ...]:
    """Return where a value was predicted."""
    places = [
        Related(event.site, f"`{model_name(flow, event.estimator)}` predicts here")
        for event in predictions_in(flow, value)
    ]
    return in_order(places, without=without)
