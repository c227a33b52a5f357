"""What an expression of the program holds, as the interpreter saw it."""

from __future__ import annotations

import ast
from typing import Final, Literal

from dyetrace.fixes.columns import hasattr_of_frame
from dyetrace.fixes.rewrite import FixContext
from dyetrace.flow.areas.loading import ARRAY, FRAME, SERIES
from dyetrace.flow.areas.tensors import is_tensor
from dyetrace.flow.events import Bind, Call
from dyetrace.flow.values import Value

Kind = Literal["frame", "series", "array", "tensor", "plain"]

_NAMED: Final[dict[str | None, Kind]] = {FRAME: "frame", SERIES: "series", ARRAY: "array"}
_PLAIN: Final = frozenset("int float str bool NoneType".split())


def kind_of(context: FixContext, node: ast.expr) -> Kind | None:
    """Return what an expression certainly holds, or None."""
    value = _value_at(context, node)
    if value is not None and (kind := _kind(value)) is not None:
        return kind
    if isinstance(node, ast.Subscript):
        owner = kind_of(context, node.value)
        if owner == "frame" and isinstance(node.slice, ast.Constant):
            return "series" if isinstance(node.slice.value, str) else None
        return "frame" if owner == "frame" and isinstance(node.slice, ast.List) else None
    if isinstance(node, ast.Attribute) and not hasattr_of_frame(node.attr):
        return "series" if kind_of(context, node.value) == "frame" else None
    return None


def values_at(context: FixContext, node: ast.expr) -> list[Value]:
    """Return what an expression held each time that it was seen, the last binding of a name."""
    site = context.outline.span(node)
    if isinstance(node, ast.Call):
        return [call.result for call in context.flow.of(Call) if call.site == site]
    if isinstance(node, (ast.Name, ast.Attribute)):
        text = context.outline.text(node)
        place = (site.line, site.column)
        binds = [bind for bind in context.flow.of(Bind) if bind.target == text]
        above = [bind for bind in binds if (bind.site.line, bind.site.column) < place]
        last = max((bind.site for bind in above or binds), default=None)
        return [bind.value for bind in binds if bind.site == last]
    return []


def _value_at(context: FixContext, node: ast.expr) -> Value | None:
    values = values_at(context, node)
    kinds = {_kind(each) for value in values for each in value.each()}
    return values[0] if len(kinds) == 1 else None


def _kind(value: Value) -> Kind | None:
    if is_tensor(value):
        return "tensor"
    return "plain" if value.type in _PLAIN else _NAMED.get(value.type)
