"""Runs with other sizes of a whole script: forks of it at the first call of a model.

A forked sibling gives the tensors of the batch another size, goes on with the user's own code until
the backward pass, tells what it saw and ends. The program itself never notices.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any, Callable

from .inputs import repeated, tensors_in
from .recorder import Recorder
from .sampling import Sampler, Samples
from .sizes import Slot, parameter_sizes
from .stepping import Steps
from .telling import Snapshot, snapshot_of

BUDGET = 12.0  # seconds for all siblings of a call
FIRST = 6.0  # seconds for the one that runs with the sizes of the base run
MOST_TENSORS = 200  # of the frames around that are looked at
_OWN = __name__.rpartition(".")[0]


class _GoOn(Exception):
    """In a sibling: leaves the search for sizes, back to the call of the model."""


class Siblings:
    """Forks at the first call of a model, and once more at the first one in training."""

    def __init__(self, recorder: Recorder, steps: Steps, end: Callable[[], None]) -> None:
        """``end`` ends a sibling's process without a word."""
        self._recorder = recorder
        self._steps = steps
        self._end = end
        self._handle: Any = None
        self._has_tried = False
        self._is_busy = False
        self._pipe = -1
        self._call: tuple[int, int, int] | None = None  # of the sibling: which call it began with
        self._is_forward_done = False
        self.samples = Samples([], [])
        self.base: Snapshot = {}

    @property
    def is_sibling(self) -> bool:
        """Whether this process is one of the forks."""
        return self._pipe >= 0

    def install(self) -> None:
        """Watch the calls of modules."""
        modules = sys.modules["torch.nn.modules.module"]
        self._handle = modules.register_module_forward_pre_hook(self._before_forward)

    def finish(self, is_failure: bool) -> None:
        """In a sibling: tell what was seen and end; nothing if it failed within the model."""
        if is_failure and not self._is_forward_done:
            os.write(self._pipe, b"null")
        else:
            entries = list(snapshot_of(self._recorder).items())
            data = memoryview(json.dumps(entries).encode("ascii"))
            while data:
                data = data[os.write(self._pipe, data) :]
        os.close(self._pipe)
        self._end()

    # -- in the program ------------------------------------------------------------------------

    def _before_forward(self, module: Any, args: Any) -> None:
        if self._is_busy:
            if self.is_sibling:
                self._in_sibling(module)
            return
        torch = sys.modules["torch"]
        is_training = bool(module.training and torch.is_grad_enabled())
        if self._has_tried and not is_training:
            return
        frames = list(_user_frames(self._recorder))
        if not frames:
            return
        self._has_tried = True
        if is_training:
            self._handle.remove()
        leaves = tensors_in((args, _keywords(module)))
        if not leaves or any(leaf.is_cuda for leaf in leaves):
            return
        self._is_busy = True
        try:
            samples, base = self._sampled(module, leaves, frames)
        except _GoOn:
            return
        if samples.records:
            self.samples, self.base = samples, base
        self._is_busy = False

    def _sampled(
        self, module: Any, leaves: list[Any], frames: list[Any]
    ) -> tuple[Samples, Snapshot]:
        deadline = time.monotonic() + BUDGET
        shapes = [tuple(int(size) for size in leaf.shape) for leaf in leaves]
        fixed = parameter_sizes(module)

        def run(sizes: dict[Slot, int]) -> Snapshot | None:
            return self._forked(module, leaves, sizes, frames, deadline)

        base = self._forked(module, leaves, {}, frames, time.monotonic() + FIRST)
        if not base:
            return Samples([], []), {}
        return Sampler(run, shapes, fixed).sample(), base

    def _forked(
        self,
        module: Any,
        leaves: list[Any],
        sizes: dict[Slot, int],
        frames: list[Any],
        deadline: float,
    ) -> Snapshot | None:
        """Run a sibling and return what it saw, None where it failed or took too long."""
        if time.monotonic() > deadline:
            return None
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._become_sibling(module, writing)
            self._resize(leaves, sizes, frames)
            raise _GoOn
        os.close(writing)
        data = _read_until(reading, deadline)
        os.close(reading)
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        try:
            entries = json.loads(data) if data else None
        except ValueError:
            return None
        return dict(entries) if entries else None

    # -- in a sibling --------------------------------------------------------------------------

    def _become_sibling(self, module: Any, pipe: int) -> None:
        self._pipe = pipe
        self._steps.ends_at_backward = True
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        sys.modules["torch"].set_num_threads(1)  # the threads of the pool exist in the parent only
        self._call = (id(module), *_calling_line())
        known = {
            site: seen.last() for site, seen in self._recorder.seen.items() if seen.last is not None
        }
        self._recorder.begin_run(self._recorder.tensors)
        self._known = known
        modules = sys.modules["torch.nn.modules.module"]
        first = id(module)

        def after(called: Any, args: Any, result: Any) -> None:
            if id(called) == first:
                self._is_forward_done = True

        modules.register_module_forward_hook(after)
        self._recorder.install()

    def _in_sibling(self, module: Any) -> None:
        """A call that comes again belongs to the next batch."""
        if self._is_forward_done and (id(module), *_calling_line()) == self._call:
            self.finish(False)

    def _resize(self, leaves: list[Any], sizes: dict[Slot, int], frames: list[Any]) -> None:
        """Give the inputs other sizes, and what in the frames around has the same ones."""
        by_size = {
            (slot.axis == 0, int(leaves[slot.leaf].shape[slot.axis])): size
            for slot, size in sizes.items()
        }
        resized = []
        for index, leaf in enumerate(leaves):
            shape = [sizes.get(Slot(index, axis), int(n)) for axis, n in enumerate(leaf.shape)]
            resized.append((leaf, tuple(shape)))
        inputs = {id(leaf) for leaf in leaves}
        for tensor in _tensors_of(frames):
            if id(tensor) not in inputs:
                shape = [
                    by_size.get((axis == 0, int(n)), int(n)) for axis, n in enumerate(tensor.shape)
                ]
                resized.append((tensor, tuple(shape)))
        for tensor, wanted in resized:
            with contextlib.suppress(Exception):  # an inference tensor, an odd layout
                if tuple(tensor.shape) != wanted:
                    tensor.data = repeated(tensor.detach(), wanted)
        for site, value in self._known.items():
            if any(value is tensor for tensor, _ in resized):
                self._recorder.observe(site, value)


