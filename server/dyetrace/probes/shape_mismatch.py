"""The finding ``shape-mismatch``: a forward that crashed because shapes do not fit."""

from __future__ import annotations

import re
from typing import Final

from dyetrace.findings import Evidence, Finding, Related, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.messages import Failure, Operand

# What torch (1.13 to 2.13) and NumPy say when shapes do not fit. Values out of range (an index into
# an embedding, a device-side assertion) are no matter of shapes, but for a class that has no logit.
_SAYINGS: Final = re.compile(
    "|".join(
        (
            r"shapes cannot be multiplied",
            r"size mismatch",
            r"must match the size of tensor",
            r"Sizes of tensors must match",
            r"stack expects each tensor to be equal size",
            r"Tensors must have same number of dimensions",
            r"is invalid for input of size",
            r"view size is not compatible with input tensor's size",
            r"expected input\[.*\] to have \d+ channels",
            r"Expected \dD .* input to (conv|batch|max|avg|adaptive)",
            r"[Ee]xpected \d+D(, \d+D)*( or \d+D)? input",
            r"Expected input batch_size \(\d+\) to match target batch_size",
            r"[Ee]xpected size for first two dimensions of batch2",
            r"batch[12] must be a 3D tensor|mat\d must be a matrix|1D tensors expected",
            r"inconsistent tensor size",
            r"normalized_shape=.*expected input with shape",
            r"Expected weight to be a vector of size equal to the number of channels",
            r"[Nn]umber of channels in input to be divisible by num_groups",
            r"running_mean should contain \d+ elements",
            r"must be equal to input_size",
            r"RNN: Expected input to be",
            r"[Uu]sing a target size .* different to the input size",
            r"Target size .* must be the same as input size",
            r"[Ee]xpected target size",
            r"expanded size of the tensor",
            r"does not broadcast with previously seen size",
            r"is not broadcastable|doesn't match the broadcast shape",
            r"shape mismatch",
            r"was expecting embedding dimension",
            r"number of dimensions in the tensor input does not match",
            r"Kernel size can't be greater than actual input size|Output size is too small",
            r"Expected (query|key|value).*shape",
            r"1D target tensor expected|0D or 1D target tensor expected",
            r"only batches of spatial targets supported",
            r"Dimension out of range",
            r"could not be broadcast (together|from|to)",
            r"mismatch in its core dimension",
            r"cannot reshape array of size",
            r"all the input array dimensions.*must match",
            r"all input arrays must have the same shape",
            r"not aligned",
        )
    )
)
_CLASS_OUT_OF_BOUNDS: Final = re.compile(r"Target (-?\d+) is out of bounds")
_UNPACKING: Final = re.compile(r"(not enough|too many) values to unpack")
_EXCEPTIONS: Final = ("RuntimeError", "ValueError", "IndexError", "AssertionError")
_LONGEST: Final = 110  # characters of a message
_WHY: Final = "The program stops here every time it gets this far; nothing after this line was run."


def shape_mismatch(collection: Collection) -> Finding | None:
    """Return the finding for a run that ended with shapes that do not fit, else None."""
    failure = collection.failure
    span = None if failure is None else collection.span(failure.place)
    if failure is None or span is None or failure.exception not in _EXCEPTIONS:
        return None
    operands = [o for o in failure.operands if o.kind in ("tensor", "ndarray", "dataframe")]
    out_of_bounds = _CLASS_OUT_OF_BOUNDS.search(failure.message)
    unpacked = _UNPACKING.search(failure.message) is not None and ".shape" in collection.text(span)
    if not (_SAYINGS.search(failure.message) or out_of_bounds or (unpacked and operands)):
        return None
    if not operands and failure.layer is None:
        return None
    if out_of_bounds is not None:
        message = _class_message(operands, int(out_of_bounds.group(1)), failure)
    else:
        message = _message(collection, failure, operands, span)
    return Finding(
        rule="shape-mismatch",
        message=message,
        severity=Severity.ERROR,
        confidence=0.99,
        span=span,
        related=tuple(_related(collection, failure, operands)),
        evidence=(_evidence(failure, operands),),
        why=_WHY,
        advice="Change the layer's size, or the axis that has the wrong one.",
    )


