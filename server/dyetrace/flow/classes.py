"""Classes of the user's: their bodies are run, their instances made."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from dyetrace.findings import Span
from dyetrace.flow.expressions import (
    class_member,
    decorator_name,
    evaluate,
    library_bases,
    user_bases,
)
from dyetrace.flow.machine import Frame, Machine
from dyetrace.flow.values import Value, fresh
from dyetrace.knowledge.names import canonical

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_RECORDS = frozenset({"dataclass", "define", "attrs", "frozen", "mutable", "s"})  # decorators
_RECORD_BASES = frozenset({"pydantic.BaseModel", "msgspec.Struct"})


def define_class(machine: Machine, node: ast.ClassDef) -> Value:
    """Run a class body in a scope of its own and make the value of the class."""
    from dyetrace.flow.statements import execute

    bases = tuple(_base(evaluate(machine, base)) for base in node.bases)
    scope = machine.new_scope()
    prefix = machine.frame.function
    name = f"{prefix}.{node.name}" if prefix else node.name
    frame = Frame((scope, *machine.frame.scopes), machine.state.layer, name, node)
    machine.frames.append(frame)
    try:
        execute(machine, node.body)
    finally:
        machine.frames.pop()
    value = fresh(
        type="class",
        name=name,
        node=node,
        items=bases,
        attributes=machine.bindings(scope),
        scopes=machine.frame.scopes,
        site=machine.span(node),
    )
    machine.defined.append(value)
    machine.add_methods(node.body)
    return value


def _base(value: Value) -> Value:
    """Give a library's base class its public name."""
    if value.name is None or value.type == "class":
        return value
    return value.but(name=canonical(value.name))


def instantiate(
    machine: Machine,
    kind: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Make an instance of a user's class and run its ``__init__``."""
    from dyetrace.flow.areas.records import named_tuple
    from dyetrace.flow.calls import call_function

    attributes = {"__class__": kind}
    instance = fresh(type=kind.name, attributes=attributes, site=span)
    for owner in user_bases(machine, kind):
        init = machine.current(owner).attributes.get("__init__")
        if init is not None and isinstance(init.node, _FUNCTIONS):
            bound = init.but(receiver=instance, attributes={**init.attributes, "__owner__": owner})
            call_function(machine, bound, args, keywords, span)
            return machine.current(instance)
    libraries = library_bases(machine, kind)
    fields = _fields(machine, kind)
    if "typing.NamedTuple" in libraries:
        known = {name: value for name, value in fields.items() if value is not None}
        given = {**known, **dict(zip(fields, args)), **keywords}
        made = named_tuple(kind, tuple(fields), (), given)
        if made is not None:
            return made.but(site=span)
    if "typing.TypedDict" in libraries or "typing_extensions.TypedDict" in libraries:
        return fresh(type="dict", entries=dict(keywords), site=span)
    given = {**dict(zip(fields, args)), **keywords}
    if libraries and not fields:
        given = {}
    if _is_record(machine, kind, libraries):
        given = {**_defaults(machine, fields, set(given), span), **given}
    machine.update(instance, attributes={**instance.attributes, **given})
    return _after(machine, machine.current(instance), span)


def _fields(machine: Machine, kind: Value) -> dict[str, Value | None]:
    """Return the annotated names of a class and its bases, in order, with their defaults."""
    found: dict[str, Value | None] = {}
    for owner in reversed(user_bases(machine, kind)):
        values = machine.current(owner).attributes
        for statement in owner.node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                name = statement.target.id
                found[name] = values.get(name) if statement.value is not None else None
    return found


def _is_record(machine: Machine, kind: Value, libraries: list[str]) -> bool:
    decorators = {
        decorator_name(decorator)
        for owner in user_bases(machine, kind)
        for decorator in owner.node.decorator_list
    }
    return bool(decorators & _RECORDS) or bool(_RECORD_BASES.intersection(libraries))


def _defaults(
    machine: Machine, fields: dict[str, Value | None], given: set[str], span: Span
) -> dict[str, Value]:
    """Return what a data class fills in: the default, or what the factory of a field makes."""
    from dyetrace.flow.areas.records import FIELD
    from dyetrace.flow.calls import call_value

    found: dict[str, Value] = {}
    for name, default in fields.items():
        if name in given or default is None:
            continue
        if default.type != FIELD:
            found[name] = default
            continue
        options = default.attributes
        factory = options.get("default_factory") or options.get("factory")
        if factory is not None:
            found[name] = call_value(machine, factory, (), {}, span)
        elif "default" in options:
            found[name] = options["default"]
    return found


def _after(machine: Machine, instance: Value, span: Span) -> Value:
    """Run what a data class runs after its fields are set."""
    from dyetrace.flow.calls import call_function

    for name in ("__post_init__", "__attrs_post_init__", "model_post_init"):
        hook = class_member(machine, instance, name)
        if hook is not None and isinstance(hook.node, _FUNCTIONS):
            call_function(machine, hook, (), {}, span)
            return machine.current(instance)
    return instance
