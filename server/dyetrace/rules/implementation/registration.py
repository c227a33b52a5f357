"""Which modules and parameters a program registers, trains by hand, or freezes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dyetrace.findings import Span
from dyetrace.flow.areas.modules import elements, is_module, is_module_class, parts
from dyetrace.flow.areas.tensors import TRAINABLE
from dyetrace.flow.areas.training import is_optimizer
from dyetrace.flow.events import Bind, Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge import torch as facts

_REGISTERING = frozenset({"add_module", "register_module", "register_parameter", "setattr"})
_GROWING = frozenset({"append", "extend", "insert", "update", "setdefault"})
_BY_HAND = frozenset({"parameters", "named_parameters", "eval"})
_CONTAINERS = facts.LIST_CONTAINERS | facts.DICT_CONTAINERS | facts.WRAPPERS


class Cared:
    """Modules and parameters that the program itself looks after.

    They are kept by identity; where branches or iterations were joined, the expression that made
    the module stands for it.
    """

    def __init__(self, flow: Flow) -> None:
        self._identities: set[int] = set()
        self._sites: set[Span] = set()
        for event in flow.events:
            if isinstance(event, Bind):
                self._bind(event)
            elif isinstance(event, Call):
                self._call(event)

    def __contains__(self, value: Value) -> bool:
        return any(
            one.identity in self._identities or (one.site is not None and one.site in self._sites)
            for one in value.each()
        )

    def _add(self, values: Iterable[Value]) -> None:
        for value in values:
            self._identities.update(one.identity for one in value.each())
            if value.alternatives:
                self._sites.update(one.site for one in value.each() if one.site is not None)

    def _bind(self, event: Bind) -> None:
        owner, value = event.owner, event.value
        if event.target.endswith(".requires_grad") and value.constant is False:
            module = None if owner is None else owner.attributes.get("__module__")
            self._add(deep([module] if module is not None else []))
        elif owner is not None and "." in event.target:
            within = is_module(owner) or "._modules[" in event.target
            if within and (is_module(value) or value.type == facts.PARAMETER):
                self._add([value])

    def _call(self, event: Call) -> None:
        name = event.function.rpartition(".")[2]
        given = (*event.args, *event.keywords.values())
        receiver = event.receiver
        if event.function in _CONTAINERS or name in _REGISTERING or is_optimizer(event.result):
            self._add(deep(given))
        elif receiver is None:
            return
        elif name == "__init__" or (name in _GROWING and is_module(receiver)):
            self._add(deep(given))
        elif name in _BY_HAND or (
            name == "requires_grad_" and given and given[0].constant is False
        ):
            self._add(deep([receiver]))


def deep(values: Iterable[Value], depth: int = 4) -> Iterator[Value]:
    """Iterate over values and what lists and dicts among them hold."""
    for value in values:
        yield value
        module = value.attributes.get("__module__")
        if module is not None:
            yield module
        if depth and not is_module(value):
            yield from deep(elements(value), depth - 1)


def learns(value: Value) -> bool:
    """Whether a value is a parameter, or a module that learns or has a train mode."""
    if value.type == facts.PARAMETER:
        return "__module__" not in value.attributes
    if not is_module(value) or facts.is_zoo_model(value.type or ""):
        return False  # ready networks are kept aside to be compared with, more often than trained
    for part in parts(value):
        if part.type == facts.PARAMETER:
            return True
        own = is_module(part) and "__class__" not in part.attributes
        if own and part.type not in facts.STATELESS_LAYERS and part.type not in _CONTAINERS:
            return True
    return False


def is_loose_parameter(value: Value) -> bool:
    """Whether a tensor is meant to be trained but no ``nn.Parameter``."""
    names = {mark.name for mark in value.marks}
    return value.type == facts.TENSOR and TRAINABLE in names and "partial" not in names


def module_owner(event: Bind) -> Value | None:
    """Return the module whose attribute was set, if one was."""
    owner = event.owner
    if owner is None or "__class__" not in owner.attributes:
        return None
    return owner if is_module_class(owner.attributes["__class__"]) else None