def _read_until(descriptor: int, deadline: float) -> bytes:
    data = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            return b""
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return bytes(data)
        data += chunk


def _user_frames(recorder: Recorder) -> Iterator[Any]:
    """Iterate over the frames of the user's code that are on the stack, innermost first."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        if recorder.sites.file_of(frame.f_code.co_filename) is not None:
            yield frame
        frame = frame.f_back


def _calling_line() -> tuple[int, int]:
    """Return which instruction of which code called the module."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        name = frame.f_globals.get("__name__", "")
        if not name.startswith(("torch.", _OWN)) and name != "torch":
            return id(code), frame.f_lasti
        frame = frame.f_back
    return 0, 0


def _keywords(module: Any) -> Any:
    """Return the keyword arguments of the call: a hook for all modules is not given them."""
    frame: Any = sys._getframe(2)
    for _ in range(4):
        if frame is None:
            return {}
        found = frame.f_locals
        if found.get("self") is module and isinstance(found.get("kwargs"), dict):
            return found["kwargs"]
        frame = frame.f_back
    return {}


def _tensors_of(frames: list[Any]) -> list[Any]:
    """Return the tensors that the variables of frames hold, parameters left out."""
    torch = sys.modules["torch"]
    found: list[Any] = []
    for frame in frames:
        for value in list(frame.f_locals.values()):
            if isinstance(value, (torch.nn.Module, type)):
                continue
            for tensor in tensors_in(value):
                if not isinstance(tensor, torch.nn.Parameter):
                    found.append(tensor)
                if len(found) >= MOST_TENSORS:
                    return found
    return found
