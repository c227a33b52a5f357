"""Finds the modules of this folder and asks those that a probe kind needs."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import dyetrace.probes.verdicts as package
from dyetrace.findings import Finding, Severity
from dyetrace.probes.collecting import Collection
from dyetrace.probes.messages import ProtocolError
from dyetrace.probes.verdicts.base import Verdict, unknown

_LOG = logging.getLogger(__name__)
_HELPERS = ("base", "judging")


class _Judge(NamedTuple):
    name: str
    kinds: tuple[str, ...]
    judge: Callable[[Collection], Iterator[Verdict]]


@cache
def _judges() -> tuple[_Judge, ...]:
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__))
    modules = [
        importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if name not in _HELPERS
    ]
    return tuple(_Judge(m.__name__, m.KINDS, m.judge) for m in modules)


def verdicts(collection: Collection) -> list[Verdict]:
    """Return the verdicts of all checks that the wanted probe kinds have."""
    found: list[Verdict] = []
    for judge in _judges():
        if not set(judge.kinds) & set(collection.request.kinds):
            continue
        try:
            found += judge.judge(collection)
        except ProtocolError as error:
            _LOG.warning("%s: %s", judge.name, error)
            found.append(unknown(judge.name.rpartition(".")[2], "its facts made no sense"))
    return found


# What a cause brings about is told in the checks, but is no finding of its own beside it.
_BLINDING = (
    "activation-before-loss",
    "missing-activation-before-loss",
    "broadcast-loss",
    "bad-input-range",
    "bad-labels",
    "ignored-input",
    "nan-origin",
    "no-gradient",
)
SYMPTOMS = {
    "cannot-overfit-batch": _BLINDING,
    "one-class-predictions": _BLINDING,
    "loss-curve": (*_BLINDING, "cannot-overfit-batch"),
    "initial-loss-off": ("bad-input-range",),
    "bad-input-range": ("nan-origin",),
    "exploding-gradient": ("nan-origin",),
}


def without_symptoms(findings: list[Finding]) -> list[Finding]:
    """Return the findings that no other finding explains."""
    certain = {f.rule for f in findings if f.severity > Severity.INFORMATION}
    return [f for f in findings if certain.isdisjoint(SYMPTOMS.get(f.rule, ()))]
