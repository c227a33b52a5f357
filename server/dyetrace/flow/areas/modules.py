"""Networks: layers, containers and the user's own modules as objects that can be called."""

from __future__ import annotations

from collections.abc import Iterator

from dyetrace.findings import Span
from dyetrace.flow.areas.tensors import activated, tensor
from dyetrace.flow.calls import call_value
from dyetrace.flow.expressions import attribute, element_of
from dyetrace.flow.machine import Machine, joined
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Value, constant, fresh
from dyetrace.knowledge import torch as facts

PARAMETERS = "torch.parameters"  # what `model.parameters()` gives


# What is a module


def is_module(value: Value) -> bool:
    """Whether a value is certainly an ``nn.Module``."""
    kind = value.attributes.get("__class__")
    if kind is not None:
        return is_module_class(kind)
    if value.node is not None or value.name is not None or value.type is None:
        return False
    kind_name = value.type
    return (
        facts.is_layer_class(kind_name)
        or kind_name in facts.WRAPPERS
        or facts.is_zoo_model(kind_name)
    )


def is_module_class(kind: Value, depth: int = 8) -> bool:
    """Whether a class of the user's certainly derives from ``nn.Module``."""
    for base in kind.items or ():
        if base.type == "class":
            if depth and is_module_class(base, depth - 1):
                return True
        elif base.name is not None and (
            facts.is_layer_class(base.name) or base.name in facts.MODULE_BASES
        ):
            return True
    return False


def elements(value: Value) -> Iterator[Value]:
    """Iterate over what a container is known to hold."""
    yield from value.items or ()
    yield from (value.entries or {}).values()
    for name in ("__element__", "__value__"):
        inner = value.attributes.get(name)
        if inner is not None:
            yield from inner.each()


def parts(module: Value, depth: int = 8) -> Iterator[Value]:
    """Iterate over a module and everything below it, as far as it is known."""
    yield module
    if depth == 0:
        return
    for name, inner in module.attributes.items():
        if name != "__class__" and not inner.is_constant:
            yield from parts(inner, depth - 1)
    for inner in elements(module):
        yield from parts(inner, depth - 1)


# Construction


def construct(machine: Machine, site: CallSite) -> Value | None:
    """Return the object that a constructor of ``torch.nn`` makes."""
    name = site.function
    if name in facts.WRAPPERS and site.args:
        return fresh(type=name, site=site.span, attributes={"module": site.args[0]})
    if name in facts.SAME_MODULE and site.args:
        return site.args[0]
    if name == facts.PARAMETER:
        return tensor(*site.args, site=site.span, type=facts.PARAMETER)
    if facts.is_zoo_model(name):
        return fresh(type=name, site=site.span)
    if not facts.is_layer_class(name):
        return None
    made = fresh(type=name, site=site.span)
    if name in facts.LIST_CONTAINERS or name in facts.DICT_CONTAINERS:
        return made.but(**_contents(machine, name, site.args))
    arguments = {f"arg{i}": value for i, value in enumerate(site.args) if value.is_constant}
    keywords = {key: value for key, value in site.keywords.items() if value.is_constant}
    return made.but(attributes={**arguments, **keywords})


def initialize(machine: Machine, site: CallSite) -> Value:
    """Carry out ``super().__init__(...)`` of a class that derives from a container."""
    owner = site.receiver
    base = site.function.rpartition(".")[0]
    if owner is not None and site.args and base in facts.LIST_CONTAINERS:
        machine.update(owner, **_contents(machine, base, site.args))
    return constant(None)


def _contents(machine: Machine, kind: str, args: tuple[Value, ...]) -> dict[str, object]:
    if kind == facts.SEQUENTIAL:
        if len(args) == 1 and args[0].entries is not None:
            return {"items": tuple(args[0].entries.values())}
        if any(not is_module(value) and value.type == "list" for value in args):
            return {"attributes": {"__element__": joined([e for a in args for e in elements(a)])}}
        return {"items": args}
    if not args:
        return {"items": ()} if kind in facts.LIST_CONTAINERS else {"entries": {}}
    source = args[0]
    if kind in facts.DICT_CONTAINERS:
        inner = source.attributes.get("__value__")
        return {
            "entries": source.entries,
            "attributes": {} if inner is None else {"__value__": inner},
        }
    if source.items is not None:
        return {"items": source.items}
    inner = source.attributes.get("__element__")
    return {"attributes": {} if inner is None else {"__element__": inner}}


# Calls


