"""Decorators of the user's own: what they make of a function is what its name means."""

from __future__ import annotations

import ast

from dyetrace.flow.machine import Machine
from dyetrace.flow.values import Value

DECORATES = "__decorates__"  # the function that a wrapper was made for
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def decorated(
    machine: Machine,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    function: Value,
    decorators: list[Value],
) -> Value:
    """Return what the decorators make of a function, the innermost first.

    A decorator of a library's, and one whose result is no function of the program, leaves it as it
    is.
    """
    from dyetrace.flow.calls import call_value

    result = function
    for place, decorator in zip(reversed(node.decorator_list), reversed(decorators)):
        if not isinstance(decorator.node, _FUNCTIONS) or decorator.alternatives:
            continue
        wrapper = call_value(machine, decorator, (result,), {}, machine.span(place))
        if wrapper.identity != result.identity and _is_function(wrapper):
            attributes = {**wrapper.attributes, DECORATES: result}
            result = wrapper.but(attributes=attributes)
    return result


def _is_function(value: Value) -> bool:
    return isinstance(value.node, _FUNCTIONS) and not value.alternatives
