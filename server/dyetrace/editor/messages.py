"""The messages that are Dyetrace's own, typed (see ``docs/protocol.md``)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from pygls.exceptions import JsonRpcInvalidParams

PROBE: Final = "dyetrace/probe"
CLEAR_PROBE: Final = "dyetrace/clearProbe"
DEBUG_INFORMATION: Final = "dyetrace/debugInformation"
HEALTH: Final = "dyetrace/health"

Token = int | str
_KINDS: Final = (
    *("shapes", "gradients", "overfit", "curve", "nan"),
    *("predictions", "data", "leakage", "determinism"),
)
_DEVICES: Final = ("cpu", "cuda", "auto")
_LONGEST_RUN: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class ProbeParams:
    """What the client asks ``dyetrace/probe`` to do."""

    uri: str
    kinds: tuple[str, ...]
    python: tuple[str, ...]
    workspace: str
    target: str | None = None
    cell: int | None = None
    input: str | None = None  # arguments of the target's call, as Python text
    constructor: str | None = None
    batch_size: int | None = None
    fake: bool = False
    arguments: tuple[str, ...] = ()
    timeout: float = 60.0
    memory: int | None = None
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    allow_writes: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    token: Token | None = None

    @classmethod
    def parse(cls, raw: Any) -> ProbeParams:
        """Read the request's parameters; raises ``JsonRpcInvalidParams`` with a clear sentence."""
        fields = _Fields(raw, PROBE)
        kinds, python = fields.strings("kinds"), fields.strings("python")
        unknown = sorted(set(kinds) - set(_KINDS))
        if not kinds or unknown:
            raise fields.wrong("kinds", f"a list of {', '.join(_KINDS)}")
        if not python or not os.path.isabs(python[0]):
            raise fields.wrong("python", "a command that starts with an absolute path")
        timeout = fields.number("timeout", 60.0)
        if not 0 < timeout <= _LONGEST_RUN:
            raise fields.wrong("timeout", "a number of seconds up to one day")
        device = fields.string("device", "cpu")
        if device not in _DEVICES:
            raise fields.wrong("device", f"one of {', '.join(_DEVICES)}")
        return cls(
            uri=fields.string("uri"),
            kinds=kinds,
            python=python,
            workspace=fields.string("workspace"),
            target=fields.string("target", None),
            cell=fields.whole("cell"),
            input=fields.string("input", None),
            constructor=fields.string("constructor", None),
            batch_size=fields.whole("batchSize"),
            fake=fields.raw.get("fake") is True,
            arguments=fields.strings("arguments"),
            timeout=timeout,
            memory=fields.whole("memory"),
            device=cast(Literal["cpu", "cuda", "auto"], device),
            allow_writes=fields.raw.get("allowWrites") is True,
            environment=fields.mapping("environment"),
            token=fields.token("workDoneToken"),
        )


def parse_clear_probe(raw: Any) -> str | None:
    """Read the parameters of ``dyetrace/clearProbe``: the document's URI, None for all."""
    fields = _Fields({} if raw is None else raw, CLEAR_PROBE)
    return cast("str | None", fields.string("uri", None))


_REQUIRED: Final = object()


class _Fields:
    """Reads fields of a JSON object, each with a sentence for what is wrong with it."""

    def __init__(self, raw: Any, method: str) -> None:
        self.method = method
        if not isinstance(raw, dict):
            raise JsonRpcInvalidParams(f"`{method}` needs an object as its parameters.")
        self.raw: dict[str, Any] = raw

    def wrong(self, name: str, expected: str) -> JsonRpcInvalidParams:
        return JsonRpcInvalidParams(f"`{name}` of `{self.method}` must be {expected}.")

    def string(self, name: str, default: Any = _REQUIRED) -> Any:
        value = self.raw.get(name)
        if value is None and default is not _REQUIRED:
            return default
        if not isinstance(value, str):
            raise self.wrong(name, "a string")
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        value = self.raw.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(name, "a list of strings")
        return tuple(value)

    def number(self, name: str, default: float) -> float:
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(name, "a number")
        return float(value)

    def whole(self, name: str) -> int | None:
        value = self.raw.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.wrong(name, "a whole number")
        return value

    def mapping(self, name: str) -> dict[str, str]:
        value = self.raw.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.wrong(name, "an object of strings")
        return value

    def token(self, name: str) -> Token | None:
        value = self.raw.get(name)
        if value is not None and not isinstance(value, int | str):
            raise self.wrong(name, "a string or a number")
        return value
