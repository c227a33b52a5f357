"""Proposals where an operation got tensors that do not fit each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Edit
from dyetrace.probes.messages import Operand
from dyetrace.probes.repairs.calls import Proposal, Scene, argument, literals, span_of

_PRODUCTS: Final = ("matmul", "mm", "bmm", "dot")
_JOINING: Final = ("cat", "concat", "concatenate")
_VIEWS: Final = ("view", "reshape")


def operation_proposals(scene: Scene) -> Iterator[Proposal]:
    """Yield what may repair the failed expression, the likeliest first."""
    node = scene.expression
    if node is None:
        return
    name = _name(node)
    tensors = [o for o in scene.failure.operands if o.kind == "tensor" and o.shape]
    if name in _PRODUCTS:
        yield from _product(scene, tensors)
    elif isinstance(node, ast.Call) and name in _JOINING:
        yield from _joined(scene, node, tensors)
    elif isinstance(node, ast.Call) and name in _VIEWS:
        yield from _viewed(scene, node, name)
    elif isinstance(node, ast.Call):
        yield from _compared(scene, tensors)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.BinOp):
        return "matmul" if isinstance(node.op, ast.MatMult) else ""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _changed(scene: Scene, operand: Operand, call: str) -> Iterator[Proposal]:
    edit = scene.method(operand, call)
    if edit is not None:
        yield Proposal(f"Insert `{call}` after `{operand.text}`", (edit,))


def _product(scene: Scene, tensors: list[Operand]) -> Iterator[Proposal]:
    """Yield a transposed factor."""
    if len(tensors) != 2 or min(len(t.shape) for t in tensors) < 2:
        return
    left, right = tensors
    for one, fits in ((right, left.shape[-1] == right.shape[-1]),
                      (left, left.shape[-2] == right.shape[-2])):  # fmt: skip
        if fits:
            call = ".T" if len(one.shape) == 2 else ".transpose(-2, -1)"
            yield from _changed(scene, one, call)


def _joined(scene: Scene, node: ast.Call, tensors: list[Operand]) -> Iterator[Proposal]:
    """Yield the axis along which the parts do differ."""
    shapes = [t.shape for t in tensors]
    if len(shapes) < 2 or len({len(shape) for shape in shapes}) != 1:
        return
    axes = [n for n in range(len(shapes[0])) if len({shape[n] for shape in shapes}) > 1]
    given = argument(node, 1, "dim")
    if len(axes) != 1:
        return
    if given is None:
        last = node.args[-1] if node.args else None
        if last is not None:
            span = span_of(scene.source, last)
            edit = Edit(span, f"{scene.source.text_of(span)}, dim={axes[0]}")
            yield Proposal(f"Join along `dim={axes[0]}`", (edit,))
    elif isinstance(given, ast.Constant):
        edit = Edit(span_of(scene.source, given), str(axes[0]))
        yield Proposal(f"Join along `dim={axes[0]}`", (edit,))


def _viewed(scene: Scene, node: ast.Call, name: str) -> Iterator[Proposal]:
    """Yield a view that leaves one size open, or a copy where the memory does not fit a view."""
    if name == "view" and "not compatible" in scene.failure.message:
        assert isinstance(node.func, ast.Attribute)
        span = span_of(scene.source, node.func)
        text = scene.source.text_of(span)
        yield Proposal("Use `reshape`", (Edit(span, text.removesuffix("view") + "reshape"),))
        return
    for literal in literals(node):
        span = span_of(scene.source, literal)
        before = scene.source.text_of(span_of(scene.source, node))
        size = scene.source.text_of(span)
        yield Proposal(f"Write `-1` for {size} in `{before}`", (Edit(span, "-1"),))


def _compared(scene: Scene, tensors: list[Operand]) -> Iterator[Proposal]:
    """Yield outputs in the shape of their targets."""
    if len(tensors) < 2:
        return
    output, target = tensors[:2]
    given, wanted = output.shape, target.shape
    if len(given) == len(wanted) + 1 and given[-1] == 1 and given[:-1] == wanted:
        yield from _changed(scene, output, ".squeeze(-1)")
    elif len(wanted) == len(given) + 1 and wanted[-1] == 1 and wanted[:-1] == given:
        yield from _changed(scene, target, ".squeeze(-1)")
    elif len(given) == 3 and len(wanted) == 2 and given[:2] == wanted:
        yield from _changed(scene, output, ".transpose(1, 2)")
    elif len(given) == 2 and len(wanted) == 2 and wanted == (given[0], 1):
        yield from _changed(scene, target, ".squeeze(1)")
