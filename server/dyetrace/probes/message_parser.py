"""Checks what a worker says, line by line: it is untrusted input."""

from __future__ import annotations

import json
from collections.abc import Callable

from dyetrace.probes.fields import Fields
from dyetrace.probes.messages import (
    Bins,
    Died,
    Doing,
    End,
    EntryUsed,
    Experiment,
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
    return make(Fields(document))


def _shape_seen(fields: Fields) -> ShapeSeen:
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


def _total(fields: Fields) -> Total:
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


def _bins(fields: Fields) -> Bins:
    return Bins(fields.number("low"), fields.number("high"), fields.shape("counts"))


def _module(fields: Fields) -> ModuleSeen:
    return ModuleSeen(
        fields.text("kind"),
        fields.maybe_text("path"),
        fields.whole("parameters"),
        fields.whole("trainable"),
        fields.whole("bytes"),
        fields.maybe_whole("flops"),
    )


def _entry(fields: Fields) -> EntryUsed:
    constructor, given = fields.part("constructor"), fields.part("input")
    return EntryUsed(
        fields.one_of("how", "script", "target", "notebook", "pytest"),
        fields.maybe_text("target"),
        None if constructor is None else _input(constructor),
        None if given is None else _input(given),
        fields.one_of("tensors", *_TENSORS),
        fields.text("why"),
    )


def _input(fields: Fields) -> InputUsed:
    return InputUsed(
        fields.text("expression"), fields.one_of("source", *_SOURCES), fields.text("why")
    )


def _sample(fields: Fields) -> Sample:
    values = tuple(
        (part.maybe_text("path"), part.shape("shape")) for part in fields.parts("values")
    )
    return Sample(fields.whole("run"), fields.whole("site"), values)


def _parameter(fields: Fields) -> ParameterFacts:
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


def _failure(fields: Fields) -> Failure:
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


def _layer(fields: Fields) -> Layer:
    inputs = tuple(part.shape("shape") for part in fields.parts("inputs"))
    weight = fields.part("weight")
    return Layer(
        fields.text("kind"),
        fields.text("text"),
        inputs,
        None if weight is None else weight.shape("shape"),
        fields.maybe_place("definition"),
    )


_MAKERS: dict[str, Callable[[Fields], Message]] = {
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
        f.maybe_place("place"),
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
    "experiment": lambda f: Experiment(f.text("name"), f.text("why_not"), f.part("facts")),
}
