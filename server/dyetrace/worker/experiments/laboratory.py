"""Records while the program runs, then makes the experiments that were asked for."""

from __future__ import annotations

import math
import sys
from typing import Any, Callable

from ..channel import Channel, clipped
from ..recorder import Recorder
from ..stepping import Steps
from .activity import activity
from .dependence import Subject, batch_mixing, future_leak, ignored_inputs, subject_of
from .inputs import inputs
from .losses import LossWatch
from .nan_origin import nan_origin, not_finite
from .overfit import overfit
from .places import definition_place, place_at
from .predictions import predictions
from .replay import NotPossible
from .tape import Step, Tape, listening_mode

# What each probe kind asks for; every kind learns of the loss calls and the losses.
EXPERIMENTS = {
    "gradients": ("activity",),
    "overfit": ("overfit",),
    "curve": (),
    "nan": ("nan",),
    "predictions": ("predictions", "batch-mixing", "future-leak", "ignored-input"),
    "data": ("inputs",),
}
_OF_STEP = ("overfit", "nan", "activity")  # they run the whole step, the others its model alone
MOST_VALUES = 1000  # of the loss, that are told


def wants(kinds: list[str]) -> bool:
    """Whether any of these probe kinds looks at training steps."""
    return not EXPERIMENTS.keys().isdisjoint(kinds)


class Laboratory:
    """One run's record of its training steps, and the experiments on copies of them."""

    def __init__(
        self,
        kinds: list[str],
        recorder: Recorder,
        steps: Steps,
        channel: Channel,
        finish: Callable[[str], None],
    ) -> None:
        self._wanted = list(dict.fromkeys(name for k in kinds for name in EXPERIMENTS.get(k, ())))
        self._recorder = recorder
        self._steps = steps
        self._channel = channel
        self._finish = finish
        self._tape = Tape(recorder)
        self._tape.keeps_bad_step = "nan" in self._wanted
        self._losses = LossWatch(recorder)
        self._values: list[list[float]] = []  # (optimizer steps so far, loss)
        self._listeners: list[Any] = []

    # -- while the program runs ----------------------------------------------------------------

    def install(self, torch: Any) -> None:
        """Begin to listen."""
        self._tape.install(torch)
        self._listeners = [self._tape.after_function, self._losses.after_function]
        listening_mode(self._listeners).__enter__()

    def before_backward(self, tensors: Any) -> None:
        """Take the losses of a step; a bad one ends the run where its origin is asked for."""
        torch = sys.modules["torch"]
        several = [tensors] if isinstance(tensors, torch.Tensor) else list(tensors)
        self._tape.before_backward(several)
        value = sum(float(t.detach().sum()) for t in several)
        if math.isfinite(value) and len(self._values) < MOST_VALUES:
            self._values.append([self._steps.most_taken, value])
        if self._tape.bad_step is not None and self._tape.keeps_bad_step:
            self._finish("nan")

    def before_step(self, optimizer: Any) -> None:
        """End the run before bad gradients spoil the weights, where their origin is asked for."""
        if not self._tape.keeps_bad_step:
            return
        groups = optimizer.param_groups
        gradients = [p.grad for g in groups for p in g["params"] if p.grad is not None]
        if not_finite(gradients):
            self._tape.bad_step = self._tape.last_step
            self._finish("nan")

    def after_step(self) -> None:
        """Begin a new step."""
        self._tape.after_step()

    # -- afterwards ----------------------------------------------------------------------------

    def tell(self) -> None:
        """Make the experiments and send their facts."""
        self._tape.is_on = False
        self._listeners.clear()
        self._send("losses", {"values": self._values})
        for facts in self._losses.facts():
            self._send("loss-call", facts)
        if not self._wanted:
            return
        step = self._step()
        subject = None
        # A handful of rows is work for one thread: several only wait for each other.
        sys.modules["torch"].set_num_threads(1)
        for name in self._wanted:
            if step is None:
                self._send(name, why_not=self._tape.why_not or "no training step was seen")
                continue
            try:
                if name not in _OF_STEP and subject is None:
                    subject = subject_of(step)
                about = None if name in _OF_STEP else subject
                self._send(name, self._facts(name, step, about))
            except NotPossible as reason:
                self._send(name, why_not=str(reason))
            except Exception as error:  # an experiment that fails must not lose the others
                self._send(name, why_not=f"it failed with {type(error).__name__}: {error}")

    def _step(self) -> Step | None:
        """Return the step to work on: with several models, the one with the most parameters."""
        if self._tape.bad_step is not None:
            return self._tape.bad_step
        sized = [
            (sum(p.numel() for m in step.modules for p in m.parameters()), step)
            for step in self._tape.steps
        ]
        return max(sized, key=lambda pair: pair[0], default=(0, None))[1]

    def _facts(self, name: str, step: Step, subject: Subject | None) -> dict[str, Any]:
        common = {
            "loss_place": place_at(self._recorder, step.spot),
            "model_place": None,
            "model": "",
        }
        if subject is not None:
            common["model"] = clipped(type(subject.original).__name__, 200)
            common["model_place"] = definition_place(self._recorder, subject.original)
            common["call_place"] = place_at(self._recorder, subject.call.spot)
            of_model: dict[str, Callable[[Subject], dict[str, Any]]] = {
                "batch-mixing": lambda model: batch_mixing(model, self._recorder),
                "future-leak": lambda model: future_leak(model, step),
                "ignored-input": ignored_inputs,
                "inputs": lambda model: {"tensors": inputs(model)},
                "predictions": lambda model: predictions(step, model),
            }
            return {**common, **of_model[name](subject)}
        of_step: dict[str, Callable[[Step], dict[str, Any]]] = {
            "overfit": self._overfit,
            "nan": lambda one: {**nan_origin(one, self._recorder), "steps": taken},
            "activity": lambda one: {"activations": activity(one, self._recorder)},
        }
        taken = self._steps.most_taken
        return {**common, **of_step[name](step)}

    def _overfit(self, step: Step) -> dict[str, Any]:
        stepped = [o for o in self._steps.optimizers() if self._steps.taken_by(o)]
        if len(stepped) > 1:
            raise NotPossible("several optimizers train against or beside each other")
        own = stepped[0] if stepped else None
        return overfit(step, own, self._recorder, self._channel.progress)

    def _send(self, name: str, facts: Any = None, why_not: str = "") -> None:
        self._channel.send(
            "experiment",
            name=name,
            why_not=clipped(why_not, 300),
            facts=_told(facts),
        )


def _told(value: Any) -> Any:
    """Return facts as JSON; numbers that are not finite are left out."""
    if isinstance(value, dict):
        return {key: _told(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_told(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return clipped(value, 300) if isinstance(value, str) else value
