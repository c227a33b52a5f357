"""Collects what the gradient check decides from: sets of parameters, and the size of gradients.

Facts only; the host judges them. Reached are the parameters that autograd reaches from a loss:
found by walking its graph, so no threshold is involved. A parameter whose ``grad`` is filled
counts too: checkpointed segments hide theirs from the walk.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from typing import Any

from .channel import Channel, clipped
from .recorder import Recorder
from .stepping import Steps

# A parameter without a gradient is looked at again: heads used in some steps only, zero-initialised
# branches whose neighbours must move first. (Lightning, DDP and our own trap models: five batches.)
RECHECK_STEPS = 5
LARGEST_SNAPSHOT = 2 * 1024**3  # bytes of parameters kept to measure updates
MOST_PARAMETERS = 20_000


class _Measured:
    """What was measured of one parameter."""

    def __init__(self, parameter: Any) -> None:
        self.parameter = parameter
        self.reached = False
        self.norms: list[float] = []
        self.mean: float | None = None
        self.update: float | None = None
        self.nonfinite = False


class Gradients:
    """Watches backwards and steps, and sends the facts at the end."""

    def __init__(self, recorder: Recorder, steps: Steps, channel: Channel) -> None:
        self._recorder = recorder
        self._steps = steps
        self._channel = channel
        self._measured: dict[int, _Measured] = {}
        self._called: dict[int, tuple[Any, int, bool]] = {}  # module, order, with gradients
        self._before: dict[int, Any] = {}
        self._measured_in: set[int] = set()
        steps.needs_more = self._needs_more

    # -- during the run ------------------------------------------------------------------------

    def before_forward(self, module: Any) -> None:
        """Note that a module is called, and whether its gradients are wanted."""
        enabled = sys.modules["torch"].is_grad_enabled()
        known = self._called.get(id(module))
        if known is None:
            self._called[id(module)] = (module, len(self._called), enabled)
        elif enabled and not known[2]:
            self._called[id(module)] = (module, known[1], True)

    def before_backward(self, tensors: Any) -> None:
        """Walk the graph of a loss to the parameters that it reaches."""
        torch = sys.modules["torch"]
        several = [tensors] if isinstance(tensors, torch.Tensor) else list(tensors)
        for leaf in _leaves(tensor for tensor in several if tensor is not None):
            self._of(leaf).reached = True

    def after_backward(self) -> None:
        """Without an optimizer gradients are read here; else before the step, as it uses them."""
        if not self._steps.optimizers():
            reached = [m.parameter for m in self._measured.values() if m.reached]
            self._measure(reached)

    def before_step(self, optimizer: Any) -> None:
        """Read the gradients that the step is going to use, and keep the weights to compare."""
        owned = _parameters_of(optimizer)
        elsewhere = {id(p) for o in self._steps.optimizers() for p in _parameters_of(o)}
        loose = [m.parameter for m in self._measured.values() if id(m.parameter) not in elsewhere]
        self._measure([*owned, *loose])
        if sum(p.numel() * p.element_size() for p in owned) <= LARGEST_SNAPSHOT:
            self._before = {id(p): p.detach().clone() for p in owned}

    def after_step(self, optimizer: Any) -> None:
        """Compare the weights with those before the step."""
        for parameter in _parameters_of(optimizer):
            before = self._before.get(id(parameter))
            if before is None or before.shape != parameter.shape:
                continue
            size = float(before.norm())
            change = float((parameter.detach() - before).norm())
            if size > 0 and math.isfinite(change / size):
                self._of(parameter).update = change / size
        self._before = {}

    def _of(self, parameter: Any) -> _Measured:
        known = self._measured.get(id(parameter))
        if known is None:
            known = self._measured[id(parameter)] = _Measured(parameter)
        return known

    def _measure(self, parameters: Iterable[Any]) -> None:
        for parameter in parameters:
            gradient = parameter.grad
            if gradient is None:
                continue
            measured = self._of(parameter)
            measured.reached = True
            gradient = gradient.detach()
            if gradient.is_sparse:
                gradient = gradient.coalesce().values()
            norm = float(gradient.float().norm()) if gradient.numel() else 0.0
            if math.isfinite(norm):
                measured.norms.append(norm)
                measured.mean = float(gradient.float().abs().mean()) if gradient.numel() else 0.0
            else:
                measured.nonfinite = True

    def _needs_more(self, taken: int) -> bool:
        """Whether a parameter looks unused so far, so that more steps could clear it."""
        if taken >= RECHECK_STEPS:
            return False
        owned = [p for o in self._steps.optimizers() for p in _parameters_of(o) if p.requires_grad]
        for parameter in owned:
            measured = self._measured.get(id(parameter))
            if measured is None or not measured.reached or not any(measured.norms):
                self._channel.progress(f"Looking at step {taken + 1} of {RECHECK_STEPS} as well")
                return True
        return False

    # -- the facts -----------------------------------------------------------------------------

    def send(self) -> None:
        """Send what is known of every parameter, module and optimizer that took part."""
        if "torch" not in sys.modules:
            return
        for number, optimizer in enumerate(self._steps.optimizers()):
            self._channel.send(
                "optimizer",
                number=number,
                name=type(optimizer).__name__,
                definition=self._place(self._recorder.definition_of(optimizer)),
                parameters=len(_parameters_of(optimizer)),
                steps=self._steps.taken_by(optimizer),
            )
        owners = {
            id(p): n for n, o in enumerate(self._steps.optimizers()) for p in _parameters_of(o)
        }
        sent: set[int] = set()
        for root_number, root in enumerate(self._roots()):
            for path, module in root.named_modules():
                for name, parameter in module.named_parameters(recurse=False):
                    if id(parameter) in sent or len(sent) >= MOST_PARAMETERS:
                        continue
                    sent.add(id(parameter))
                    self._send(root_number, root, path, module, name, parameter, owners)
        strangers = [p for o in self._steps.optimizers() for p in _parameters_of(o)]
        self._channel.send(
            "training",
            steps=self._steps.most_taken,
            backwards=self._steps.backwards,
            model_called=self._steps.is_model_called,
            strangers=sum(id(p) not in sent for p in strangers),
        )

    def _send(
        self,
        root_number: int,
        root: Any,
        path: str,
        module: Any,
        name: str,
        parameter: Any,
        owners: dict[int, int],
    ) -> None:
        measured = self._measured.get(id(parameter), _Measured(parameter))
        called = self._called.get(id(module))
        own = self._recorder.definition_of(parameter) or self._recorder.definition_of(module)
        above = self._definitions_above(root, path)
        try:
            shape = list(parameter.shape)
        except RuntimeError:  # a lazy parameter that has seen no input
            shape = []
        self._channel.send(
            "parameter",
            root=root_number,
            root_name=clipped(type(root).__name__, 200),
            root_training=bool(root.training),
            root_own=self._is_own(root),
            name=clipped(f"{path}.{name}" if path else name, 500),
            layer=clipped(path, 500),
            layer_kind=clipped(type(module).__name__, 200),
            layer_is_own=self._is_own(module),
            shape=shape,
            trainable=bool(parameter.requires_grad),
            reached=measured.reached,
            optimizer=owners.get(id(parameter)),
            norms=measured.norms[-RECHECK_STEPS:],
            mean=measured.mean,
            update=measured.update,
            nonfinite=measured.nonfinite,
            called=None if called is None else ("gradient" if called[2] else "no-gradient"),
            order=None if called is None else called[1],
            definition=self._place(own),
            enclosing=[{"path": p, "place": self._place(site)} for p, site in above[:8]],
            mentioned=self._recorder.mention_of(
                name if self._is_own(module) else _attribute_name(path, name)
            ),
        )

    def _definitions_above(self, root: Any, path: str) -> list[tuple[str, int]]:
        """Return (module path, site) of the modules around a layer, innermost first."""
        found = []
        while path:
            path = path.rpartition(".")[0]
            module = root.get_submodule(path) if path else root
            site = self._recorder.definition_of(module)
            if site is not None:
                found.append((path or ".", site))
        return found

    def _is_own(self, module: Any) -> bool:
        """Whether the class of a module was written in the workspace."""
        code = sys.modules.get(type(module).__module__)
        path = getattr(code, "__file__", None)
        return bool(path and self._recorder.sites.file_of(path))

    def _roots(self) -> list[Any]:
        """Return the outermost modules that contain a module that was called."""
        called = [entry[0] for entry in self._called.values()]
        ids = {id(module) for module in called}
        candidates = {id(module): module for module in [*called, *self._recorder.modules()]}
        inside: set[int] = set()
        kept = []
        for module in candidates.values():
            parts = [id(part) for part in module.modules()]
            inside.update(part for part in parts if part != id(module))
            if any(part in ids for part in parts):
                kept.append(module)
        return [module for module in kept if id(module) not in inside]

    def _place(self, site: int | None) -> list[int] | None:
        if site is None:
            return None
        file, place, definition, _ = self._recorder.sites[site]
        self._recorder.announce(file)
        return [file.index, *file.columns(definition or place)]


def _parameters_of(optimizer: Any) -> list[Any]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def _attribute_name(path: str, name: str) -> str:
    """Return the attribute by which the user's code names a layer: `blocks` for ``blocks.3``."""
    named = [part for part in path.split(".") if part and not part.isdigit()]
    return named[-1] if named else name


def _leaves(tensors: Iterable[Any]) -> list[Any]:
    """Return the leaf tensors that autograd would fill from the given ones."""
    leaves, seen = [], set()
    waiting = []
    for tensor in tensors:
        if tensor.grad_fn is not None:
            waiting.append(tensor.grad_fn)
        elif tensor.requires_grad:
            leaves.append(tensor)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if type(node).__name__ == "AccumulateGrad":
            leaves.append(node.variable)
        waiting.extend(following for following, _ in node.next_functions if following is not None)
    return leaves
