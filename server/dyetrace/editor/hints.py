"""Inlay hints: the shape behind each name that a tensor is bound to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lsprotocol import types

from dyetrace.editor.facts import PlacedShape, Present
from dyetrace.editor.shape_text import shape_of
from dyetrace.editor.view import View
from dyetrace.findings import Span
from dyetrace.source.program import Source

_KINDS = ("tensor", "ndarray", "dataframe")
_MOST_VARIANTS = 2


def inlay_hints(
    view: View, present: Present, uri: str, wanted: types.Range
) -> list[types.InlayHint]:
    """Return the hints of a part of a script or cell.

    The ``data`` of each holds the first and last line (of the editor's, from 0) of its function,
    for a client that shows only those of the function under the cursor.
    """
    if not present.shapes or not view.is_exact:
        return []
    shapes = shapes_by_span(present)
    hints: list[types.InlayHint] = []
    for name, owner in _bindings(view.source):
        placed = shapes.get(name)
        if placed is None:
            continue
        label = short_shape(placed)
        at, around = view.places.location(name), view.places.location(owner)
        if label is None or at is None or around is None or at.uri != uri:
            continue
        if not wanted.start.line <= at.range.end.line <= wanted.end.line:
            continue
        hints.append(
            types.InlayHint(
                position=at.range.end,
                label=f": {label}",
                kind=types.InlayHintKind.Type,
                data={"first": around.range.start.line, "last": around.range.end.line},
            )
        )
    return hints


def shapes_by_span(present: Present) -> dict[Span, PlacedShape]:
    """Return what holds for the present text, the freshest measurement of each expression."""
    found: dict[Span, PlacedShape] = {}
    for placed in present.shapes:
        known = found.get(placed.span)
        if placed.is_stale or placed.record.kind not in _KINDS:
            continue
        if known is None or known.measurement.measured_at < placed.measurement.measured_at:
            found[placed.span] = placed
    return found


def short_shape(placed: PlacedShape) -> str | None:
    """Return the shape, or the few that there are; None where it would say nothing clear."""
    record = placed.record
    shapes = list(dict.fromkeys(shape_of(variant) for variant in record.variants))
    shapes = shapes or [shape_of(record)]
    return " | ".join(shapes) if len(shapes) <= _MOST_VARIANTS else None


def _bindings(source: Source) -> Iterator[tuple[Span, Span]]:
    """Yield the spans of names that are bound, with that of their function or statement."""
    for statement in source.tree.body:
        yield from _bindings_in(source, statement, source.span(statement))


def _bindings_in(source: Source, node: ast.AST, owner: Span) -> Iterator[tuple[Span, Span]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        owner = source.span(node)
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if argument.annotation is None:
                yield source.span(argument), owner
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield source.span(node), owner
    for child in ast.iter_child_nodes(node):
        yield from _bindings_in(source, child, owner)
