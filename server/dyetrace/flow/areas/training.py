"""Training steps: optimizers and what they optimize, backward, step, clearing gradients."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dyetrace.flow.areas.modules import elements, is_module, parts
from dyetrace.flow.areas.tensors import GRADIENT
from dyetrace.flow.calls import call_value
from dyetrace.flow.events import Backward, OptimizerStep, ZeroGrad
from dyetrace.flow.machine import Machine
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Value, constant, fresh
from dyetrace.knowledge import torch as facts

_OPTIMIZER_WORD = re.compile(r"optim|(?:^|[._])opts?(?:$|[._\d\[])", re.I)
_SCHEDULER_WORD = re.compile(r"sched|(?:^|[._])lr_?|warm_?up", re.I)
_CLASS_NAME = re.compile(r"(?:^|\.)[A-Z]\w*$")


def is_optimizer(value: Value) -> bool:
    """Whether a value is certainly an optimizer."""
    return value.type is not None and facts.is_optimizer_class(value.type)


def make_optimizer(machine: Machine, site: CallSite) -> Value:
    """Return an optimizer that knows what it was given to optimize."""
    given = site.argument(0, "params")
    attributes = {} if given is None else {"params": given}
    return fresh(type=site.function, site=site.span, attributes=attributes)


def add_parameters(machine: Machine, site: CallSite, optimizer: Value) -> Value:
    """Carry out ``optimizer.add_param_group(...)``."""
    known = [v for v in (optimizer.attributes.get("params"), *site.args[:1]) if v is not None]
    machine.set_attribute(optimizer, "params", fresh(type="list", items=tuple(known)))
    return constant(None)


def optimized(optimizer: Value) -> tuple[frozenset[int], bool]:
    """Return the identities of all that an optimizer optimizes, and whether that is complete.

    They are those of modules with everything below them, and of single tensors.
    """
    given = optimizer.attributes.get("params")
    if given is None:
        return frozenset(), False
    leaves = list(_leaves(given))
    complete = bool(leaves) and all(known for _, known in leaves)
    known = {leaf.identity for leaf, _ in leaves}
    known |= {part.identity for leaf, _ in leaves for part in parts(leaf) if _is_trained(part)}
    return frozenset(known), complete


def _is_trained(value: Value) -> bool:
    return is_module(value) or value.type in (facts.PARAMETER, facts.TENSOR)


def _leaves(given: Value, depth: int = 6) -> Iterator[tuple[Value, bool]]:
    module = given.attributes.get("__module__")
    if module is not None:
        yield from ((each, is_module(each)) for each in module.each())
        return
    inner = list(elements(given))
    if inner and depth and not is_module(given):
        for value in inner:
            if value.constant is None or isinstance(value.constant, (str, int, float)):
                continue  # `lr` and other options of a parameter group
            yield from _leaves(value, depth - 1)
        return
    yield given, given.type in (facts.PARAMETER, facts.TENSOR)


def training_call(machine: Machine, site: CallSite) -> Value | None:
    """Return the result of a call that takes part in a training step."""
    name = site.method
    receiver = site.receiver
    if name == "backward":
        return _backward(machine, site)
    if name == "step":
        return _step(machine, site)
    if name in facts.CLEARING and receiver is not None:
        sure = is_optimizer(receiver) or is_module(receiver)
        cleared = receiver if sure and not receiver.alternatives else None
        machine.emit(ZeroGrad(site.span, machine.context, cleared))
        return constant(None)
    if "zero_grad" in site.keywords:
        machine.emit(ZeroGrad(site.span, machine.context, None))
        return None
    if name.endswith("_") and receiver is not None and receiver.mark(GRADIENT) is not None:
        if name in ("zero_", "fill_", "mul_", "copy_", "data_"):
            machine.emit(ZeroGrad(site.span, machine.context, None))
        return receiver
    return None


def _backward(machine: Machine, site: CallSite) -> Value | None:
    loss = site.receiver
    if site.function == "torch.autograd.backward":
        loss = site.argument(0, "tensors")
    elif loss is None or is_module(loss) or loss.type not in (None, facts.TENSOR):
        return None
    elif site.args and loss.type is None and not _is_gradient(site):
        return None  # an engine: `engine.backward(loss)`
    machine.emit(Backward(site.span, machine.context, loss))
    return constant(None)


def _is_gradient(site: CallSite) -> bool:
    """Whether the argument of ``x.backward(...)`` is the gradient and not the loss."""
    return "retain_graph" in site.keywords or site.args[0].type == facts.TENSOR


def _step(machine: Machine, site: CallSite) -> Value | None:
    receiver = site.receiver
    if receiver is None:
        return None
    given = site.args[0] if site.args else None
    written = _written(site)
    if is_optimizer(receiver) or (
        site.function == "?.step" and _reads_as_optimizer(machine, receiver, written)
    ):
        closure = site.argument(0, "closure")
        runs = closure is not None and closure.node is not None
        if runs and closure is not None:
            call_value(machine, closure, (), {}, site.span)
        _emit_step(machine, site, receiver, written, closure=closure is not None)
        return constant(None)
    if given is None:
        return None
    argument = ast.unparse(site.node.args[0]) if site.node and site.node.args else ""
    scaler = receiver.type in facts.SCALERS or "scaler" in written
    if scaler and (is_optimizer(given) or _reads_as_optimizer(machine, given, argument)):
        _emit_step(machine, site, given, argument, closure=False)
        return constant(None)
    return None


def _emit_step(
    machine: Machine, site: CallSite, optimizer: Value, written: str, *, closure: bool
) -> None:
    event = OptimizerStep(site.span, machine.context, optimizer, written, closure)
    machine.emit(event)


def _written(site: CallSite) -> str:
    """Return the receiver of a method as the user wrote it."""
    function = None if site.node is None else site.node.func
    return ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""


def _reads_as_optimizer(machine: Machine, value: Value, written: str) -> bool:
    """Whether something of unknown origin is an optimizer, by its name.

    An object that a class from elsewhere made may clear gradients itself, so it is left alone;
    what a function made (``create_optimizer(model)``) or a caller passed is an ordinary one.
    """
    if value.type is not None or "__class__" in value.attributes:
        return False
    if not _OPTIMIZER_WORD.search(written) or _SCHEDULER_WORD.search(written):
        return False
    origin = "" if value.site is None else machine.text(value.site)
    callee = origin.partition("(")[0].strip()
    return "(" not in origin or not _CLASS_NAME.search(callee)
