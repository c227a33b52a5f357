"""Finds the calls that a failure speaks of in the user's text, and makes edits of them."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass

from dyetrace.findings import Edit, Span
from dyetrace.probes.collecting import Collection
from dyetrace.probes.messages import Failure, Operand
from dyetrace.source.program import Source


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that may repair a failure, and what to call it."""

    title: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Scene:
    """A failure with the user's text around it."""

    collection: Collection
    failure: Failure
    span: Span  # of the failed expression

    @property
    def source(self) -> Source:
        """The program in which it failed."""
        return self.collection.sources[self.span.path]

    @property
    def expression(self) -> ast.expr | None:
        """The failed expression."""
        return node_at(self.source, self.span, ast.expr)

    def operand(self, shape: tuple[int, ...]) -> Operand | None:
        """Return the only operand of the failed expression with a shape."""
        found = {o.text: o for o in self.failure.operands if o.shape == shape}
        return next(iter(found.values())) if len(found) == 1 else None

    def method(self, operand: Operand, call: str) -> Edit | None:
        """Return the edit that turns an operand into ``operand.call``."""
        span = self.collection.span(operand.place)
        if span is None:
            return None
        text = self.collection.text(span)
        node = node_at(self.collection.sources[span.path], span, ast.expr)
        simple = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
        return Edit(span, f"{text}{call}" if simple else f"({text}){call}")

    def definition(self) -> tuple[Source, ast.Call] | None:
        """Return the call that made the layer that failed."""
        layer = self.failure.layer
        span = None if layer is None else self.collection.span(layer.definition)
        if layer is None or span is None:
            return None
        source = self.collection.sources[span.path]
        calls = [
            node
            for node in source.nodes_of(ast.Call)
            if span.contains(node.lineno, _column(source, node.lineno, node.col_offset))
            and _last_name(node.func) == layer.kind
        ]
        inside = [call for call in calls if _fits(call, layer.text)]
        return (source, inside[0]) if len(inside) == 1 else None


def span_of(source: Source, node: ast.expr) -> Span:
    """Return the span of a node in code points."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Span(
        source.path,
        node.lineno,
        _column(source, node.lineno, node.col_offset),
        node.end_lineno,
        _column(source, node.end_lineno, node.end_col_offset),
    )


def node_at(source: Source, span: Span, kind: type[ast.expr]) -> ast.expr | None:
    """Return the outermost expression at a span."""
    found = (node for node in source.nodes if isinstance(node, kind) and node.lineno == span.line)
    return next((node for node in found if span_of(source, node) == span), None)


def argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """Return an argument of a call by its position or name."""
    named = next((k.value for k in call.keywords if k.arg == keyword), None)
    if named is not None:
        return named
    plain = call.args[: position + 1]
    is_there = len(plain) > position and not any(isinstance(a, ast.Starred) for a in plain)
    return plain[position] if is_there else None


def whole_number(node: ast.expr | None) -> int | None:
    """Return the value of a literal whole number, or of a product of such (``16 * 5 * 5``)."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        factors = whole_number(node.left), whole_number(node.right)
        return None if None in factors else math.prod(f for f in factors if f is not None)
    return None


def shortened(source: Source, call: ast.Call) -> str:
    """Return a call as the user wrote it, with its first two arguments."""
    given = [source.text_of(span_of(source, a)) for a in call.args[:2]]
    given += [f"{k.arg}={source.text_of(span_of(source, k.value))}" for k in call.keywords if k.arg]
    return f"{source.text_of(span_of(source, call.func))}({', '.join(given[:2])})"


def literals(call: ast.Call) -> Iterator[ast.Constant]:
    """Iterate over the literal whole numbers among the arguments of a call, the last one first."""
    values = [*call.args]
    if len(values) == 1 and isinstance(values[0], ast.Tuple | ast.List):
        values = list(values[0].elts)
    for node in reversed(values):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield node


def _fits(call: ast.Call, text: str) -> bool:
    """Whether a call may have made the layer that prints itself so: its numbers are in there."""
    numbers = [whole_number(a) for a in call.args[:2]]
    return all(number is None or str(number) in text for number in numbers)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _column(source: Source, line: int, offset: int) -> int:
    text = source.lines[line - 1]
    if text.isascii():
        return offset
    return len(text.encode("utf-8")[:offset].decode("utf-8", "ignore"))
