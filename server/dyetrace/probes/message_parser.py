"""Checks what a worker says, line by line: it is untrusted input."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from dyetrace.probes.messages import (
    Bins,
    Died,
    Doing,
    End,
    EntryUsed,
    Failure,
    FileSeen,
    Guarded,
    InputUsed,
    Layer,
    Limit,
    Message,
    ModuleSeen,
    NameFound,
    Operand,
    OptimizerFacts,
    ParameterFacts,
    Place,
    ProtocolError,
    Ready,
    RunDone,
    Sample,
    ShapeSeen,
    SymbolVaried,
    TorchFound,
    Total,
    Training,
    Unsupported,
    VariantSeen,
    WriteSeen,
)

LONGEST_LINE = 1024 * 1024  # bytes of one message
LONGEST_TEXT = 4096  # characters of any text in a message


def parse_message(line: bytes) -> Message:
    """Parse one line of a worker; raises ``ProtocolError``."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise ProtocolError("the worker said something that is not JSON") from None
    if not isinstance(document, dict):
        raise ProtocolError("the worker said something that is no message")
    kind = document.get("type")
    make = _MAKERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise ProtocolError("the worker sent a message of an unknown type")
    return make(_Fields(document))


class _Fields:
    """The fields of one message, each asked for with its type."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def _wrong(self, name: str) -> ProtocolError:
        kind = self._document.get("type")
        return ProtocolError(f"the worker sent a message `{kind}` with a wrong `{name}`")

    def whole(self, name: str) -> int:
        return _whole(self._document.get(name), self._wrong(name))

    def maybe_whole(self, name: str) -> int | None:
        return None if self._document.get(name) is None else self.whole(name)

    def text(self, name: str) -> str:
        value = self._document.get(name)
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise self._wrong(name)
        return value

    def maybe_text(self, name: str) -> str | None:
        return None if self._document.get(name) is None else self.text(name)

    def one_of(self, name: str, *choices: str) -> str:
        value = self.text(name)
        if value not in choices:
            raise self._wrong(name)
        return value

    def truth(self, name: str) -> bool:
        value = self._document.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name)
        return value

    def maybe_truth(self, name: str) -> bool | None:
        return None if self._document.get(name) is None else self.truth(name)

    def number(self, name: str) -> float:
        return _number(self._document.get(name), self._wrong(name))

    def maybe_number(self, name: str) -> float | None:
        return None if self._document.get(name) is None else self.number(name)

    def items(self, name: str) -> list[Any]:
        value = self._document.get(name)
        if not isinstance(value, list) or len(value) > 256:
            raise self._wrong(name)
        return value

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(_whole(item, self._wrong(name)) for item in self.items(name))

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(_number(item, self._wrong(name)) for item in self.items(name))

    def stats(self, name: str) -> dict[str, float]:
        value = self._document.get(name)
        if not isinstance(value, dict) or len(value) > 16:
            raise self._wrong(name)
        return {str(key): _number(item, self._wrong(name)) for key, item in value.items()}

    def place(self, name: str) -> Place:
        numbers = self.shape(name)
        if len(numbers) != 5 or min(numbers) < 0:
            raise self._wrong(name)
        return Place(*numbers)

    def maybe_place(self, name: str) -> Place | None:
        return None if self._document.get(name) is None else self.place(name)

    def parts(self, name: str) -> list[_Fields]:
        return [_Fields(self._mapping(item, name)) for item in self.items(name)]

    def part(self, name: str) -> _Fields | None:
        value = self._document.get(name)
        return None if value is None else _Fields(self._mapping(value, name))

    def _mapping(self, value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(name)
        return value


def _whole(value: Any, error: ProtocolError) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**63:
        raise error
    return value


def _number(value: Any, error: ProtocolError) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise error
    return value


def _shape_seen(fields: _Fields) -> ShapeSeen:
    return ShapeSeen(
        fields.whole("site"),
        fields.place("place"),
        fields.one_of("kind", "tensor", "ndarray", "dataframe", "module", "int"),
        fields.shape("shape"),
        fields.maybe_text("dtype"),
        fields.maybe_text("device"),
        fields.maybe_truth("requires_grad"),
        fields.stats("stats"),
        fields.one_of("tensors", *_TENSORS),
    )


_TENSORS = ("real", "fake", "substituted")
_SOURCES = ("given", "comment", "configuration", "call", "annotation", "guess", "default")


def _total(fields: _Fields) -> Total:
    histogram, module = fields.part("histogram"), fields.part("module")
    return Total(
        site=fields.whole("site"),
        calls=fields.whole("calls"),
        stats=fields.stats("stats"),
        requires_grad=fields.maybe_truth("requires_grad"),
        concrete=fields.shape("concrete"),
        variants=tuple(
            VariantSeen(
                part.maybe_text("path"),
                part.shape("shape"),
                part.maybe_text("dtype"),
                part.maybe_text("device"),
                part.maybe_truth("requires_grad"),
                part.whole("calls"),
            )
            for part in fields.parts("variants")
        ),
        histogram=None if histogram is None else _bins(histogram),
        module=None if module is None else _module(module),
    )


def _bins(fields: _Fields) -> Bins:
    return Bins(fields.number("low"), fields.number("high"), fields.shape("counts"))


def _module(fields: _Fields) -> ModuleSeen:
    return ModuleSeen(
        fields.text("kind"),
        fields.maybe_text("path"),
        fields.whole("parameters"),
        fields.whole("trainable"),
        fields.whole("bytes"),
        fields.maybe_whole("flops"),
    )


def _entry(fields: _Fields) -> EntryUsed:
    constructor, given = fields.part("constructor"), fields.part("input")
    return EntryUsed(
        fields.one_of("how", "script", "target", "notebook", "pytest"),
        fields.maybe_text("target"),
        None if constructor is None else _input(constructor),
        None if given is None else _input(given),
        fields.one_of("tensors", *_TENSORS),
        fields.text("why"),
    )


def _input(fields: _Fields) -> InputUsed:
    return InputUsed(
        fields.text("expression"), fields.one_of("source", *_SOURCES), fields.text("why")
    )


def _sample(fields: _Fields) -> Sample:
    values = tuple(
        (part.maybe_text("path"), part.shape("shape")) for part in fields.parts("values")
    )
    return Sample(fields.whole("run"), fields.whole("site"), values)


def _parameter(fields: _Fields) -> ParameterFacts:
    return ParameterFacts(
        root=fields.whole("root"),
        root_name=fields.text("root_name"),
        root_training=fields.truth("root_training"),
        root_own=fields.truth("root_own"),
        name=fields.text("name"),
        layer=fields.text("layer"),
        layer_kind=fields.text("layer_kind"),
        layer_is_own=fields.truth("layer_is_own"),
        shape=fields.shape("shape"),
        trainable=fields.truth("trainable"),
        reached=fields.truth("reached"),
        optimizer=fields.maybe_whole("optimizer"),
        norms=fields.numbers("norms"),
        mean=fields.maybe_number("mean"),
        update=fields.maybe_number("update"),
        nonfinite=fields.truth("nonfinite"),
        called=fields.maybe_text("called"),
        order=fields.maybe_whole("order"),
        definition=fields.maybe_place("definition"),
        enclosing=tuple(
            (part.text("path"), part.place("place")) for part in fields.parts("enclosing")
        ),
        mentioned=fields.one_of("mentioned", "never", "unseen", "seen"),
    )


def _failure(fields: _Fields) -> Failure:
    layer = fields.part("layer")
    return Failure(
        fields.text("exception"),
        fields.text("message"),
        fields.text("missing"),
        fields.maybe_place("place"),
        tuple(
            Operand(
                part.text("role"),
                part.place("place"),
                part.text("text"),
                part.text("kind"),
                part.shape("shape"),
            )
            for part in fields.parts("operands")
        ),
        None if layer is None else _layer(layer),
    )


def _layer(fields: _Fields) -> Layer:
    inputs = tuple(part.shape("shape") for part in fields.parts("inputs"))
    weight = fields.part("weight")
    return Layer(
        fields.text("kind"),
        fields.text("text"),
        inputs,
        None if weight is None else weight.shape("shape"),
        fields.maybe_place("definition"),
    )


_MAKERS: dict[str, Callable[[_Fields], Message]] = {
    "ready": lambda f: Ready(f.text("python"), f.whole("pid")),
    "unsupported": lambda f: Unsupported(f.text("python")),
    "torch": lambda f: TorchFound(f.text("version")),
    "progress": lambda f: Doing(f.text("message")),
    "file": lambda f: FileSeen(f.whole("index"), f.text("path")),
    "shape": _shape_seen,
    "total": _total,
    "entry": _entry,
    "symbol": lambda f: SymbolVaried(f.text("label"), f.whole("base"), f.shape("tried")),
    "run": lambda f: RunDone(f.whole("number"), f.shape("sizes")),
    "sample": _sample,
    "named": lambda f: NameFound(
        f.text("name"),
        f.whole("value"),
        f.one_of("kind", "attribute", "config", "global", "argument"),
        f.text("owner"),
    ),
    "write": lambda f: WriteSeen(f.text("path"), f.one_of("action", "redirected", "refused")),
    "optimizer": lambda f: OptimizerFacts(
        f.whole("number"),
        f.text("name"),
        f.maybe_place("definition"),
        f.whole("parameters"),
        f.whole("steps"),
    ),
    "parameter": _parameter,
    "training": lambda f: Training(
        f.whole("steps"), f.whole("backwards"), f.truth("model_called"), f.whole("strangers")
    ),
    "failure": _failure,
    "end": lambda f: End(
        f.text("why"),
        f.maybe_whole("code"),
        f.truth("model_called"),
        f.whole("steps"),
        f.whole("backwards"),
    ),
    "died": lambda f: Died(f.maybe_whole("signal"), f.maybe_whole("code")),
    "limit": lambda f: Limit(f.text("what"), f.whole("used")),
    "guard": lambda f: Guarded(f.truth("kernel")),
}
