"""Records training steps: the calls between the first model call and ``backward``.

A tape holds the calls of outermost modules, and the torch functions that lead from their outputs
to the loss, with the tensors that flow between them. What does not depend on a model (batches,
targets, noise that was drawn) stands on it as leaves. So the loss can be computed again, from
copies of the models and with other leaves, whatever the user's loop looks like.
"""

from __future__ import annotations

import inspect
import math
import sys
from typing import Any, NamedTuple

from ..recorder import Recorder
from .places import Spot, user_spot
from .trees import mapped, parts_of

MOST_CALLS = 4000  # of one step
MOST_STEPS = 4  # different ones that are kept


class Ref(NamedTuple):
    """The ``index``-th tensor that the call with number ``call`` gave."""

    call: int
    index: int


class Leaf(NamedTuple):
    """The ``index``-th tensor that came from outside."""

    index: int


class Call(NamedTuple):
    """A call of a module or of a torch function; its tensors are ``Ref`` and ``Leaf``."""

    target: Any
    args: Any
    options: Any
    outputs: int  # how many tensors came back
    with_gradients: bool
    is_module: bool
    spot: Spot | None = None  # in the user's code


class Step:
    """What led from batch to loss in one training step."""

    def __init__(self) -> None:
        self.calls: dict[int, Call] = {}
        self.leaves: list[Any] = []
        self.losses: list[Any] = []  # ``Ref`` of what ``backward`` was called on
        self.values: list[float] = []  # and their values
        self.spot: Spot | None = None  # of the call of ``backward``
        self.running: Call | None = None  # the call that a replay makes now

    @property
    def modules(self) -> list[Any]:
        """Return the outermost modules that were called, each once."""
        found = {id(c.target): c.target for c in self.calls.values() if c.is_module}
        return list(found.values())

    def keep_only_what_leads_to(self, losses: list[Any]) -> None:
        """Drop calls that no loss depends on: an evaluation in between, numbers for a log."""
        self.losses = losses
        needed: set[int] = set()
        waiting = [loss.call for loss in losses]
        while waiting:
            number = waiting.pop()
            if number not in needed:
                needed.add(number)
                call = self.calls[number]
                waiting += [ref.call for ref in parts_of((call.args, call.options), Ref)]
        self.calls = {number: self.calls[number] for number in sorted(needed)}

    @property
    def signature(self) -> tuple[Any, ...]:
        """Tell apart the different steps of a program (generator and discriminator)."""
        return tuple(
            id(call.target) if call.is_module else getattr(call.target, "__name__", "")
            for call in self.calls.values()
        )