def _message(collection: Collection, failure: Failure, operands: list[Operand], span: Span) -> str:
    """Say what does not fit, with the user's names; shortened until it fits a line."""
    sides = [f"`{o.text}` is {list(o.shape)}" for o in _without_repeats(operands)]
    layer = failure.layer
    if layer is not None and layer.weight is not None:
        expected = _expectation(layer.text, layer.kind)
        given = [f"`{o.text}` is {list(o.shape)}" for o in operands if o.shape in layer.inputs]
        given += [f"its input is {list(shape)}" for shape in layer.inputs[:1]]
        return _fitting(f"{expected}, but {given[0]}" if given else expected, _short(layer.text))
    expression = collection.text(span)
    if len(sides) > 1 and len(operands) == 2:
        return _fitting(f"Shapes do not fit in `{expression}`: {', '.join(sides)}", *_joined(sides))
    if len(sides) > 1:
        return _fitting(f"Shapes do not fit: {', '.join(sides)}", *_joined(sides))
    if not sides:
        return _fitting(f"Shapes do not fit in `{expression}`", "Shapes do not fit here")
    return _fitting(f"`{expression}` does not fit: {sides[0]}", f"Shapes do not fit: {sides[0]}")


def _joined(sides: list[str]) -> tuple[str, ...]:
    return (f"Shapes do not fit: {', '.join(sides)}", f"Shapes do not fit: {', '.join(sides[:2])}")


def _expectation(text: str, kind: str) -> str:
    """Return what a layer takes, from what it prints of itself."""
    for name, words in (
        ("in_features", "{} features"),
        ("num_features", "{} channels"),
        ("num_channels", "{} channels"),
        ("in_channels", "{} channels"),
    ):
        found = re.search(rf"{name}=(\d+)", text)
        if found:
            return f"`{_short(text)}` takes " + words.format(found.group(1))
    found = re.match(r"(Conv\w*|BatchNorm\w*|LayerNorm|LSTM|GRU|RNN)\(\(?(\d+)", text)
    if found:
        unit = "channels" if found.group(1).startswith(("Conv", "Batch")) else "features"
        return f"`{_short(text)}` takes {found.group(2)} {unit}"
    return f"`{_short(text) or kind}` cannot take that"


def _short(text: str) -> str:
    """Shorten what a layer prints of itself to its first arguments."""
    head, _, arguments = text.partition("(")
    kept: list[str] = []
    for argument in re.findall(r"(?:\([^()]*\)|[^,()])+", arguments):
        if len(kept) < 2:
            kept.append(argument.strip())
    return f"{head}({', '.join(kept)})" if kept else head


def _fitting(*candidates: str) -> str:
    for candidate in candidates:
        if len(candidate) <= _LONGEST and "\n" not in candidate:
            return candidate
    return candidates[-1].replace("\n", " ")[: _LONGEST - 1] + "…"


def _class_message(operands: list[Operand], target: int, failure: Failure) -> str:
    if operands and len(operands[0].shape) > 1:
        logits = operands[0]
        classes = logits.shape[1]
        labels = f"`{operands[1].text}`" if len(operands) > 1 else "the target"
        return _fitting(
            f"{labels} holds class {target}, but `{logits.text}` is {list(logits.shape)}:"
            f" classes 0 to {classes - 1}",
            f"{labels} holds class {target}, but there are classes 0 to {classes - 1} only",
        )
    return _fitting(failure.message)


def _without_repeats(operands: list[Operand]) -> list[Operand]:
    return list({operand.text: operand for operand in operands}.values())


def _related(collection: Collection, failure: Failure, operands: list[Operand]) -> list[Related]:
    related = []
    if failure.layer is not None:
        place = collection.span(failure.layer.definition)
        if place is not None:
            related.append(Related(place, f"`{_short(failure.layer.text)}` is defined here"))
    for operand in _without_repeats(operands)[:3]:
        born = _birth(collection, operand)
        if born is not None:
            related.append(
                Related(born, f"`{operand.text}` gets its shape {list(operand.shape)} here")
            )
    return related


def _birth(collection: Collection, operand: Operand) -> Span | None:
    """Return the last binding of a name before its use, in the same function."""
    use = collection.span(operand.place)
    if use is None or not operand.text.isidentifier():
        return None
    function = collection.function(use)
    found = None
    for seen in collection.shapes.values():
        span = collection.span(seen[-1].place)
        if span is None or span.path != use.path or span >= use or span.line == use.line:
            continue
        is_same = collection.text(span) == operand.text and collection.is_binding(span)
        if is_same and collection.function(span) == function and (found is None or span > found):
            found = span
    return found


def _evidence(failure: Failure, operands: list[Operand]) -> Evidence:
    values: dict[str, object] = {
        "operands": [{"expression": o.text, "shape": list(o.shape)} for o in operands],
        "exception": failure.exception,
        "message": failure.message.strip().split("\n")[0][:300],
    }
    if failure.layer is not None:
        values["layer"] = failure.layer.text
        if failure.layer.weight is not None:
            values["weight"] = list(failure.layer.weight)
        values["inputs"] = [list(shape) for shape in failure.layer.inputs]
    text = f"Measured: the program stopped here with {failure.exception}: {values['message']}"
    return Evidence("measured", text, values)
