"""What one tool's trace costs beside a bare forward: `python shape_cost.py TOOL < case.json`.

Runs in the tool's own Python (`shape_peers.py` starts it) on one thread. Bare and traced forwards
take turns in one process, without gradients; seconds are the processor's. The case is the text of
a program, how to construct the model and its input, and how often to run. Prints JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Trace = Callable[[], int]  # traces one forward, returns how many entries it shows


def torchinfo(model: Any, data: Any) -> Trace:
    """Give the rows of a summary, one for each module."""
    import torchinfo as tool

    return lambda: len(tool.summary(model, input_data=data, verbose=0, depth=9).summary_list)


def torchlens(model: Any, data: Any) -> Trace:
    """Give the operations of a trace."""
    import torchlens as tool

    return lambda: len(tool.trace(model, data).layer_list)


def torchlens_lean(model: Any, data: Any) -> Trace:
    """Do the same without keeping the tensors."""
    import torchlens as tool

    options = tool.options.CaptureOptions(layers_to_save=None)
    return lambda: len(tool.trace(model, data, capture=options).layer_list)


def torchview(model: Any, data: Any) -> Trace:
    """Give the nodes of the graph, not drawn."""
    import torchview as tool

    return lambda: len(tool.draw_graph(model, input_data=data, depth=9).edge_list)


def code_tracing(model: Any, data: Any) -> Trace:
    """Give the operations below their source lines."""
    from torch_code_tracing import TracingMode

    def trace() -> int:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), TracingMode(succinct=True, color=False):
            model(data)
        return printed.getvalue().count(") -> ")

    return trace


def dyetrace(case: dict[str, Any]) -> Trace:
    """Give the expressions; hooks, memory and messages are new for every trace."""
    recorder, names = _instrumented(case)
    model = _made(names, case["constructor"])
    data = _made(names, case["input"])
    return lambda: _recorded(recorder, model, data)


def dyetrace_again(case: dict[str, Any]) -> Trace:
    """Give what a further forward of the same run costs: places and numbers are known by then."""
    recorder, names = _instrumented(case)
    model, data = _made(names, case["constructor"]), _made(names, case["input"])
    watching = recorder()

    def trace() -> int:
        model(data)
        return len(watching.seen)

    return trace


def dyetrace_without_statistics(case: dict[str, Any]) -> Trace:
    """Do the same without looking at the numbers in tensors, which no peer does."""
    from dyetrace.worker import recorder
    from dyetrace.worker.statistics import NOTHING

    recorder.numbers_of = lambda value: NOTHING
    return dyetrace(case)


def dyetrace_fake(case: dict[str, Any]) -> Trace:
    """Do the same with fake tensors, where models and inputs have no numbers."""
    from dyetrace.worker.faking import Faker

    recorder, names = _instrumented(case)
    faker = Faker()
    with faker.active():
        model = _made(names, case["constructor"])
        data = _made(names, case["input"])

    def trace() -> int:
        with faker.active():
            return _recorded(recorder, model, data)

    return trace


def _instrumented(case: dict[str, Any]) -> tuple[Callable[[], Any], dict[str, Any]]:
    from dyetrace.worker.channel import Channel
    from dyetrace.worker.importing import compile_program
    from dyetrace.worker.recorder import Recorder
    from dyetrace.worker.sites import Sites

    channel = Channel(os.open(os.devnull, os.O_WRONLY))
    sites = Sites()

    def recorder() -> Recorder:
        made = Recorder(sites, channel)
        made.install()
        return made

    recorder()
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile_program(case["text"], case["path"], sites), names)
    return recorder, names


def _recorded(recorder: Callable[[], Any], model: Any, data: Any) -> int:
    from dyetrace.worker.telling import tell_totals

    fresh = recorder()
    model(data)
    tell_totals(fresh, fresh._channel)
    return len(fresh.seen)


def _made(names: dict[str, Any], expression: str) -> Any:
    made = eval(expression, names)
    return made.eval() if hasattr(made, "eval") else made


PEERS = {
    "torchinfo": torchinfo,
    "TorchLens": torchlens,
    "TorchLens, no tensors kept": torchlens_lean,
    "torchview": torchview,
    "torch-code-tracing": code_tracing,
}
OURS = {
    "Dyetrace, real tensors": dyetrace,
    "Dyetrace, real tensors, no statistics": dyetrace_without_statistics,
    "Dyetrace, real tensors, a further forward": dyetrace_again,
    "Dyetrace, fake tensors": dyetrace_fake,
}


def measure(tool: str, case: dict[str, Any]) -> dict[str, float]:
    """Return median seconds of the bare and of the traced forward, their ratio, and entries."""
    names: dict[str, Any] = {"__name__": "program"}
    Path(case["path"]).write_text(case["text"], "utf-8")
    exec(compile(case["text"], case["path"], "exec"), names)
    model, data = _made(names, case["constructor"]), _made(names, case["input"])
    model(data)
    started = time.process_time()
    trace = OURS[tool](case) if tool in OURS else PEERS[tool](model, data)
    prepared = time.process_time()
    entries = trace()
    first = time.process_time()
    bare, traced = [], []
    for _ in range(case["runs"]):
        bare.append(_seconds(lambda: model(data)))
        traced.append(_seconds(trace))
    return {
        "bare": statistics.median(bare),
        "traced": statistics.median(traced),
        "ratio": statistics.median(t / b for t, b in zip(traced, bare)),
        "preparing": prepared - started,
        "first": first - prepared,
        "entries": entries,
    }


def _seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def main() -> None:
    """Measure the tool that the command line names."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    case = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        case["path"] = str(Path(folder) / "program.py")
        print("RESULT" + json.dumps(measure(sys.argv[1], case)))


if __name__ == "__main__":
    main()
