"""Probes one class or function: makes it, calls it, and calls it again with other sizes.

The ladder: fake tensors (numbers that are asked for are made up), then real ones with a small
batch. Whichever fails last tells how far it came and why.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any

from .arguments import Call, Candidates, Chosen
from .channel import Channel, clipped
from .definitions import Definitions, NoEntry, names_in, resolved
from .faking import Faker
from .flops import flops_of
from .harvest import tell_names
from .inputs import repeated, tensors_in, with_sizes
from .recorder import Recorder
from .repeats import Repeats
from .sampling import Sampler
from .sites import Sites
from .sizes import Slot, parameter_sizes
from .telling import snapshot_of, tell_samples, tell_seen, tell_totals

LARGEST_REAL = 4 * 1024**3  # bytes of parameters that are made for real
_FLOPS_SECONDS = 1.0  # a forward that took longer is not run again to count its operations


class TargetProbe:
    """Runs one target of a file."""

    def __init__(
        self, request: dict[str, Any], sites: Sites, recorder: Recorder, channel: Channel
    ) -> None:
        self._request = request
        self._entry = request["entry"]
        self._target: str = self._entry["target"]
        self._recorder = recorder
        self._channel = channel
        texts = [c["expression"] for c in (*self._entry["inputs"], *self._entry["constructors"])]
        needed = {self._target, *(name for text in texts for name in names_in(text))}
        self._definitions = Definitions(request["text"], request["path"], sites, needed)
        self._module: Any = None
        self._best: Chosen | None = None  # the input that came furthest
        self._constructor: Chosen | None = None
        self._built: dict[int, Any] = {}  # what was seen while the object was made
        self._faker: Faker | None = None
        self._why = ""

    def run(self) -> None:
        """Run down the ladder; raises what the user's code raises on its last rung."""
        self._channel.progress(f"Tracing {self._target}")
        try:
            self._attempt("fake")
            return
        except Exception as error:
            is_final = isinstance(error, (NoEntry, ImportError))
            if self._request["fake"] or is_final or not self._is_affordable():
                self._tell_entry("fake")
                raise
            self._why = clipped(f"With fake tensors it ended with {_first_line(error)}", 300)
        try:
            self._attempt("real")
        except Exception:
            self._tell_entry("real")
            raise

    # -- one rung ------------------------------------------------------------------------------

    def _attempt(self, tensors: str) -> None:
        self._recorder.begin_run(tensors)
        names = self._definitions.load()
        if "torch" not in sys.modules and tensors == "fake":
            tensors = "real"
        with self._tensors(tensors):
            call = self._prepared(names, tensors)
            seconds = self._base_run(call)
            self._after(call, tensors, seconds)

    @contextlib.contextmanager
    def _tensors(self, tensors: str) -> Iterator[None]:
        if tensors != "fake":
            self._recorder.tensors = "real"
            self._faker = None
            yield
            return
        self._recorder.tensors = "fake"
        self._faker = Faker()
        with self._faker.active():
            yield

    def _prepared(self, names: dict[str, Any], tensors: str) -> Call:
        """Make the object to call and choose among the inputs; the chosen one has been tried."""
        candidates = Candidates(self._entry, names, self._definitions, self._request["batch_size"])
        owner, _, method = self._target.rpartition(".")
        value = resolved(names, self._target)
        if isinstance(value, type) or (owner and isinstance(resolved(names, owner), type)):
            kind = value if isinstance(value, type) else resolved(names, owner)
            instance, self._constructor = candidates.constructed(kind, self._begin)
            self._built = self._recorder.seen
            method = "" if isinstance(value, type) else method
            self._module = instance
            return candidates.call_of(instance, method)
        return candidates.call_of(value, "")

    def _begin(self) -> None:
        self._recorder.begin_run(self._recorder.tensors)

    def _with_construction(self) -> None:
        """Show what the constructor made too, where the call itself did not come by."""
        for site, seen in self._built.items():
            self._recorder.seen.setdefault(site, seen)

    def _base_run(self, call: Call) -> float:
        """Call with the first input that works; raises what the one that came furthest raised."""
        failure: Exception | None = None
        furthest = -1
        options = [self._best] if self._best is not None else call.inputs()
        for chosen in options:
            self._recorder.begin_run(self._recorder.tensors)
            started = time.process_time()
            try:
                call.arguments = call.evaluated(chosen.expression)
            except Exception:
                if chosen.is_binding and chosen.source != "call":
                    self._best = chosen
                    raise
                continue
            try:
                call.run(call.arguments)
            except Exception as error:
                if len(self._recorder.seen) > furthest:
                    furthest, failure, self._best = len(self._recorder.seen), error, chosen
                    kept = self._recorder.seen
                if chosen.is_binding:
                    raise
                continue
            self._best = chosen
            self._with_construction()
            return time.process_time() - started
        if failure is None:
            raise NoEntry(f"`{self._target}` needs inputs: give them as `input`")
        self._recorder.seen = kept
        self._with_construction()
        raise failure

    def _after(self, call: Call, tensors: str, seconds: float) -> None:
        """Tell of the base run, then run on with other sizes."""
        is_module = self._module is not None and hasattr(self._module, "named_modules")
        flops: dict[int, int] = {}
        base, made_up = self._recorder.seen, bool(self._faker and self._faker.made_up)
        if is_module and seconds < _FLOPS_SECONDS:
            self._recorder.begin_run(tensors)
            flops = flops_of(self._module, lambda: call.run(call.arguments), Repeats())
        self._recorder.seen = base
        if made_up:
            self._recorder.tensors = "substituted"
        self._tell_entry("substituted" if made_up else tensors)
        tell_seen(self._recorder)
        tell_totals(self._recorder, self._channel, flops)
        tell_names(self._recorder, self._channel)
        self._recorder.is_told = True
        if self._request["symbolic"]:
            self._sample(call)

    def _sample(self, call: Call) -> None:
        leaves = tensors_in(call.arguments)
        if not leaves:
            return
        base = snapshot_of(self._recorder)
        shapes = [tuple(int(size) for size in leaf.shape) for leaf in leaves]
        fixed = parameter_sizes(self._module) if hasattr(self._module, "parameters") else set()
        runs = iter(range(1, 1000))
        repeats = Repeats()

        def run(sizes: dict[Slot, int]) -> Any:
            if self._faker is not None:
                self._faker.run = next(runs)
            self._recorder.begin_run(self._recorder.tensors)
            arguments = with_sizes(call.arguments, leaves, sizes, self._made)
            try:
                with repeats.skipped() if self._faker is not None else contextlib.nullcontext():
                    call.run(arguments)
            except Exception:  # the dimension cannot have this size
                return None
            return snapshot_of(self._recorder, repeats.like)

        seen = self._recorder.seen
        samples = Sampler(run, shapes, fixed).sample()
        self._recorder.seen = seen
        tell_samples(self._recorder, self._channel, samples, base)

    def _made(self, tensor: Any, shape: tuple[int, ...]) -> Any:
        if self._faker is None:
            return repeated(tensor, shape)
        torch = sys.modules["torch"]
        made = torch.empty(shape, dtype=tensor.dtype, device=tensor.device)
        return made.requires_grad_(tensor.requires_grad) if tensor.requires_grad else made

    def _is_affordable(self) -> bool:
        """Whether the target's parameters may be made for real."""
        if self._module is None or not hasattr(self._module, "parameters"):
            return True
        size = sum(p.numel() * p.element_size() for p in self._module.parameters())
        return bool(size <= LARGEST_REAL)

    def _tell_entry(self, tensors: str) -> None:
        why = self._why
        if self._faker is not None and self._faker.made_up:
            asked = ", ".join(self._faker.made_up[:4])
            why = f"{why + '; ' if why else ''}the program asked for {asked}"
        self._channel.send(
            "entry",
            how="target",
            target=clipped(self._target, 200),
            constructor=None if self._constructor is None else self._constructor.as_json(),
            input=None if self._best is None else self._best.as_json(),
            tensors=tensors,
            why=clipped(why, 500),
        )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"
