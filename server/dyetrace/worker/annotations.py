"""Inputs from shape annotations as jaxtyping has them: ``x: Float[Tensor, "batch time dim"]``."""

from __future__ import annotations

import ast
import re
from typing import Any, Union

_KINDS = {
    "Float": "torch.randn({})",
    "Float32": "torch.randn({})",
    "Float64": "torch.randn({}, dtype=torch.float64)",
    "Float16": "torch.randn({}, dtype=torch.float16)",
    "BFloat16": "torch.randn({}, dtype=torch.bfloat16)",
    "Num": "torch.randn({})",
    "Shaped": "torch.randn({})",
    "Real": "torch.randn({})",
    "Inexact": "torch.randn({})",
    "Int": "torch.zeros({}, dtype=torch.long)",
    "Int64": "torch.zeros({}, dtype=torch.long)",
    "Int32": "torch.zeros({}, dtype=torch.int32)",
    "Integer": "torch.zeros({}, dtype=torch.long)",
    "UInt8": "torch.zeros({}, dtype=torch.uint8)",
    "Bool": "torch.ones({}, dtype=torch.bool)",
}
_ATOM = re.compile(r"[#?]*(?:[A-Za-z_]\w*=)?(\d+|[A-Za-z_]\w*)\Z")
_LENGTHS = (16, 12, 10, 14, 9)  # of dimensions that only the annotation knows
_Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def annotated(function: _Function, parameters: list[str], owner: Any, batch: int) -> str | None:
    """Return arguments that fit the annotations of a function; None where one has none."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = {a.arg: a.annotation for a in arguments}
    sizes: dict[str, int] = {}
    texts = []
    for name in parameters:
        found = _shape_of(annotations.get(name))
        if found is None:
            return None
        kind, dimensions = found
        shape = [_size(dimension, index, sizes, owner, batch) for index, dimension in dimensions]
        if any(size is None for size in shape):
            return None
        inside = "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
        texts.append(_KINDS[kind].format(inside))
    return ", ".join(texts)


def _shape_of(annotation: Any) -> tuple[str, list[tuple[int, str]]] | None:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return None
    if not isinstance(annotation, ast.Subscript):
        return None
    name = ast.unparse(annotation.value).rpartition(".")[2]
    parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else []
    if name not in _KINDS or len(parts) != 2:
        return None
    text = parts[1]
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
        return None
    return name, list(enumerate(text.value.split()))


def _size(dimension: str, index: int, sizes: dict[str, int], owner: Any, batch: int) -> int | None:
    if dimension.startswith(("*", "...")):
        return batch
    match = _ATOM.match(dimension)
    if match is None:
        return None
    name = match.group(1)
    if name.isdigit():
        return int(name)
    if name not in sizes:
        known = getattr(owner, name, None)
        if type(known) is int:
            sizes[name] = known
        elif index == 0 or name.lower() in ("b", "batch", "bs", "n"):
            sizes[name] = batch
        else:
            sizes[name] = _LENGTHS[len(sizes) % len(_LENGTHS)]
    return sizes[name]
