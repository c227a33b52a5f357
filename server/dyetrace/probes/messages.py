"""What a worker can say, as typed records (see ``message_parser`` for how they are checked)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dyetrace.findings import DyetraceError

if TYPE_CHECKING:
    from dyetrace.probes.fields import Fields


class ProtocolError(DyetraceError):
    """The worker said something that it cannot say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span in one of the files that the worker announced, columns in code points."""

    file: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has started."""

    python: str
    pid: int


@dataclass(frozen=True, slots=True)
class TorchFound:
    """The program imported torch."""

    version: str


@dataclass(frozen=True, slots=True)
class Doing:
    """What the program does now, as a sentence."""

    message: str


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file of the user's that places refer to by its index."""

    index: int
    path: str


@dataclass(frozen=True, slots=True)
class ShapeSeen:
    """A value was observed at a place for the first time, or with a new shape."""

    site: int
    place: Place
    kind: str
    shape: tuple[int, ...]
    dtype: str | None
    device: str | None
    requires_grad: bool | None
    stats: Mapping[str, float]
    tensors: str  # how the value came to be: real, fake or substituted


@dataclass(frozen=True, slots=True)
class VariantSeen:
    """One shape of a place in one module instance, and how often."""

    path: str | None
    shape: tuple[int, ...]
    dtype: str | None
    device: str | None
    requires_grad: bool | None
    calls: int


@dataclass(frozen=True, slots=True)
class Bins:
    """The histogram of a value."""

    low: float
    high: float
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModuleSeen:
    """What a module is and costs."""

    kind: str
    path: str | None
    parameters: int
    trainable: int
    bytes: int
    flops: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """What was known of a place at the end of the run."""

    site: int
    calls: int
    stats: Mapping[str, float]
    requires_grad: bool | None
    concrete: tuple[int, ...]
    variants: tuple[VariantSeen, ...]
    histogram: Bins | None
    module: ModuleSeen | None


@dataclass(frozen=True, slots=True)
class InputUsed:
    """An expression that a target was made or called with."""

    expression: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class EntryUsed:
    """What was run, and how far down the ladder."""

    how: str
    target: str | None
    constructor: InputUsed | None
    input: InputUsed | None
    tensors: str
    why: str


@dataclass(frozen=True, slots=True)
class SymbolVaried:
    """A size of the inputs that was varied; they come in the order of the sizes of each run."""

    label: str
    base: int
    tried: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RunDone:
    """A run with these sizes; number 0 is the base run."""

    number: int
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The shapes of a place in one run, each with the path of its module instance."""

    run: int
    site: int
    values: tuple[tuple[str | None, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class NameFound:
    """A whole number of the user's that has a name."""

    name: str
    value: int
    kind: str  # attribute, config, global, argument
    owner: str  # qualified name of the class, path of the file; empty for an argument
    place: Place | None  # of an argument


@dataclass(frozen=True, slots=True)
class WriteSeen:
    """A write of the program was kept away from the user's files."""

    path: str
    action: str


@dataclass(frozen=True, slots=True)
class OptimizerFacts:
    """One optimizer that the program made."""

    number: int
    name: str
    definition: Place | None
    parameters: int
    steps: int


@dataclass(frozen=True, slots=True)
class ParameterFacts:
    """One parameter of a module that took part.

    ``called`` is how its layer was called: with gradients wanted, without, or not at all (None).
    ``enclosing`` are the modules around it that the user's code defined, innermost first.
    ``mentioned`` says whether the code reads the layer's attribute (the parameter's own, where the
    layer's class is the user's): never, unseen or seen.
    """

    root: int
    root_name: str
    root_training: bool
    root_own: bool
    name: str
    layer: str
    layer_kind: str
    layer_is_own: bool  # its class was written in the workspace
    shape: tuple[int, ...]
    trainable: bool
    reached: bool
    optimizer: int | None
    norms: tuple[float, ...]
    mean: float | None
    update: float | None
    nonfinite: bool
    called: str | None
    order: int | None
    definition: Place | None
    enclosing: tuple[tuple[str, Place], ...]
    mentioned: str


@dataclass(frozen=True, slots=True)
class Training:
    """How far the program's training went."""

    steps: int
    backwards: int
    model_called: bool
    strangers: int  # parameters in an optimizer that belong to no module that took part


@dataclass(frozen=True, slots=True)
class Operand:
    """A part of the failed expression and what it held."""

    role: str
    place: Place
    text: str
    kind: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """The library layer in which a failure happened."""

    kind: str
    text: str
    inputs: tuple[tuple[int, ...], ...]
    weight: tuple[int, ...] | None
    definition: Place | None


@dataclass(frozen=True, slots=True)
class Failure:
    """The exception that ended the program."""

    exception: str
    message: str
    missing: str  # name of a module that could not be imported
    place: Place | None
    operands: tuple[Operand, ...]
    layer: Layer | None


@dataclass(frozen=True, slots=True)
class End:
    """The program is over, or was ended in its process."""

    why: str
    code: int | None
    model_called: bool
    steps: int
    backwards: int


@dataclass(frozen=True, slots=True)
class Died:
    """The process of the program ended, with a signal or an exit status."""

    signal: int | None
    code: int | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The program went over a limit and was ended."""

    what: str
    used: int


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The interpreter is too old for the worker."""

    python: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """Whether the kernel itself refuses writes outside the probe's folder."""

    kernel: bool


@dataclass(frozen=True, slots=True)
class Experiment:
    """What an experiment on the training steps found; its verdict reads the facts it knows."""

    name: str
    why_not: str  # the end of a sentence, where there are no facts
    facts: Fields | None


Message = (
    (Ready | TorchFound | Doing | FileSeen | ShapeSeen | Total | WriteSeen | OptimizerFacts)
    | (EntryUsed | SymbolVaried | RunDone | Sample | NameFound)
    | (
        ParameterFacts
        | Training
        | Failure
        | End
        | Died
        | Limit
        | Guarded
        | Unsupported
        | Experiment
    )
)
