"""Calls: the user's functions and classes are interpreted, libraries are asked for meaning."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from dyetrace.findings import Span
from dyetrace.flow.decorating import DECORATES, decorated
from dyetrace.flow.events import Call
from dyetrace.flow.expressions import (
    attribute,
    decorator_name,
    evaluate,
)
from dyetrace.flow.machine import Frame, Machine, joined, mixed
from dyetrace.flow.meanings import CallSite
from dyetrace.flow.selection import maybe_narrowed
from dyetrace.flow.state import Layer
from dyetrace.flow.values import Rows, Value, constant, fresh
from dyetrace.knowledge.names import canonical

NOT_ENTERED = "!"  # before the name of a function of the user's that was called but not followed

_TARGETS = 4  # functions that one call may mean (a joined value), each interpreted
# Parameters that a function fills in itself where a call gives none: `def train(df=None)`.
_DATA_NAME = re.compile(r"(df|data|frame|dataset|[Xxy])(_\w+)?$|(train|test)\w*$")

_FunctionNode = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def evaluate_call(machine: Machine, node: ast.Call) -> Value:
    """Return the result of a call expression."""
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return _super(machine)
    callee = evaluate(machine, node.func)
    args: list[Value] = []
    for argument in node.args:
        value = evaluate(machine, argument)
        if isinstance(argument, ast.Starred) and value.items is not None:
            args.extend(machine.current(item) for item in value.items)
        else:
            args.append(value)
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        value = evaluate(machine, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif value.entries is not None:
            keywords.update({k: v for k, v in value.entries.items() if isinstance(k, str)})
        else:
            keywords["**"] = value
    return call_value(machine, callee, tuple(args), keywords, machine.span(node), node)


def _super(machine: Machine) -> Value:
    frame = machine.frame
    if frame.instance is None or frame.owner is None:
        return fresh(certain=False)
    return fresh(type="super", attributes={"class": frame.owner, "instance": frame.instance})


def call_value(
    machine: Machine,
    callee: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
    node: ast.Call | None = None,
) -> Value:
    """Return the result of calling a value; of several possible targets each is tried."""
    targets = [machine.current(target) for target in callee.each()[:_TARGETS]]
    if len(targets) == 1:
        return _call_one(machine, targets[0], args, keywords, span, node)
    results: list[Value] = []

    def arm(target: Value) -> bool:
        results.append(_call_one(machine, target, args, keywords, span, node))
        return True

    machine.run_branches([(span, f"target {i}", partial(arm, t)) for i, t in enumerate(targets)])
    return joined(results)


def _call_one(
    machine: Machine,
    callee: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
    node: ast.Call | None,
) -> Value:
    if isinstance(callee.node, _FunctionNode):
        return call_function(machine, callee, args, keywords, span)
    if isinstance(callee.node, ast.ClassDef) and callee.type == "class":
        from dyetrace.flow.classes import instantiate

        return instantiate(machine, callee, args, keywords, span)
    receiver = callee.receiver
    if receiver is None and "__class__" in callee.attributes:
        own = attribute(machine, callee, "__call__", span)
        if isinstance(own.node, _FunctionNode):
            return call_function(machine, own, args, keywords, span)
        function, receiver = own.name or "?", callee
    elif callee.name is not None:
        function = callee.name
    elif callee.type is not None:
        function, receiver = f"{callee.type}.__call__", callee
    else:
        function = "?"
    if receiver is not None:
        receiver = machine.current(receiver)
    site = CallSite(span, canonical(function), receiver, args, keywords, node)
    return call_library(machine, site)


def call_library(machine: Machine, site: CallSite) -> Value:
    """Ask the meanings for a call's result; what nobody knows passes rows and dye through."""
    result = None
    for ask in machine.meanings.call:
        result = ask(machine, site)
        if result is not None:
            break
    if result is None:
        result = mixed(*site.every_argument(), site=site.span, certain=False)
        if result.rows:
            result = result.but(rows=maybe_narrowed(result.rows, site.span))
    machine.emit(
        Call(
            site.span,
            machine.context,
            site.function,
            site.receiver,
            site.args,
            site.keywords,
            result,
        )
    )
    return result


