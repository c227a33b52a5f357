"""Tells which arm of an ``if`` runs, where the program leaves no doubt.

A flag in a variable is a switch that the user flips, so both of its arms count. What a call gives
for a parameter is none: ``select(X, y, k=None)`` runs the arm of ``if k is None``.
"""

from __future__ import annotations

import ast

from dyetrace.flow.expressions import evaluate, user_bases
from dyetrace.flow.machine import Machine
from dyetrace.flow.values import UNKNOWN, Value
from dyetrace.knowledge.estimators import estimator_kind
from dyetrace.knowledge.names import canonical

# Types that no table or array is mistaken for.
_PLAIN = frozenset({"list", "tuple", "dict", "set", "str", "int", "float", "bool", "NoneType"})
_TABLES = frozenset({"pandas.DataFrame", "pandas.Series", "numpy.ndarray"})


def known_truth(machine: Machine, node: ast.expr) -> bool | None:
    """Return whether a test holds, or None where that depends on the run."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = known_truth(machine, node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        return _combined(node.op, [known_truth(machine, value) for value in node.values])
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _compared(machine, node)
    if isinstance(node, ast.Name):
        if node.id == "TYPE_CHECKING":
            return False
        given = _given(machine, node)
        if given is not None and given.is_constant:
            return bool(given.constant)
        return True if given is not None and _is_estimator(given) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _is_instance(machine, node) if node.func.id == "isinstance" else None
    return None


def _combined(operator: ast.boolop, parts: list[bool | None]) -> bool | None:
    decisive = isinstance(operator, ast.Or)
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _compared(machine: Machine, node: ast.Compare) -> bool | None:
    left, right, operator = node.left, node.comparators[0], node.ops[0]
    names = {each.id for each in (left, right) if isinstance(each, ast.Name)}
    if "__name__" in names:
        return machine.source is machine.main or machine.source.is_run
    given = _given(machine, left)
    if given is None:
        return None
    if isinstance(right, ast.Constant) and right.value is None:
        is_none = _is_none(given)
        negated = isinstance(operator, (ast.IsNot, ast.NotEq))
        return None if is_none is None else is_none is not negated
    if not given.is_constant:
        return None
    try:
        literal = ast.literal_eval(right)
        if isinstance(operator, (ast.Eq, ast.Is)):
            return bool(given.constant == literal)
        if isinstance(operator, (ast.NotEq, ast.IsNot)):
            return bool(given.constant != literal)
        if isinstance(operator, (ast.In, ast.NotIn)):
            return (given.constant in literal) is isinstance(operator, ast.In)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return None


def _is_estimator(value: Value) -> bool:
    """Whether a value is surely an estimator, which is true like any object without a length."""
    kind = estimator_kind(value.type) if value.type is not None and value.certain else None
    return kind is not None and kind.known and not kind.composite


def _is_none(value: Value) -> bool | None:
    if value.is_constant:
        return value.constant is None
    return False if value.type is not None and value.certain else None


def _given(machine: Machine, node: ast.expr) -> Value | None:
    """Return what a call of the program gave for a parameter; None for any other name."""
    function = machine.frame.node
    if not isinstance(node, ast.Name) or not (machine.context.entered or machine.context.calls):
        return None
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return None
    parameters = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    if all(parameter.arg != node.id for parameter in parameters):
        return None
    value = machine.load(node.id)
    return None if value is None or value.alternatives else value


def _is_instance(machine: Machine, node: ast.Call) -> bool | None:
    if len(node.args) != 2 or not isinstance(node.args[0], ast.Name):
        return None
    value = machine.load(node.args[0].id)
    if value is None or value.type is None or value.alternatives:
        return None
    asked = evaluate(machine, node.args[1])
    answers = [_has_type(machine, value, kind) for kind in (asked.items or (asked,))]
    return _combined(ast.Or(), answers)


def _has_type(machine: Machine, value: Value, kind: Value) -> bool | None:
    """Whether a value is of a class; None where a guess at its type could be wrong."""
    if "__class__" in value.attributes:
        own = user_bases(machine, value.attributes["__class__"])
        if any(base.identity == kind.identity for base in own):
            return True
        return False if kind.type == "class" and value.certain else None
    name = canonical(kind.name or "").removeprefix("builtins.")
    if value.type == name:
        return True
    plain = {value.type, name} & _PLAIN
    other = {value.type, name} & (_TABLES | _PLAIN)
    return False if plain and len(other) == 2 and value.constant is UNKNOWN else None
