"""Checks what a worker says, line by line: it is untrusted input."""

from __future__ import annotations

import json
from collections.abc import Callable

from dyetrace.probes.fields import Fields
from dyetrace.probes.messages import (
    Died,
    Doing,
    End,
    Experiment,
    Failure,
    FileSeen,
    Guarded,
    Layer,
    Limit,
    Message,
    Operand,
    OptimizerFacts,
    ParameterFacts,
    ProtocolError,
    Ready,
    ShapeSeen,
    TorchFound,
    Total,
    Training,
    Unsupported,
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
    )


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
    "total": lambda f: Total(
        f.whole("site"),
        f.whole("calls"),
        f.stats("stats"),
        f.maybe_truth("requires_grad"),
        f.shape("concrete"),
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
