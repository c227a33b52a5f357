"""Turns the messages of one run into records with the user's own paths."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dyetrace.findings import DyetraceError, Span
from dyetrace.probes.messages import (
    Died,
    Doing,
    End,
    EntryUsed,
    Experiment,
    Failure,
    FileSeen,
    Guarded,
    Limit,
    Message,
    NameFound,
    OptimizerFacts,
    ParameterFacts,
    Place,
    ProtocolError,
    Ready,
    RunDone,
    Sample,
    ShapeSeen,
    SymbolVaried,
    TorchFound,
    Total,
    Training,
    Unsupported,
    WriteSeen,
)
from dyetrace.probes.report import ProbeRequest, Write
from dyetrace.probes.staleness import function_hash
from dyetrace.probes.symbolic import Runs
from dyetrace.source.parsing import parse_script
from dyetrace.source.program import Source
from dyetrace.source.reading import read_source

MOST_MESSAGES = 500_000


@dataclass
class Collection:
    """What one worker has said so far."""

    request: ProbeRequest
    source: Source  # of the program itself
    sources: dict[str, Source] = field(default_factory=dict)
    python: str | None = None
    torch: str | None = None
    shapes: dict[int, list[ShapeSeen]] = field(default_factory=dict)
    totals: dict[int, Total] = field(default_factory=dict)
    runs: Runs = field(default_factory=Runs)
    names: list[NameFound] = field(default_factory=list)
    entry: EntryUsed | None = None
    parameters: list[ParameterFacts] = field(default_factory=list)
    optimizers: dict[int, OptimizerFacts] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)
    experiments: dict[str, list[Experiment]] = field(default_factory=dict)
    training: Training | None = None
    failure: Failure | None = None
    end: End | None = None
    died: Died | None = None
    limit: Limit | None = None
    unsupported: str | None = None  # version of an interpreter that is too old
    kernel_refuses_writes: bool | None = None
    _paths: dict[int, str] = field(default_factory=dict)
    _count: int = 0

    def add(self, message: Message) -> None:
        """Take in one message; raises ``ProtocolError`` for one that makes no sense here."""
        self._count += 1
        if self._count > MOST_MESSAGES:
            raise ProtocolError("the worker sent too many messages")
        match message:
            case Ready():
                self.python = message.python
            case TorchFound():
                self.torch = message.version
            case FileSeen():
                self._add_file(message)
            case ShapeSeen():
                self.shapes.setdefault(message.site, []).append(message)
            case Total():
                self.totals[message.site] = message
            case SymbolVaried() | RunDone() | Sample():
                self.runs.add(message)
            case NameFound():
                self.names.append(message)
            case EntryUsed():
                self.entry = message
            case WriteSeen():
                self.writes.append(Write(message.path, _action(message.action)))
            case OptimizerFacts():
                self.optimizers[message.number] = message
            case ParameterFacts():
                self.parameters.append(message)
            case Training():
                self.training = message
            case Failure():
                self.failure = message
            case End():
                self.end = message
            case Died():
                self.died = message
            case Limit():
                self.limit = message
            case Guarded():
                self.kernel_refuses_writes = message.kernel
            case Unsupported():
                self.unsupported = message.python
            case Experiment():
                self.experiments.setdefault(message.name, []).append(message)
            case Doing():
                pass

    def span(self, place: Place | None) -> Span | None:
        """Return a place as a span with the user's path; None where the file is not known."""
        path = None if place is None else self._paths.get(place.file)
        if place is None or path is None or not _lies_in(self.sources[path], place):
            return None
        return Span(path, place.line, place.column, place.end_line, place.end_column)

    def text(self, span: Span) -> str:
        """Return the user's text at a span."""
        return self.sources[span.path].text_of(span)

    def function(self, span: Span) -> tuple[str, str]:
        """Return qualified name and hash of the function around a span."""
        return function_hash(self.sources[span.path], span.line)

    def is_binding(self, span: Span) -> bool:
        """Whether a name is bound at a span, going by the text behind it (or it is an argument)."""
        source = self.sources[span.path]
        rest = source.lines[span.end_line - 1][span.end_column :].lstrip()
        before = source.lines[span.line - 1][: span.column].lstrip()
        assigned = rest.startswith(("=", ":", ",")) and not rest.startswith("==")
        return (assigned and not before) or before.startswith(("def ", "for ", "async "))

    def _add_file(self, message: FileSeen) -> None:
        program = self.request.path.resolve()
        found = Path(message.path).resolve()
        if found == program:
            self._paths[message.index] = self.source.path
            self.sources[self.source.path] = self.source
            return
        roots = (self.request.workspace.resolve(), program.parent)
        if found.suffix != ".py" or not any(found.is_relative_to(root) for root in roots):
            return  # nothing outside the workspace is read on a worker's word
        shown = found
        if found.is_relative_to(program.parent):
            shown = Path(os.path.dirname(self.source.path)) / found.relative_to(program.parent)
        unsaved = self.request.buffers.get(str(found))
        try:
            if unsaved is not None:
                source = parse_script(unsaved, str(shown))
            else:
                source = read_source(found, str(shown))
        except DyetraceError:
            return
        self._paths[message.index] = source.path
        self.sources[source.path] = source


def _action(action: str) -> Literal["redirected", "refused"]:
    return "redirected" if action == "redirected" else "refused"


def _lies_in(source: Source, place: Place) -> bool:
    if not 1 <= place.line <= place.end_line <= len(source.lines):
        return False
    if place.line == place.end_line and place.column > place.end_column:
        return False
    return place.column <= len(source.lines[place.line - 1]) and place.end_column <= len(
        source.lines[place.end_line - 1]
    )