class Tape:
    """Records until each different step of the program has been seen once."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.steps: list[Step] = []
        self.is_on = True
        self.keeps_bad_step = False  # record all steps, and keep the first with a bad loss
        self.bad_step: Step | None = None
        self.last_step: Step | None = None  # where all are recorded
        self.why_not = ""  # a sentence, where no step could be recorded
        self._known: set[tuple[Any, ...]] = set()
        self._inside: list[bool] = []  # of each module call that runs: is it part of a model
        self._open: Step | None = None
        self._live: dict[int, tuple[Any, Any]] = {}  # id -> the tensor itself, its Ref or Leaf

    # -- what torch tells ----------------------------------------------------------------------

    def install(self, torch: Any) -> None:
        """Listen to module calls."""
        hooks = torch.nn.modules.module
        offered = inspect.signature(hooks.register_module_forward_hook).parameters
        options = {name: True for name in ("with_kwargs", "always_call") if name in offered}
        hooks.register_module_forward_pre_hook(self._enter)
        if "with_kwargs" in options:
            hooks.register_module_forward_hook(self._leave, **options)
        else:
            hooks.register_module_forward_hook(
                lambda module, args, result: self._leave(module, args, {}, result), **options
            )

    def _enter(self, module: Any, args: Any) -> None:
        if self.is_on:
            self._inside.append(any(self._inside) or _has_state(module))

    def _leave(self, module: Any, args: Any, options: Any, result: Any) -> None:
        if not self.is_on:
            return
        is_model = bool(self._inside) and self._inside.pop()
        if is_model and not any(self._inside):
            self._record(module, args, options, result, is_module=True)

    def after_function(self, function: Any, args: Any, options: Any, result: Any) -> None:
        """Note a call of a torch function."""
        if not self.is_on or self._open is None or any(self._inside):
            return
        tensor = sys.modules["torch"].Tensor
        if getattr(function, "__name__", "") == "__setitem__":
            result = args[0]
        if not any(True for _ in parts_of(result, tensor)):
            return
        given = parts_of((args, options), tensor)
        if any(id(part) in self._live or part.requires_grad for part in given):
            self._record(function, args, options, result, is_module=False)

    def before_backward(self, tensors: list[Any]) -> None:
        """Finish the step whose loss this is."""
        self._inside = []
        step, self._open, live, self._live = self._open, None, self._live, {}
        if not self.is_on or step is None:
            return
        losses = [live.get(id(tensor), (None, None))[1] for tensor in tensors]
        if not losses or not all(isinstance(loss, Ref) for loss in losses):
            self.why_not = "the loss is not computed from a model's output by torch functions alone"
            return
        step.keep_only_what_leads_to(losses)
        step.values = [float(t.detach().sum()) for t in tensors]
        is_bad = not all(map(math.isfinite, step.values))
        is_new = step.signature not in self._known and len(self.steps) < MOST_STEPS
        if not step.modules or not (is_new or self.keeps_bad_step):
            return
        step.spot = user_spot(self._recorder)
        step.leaves = [_kept(leaf) for leaf in step.leaves]
        self.last_step = step
        if is_bad and self.bad_step is None:
            self.bad_step = step
        if is_new:
            self.steps.append(step)
            self._known.add(step.signature)
        self.is_on = self.keeps_bad_step or len(self.steps) < MOST_STEPS

    def after_step(self) -> None:
        """Forget what no ``backward`` asked for: an evaluation between two steps."""
        self._open, self._live, self._inside = None, {}, []

    # -- recording -----------------------------------------------------------------------------

    def _record(self, target: Any, args: Any, options: Any, result: Any, is_module: bool) -> None:
        torch = sys.modules["torch"]
        if self._open is None:
            self._open, self._live = Step(), {}
        step = self._open
        number = len(step.calls)
        if number >= MOST_CALLS:
            self.why_not = f"a step takes more than {MOST_CALLS} operations outside of modules"
            self.is_on = False
            return
        outputs = list(parts_of(result, torch.Tensor))
        if not outputs:
            return
        args, options = mapped((args, options), torch.Tensor, self._reference)
        for index, tensor in enumerate(outputs):
            self._live[id(tensor)] = (tensor, Ref(number, index))
        wanted = torch.is_grad_enabled()
        spot = user_spot(self._recorder)
        step.calls[number] = Call(target, args, options, len(outputs), wanted, is_module, spot)

    def _reference(self, tensor: Any) -> Any:
        known = self._live.get(id(tensor))
        if known is not None:
            return known[1]
        assert self._open is not None
        reference = Leaf(len(self._open.leaves))
        self._open.leaves.append(tensor)
        self._live[id(tensor)] = (tensor, reference)
        return reference


def _has_state(module: Any) -> bool:
    """Whether a module is part of a model; a loss without weights counts as a function."""
    return any(True for _ in module.parameters()) or any(True for _ in module.buffers())


def _kept(leaf: Any) -> Any:
    """Return a parameter itself, a copy of any other tensor: the program may overwrite it."""
    return leaf if leaf.requires_grad and leaf.is_leaf else leaf.detach().clone()


def listening_mode(listeners: list[Any]) -> Any:
    """Return a torch-function mode that tells ``listeners`` of every call, after it."""
    torch = sys.modules["torch"]

    class Listening(torch.overrides.TorchFunctionMode):  # type: ignore[name-defined, misc]
        def __torch_function__(
            self, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            options = kwargs or {}
            result = function(*args, **options)
            for listen in listeners:
                try:
                    listen(function, args, options, result)
                except Exception:  # looking on must never change what the program does
                    listeners.remove(listen)
                    break
            return result

    return Listening()
