"""PyTorch: who answers for a call, an attribute, an item or an operator."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.areas.modules import (
    PARAMETERS,
    call_module,
    construct,
    initialize,
    is_module,
    member,
    module_method,
    parameters_of,
)
from dyetrace.flow.areas.tensors import (
    GRADIENT,
    computed_loss,
    is_tensor,
    tensor,
    tensor_function,
    tensor_method,
)
from dyetrace.flow.areas.training import (
    add_parameters,
    is_optimizer,
    make_optimizer,
    training_call,
)
from dyetrace.flow.calls import call_value
from dyetrace.flow.events import ZeroGrad
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.meanings import CallSite, Meaning
from dyetrace.flow.values import Mark, Value, fresh
from dyetrace.knowledge import torch as facts

_MANAGERS = frozenset(
    {
        "torch.no_grad", "torch.enable_grad", "torch.inference_mode", "torch.set_grad_enabled",
        "torch.autocast", "torch.cuda.amp.autocast", "torch.amp.autocast", "torch.device",
        *facts.SCALERS,
    }
)  # fmt: skip
_ASKED_BY_NAME = frozenset(
    {"backward", "step", "parameters", "named_parameters", "softmax", "log_softmax", "sigmoid"}
    | facts.CLEARING
)


class TorchMeaning(Meaning):
    """Layers, tensors, losses, optimizers."""

    def call(self, machine: Machine, site: CallSite) -> Value | None:
        root, _, rest = site.function.partition(".")
        if root == "?":
            return self._unknown(machine, site)
        if site.receiver is not None:
            return self._method(machine, site, site.receiver)
        if root in ("copy", "itertools") and site.args:
            return _passed_on(site)
        if facts.is_optimizer_class(site.function):
            return make_optimizer(machine, site)
        if root == "accelerate" or not rest:
            return None
        if root in ("torch", "apex", "torchvision", "torch_geometric", "dgl"):
            return self._function(machine, site)
        return training_call(machine, site)

    def _function(self, machine: Machine, site: CallSite) -> Value | None:
        name = site.function
        if name in _MANAGERS or name.startswith(facts.SCHEDULERS):
            return fresh(type=name, site=site.span)
        if name == "torch.nn.parallel.data_parallel" and len(site.args) > 1:
            return call_value(machine, site.args[0], site.args[1:2], {}, site.span)
        if name == "torch.autograd.backward":
            return training_call(machine, site)
        return tensor_function(machine, site) or construct(machine, site)

    def _method(self, machine: Machine, site: CallSite, receiver: Value) -> Value | None:
        name = site.method
        if is_module(receiver):
            return _of_module(machine, site, receiver)
        if is_optimizer(receiver):
            if name == "add_param_group":
                return add_parameters(machine, site, receiver)
            return training_call(machine, site)
        if receiver.type in facts.SCALERS:
            if name == "scale" and site.args:
                return tensor(site.args[0], site=site.span)
            return training_call(machine, site)
        if is_tensor(receiver):
            return training_call(machine, site) or tensor_method(machine, site, receiver)
        if name == "__call__" and "__class__" in receiver.attributes:
            return call_module(machine, receiver, site.args, dict(site.keywords), site.span)
        if name == "prepare" and site.function.startswith("accelerate."):
            args = site.args
            return args[0] if len(args) == 1 else fresh(type="tuple", items=args, site=site.span)
        if name in facts.CLEARING or "zero_grad" in site.keywords:
            return training_call(machine, site)
        return None

    def _unknown(self, machine: Machine, site: CallSite) -> Value | None:
        """Answer for a method of an object whose type is not known."""
        receiver = site.receiver
        if receiver is None:
            return None
        if receiver.mark(GRADIENT) is not None or is_tensor(receiver):
            return self._method(machine, site, receiver)
        if site.method not in _ASKED_BY_NAME and "zero_grad" not in site.keywords:
            return None
        if site.method in ("parameters", "named_parameters"):
            return parameters_of(receiver, site.span, named=site.method != "parameters")
        return training_call(machine, site) or tensor_method(machine, site, receiver)

    def attribute(self, machine: Machine, owner: Value, name: str, span: Span) -> Value | None:
        if name == "grad" and (owner.type is None or is_tensor(owner)):
            return mixed(owner, marks=frozenset({Mark(GRADIENT, span)}), site=span, certain=False)
        if name in ("data", "T", "mT") and is_tensor(owner):
            return owner.copy(site=span)
        return None

    def store_attribute(
        self, machine: Machine, owner: Value, name: str, value: Value, span: Span
    ) -> Value | None:
        if name == "grad" and "__class__" not in owner.attributes:
            machine.emit(ZeroGrad(span, machine.context, None))
        return None

    def subscript(
        self, machine: Machine, owner: Value, index: Value, span: Span, node: ast.expr
    ) -> Value | None:
        if is_module(owner):
            return member(machine, owner, index, span)
        if is_tensor(owner):
            return owner.copy(site=span, type=facts.TENSOR)
        return None

    def store_subscript(
        self, machine: Machine, owner: Value, index: Value, value: Value, span: Span
    ) -> Value | None:
        if not is_module(owner):
            return None
        if owner.entries is not None and isinstance(index.constant, str):
            return machine.update(owner, entries={**owner.entries, index.constant: value})
        return machine.set_attribute(owner, "__value__", value)

    def operate(
        self, machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
    ) -> Value | None:
        if operator == "*=" and operands[0].mark(GRADIENT) is not None:
            machine.emit(ZeroGrad(span, machine.context, None))
        return tensor(*operands, site=span) if any(map(is_tensor, operands)) else None


def _of_module(machine: Machine, site: CallSite, module: Value) -> Value | None:
    name = site.method
    if name in ("__call__", "forward"):
        if module.type in facts.LOSS_LAYERS:
            return computed_loss(machine, site, module.type)
        return call_module(machine, module, site.args, dict(site.keywords), site.span)
    if name == "__init__":
        return initialize(machine, site)
    return training_call(machine, site) or module_method(machine, site, module)


def _passed_on(site: CallSite) -> Value | None:
    """Answer for library functions that hand their arguments on."""
    if site.function in ("copy.deepcopy", "copy.copy"):
        return site.args[0].copy(site=site.span)
    if site.function == "itertools.chain" and all(v.type == PARAMETERS for v in site.args):
        elements = [value.attributes["__element__"] for value in site.args]
        attributes = {"__element__": joined(elements)}
        return fresh(type="list", items=site.args, attributes=attributes, site=site.span)
    return None
