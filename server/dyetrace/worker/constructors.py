"""How a class could be made when nothing in the workspace makes it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

_USUAL = (  # whole words or parts of the names of arguments, and a value that is mostly possible
    (("in_channels", "in_chans", "in_ch", "channels_in", "n_channels", "num_channels"), "3"),
    (("num_classes", "n_classes", "classes", "out_features", "output_dim", "output_size"), "10"),
    (("vocab", "ntoken", "n_token", "num_embeddings"), "100"),
    (("input_shape", "img_shape", "image_shape"), "(3, 32, 32)"),
    (("rnn_type",), "'LSTM'"),
    (("batch_first", "bias", "causal"), "True"),
    (("head",), "4"),
    (("num_layers", "n_layer", "layers", "depth", "blocks", "factor", "scale"), "2"),
    (("kernel",), "3"),
    (("stride", "groups", "dilation"), "1"),
    (("padding",), "1"),
    (("dropout", "drop", "p_drop"), "0.1"),
    (("max_len", "block_size", "context", "seq_len", "max_seq", "max_position"), "64"),
    (("img_size", "image_size", "resolution"), "32"),
    (("patch",), "8"),
    (("out_channels", "out_ch", "filters", "planes"), "16"),
    (("channels",), "3"),
    (("expansion", "ratio", "mult"), "4"),
    (
        (
            "embed",
            "hidden",
            "d_model",
            "dim",
            "n_embd",
            "width",
            "latent",
            "features",
            "size",
            "hid",
            "inp",
        ),
        "32",
    ),
    (("device",), "'cpu'"),
)


def guessed_constructors(kind: type, path: str, names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Iterate over (expression, why); a class that needs no argument comes without a reason."""
    try:
        parameters = list(inspect.signature(kind).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    required = [p for p in parameters if p.default is p.empty and p.kind in _PLAIN]
    if not required:
        yield f"{path}()", ""
        return
    parts = [_argument(parameter, names) for parameter in required]
    if all(part is not None for part in parts):
        whys = ", ".join(f"`{p.name}`" for p in required)
        yield f"{path}({', '.join(filter(None, parts))})", f"{whys} by their names"


_PLAIN = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.KEYWORD_ONLY,
)


def _argument(parameter: inspect.Parameter, names: dict[str, Any]) -> str | None:
    value = _value(parameter, names)
    return None if value is None else f"{parameter.name}={value}"


def _value(parameter: inspect.Parameter, names: dict[str, Any]) -> str | None:
    annotation = parameter.annotation
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    text = "" if annotation is parameter.empty else text
    kind = names.get(text.strip("'\" "))
    if isinstance(kind, type) and _needs_nothing(kind):
        return f"{text}()"
    name = parameter.name.lower()
    if "config" in name or name in ("cfg", "args", "hparams", "params"):
        return _configuration(names)
    if str(annotation).replace("typing.", "").lower().startswith(("list", "<class 'list")):
        return "[8, 16]"
    if text in ("bool",):
        return "False"
    if text in ("float",):
        return "0.1"
    for words, usual in _USUAL:
        if any(word in name for word in words):
            return usual
    return "8" if text in ("int", "") else None


def _configuration(names: dict[str, Any]) -> str | None:
    """Return an expression for the one configuration class or object that the file has."""
    for name, value in names.items():
        if "config" in name.lower() or name in ("cfg", "args", "hparams"):
            if isinstance(value, type) and _needs_nothing(value):
                return f"{name}()"
            if not isinstance(value, type) and not callable(value) and not inspect.ismodule(value):
                return name
    return None


def _needs_nothing(kind: type) -> bool:
    if kind.__module__ == "builtins":
        return False
    try:
        parameters = inspect.signature(kind).parameters.values()
    except (TypeError, ValueError):
        return False
    return not any(p.default is p.empty and p.kind in _PLAIN for p in parameters)
