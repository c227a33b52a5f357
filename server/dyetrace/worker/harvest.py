"""The user's own names of numbers: attributes of modules, their configuration, globals."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from .channel import Channel, clipped
from .recorder import Recorder

MOST_NAMES = 500
_LARGEST = 10_000_000


def tell_names(recorder: Recorder, channel: Channel) -> None:
    """Send the names of whole numbers that may be sizes of dimensions."""
    _tell_arguments(recorder, channel)
    told: set[tuple[str, int, str, str]] = set()
    for name, value, kind, owner in [*_of_modules(recorder), *_globals(recorder)]:
        entry = (name, value, kind, owner)
        if entry in told or not 1 < value <= _LARGEST or len(told) >= MOST_NAMES:
            continue
        told.add(entry)
        channel.send(
            "named",
            name=clipped(name, 100),
            value=value,
            kind=kind,
            owner=clipped(owner, 200),
            place=None,
        )


def _tell_arguments(recorder: Recorder, channel: Channel) -> None:
    """Send the arguments that were the same whole number in every call, with their places."""
    for site, value in list(recorder.argument_values.items())[:MOST_NAMES]:
        if value is None or not 1 < value <= _LARGEST:
            continue
        file, place, *_ = recorder.sites[site]
        recorder.announce(file)
        name = clipped(file.text_at(place), 100)
        where = [file.index, *file.columns(place)]
        channel.send("named", name=name, value=value, kind="argument", owner="", place=where)


def _of_modules(recorder: Recorder) -> Iterator[tuple[str, int, str, str]]:
    modules = {id(m): m for m in [*recorder.owners.alive().values(), *recorder.modules()]}
    for module in modules.values():
        if not _is_own(type(module), recorder):
            continue
        owner = type(module).__qualname__
        for name, value in list(vars(module).items()):
            if type(value) is int:
                if not name.startswith("_"):
                    yield name, value, "attribute", owner
            elif not name.startswith("_"):
                for field, number in _numbers_of(value):
                    yield field, number, "config", owner


def _numbers_of(value: Any) -> Iterator[tuple[str, int]]:
    """Iterate over the whole numbers of a configuration object or mapping."""
    if isinstance(value, dict):
        fields = list(value.items())
    elif hasattr(value, "__dict__") and not callable(value):
        fields = [*vars(type(value)).items(), *vars(value).items()]
    else:
        return
    for name, number in fields[:200]:
        if type(number) is int and isinstance(name, str) and not name.startswith("_"):
            yield name, number


def _globals(recorder: Recorder) -> Iterator[tuple[str, int, str, str]]:
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if not isinstance(path, str) or recorder.sites.file_of(path) is None:
            continue
        for name, value in list(vars(module).items()):
            if type(value) is int and not name.startswith("_"):
                yield name, value, "global", path


def _is_own(kind: type, recorder: Recorder) -> bool:
    module = sys.modules.get(kind.__module__)
    path = getattr(module, "__file__", None)
    return isinstance(path, str) and recorder.sites.file_of(path) is not None
