"""What a probe run found out: the typed form of the JSON that ``dyetrace probe`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dyetrace.findings import Finding, Span
from dyetrace.source.program import Source

Status = Literal["completed", "stopped", "failed", "timed-out", "cancelled"]
Outcome = Literal["fine", "found", "not-applicable", "unknown"]


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """What to run, and within which limits."""

    path: Path  # the script or notebook; its folder is the working directory unless told
    kinds: tuple[str, ...]
    python: tuple[str, ...]  # command of the user's interpreter, absolute path first
    workspace: Path  # nothing below it may be written
    text: str | None = None  # program text of an unsaved buffer; None reads the file
    source: Source | None = None  # what the editor holds, already parsed; goes before ``text``
    target: str | None = None  # class or function to probe alone
    cell: int | None = None  # of a notebook: run up to this cell
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    steps: int = 1  # optimizer steps after which the run ends
    timeout: float = 60.0  # seconds of wall clock
    memory_mib: int | None = None
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    allow_writes: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A sentence about what the worker does now, and how far it is (0 to 1, None if unknown)."""

    message: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class ShapeRecord:
    """What one expression held; see the JSON of ``shapes`` in the interface description."""

    span: Span
    expression: str
    kind: Literal["tensor", "ndarray", "dataframe", "module", "int"]
    shape: tuple[int | str, ...]
    concrete: tuple[int, ...]
    dtype: str | None = None
    device: str | None = None
    requires_grad: bool | None = None
    calls: int = 1
    stats: Mapping[str, float] = field(default_factory=dict)
    function: str | None = None  # qualified name of the enclosing function
    function_hash: str = ""  # of that function's source text when it was measured
    other_shapes: tuple[tuple[int, ...], ...] = ()  # further shapes seen at the same place


@dataclass(frozen=True, slots=True)
class ParameterRecord:
    """One trainable tensor of a model and what its gradient did."""

    name: str
    span: Span | None  # the line that defines its layer
    shape: tuple[int, ...]
    grad_norm: float | None
    update_ratio: float | None
    verdict: str  # "ok", or the name of the finding
    layer: str = ""  # name of the module that owns it
    function_hash: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one check; silence is never a clean bill."""

    name: str
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Write:
    """A write of the user's program that was kept away from the workspace."""

    path: str
    action: Literal["redirected", "refused"]


@dataclass(frozen=True)
class ProbeReport:
    """Everything one probe run has to say."""

    status: Status
    reason: str | None
    seconds: float
    environment: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    shapes: tuple[ShapeRecord, ...] = ()
    parameters: tuple[ParameterRecord, ...] = ()
    checks: tuple[Check, ...] = ()
    writes: tuple[Write, ...] = ()
    log: str = ""  # tail of what the user's program printed
    measured_at: float = 0.0  # seconds since the epoch
    sources: Mapping[str, Source] = field(default_factory=dict)  # what ran, by path as in spans
