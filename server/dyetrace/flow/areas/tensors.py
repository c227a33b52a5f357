"""Tensors: which activation made them, and what keeps or loses that."""

from __future__ import annotations

from dyetrace.findings import Span
from dyetrace.flow.events import Loss
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Mark, Value
from dyetrace.knowledge import torch as facts

ACTIVATION = "activation"  # detail: softmax, log_softmax, sigmoid
GRADIENT = "gradient"  # `parameter.grad`
TRAINABLE = "trainable"  # a leaf made with `requires_grad=True`


def tensor(*sources: Value, site: Span, type: str = facts.TENSOR, **known: object) -> Value:
    """Make a tensor that was computed from others: their rows and dye pass on, marks do not."""
    return mixed(*sources, type=type, site=site, **known)


def activated(sources: tuple[Value, ...], kind: str, span: Span) -> Value:
    """Make the output of an activation."""
    return tensor(*sources, site=span, marks=frozenset({Mark(ACTIVATION, span, kind)}))


def is_tensor(value: Value) -> bool:
    """Whether a value is known to be a tensor."""
    return value.type in (facts.TENSOR, facts.PARAMETER) or any(
        mark.name in (ACTIVATION, GRADIENT) for mark in value.marks
    )


def tensor_function(machine: Machine, site: CallSite) -> Value | None:
    """Return the result of a function of ``torch`` over tensors."""
    name = site.function
    kind = facts.ACTIVATION_FUNCTIONS.get(name)
    if kind is not None:
        return activated(site.every_argument()[:1], kind, site.span)
    loss = facts.LOSS_FUNCTIONS.get(name)
    if loss is not None:
        return computed_loss(machine, site, name)
    if name in facts.FACTORIES:
        return _factory(site)
    source = site.argument(0, "input")
    last = site.method
    if source is not None and name == f"torch.{last}":
        if last in facts.SAME_NUMBERS:
            return source.copy(site=site.span)
        if last in ("log", "cat", "stack", "concat"):
            return _combined(last, source, site.span)
    if name.startswith("torch.nn.functional.") or name in _TENSOR_FUNCTIONS:
        return tensor(*site.args, *site.keywords.values(), site=site.span)
    return None


_TENSOR_FUNCTIONS = frozenset(
    f"torch.{name}"
    for name in (
        "matmul", "mm", "bmm", "einsum", "add", "sub", "mul", "div", "exp", "relu", "tanh", "abs",
        "sum", "mean", "max", "min", "clamp", "where", "sqrt", "pow", "dot", "norm", "std", "var",
        "addmm", "baddbmm", "cos", "sin", "logsumexp", "argmax", "topk", "softplus",
    )
)  # fmt: skip


def _factory(site: CallSite) -> Value:
    marks = frozenset[Mark]()
    if site.literal(None, "requires_grad") is True:
        marks = frozenset({Mark(TRAINABLE, site.span)})
    return tensor(*site.args[:1], site=site.span, marks=marks)


def _combined(name: str, source: Value, span: Span) -> Value:
    if name == "log":
        mark = source.mark(ACTIVATION)
        if mark is not None and mark.detail == "softmax":
            return tensor(
                source, site=span, marks=frozenset({Mark(ACTIVATION, span, "log_softmax")})
            )
        return tensor(source, site=span)
    pieces = source.items or ()
    marks = [piece.mark(ACTIVATION) for piece in pieces]
    if marks and all(mark is not None for mark in marks):
        return tensor(*pieces, site=span, marks=frozenset(m for m in marks if m is not None))
    return tensor(source, *pieces, site=span)


def tensor_method(machine: Machine, site: CallSite, owner: Value) -> Value | None:
    """Return the result of a method of a tensor, or of something that may be one."""
    name = site.method
    if name in facts.ACTIVATION_METHODS:
        return activated((owner,), facts.ACTIVATION_METHODS[name], site.span)
    if not is_tensor(owner):
        return None
    if name == "requires_grad_" and site.literal(0, "requires_grad", True) is True:
        marks = owner.marks | {Mark(TRAINABLE, site.span)}
        return machine.update(owner, marks=marks)
    if name in facts.SAME_NUMBERS:
        if owner.type == facts.PARAMETER:
            return _from_parameter(site, owner)
        return owner.copy(site=site.span)
    if name == "log":
        return _combined("log", owner, site.span)
    if name in ("numpy", "tolist", "item"):
        return mixed(owner, type="numpy.ndarray" if name == "numpy" else None, site=site.span)
    if name in ("size", "dim", "backward"):
        return None
    return tensor(owner, *site.args, site=site.span)


def _from_parameter(site: CallSite, owner: Value) -> Value:
    """Return what a method makes of an ``nn.Parameter``: a plain tensor, unless nothing changes."""
    name = site.method
    if name in facts.SAME_PARAMETER or (name == "to" and _is_float(site)):
        return owner
    marks = owner.marks
    if not name.startswith("detach"):
        marks = marks | {Mark(TRAINABLE, site.span, name)}
    return owner.copy(site=site.span, type=facts.TENSOR, marks=marks)


def _is_float(site: CallSite) -> bool:
    """Whether ``.to(...)`` asks for the type that parameters have anyway."""
    names = [value.name for value in (*site.args, *site.keywords.values())]
    return names in (["torch.float32"], ["torch.float"])


def computed_loss(machine: Machine, site: CallSite, function: str) -> Value:
    """Write down that a loss was computed and return it."""
    prediction = site.argument(0, "input")
    target = site.argument(1, "target")
    given = [value for value in (prediction, target) if value is not None]
    result = tensor(*given, site=site.span)
    machine.emit(Loss(site.span, machine.context, function, prediction, target, result))
    return result