def call_method(
    machine: Machine,
    owner: Value,
    name: str,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Call a method of an object by name (a module's ``forward``, a callback's hook)."""
    return call_value(machine, attribute(machine, owner, name, span), args, keywords, span)


def call_function(
    machine: Machine,
    function: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Interpret a user's function with abstract arguments and return what it returns."""
    node = function.node
    inner = function.attributes.get(DECORATES)
    if inner is not None:
        return _call_wrapper(machine, function, inner, args, keywords, span)
    if not machine.may_enter(node):
        return _not_entered(machine, function, args, keywords, span)
    machine.enter(node)
    base = machine.state.layer
    frame = Frame(
        scopes=(machine.new_scope(), *function.scopes),
        base=base,
        function=function.name or "<lambda>",
        node=node,
        owner=function.attributes.get("__owner__"),
    )
    machine.state.layer = Layer(base)
    machine.frames.append(frame)
    try:
        with machine.inside(function=frame.function, calls=span):
            _bind_parameters(machine, function, args, keywords)
            falls = _run_body(machine, node)
    finally:
        machine.frames.pop()
    ends = [*([machine.state.layer] if falls else []), *frame.exits]
    machine.state.join(base, ends)
    return _returned(machine, frame, node)


def _call_wrapper(
    machine: Machine,
    wrapper: Value,
    inner: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Call what a decorator made of a function; one that hides its call leaves it as it was."""
    bare = {name: value for name, value in wrapper.attributes.items() if name != DECORATES}
    before = machine.times_entered(inner.node)
    result = call_function(machine, wrapper.but(attributes=bare), args, keywords, span)
    if machine.times_entered(inner.node) > before:
        return result
    direct = inner.but(receiver=wrapper.receiver, attributes={**bare, **inner.attributes})
    return call_function(machine, direct, args, keywords, span)


def _not_entered(
    machine: Machine,
    function: Value,
    args: tuple[Value, ...],
    keywords: Mapping[str, Value],
    span: Span,
) -> Value:
    """Answer for a function that is too deep, recursive or called too often to be followed."""
    result = mixed(*args, *keywords.values(), certain=False)
    name = f"{NOT_ENTERED}{function.name or '<lambda>'}"
    machine.emit(Call(span, machine.context, name, function.receiver, args, keywords, result))
    return result


def _run_body(machine: Machine, node: Any) -> bool:
    from dyetrace.flow.statements import execute

    if isinstance(node, ast.Lambda):
        machine.frame.returns.append(evaluate(machine, node.body))
        return True
    names = [name for d in node.decorator_list if (name := _decorator(machine, d))]
    if names:
        with machine.inside(managers=names[0]):
            return execute(machine, node.body)
    return execute(machine, node.body)


def _decorator(machine: Machine, node: ast.expr) -> str | None:
    target = node.func if isinstance(node, ast.Call) else node
    return evaluate(machine, target).name if isinstance(target, (ast.Name, ast.Attribute)) else None


def _returned(machine: Machine, frame: Frame, node: Any) -> Value:
    if frame.yields:
        element = joined([machine.current(value) for value in frame.yields])
        return mixed(element, type="generator", attributes={"__element__": element})
    values = [machine.current(value) for value in frame.returns]
    useful = [value for value in values if value.type != "NoneType"] or values
    if not useful:
        return constant(None)
    tuples = [value for value in useful if value.items is not None]
    if len(tuples) == len(useful) > 1 and len({len(value.items or ()) for value in tuples}) == 1:
        columns = zip(*(value.items or () for value in tuples))
        items = tuple(joined([machine.current(v) for v in column]) for column in columns)
        return fresh(type="tuple", items=items)
    return joined(useful)


def _bind_parameters(
    machine: Machine, function: Value, args: tuple[Value, ...], keywords: Mapping[str, Value]
) -> None:
    parameters: ast.arguments = function.node.args
    given = list(args)
    if function.receiver is not None:
        given.insert(0, machine.current(function.receiver))
        machine.frame.instance = given[0]
    positional = [*parameters.posonlyargs, *parameters.args]
    rest = dict(keywords)
    for number, parameter in enumerate(positional):
        if number < len(given):
            value = given[number]
        elif parameter.arg in rest:
            value = rest.pop(parameter.arg)
        else:
            value = _default(machine, function, parameter)
        machine.store(parameter.arg, machine.current(value))
    for parameter in parameters.kwonlyargs:
        if parameter.arg in rest:
            machine.store(parameter.arg, rest.pop(parameter.arg))
        else:
            machine.store(parameter.arg, _default(machine, function, parameter))
    if parameters.vararg is not None:
        extra = tuple(given[len(positional) :])
        machine.store(parameters.vararg.arg, fresh(type="tuple", items=extra))
    if parameters.kwarg is not None:
        machine.store(parameters.kwarg.arg, fresh(type="dict", entries=rest))


def _default(machine: Machine, function: Value, parameter: ast.arg) -> Value:
    default = function.attributes.get(f"={parameter.arg}")
    if _is_left_out(machine, default, parameter):
        return unknown_argument(machine, parameter)
    return unknown_argument(machine, parameter) if default is None else machine.current(default)


def _is_left_out(machine: Machine, default: Value | None, parameter: ast.arg) -> bool:
    """Whether nobody calls the function, and a default of ``None`` stands for data."""
    if default is None or default.type != "NoneType" or machine.context.entered:
        return False
    return len(machine.frames) == 2 and _DATA_NAME.match(parameter.arg) is not None


def unknown_argument(machine: Machine, parameter: ast.arg) -> Value:
    """Return the value of a parameter that no call of the program gives: rows of its own."""
    span = machine.span(parameter)
    rows = frozenset({Rows(span, parameter.arg)})
    kind = None
    if parameter.annotation is not None and isinstance(
        parameter.annotation, (ast.Name, ast.Attribute)
    ):
        name = evaluate(machine, parameter.annotation).name
        kind = None if name is None or name.startswith("builtins.") else canonical(name)
    return fresh(type=kind, rows=rows, site=span, certain=False)


def define_function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Value:
    """Make the value of a user's function, its defaults evaluated now as Python does."""
    attributes: dict[str, Value] = {}
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    for parameter, default in zip(tail, arguments.defaults):
        attributes[f"={parameter.arg}"] = evaluate(machine, default)
    for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if keyword_default is not None:
            attributes[f"={parameter.arg}"] = evaluate(machine, keyword_default)
    decorators = [
        fresh()
        if decorator_name(decorator) in ("property", "staticmethod", "classmethod")
        else evaluate(machine, decorator)
        for decorator in node.decorator_list
    ]
    # The body of a class is no scope for the names in its methods.
    scopes = machine.frame.scopes
    if isinstance(machine.frame.node, ast.ClassDef):
        scopes = scopes[1:]
    value = fresh(
        type="function",
        name=_qualified(machine, node.name),
        node=node,
        scopes=scopes,
        attributes=attributes,
        site=machine.span(node),
    )
    machine.defined.append(value)
    return decorated(machine, node, value, decorators) if decorators else value


def _qualified(machine: Machine, name: str) -> str:
    prefix = machine.frame.function
    return f"{prefix}.{name}" if prefix else name
