"""What probes measured, and where it stands in the text as it is now.

A measurement belongs to the text that ran (how it finds its present place, see ``placing``); when
the function that it was made in was changed since, it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dyetrace.editor.drift import Drift
from dyetrace.editor.placing import Placer, Units
from dyetrace.findings import Finding, Related, Span
from dyetrace.probes.report import ParameterRecord, ShapeRecord
from dyetrace.source.program import Source


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

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured."""
        return not (self.shapes or self.parameters or self.findings)

    def moved(self, change: Drift) -> Present:
        """Return all of it at the places that an edit gives it; what is gone is left out."""
        return Present(
            tuple(
                replace(shape, span=span)
                for shape in self.shapes
                if (span := change.span(shape.span)) is not None
            ),
            tuple(
                replace(parameter, span=span)
                for parameter in self.parameters
                if (span := change.span(parameter.span)) is not None
            ),
            tuple(
                moved
                for finding in self.findings
                if (moved := moved_finding(finding, change)) is not None
            ),
        )


def moved_finding(finding: Finding, change: Drift) -> Finding | None:
    """Return a finding at the places that an edit gives it, None if its text was deleted."""
    span = change.span(finding.span)
    if span is None:
        return None
    related = tuple(
        Related(place, other.message)
        for other in finding.related
        if (place := _moved(other.span, finding.span.path, change)) is not None
    )
    return replace(finding, span=span, related=related, fix=None)


def _moved(span: Span, edited: str, change: Drift) -> Span | None:
    return change.span(span) if span.path == edited else span


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
    units = Units(now)
    for one in measurements:
        placer = Placer(one.source, units)
        for shape in one.shapes:
            if (span := placer.place(shape.span)) is not None:
                stale = placer.is_stale(shape.span, span, shape.function_hash)
                if stale and not placer.is_same_text(shape.span, span):
                    continue  # another expression stands there now
                shapes.append(PlacedShape(shape, span, stale, one))
        for parameter in one.parameters:
            if parameter.span and (span := placer.place(parameter.span)) is not None:
                stale = placer.is_stale(parameter.span, span, parameter.function_hash)
                parameters.append(PlacedParameter(parameter, span, stale, one))
        findings += [found for f in one.findings if (found := _finding(placer, f)) is not None]
    return Present(tuple(shapes), tuple(parameters), tuple(findings))


def _finding(placer: Placer, finding: Finding) -> Finding | None:
    """Return a measured finding at its present place; None if code that it names was changed."""
    span = placer.place(finding.span)
    if span is None or placer.is_stale(finding.span, span):
        return None
    related: list[Related] = []
    for other in finding.related:
        if other.span.path != finding.span.path:
            related.append(other)
            continue
        place = placer.place(other.span)
        if place is None or placer.is_stale(other.span, place):
            return None
        related.append(Related(place, other.message))
    return replace(finding, span=span, related=tuple(related))
