"""Follows torch once the program has imported it: models called, backwards, optimizer steps."""

from __future__ import annotations

import functools
import inspect
import sys
from typing import Any, Callable

from .stepping import Steps


class TorchWatch:
    """Patches the few functions of torch that tell how far a training loop is."""

    def __init__(self, steps: Steps, writable: Callable[[str], str] | None) -> None:
        self._steps = steps
        self._writable = writable
        self.batch_size: int | None = None  # of all loaders, in the place of their own
        self.gradients: Any = None  # a ``Gradients`` that wants to see backwards and steps
        self.laboratory: Any = None  # a ``Laboratory``, likewise
        self.is_on = True

    def install(self) -> None:
        """Patch torch; called each time torch has been imported (once in practice)."""
        torch = sys.modules["torch"]
        self._keep_loading_in_process(torch.utils.data.DataLoader)
        self._watch_backward(torch.autograd)
        self._watch_optimizers(torch.optim.Optimizer)
        self._watch_modules(torch.nn.modules.module)
        if self.laboratory is not None:
            self.laboratory.install(torch)
        if self._writable is not None:
            self._redirect_saving(torch, self._writable)

    def _keep_loading_in_process(self, loader: Any) -> None:
        """Load data without worker processes: the same batches, and their code is observed."""
        batch_size = self.batch_size
        original = loader.__init__
        signature = inspect.signature(original)

        @functools.wraps(original)
        def init(*args: Any, **options: Any) -> None:
            try:
                given = signature.bind(*args, **options).arguments
            except TypeError:
                return original(*args, **options)  # type: ignore[no-any-return]
            if batch_size is not None and given.get("batch_sampler") is None:
                given["batch_size"] = batch_size
            elif not given.get("num_workers"):
                return original(*args, **options)  # type: ignore[no-any-return]
            for name in ("prefetch_factor", "persistent_workers", "multiprocessing_context"):
                given.pop(name, None)
            given.update(num_workers=0, timeout=0)
            extra = given.pop("kwargs", {})
            return original(**given, **extra)  # type: ignore[no-any-return]

        loader.__init__ = init

    def _watch_backward(self, autograd: Any) -> None:
        backward, grad = autograd.backward, autograd.grad

        @functools.wraps(backward)
        def watched_backward(tensors: Any, *args: Any, **options: Any) -> Any:
            if not self.is_on:
                return backward(tensors, *args, **options)
            self._steps.before_backward()
            if self.laboratory is not None:
                self.laboratory.before_backward(tensors)
            if self.gradients is not None:
                self.gradients.before_backward(tensors)
            result = backward(tensors, *args, **options)
            if self.gradients is not None:
                self.gradients.after_backward()
            return result

        @functools.wraps(grad)
        def watched_grad(outputs: Any, *args: Any, **options: Any) -> Any:
            if self.gradients is not None and self.is_on:
                self.gradients.before_backward(outputs)
            return grad(outputs, *args, **options)

        autograd.backward = watched_backward
        autograd.grad = watched_grad

    def _watch_optimizers(self, kind: Any) -> None:
        original = kind.__init__

        @functools.wraps(original)
        def init(optimizer: Any, *args: Any, **options: Any) -> None:
            original(optimizer, *args, **options)
            if self.is_on:
                self._steps.add_optimizer(optimizer)

        kind.__init__ = init
        hooks = sys.modules["torch.optim.optimizer"]
        if self.gradients is not None or self.laboratory is not None:
            hooks.register_optimizer_step_pre_hook(self._before_step)
        hooks.register_optimizer_step_post_hook(self._after_step)

    def _before_step(self, optimizer: Any, args: Any, options: Any) -> None:
        if not self.is_on:
            return
        if self.laboratory is not None:
            self.laboratory.before_step(optimizer)
        if self.gradients is not None:
            self.gradients.before_step(optimizer)

    def _after_step(self, optimizer: Any, args: Any, options: Any) -> None:
        if not self.is_on:
            return
        if self.laboratory is not None:
            self.laboratory.after_step()
        if self.gradients is not None:
            self.gradients.after_step(optimizer)
        self._steps.after_step(optimizer)

    def _watch_modules(self, module: Any) -> None:
        if self.gradients is not None:
            self._steps.is_model_called = False
            module.register_module_forward_pre_hook(self._before_forward)
            return
        handle: Any = None

        def first_call(called: Any, args: Any) -> None:
            self._steps.is_model_called = True
            handle.remove()

        handle = module.register_module_forward_pre_hook(first_call)

    def _before_forward(self, module: Any, args: Any) -> None:
        if not self.is_on:
            return
        self._steps.is_model_called = True
        self.gradients.before_forward(module)

    @staticmethod
    def _redirect_saving(torch: Any, writable: Callable[[str], str]) -> None:
        """``torch.save`` opens files in C++, where nothing can redirect them."""
        original = torch.serialization.save

        @functools.wraps(original)
        def save(obj: Any, f: Any, *args: Any, **options: Any) -> Any:
            return original(obj, writable(f), *args, **options)

        torch.save = torch.serialization.save = save
