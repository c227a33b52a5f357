"""Where the inputs of one class or function come from: told, written down, or seen in a call."""

from __future__ import annotations

from typing import Any

from dyetrace.probes.report import ProbeRequest
from dyetrace.source.program import Source


def entry_request(request: ProbeRequest, source: Source) -> dict[str, Any]:
    """Return what the worker is to try, in order; what is left open it guesses."""
    inputs, constructors = [], []
    if request.input is not None:
        inputs.append(_told(request.input))
    if request.constructor is not None:
        constructors.append(_told(request.constructor))
    return {
        "target": request.target,
        "inputs": inputs,
        "constructors": constructors,
        "needs": [],
    }


def _told(expression: str) -> dict[str, str]:
    return {"expression": expression, "source": "given", "why": ""}
