"""Operators: what libraries say that they do, and special methods of the user's classes."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.machine import Machine, mixed
from dyetrace.flow.values import Value

_SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.LShift: "<<", ast.RShift: ">>", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in",
    ast.NotIn: "not in", ast.USub: "-x", ast.UAdd: "+x", ast.Invert: "~x", ast.Not: "not",
}  # fmt: skip


_SPECIAL = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "@": "matmul", "|": "or", "&": "and",
    ">>": "rshift", "<<": "lshift", "+=": "iadd", "|=": "ior", ">>=": "irshift",
}  # fmt: skip


def operator_text(operator: ast.AST) -> str:
    """Return an operator as it is written ("-x" for the unary minus)."""
    return _SYMBOLS.get(type(operator), "?")


def evaluate_operator(
    machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
) -> Value:
    """Return the result of an operator; rows and dye of the operands pass through."""
    for ask in machine.meanings.operate:
        value = ask(machine, operator, operands, span)
        if value is not None:
            return value
    own = _operated(machine, operator, operands, span)
    if own is not None:
        return own
    if len(operands) == 2 and not operands[1].rows and not operands[1].dye:
        return mixed(operands[0], site=span)
    return mixed(*operands, site=span)


def _operated(
    machine: Machine, operator: str, operands: tuple[Value, ...], span: Span
) -> Value | None:
    """Call the special method by which a class of the user's answers for an operator."""
    from dyetrace.flow.protocols import special_method

    name = _SPECIAL.get(operator)
    if name is None or len(operands) != 2:
        return None
    left, right = operands
    own = special_method(machine, left, f"__{name}__", (right,), span)
    return special_method(machine, right, f"__r{name}__", (left,), span) if own is None else own
