"""What Python's syntax asks of the user's own classes: ``obj[i]``, ``for x in obj``, ``with``."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.expressions import class_member
from dyetrace.flow.machine import Machine
from dyetrace.flow.values import Value


def special_method(
    machine: Machine, owner: Value, name: str, args: tuple[Value, ...], span: Span
) -> Value | None:
    """Return what a special method of the user's class gives, or None where it has none."""
    if "__class__" not in owner.attributes:
        return None
    from dyetrace.flow.calls import call_function

    method = class_member(machine, owner, name)
    if method is None or not isinstance(method.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    return call_function(machine, method, args, {}, span)


def entered(machine: Machine, manager: Value, span: Span) -> Value:
    """Return what ``with manager as ...`` binds."""
    own = special_method(machine, manager, "__enter__", (), span)
    if own is None:
        own = special_method(machine, manager, "__aenter__", (), span)
    if own is not None:
        return own
    made = manager.attributes.get("__element__") if manager.type == "generator" else None
    return manager if made is None else machine.current(made)  # of `@contextmanager`
