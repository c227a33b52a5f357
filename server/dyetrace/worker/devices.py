"""Programs that ask for a GPU run on a machine without one: their tensors stay on the CPU."""

from __future__ import annotations

import functools
import re
import sys
from typing import Any

from . import describing

MENTIONS = re.compile(r"\b(cuda|mps|xpu|hip)\b")
_VIRTUAL = ("cuda", "mps", "xpu", "hip")
_QUIET = {
    "synchronize": None,
    "empty_cache": None,
    "set_device": None,
    "current_device": 0,
    "memory_allocated": 0,
    "max_memory_allocated": 0,
    "memory_reserved": 0,
    "max_memory_reserved": 0,
    "reset_peak_memory_stats": None,
    "get_device_name": "virtual device",
    "get_device_capability": (8, 0),
}


class Devices:
    """Puts the CPU in the place of devices that are not there, once a program names one."""

    def __init__(self, is_wanted: bool) -> None:
        self._is_wanted = is_wanted
        self._is_mentioned = False
        self._is_done = False
        self.is_torch_ready = False

    def consider(self, text: str) -> None:
        """Look whether a program text names a device."""
        self._is_mentioned = self._is_mentioned or MENTIONS.search(text) is not None
        self.settle()

    def settle(self) -> None:
        """Change torch if that is needed and possible by now."""
        if self._is_done or not (self._is_wanted and self._is_mentioned and self.is_torch_ready):
            return
        self._is_done = True
        if virtualize() is not None:
            describing.own_modes += 1


def virtualize() -> Any | None:
    """Let requests for a device that is not there be answered by the CPU, from now on.

    Returns the function mode that does it, None where a GPU is there. Only functions that take a
    device are changed: a mode costs 2 to 3 µs a call, so it is used where a program names a device.
    """
    torch = sys.modules["torch"]
    if torch.cuda.is_available():
        return None
    mode = _mode_class(torch)()
    mode.__enter__()
    _keep_modules(torch)
    for name, answer in _QUIET.items():
        if hasattr(torch.cuda, name):
            setattr(torch.cuda, name, lambda *args, answer=answer, **options: answer)
    return mode


def _keep_modules(torch: Any) -> None:
    """Modules stay where they are: moving them would exchange their parameters."""
    kind = torch.nn.Module
    move = kind.to

    @functools.wraps(move)
    def to(module: Any, *args: Any, **options: Any) -> Any:
        args = tuple(arg for arg in args if not _is_virtual(torch, arg) or isinstance(arg, bool))
        if _is_virtual(torch, options.get("device")):
            options.pop("device")
        wanted = {name: value for name, value in options.items() if name != "non_blocking"}
        moved = [arg for arg in args if not isinstance(arg, bool)]
        return move(module, *args, **options) if moved or wanted else module

    kind.to = to
    kind.cuda = functools.wraps(kind.cuda)(lambda module, device=None: module)


def _mode_class(torch: Any) -> Any:
    from torch.overrides import TorchFunctionMode

    methods = {torch.Tensor.cuda, getattr(torch.Tensor, "xpu", None)}
    moves = {torch.Tensor.to, torch.Tensor.type}

    class VirtualDevices(TorchFunctionMode):
        """Replaces devices that are not there by the CPU."""

        def __torch_function__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            kwargs = kwargs or {}
            if func in methods:
                return args[0]
            if kwargs and _is_virtual(torch, kwargs.get("device")):
                kwargs = {**kwargs, "device": "cpu"}
            if kwargs.get("pin_memory") is True:
                kwargs = {**kwargs, "pin_memory": False}
            if func in moves and len(args) > 1 and _is_virtual(torch, args[1]):
                args = (args[0], "cpu", *args[2:])
            if func is torch.Tensor.pin_memory:
                return args[0]
            return func(*args, **kwargs)

    return VirtualDevices


def _is_virtual(torch: Any, device: Any) -> bool:
    if isinstance(device, str):
        return device.partition(":")[0] in _VIRTUAL
    if isinstance(device, torch.device):
        return device.type in _VIRTUAL
    return isinstance(device, int) and not isinstance(device, bool)
