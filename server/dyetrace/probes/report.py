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
Tensors = Literal["real", "fake", "substituted"]
EntrySource = Literal["given", "comment", "configuration", "call", "annotation", "guess", "default"]


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
    input: str | None = None  # arguments of the target's call, as Python text: goes before all else
    constructor: str | None = None  # expression that makes the target's class, likewise
    batch_size: int | None = None  # of the inputs that Dyetrace chooses itself
    fake: bool = False  # no real tensor at all: also for models that fit on no machine
    symbolic: bool = True  # further runs with other sizes, to know which numbers are constant
    steps: int | None = None  # optimizer steps after which the run ends; None: as the kinds need
    timeout: float = 60.0  # seconds of wall clock
    memory_mib: int | None = None
    buffers: Mapping[str, str] = field(default_factory=dict)  # unsaved modules, by absolute path
    repair: bool = True  # look for a fix of shapes that do not fit, which takes further runs
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    allow_writes: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A sentence about what the worker does now, and how far it is (0 to 1, None if unknown)."""

    message: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of the finite numbers of a value in equal bins from ``low`` to ``high``."""

    low: float
    high: float
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What a layer is and costs; sizes count each tensor once, FLOPs are of one forward."""

    kind: str  # name of its class
    path: str | None  # in the outermost module that holds it, None where it is that module
    parameters: int
    trainable: int
    bytes: int  # of parameters and buffers
    flops: int | None = None  # by torch's own counter; None where it did not run


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several shapes that one expression had, and the module in which it had it."""

    shape: tuple[int | str, ...]
    concrete: tuple[int, ...]
    text: str
    path: str | None = None  # path of the module instance, ``layers.0.attention``
    dtype: str | None = None
    device: str | None = None
    requires_grad: bool | None = None
    calls: int = 1


@dataclass(frozen=True, slots=True)
class ShapeRecord:
    """What one expression held; see the JSON of ``shapes`` in the interface description.

    A dimension of ``shape`` is a number where it was the same in all runs (or where there was one
    run only), a text where it follows the sizes of the inputs (``"B"``, ``"T+1"``, ``"B*T"``), and
    a number with a question mark where it changed by no law that was found. ``names`` are the
    user's names of constant dimensions, ``text`` is all of it for people.
    """

    span: Span
    expression: str
    kind: Literal["tensor", "ndarray", "dataframe", "module", "int"]
    shape: tuple[int | str, ...]
    concrete: tuple[int, ...]  # for ``int``: the number itself, alone
    dtype: str | None = None
    device: str | None = None
    requires_grad: bool | None = None
    calls: int = 1
    stats: Mapping[str, float] = field(default_factory=dict)
    function: str | None = None  # qualified name of the enclosing function
    function_hash: str = ""  # of that function's source text when it was measured
    other_shapes: tuple[tuple[int, ...], ...] = ()  # further shapes seen at the same place
    names: tuple[str | None, ...] = ()  # as long as ``shape``, or empty where nothing has a name
    text: str = ""  # ``[B, n_head=12, T, head_dim=64]``
    tensors: Tensors = "real"  # how it was got
    runs: int = 1  # in which the place was seen: 1 tells nothing of which numbers are constant
    variants: tuple[Variant, ...] = ()  # all of them, this one first, where there are several
    histogram: Histogram | None = None
    module: ModuleFacts | None = None


@dataclass(frozen=True, slots=True)
class EntryInput:
    """An expression that the target was made or called with, and where it is from."""

    expression: str
    source: EntrySource
    why: str = ""  # a sentence for people: which call, which layer was looked at


@dataclass(frozen=True, slots=True)
class Symbol:
    """A size of the inputs that may vary: its name, where that is from, and what was tried."""

    name: str
    base: int  # size in the run whose numbers are ``concrete``
    tried: tuple[int, ...]
    named_by: Literal["code", "convention"] = "convention"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was run, with which inputs, and how far down the ladder it had to go.

    ``tensors`` is ``fake`` (no numbers computed), ``substituted`` (fake, and some numbers that the
    program asked for were made up) or ``real``; ``why`` tells why it is not what stands above it.
    """

    how: Literal["script", "target", "notebook", "pytest"]
    target: str | None = None
    constructor: EntryInput | None = None
    input: EntryInput | None = None
    tensors: Tensors = "real"
    why: str = ""
    symbols: tuple[Symbol, ...] = ()


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
    entry: Entry | None = None
    curve: tuple[tuple[int, float], ...] = ()  # optimizer steps before it, loss of a `backward`
    predictions: Mapping[str, object] = field(default_factory=dict)  # of the batch, on a copy
    data: Mapping[str, object] = field(default_factory=dict)  # what the model was given
    log: str = ""  # tail of what the user's program printed
    measured_at: float = 0.0  # seconds since the epoch
    sources: Mapping[str, Source] = field(default_factory=dict)  # what ran, by path as in spans