def call_module(
    machine: Machine,
    module: Value,
    args: tuple[Value, ...],
    keywords: dict[str, Value],
    span: Span,
) -> Value:
    """Return the output of a module that is called."""
    if "__class__" in module.attributes:
        forward = attribute(machine, module, "forward", span)
        if forward.node is not None:
            return call_value(machine, forward, args, keywords, span)
    kind = module.type or ""
    if kind in facts.WRAPPERS:
        return call_value(machine, module.attributes["module"], args, keywords, span)
    if facts.is_zoo_model(kind):
        last = [module.attributes[name] for name in facts.LAST_LAYERS if name in module.attributes]
        inner = tensor(*args, site=span)
        return call_value(machine, last[0], (inner,), {}, span) if last else inner
    if module.items is not None and not kind.endswith(("List", "Dict")):
        return _in_order(machine, module.items, args, span)
    if kind in facts.ACTIVATION_LAYERS:
        return activated(args[:1], facts.ACTIVATION_LAYERS[kind], span)
    if kind in ("torch.nn.Identity", "torch.nn.Flatten", "torch.nn.Unflatten") and args:
        return args[0]
    return tensor(*args, *keywords.values(), site=span)


def _in_order(
    machine: Machine, layers: tuple[Value, ...], args: tuple[Value, ...], span: Span
) -> Value:
    """Run the layers of a ``Sequential``: what a layer does stands where the layer is made."""
    output = args
    for layer in layers:
        layer = machine.current(layer)
        output = (call_value(machine, layer, output, {}, layer.site or span),)
    return output[0] if output else tensor(site=span)


# Methods


def module_method(machine: Machine, site: CallSite, module: Value) -> Value | None:
    """Return the result of a method of ``nn.Module`` or of one of its containers."""
    name = site.method
    if name in facts.SELF_METHODS:
        return module
    if name in ("parameters", "named_parameters"):
        return parameters_of(module, site.span, named=name.startswith("named"))
    if name in ("children", "modules"):
        children = [value for value in parts(module, 1) if is_module(value)][1:]
        return _generator(joined(children)) if children else None
    if name in ("add_module", "register_module", "register_parameter") and len(site.args) > 1:
        _register(machine, module, site.args[0], site.args[1])
        return constant(None)
    if name in ("append", "extend", "insert") and site.args:
        return _grow(machine, site, module)
    if name in ("items", "values", "keys") and module.entries is not None:
        return _entries(name, module)
    if name == "update" and site.args and module.entries is not None and site.args[0].entries:
        machine.update(module, entries={**module.entries, **site.args[0].entries})
        return constant(None)
    return None


def parameters_of(module: Value, span: Span, *, named: bool = False) -> Value:
    """Return what ``module.parameters()`` gives."""
    parameter = fresh(type=facts.PARAMETER, attributes={"__module__": module})
    element = fresh(type="tuple", items=(fresh(type="str"), parameter)) if named else parameter
    attributes = {"__module__": module, "__element__": element}
    return fresh(type=PARAMETERS, site=span, attributes=attributes)


def _generator(element: Value) -> Value:
    return fresh(type="generator", attributes={"__element__": element})


def _register(machine: Machine, owner: Value, name: Value, value: Value) -> None:
    if isinstance(name.constant, str):
        machine.set_attribute(owner, name.constant, value)
    else:
        old = machine.current(owner).attributes.get("__value__")
        known = [value] if old is None else [old, value]
        machine.set_attribute(owner, "__value__", joined(known))


def _grow(machine: Machine, site: CallSite, module: Value) -> Value:
    last = site.args[-1]
    added = tuple(elements(last)) if site.method == "extend" else (last,)
    if module.items is not None and len(module.items) < 64:
        return machine.update(module, items=(*module.items, *added))
    known = [*elements(module), *added]
    if known:
        machine.set_attribute(module, "__element__", joined(known))
    return module


def _entries(name: str, module: Value) -> Value:
    entries = module.entries or {}
    if name == "keys":
        return fresh(type="list", items=tuple(constant(key) for key in entries))
    if name == "values":
        return fresh(type="list", items=tuple(entries.values()))
    pairs = (fresh(type="tuple", items=(constant(k), v)) for k, v in entries.items())
    return fresh(type="list", items=tuple(pairs))


def member(machine: Machine, owner: Value, index: Value, span: Span) -> Value | None:
    """Return ``owner[index]`` of a container of modules."""
    if owner.entries is not None:
        if isinstance(index.constant, str) and index.constant in owner.entries:
            return machine.current(owner.entries[index.constant])
        known = [machine.current(value) for value in owner.entries.values()]
        return joined(known) if known else None
    items = owner.items
    if items is not None and isinstance(index.constant, int):
        if -len(items) <= index.constant < len(items):
            return machine.current(items[index.constant])
        return None
    if index.type == "slice" and items is not None and index.items is not None:
        bounds = [part.constant for part in index.items]
        if all(bound is None or isinstance(bound, int) for bound in bounds):
            return fresh(type=owner.type, items=items[slice(*bounds)], site=span)
        return None
    if items or "__element__" in owner.attributes:
        return element_of(machine, owner, span)
    return None
