"""Conditions on rows: what ``df.year < 2015`` selects, and what it leaves."""

from __future__ import annotations

import ast

from dyetrace.findings import Span
from dyetrace.flow.columns import labels_of
from dyetrace.flow.machine import Machine
from dyetrace.flow.selection import SAMPLED, complement, selected_parts
from dyetrace.flow.values import UNKNOWN, Interval, Part, Value

COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATED = {">=": "<", "<=": ">", "!=": "=="}


def compared(
    machine: Machine, operator: str, left: Value, right: Value, span: Span
) -> tuple[Part, ...]:
    """Return the parts that a comparison of rows with something selects."""
    if left.mark("random draw") is not None:
        return (Part(span, SAMPLED, f"=draw {left.identity}"),)
    texts = _sides(machine, span)
    if texts is None:
        return (Part(span, "true", f"=mask {machine.source.text_of(span)}"),)
    left_text, right_text = texts
    if right.rows and not left.rows:
        left, right, operator = right, left, _MIRRORED[operator]
        left_text, right_text = right_text, left_text
    bound = _bound(right, right_text)
    return condition(_name(left, left_text), operator, bound, right.constant, span)


def condition(
    name: str, operator: str, bound: str, literal: object, span: Span
) -> tuple[Part, ...]:
    """Return the parts of ``name operator bound``; ``literal`` is the bound's value, if known."""
    if operator in ("==", "!="):
        whole = Part(span, "true", f"={name} == {bound}")
        if operator == "!=":
            return complement((whole,))
        return (whole, Part(span, bound, f"={name} =="))
    if literal is not UNKNOWN and isinstance(literal, (int, float, str)):
        return (Part(span, f"{operator} {bound}", f"={name}", _interval(operator, literal)),)
    if operator in _NEGATED:
        return complement((Part(span, "true", f"={name} {_NEGATED[operator]} {bound}"),))
    side = "below" if operator == "<" else "above"
    return (
        Part(span, "true", f"={name} {operator} {bound}"),
        Part(span, side, f"={name} beside {bound}"),
    )


def _interval(operator: str, bound: float | str) -> Interval:
    if operator in ("<", "<="):
        return Interval(high=bound, high_included=operator == "<=")
    return Interval(low=bound, low_included=operator == ">=")


def combined(operator: str, left: Value, right: Value, span: Span) -> tuple[Part, ...]:
    """Return the parts of ``mask & mask`` and ``mask | mask``."""
    mine, theirs = selected_parts(left), selected_parts(right)
    if not mine or not theirs:
        return (Part(span, "true", f"#{left.identity}{operator}{right.identity}"),)
    key = f"={_key(mine)} {operator} {_key(theirs)}"
    whole = Part(span, "true", key)
    return (whole, *mine, *theirs) if operator == "&" else (whole,)


def _key(parts: tuple[Part, ...]) -> str:
    return f"({parts[0].key} {parts[0].name})"


def queried(text: str, span: Span) -> tuple[Part, ...]:
    """Return the parts that ``df.query(text)`` selects."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return (Part(span, "true", f"=query {text}"),)
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.left, ast.Name):
        bound = tree.comparators[0]
        literal = bound.value if isinstance(bound, ast.Constant) else UNKNOWN
        operator = ast.unparse(ast.Compare(ast.Name(""), tree.ops, [ast.Name("")])).strip()
        if operator in COMPARISONS:
            return condition(tree.left.id, operator, ast.unparse(bound), literal, span)
    return (Part(span, "true", f"=query {' '.join(text.split())}"),)


def members(
    machine: Machine, site_text: str, owner: Value, argument: Value, span: Span
) -> tuple[Part, ...]:
    """Return the parts of ``owner.isin(argument)``."""
    extra = extra_parts(argument, owner)
    if extra:
        return extra
    name = _name(owner, site_text.partition(".isin")[0])
    labels = labels_of(argument)
    values = ",".join(sorted(labels)) if labels is not None else f"#{argument.identity}"
    return (Part(span, "true", f"={name} in {values}"),)


_PAIRS = 64  # of row sets that are compared; tables have a few, mixed tensors have many


def extra_parts(index: Value, owner: Value) -> tuple[Part, ...]:
    """Return the parts by which an index of rows is narrower than ``owner``, the last one first."""
    if len(index.rows) * len(owner.rows) > _PAIRS:
        return ()
    found: list[Part] = []
    for mine in index.rows:
        for theirs in owner.rows:
            if mine.has_origin_of(theirs):
                found.extend(p for p in reversed(mine.parts) if p not in theirs.parts)
    return tuple(dict.fromkeys(p for p in found if p.name != "reordered"))


def _sides(machine: Machine, span: Span) -> tuple[str, str] | None:
    try:
        tree = ast.parse(machine.source.text_of(span), mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return None
    return ast.unparse(tree.left), ast.unparse(tree.comparators[0])


def _name(value: Value, text: str) -> str:
    """Name what is compared alike in every frame: a column by its label, an index as "index"."""
    if value.type == "pandas.Index":
        return "index"
    only = value.columns.only if value.columns is not None else None
    if only is not None and len(only) == 1 and text.rstrip("]'\")").endswith(next(iter(only))):
        return next(iter(only))
    return text


def _bound(value: Value, text: str) -> str:
    if value.is_constant:
        return repr(value.constant)
    return f"{text}#{value.identity}" if text.isidentifier() else text
