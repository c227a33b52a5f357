"""What probes measured, and where it stands in the text as it is now.

A measurement belongs to the text that ran. Inside a function it is known by the function and the
place in it, so that edits elsewhere do not touch it; when the function itself was changed, what was
measured in it is stale.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dyetrace.editor.drift import Drift, drift
from dyetrace.editor.positions import split_lines
from dyetrace.findings import Finding, Related, Span
from dyetrace.probes.report import ParameterRecord, ShapeRecord
from dyetrace.source.program import Source

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measurement:
    """What one probe run measured in one file.

    ``owner`` is the URI of the document that was probed; ``source`` the text of this file that ran.
    """

    owner: str
    kinds: frozenset[str]
    source: Source
    measured_at: float  # seconds since the epoch
    environment: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[ShapeRecord, ...] = ()
    parameters: tuple[ParameterRecord, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def size(self) -> int:
        """How many facts it holds."""
        return len(self.shapes) + len(self.parameters) + len(self.findings)


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A shape at its place in the present text."""

    record: ShapeRecord
    span: Span
    is_stale: bool
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class PlacedParameter:
    """A trainable tensor at the present line of its layer's definition."""

    record: ParameterRecord
    span: Span
    is_stale: bool
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Present:
    """Everything measured in a file, at its present places; stale findings are left out."""

    shapes: tuple[PlacedShape, ...] = ()
    parameters: tuple[PlacedParameter, ...] = ()
    findings: tuple[Finding, ...] = ()


class Facts:
    """The measurements of a session, by the path of the file they belong to."""

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[Measurement, ...]] = {}
        self._present: dict[str, tuple[Source, Present]] = {}

    def add(self, measurement: Measurement) -> None:
        """Take a measurement in; older ones of the same probe and kind make room."""
        path = measurement.source.path
        kept = [
            known
            for known in self._by_path.get(path, ())
            if known.owner != measurement.owner or not known.kinds & measurement.kinds
        ]
        self._by_path[path] = (measurement, *kept)
        self._present.pop(path, None)

    def clear(self, owner: str | None) -> int:
        """Forget what a document's probes measured (None: everything); return how much it was."""
        cleared = 0
        for path, measurements in list(self._by_path.items()):
            gone = [known for known in measurements if owner in (None, known.owner)]
            kept = tuple(known for known in measurements if known not in gone)
            cleared += sum(known.size for known in gone)
            if gone:
                self._present.pop(path, None)
            if kept:
                self._by_path[path] = kept
            else:
                del self._by_path[path]
        return cleared

    def present(self, source: Source) -> Present:
        """Return what was measured in a file, at its places in this text; the newest first."""
        measurements = self._by_path.get(source.path)
        if not measurements:
            return Present()
        known = self._present.get(source.path)
        if known is not None and known[0] is source:
            return known[1]
        present = _placed(measurements, source)
        self._present[source.path] = (source, present)
        return present


def _placed(measurements: tuple[Measurement, ...], now: Source) -> Present:
    shapes: list[PlacedShape] = []
    parameters: list[PlacedParameter] = []
    findings: list[Finding] = []
    functions = _Functions(now)
    for one in measurements:
        placer = _Placer(one.source, functions)
        for shape in one.shapes:
            if (span := placer.place(shape.span)) is not None:
                stale = placer.is_stale(shape.span, shape.function_hash, span)
                shapes.append(PlacedShape(shape, span, stale, one))
        for parameter in one.parameters:
            if parameter.span and (span := placer.place(parameter.span)) is not None:
                stale = placer.is_stale(parameter.span, parameter.function_hash, span)
                parameters.append(PlacedParameter(parameter, span, stale, one))
        findings += [found for f in one.findings if (found := placer.finding(f)) is not None]
    return Present(tuple(shapes), tuple(parameters), tuple(findings))


@dataclass(frozen=True)
class _Functions:
    """The functions of a text by qualified name."""

    source: Source

    @cached_property
    def by_name(self) -> dict[str, FunctionNode]:
        return dict(_functions(self.source.tree, ""))

    def around(self, line: int) -> tuple[str, FunctionNode] | None:
        """Return the innermost function that holds a line, with its name."""
        holding = [
            (name, node)
            for name, node in self.by_name.items()
            if _first_line(node) <= line <= (node.end_lineno or node.lineno)
        ]
        return max(holding, key=lambda item: item[1].lineno, default=None)

    def hash_at(self, line: int) -> str:
        """Return the hash of the function, or of the statement at the top level, around a line."""
        from dyetrace.probes.staleness import function_hash  # only once something was measured

        return function_hash(self.source, line)[1]


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, FunctionNode]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FunctionNode | ast.ClassDef):
            name = f"{prefix}{child.name}"
            if isinstance(child, FunctionNode):
                yield name, child
            yield from _functions(child, f"{name}.")
        else:
            yield from _functions(child, prefix)


def _first_line(node: FunctionNode) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


class _Placer:
    """Finds the present places of spans of a text that ran."""

    def __init__(self, then: Source, now: _Functions) -> None:
        self._then = _Functions(then)
        self._now = now

    @cached_property
    def _drift(self) -> Drift:
        old, new = self._then.source.original, self._now.source.original
        return drift(split_lines(old), split_lines(new))

    def place(self, span: Span) -> Span | None:
        """Return where a span stands now: by its function if that is unchanged, else by lines."""
        function = self._then.around(span.line)
        if function is not None:
            name, then = function
            now = self._now.by_name.get(name)
            unchanged = now is not None and self._then.hash_at(then.lineno) == self._now.hash_at(
                now.lineno
            )
            if now is not None and unchanged and now.col_offset == then.col_offset:
                shift = now.lineno - then.lineno
                return replace(span, line=span.line + shift, end_line=span.end_line + shift)
        return self._drift.span(span)

    def is_stale(self, span: Span, measured_hash: str, now: Span) -> bool:
        """Whether the code around a measured place was changed since."""
        then = measured_hash or self._then.hash_at(span.line)
        return then != self._now.hash_at(now.line)

    def finding(self, finding: Finding) -> Finding | None:
        """Return a measured finding at its present place; None if code that it names changed."""
        span = self.place(finding.span)
        if span is None or self.is_stale(finding.span, "", span):
            return None
        related: list[Related] = []
        for other in finding.related:
            if other.span.path != finding.span.path:
                related.append(other)
                continue
            place = self.place(other.span)
            if place is None or self.is_stale(other.span, "", place):
                return None
            related.append(Related(place, other.message))
        return replace(finding, span=span, related=tuple(related))
