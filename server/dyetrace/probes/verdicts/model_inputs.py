"""What reaches the model: numbers that are missing, raw, far apart or laid out the wrong way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Finding, Severity, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.fields import Fields
from dyetrace.probes.verdicts.base import (
    Text,
    Verdict,
    facts_of,
    fine,
    found,
    measured,
    place_among,
    unknown,
    why_not,
)

KINDS = ("data",)
_NAME: Final = "bad-input-range"
APART: Final = 1e3  # ratio of the largest features that makes one drown the others
PIXELS: Final = 255.0
RAW: Final = 50.0  # whole numbers that reach higher are raw pixels, as long as none is above 255


def judge(collection: Collection) -> Iterator[Verdict]:
    """Judge each tensor that the model was given; integers are taken for ids and left alone."""
    facts = facts_of(collection, "inputs")
    if facts is None:
        yield unknown(_NAME, why_not(collection, "inputs"))
        return
    span = place_among(
        collection, facts.maybe_place("call_place"), facts.maybe_place("model_place")
    )
    if span is None:
        yield unknown(_NAME, "the model is not called in the workspace")
        return
    tensors = facts.parts("tensors")
    for part in tensors:
        text = _wrong(part)
        if text is not None:
            yield found(_finding(part, span, text))
            return
    yield fine(_NAME, "; ".join(map(_described, tensors)) or "no tensor")


def _wrong(part: Fields) -> Text | None:
    shape = part.shape("shape")
    if part.whole("nonfinite"):
        rows = ", ".join(map(str, part.wholes("bad_rows")[:5]))
        return Text(
            f"The batch holds {part.whole('nonfinite')} values that are NaN or infinite"
            + (f" (rows {rows})" if rows else ""),
            f"Measured on {_described(part)}",
            "One such value makes the loss and then all weights NaN.",
            "Fill or drop these rows where the data is loaded.",
        )
    low, high = part.maybe_number("low"), part.maybe_number("high")
    if not part.text("dtype").startswith(("float", "bfloat")) or low is None or high is None:
        return None
    is_image = len(shape) == 4
    if is_image and part.maybe_truth("whole") and low >= 0 and RAW < high <= PIXELS:
        return Text(
            f"Raw pixels reach the model: {low:g} to {high:g}",
            f"Measured on {_described(part)}",
            "Networks are initialised for inputs of about unit size: with raw pixels training is"
            " slow or does not begin.",
            "Divide by 255, or normalise with the mean and deviation of the training set.",
        )
    if is_image and shape[3] in (1, 3) and shape[1] > 4 and shape[2] == shape[1]:
        return Text(
            f"Images arrive as (batch, height, width, channels): {list(shape)}",
            f"Measured on {_described(part)}",
            "Layers of torch take the second axis for the channels: they would mix rows of pixels.",
            "Use `permute(0, 3, 1, 2)`.",
        )
    ratio = part.maybe_number("ratio")
    if len(shape) == 2 and ratio is not None and ratio > APART and high - low > APART:
        return Text(
            f"Features differ in size by a factor of {ratio:.0e}: the largest drowns the others",
            f"Measured on {_described(part)}; column {part.whole('largest')} is the largest",
            "A network sees little but the largest feature, and its gradients are as uneven.",
            "Scale the features (`StandardScaler`, fitted on the training part).",
        )
    return None


def _finding(part: Fields, span: Span, text: Text) -> Finding:
    names = ("low", "high", "mean", "std", "ratio")
    values = {name: part.maybe_number(name) for name in names}
    known = {
        "shape": list(part.shape("shape")),
        **{k: v for k, v in values.items() if v is not None},
    }
    return measured(_NAME, Severity.WARNING, 0.9, span, text, known)


def _described(part: Fields) -> str:
    text = f"{part.text('dtype')} {list(part.shape('shape'))}"
    low, high = part.maybe_number("low"), part.maybe_number("high")
    if low is None or high is None:
        return text
    mean, std = part.maybe_number("mean") or 0.0, part.maybe_number("std") or 0.0
    return f"{text} from {low:.3g} to {high:.3g} (mean {mean:.3g}, deviation {std:.3g})"


def data_of(collection: Collection) -> dict[str, object]:
    """Return what the report shows of the tensors that the model was given."""
    facts = facts_of(collection, "inputs")
    if facts is None:
        return {}
    names = ("low", "high", "mean", "std")
    tensors = [
        {
            "shape": list(part.shape("shape")),
            "dtype": part.text("dtype"),
            "nonfinite": part.whole("nonfinite"),
            **{name: part.maybe_number(name) for name in names},
        }
        for part in facts.parts("tensors")
    ]
    return {"tensors": tensors}
