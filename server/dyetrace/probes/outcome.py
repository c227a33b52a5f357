"""How a run ended, as a status and a sentence that says what to do."""

from __future__ import annotations

import enum
import re
import signal
from typing import TYPE_CHECKING

from dyetrace.probes.environment import OLDEST_PYTHON
from dyetrace.probes.messages import End, Failure
from dyetrace.probes.report import Status

if TYPE_CHECKING:
    from dyetrace.probes.collecting import Collection

_NO_GPU = re.compile(
    r"not compiled with CUDA|No CUDA GPUs are available|Found no NVIDIA driver"
    r"|no CUDA-capable device|CUDA is not available"
)
_NO_GRAPH = "does not require grad and does not have a grad_fn"
Outcome = tuple[Status, str | None]


class Ending(enum.Enum):
    """Why the host stopped listening."""

    OVER = "over"
    OUT_OF_TIME = "out of time"
    CANCELLED = "cancelled"


def outcome_of(collection: Collection, ending: Ending, log: str) -> Outcome:
    """Return the status of a run and the sentence that explains it, None where all went well."""
    if ending is Ending.CANCELLED:
        return "cancelled", "The probe was cancelled."
    if ending is Ending.OUT_OF_TIME:
        return "timed-out", _out_of_time(collection)
    if collection.limit is not None:
        used = collection.limit.used // (1024 * 1024)
        return "stopped", (
            f"The program was ended at {used} MiB of memory, over the limit of"
            f" {collection.request.memory_mib} MiB: raise the limit, or use a smaller batch."
        )
    if collection.unsupported is not None:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return "failed", (
            f"{collection.request.python[0]} is Python {collection.unsupported}, probes need"
            f" {oldest} or later: select another interpreter."
        )
    if collection.end is None:
        return "failed", _death(collection, log)
    return _ended(collection, collection.end, log)


def _out_of_time(collection: Collection) -> str:
    sentence = f"The time limit of {collection.request.timeout:g} s was reached"
    seen = any(shape.kind == "tensor" for seen in collection.shapes.values() for shape in seen)
    if seen:
        return f"{sentence}; what was seen until then is shown."
    return (
        f"{sentence} before any tensor was seen: raise the limit, use less data, or mark with"
        " `# dyetrace: stop` where the program may end."
    )


def _death(collection: Collection, log: str) -> str:
    died = collection.died
    if collection.python is None:
        tail = log.strip().splitlines()[-1:] or ["it said nothing"]
        return f"{collection.request.python[0]} did not start as Python: {tail[0][:200]}"
    if died is not None and died.signal is not None:
        try:
            name = signal.Signals(died.signal).name
        except ValueError:
            name = f"signal {died.signal}"
        hint = " (out of memory?)" if name == "SIGKILL" else " inside native code"
        return f"The program died of {name}{hint if name != 'SIGTERM' else ''}; see the log."
    code = "" if died is None else f" with exit status {died.code}"
    return f"The program's process ended without a word{code}; see the log."


def _ended(collection: Collection, end: End, log: str) -> Outcome:
    if end.why == "exception" and collection.failure is not None:
        return "failed", _failure(collection, collection.failure)
    if end.why == "exit" and end.code:
        hint = ""
        if "error:" in log and "usage:" in log:
            hint = " It asks for arguments: give them to the probe."
        return "failed", f"The program ended itself with exit status {end.code}.{hint}"
    if end.why == "terminated":
        return "stopped", "The program was ended from outside."
    return "completed", _nothing_seen(collection, end)


def _nothing_seen(collection: Collection, end: End) -> str | None:
    kinds = collection.request.kinds
    if "gradients" in kinds and not end.model_called:
        return _NEVER_CALLED
    if "gradients" in kinds and not end.backwards:
        return (
            "The program calls a model but never `backward()`, so there is no gradient to check:"
            " probe the script that trains it."
        )
    if not collection.shapes or (
        collection.torch and not end.model_called and not _data(collection)
    ):
        return _NEVER_CALLED
    return None


_NEVER_CALLED = (
    "The program ended without calling a model: probe the script that trains or evaluates it, or"
    ' call the model under `if __name__ == "__main__":`.'
)


def _data(collection: Collection) -> bool:
    return any(s.kind != "module" for seen in collection.shapes.values() for s in seen)


def _failure(collection: Collection, failure: Failure) -> str:
    python = collection.request.python[0]
    if failure.exception == "NoEntry":
        return f"{failure.message[:1].upper()}{failure.message[1:]}."
    if failure.missing and failure.exception in ("ModuleNotFoundError", "ImportError"):
        package = failure.missing.partition(".")[0]
        return (
            f"The environment of {python} has no `{package}`: install it there, or select the"
            " interpreter that has it."
        )
    if _NO_GPU.search(failure.message):
        return (
            "The program asks for a GPU, and a probe hides it unless told otherwise: run it with"
            " the device `cuda`, or let the program fall back to the CPU."
        )
    place = collection.span(failure.place)
    where = f" at {place.path}:{place.line}" if place is not None else ""
    if _NO_GRAPH in failure.message:
        return (
            f"`backward()`{where} found no graph: nothing that the loss was computed from requires"
            " a gradient, or all of it was detached on the way."
        )
    if failure.exception == "EOFError":
        return f"The program asks for input{where}, and a probe has none: give it arguments."
    first = failure.message.strip().split("\n")[0][:300]
    return f"The program stopped with {failure.exception}{where}: {first}"
