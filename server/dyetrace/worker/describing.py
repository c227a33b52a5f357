"""What is said of a value: its kind, shape, dtype and device."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple


class Description(NamedTuple):
    """The facts of one value that make two observations the same."""

    kind: str
    shape: tuple[int, ...]
    dtype: str | None = None
    device: str | None = None
    requires_grad: bool | None = None
    is_parameter: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the fields that the host is told."""
        return {
            "kind": self.kind,
            "shape": list(self.shape),
            "dtype": self.dtype,
            "device": self.device,
            "requires_grad": self.requires_grad,
        }


own_modes = 0  # function modes that the worker itself put on torch's stack
_dtype_names: dict[Any, str] = {}
_device_names: dict[Any, str] = {}


def describe_tensor(value: Any) -> Description | None:
    """Describe a tensor without running code of a user's tensor subclass; None if it cannot be."""
    torch = sys.modules["torch"]
    kind = type(value)
    is_parameter = kind is torch.nn.Parameter
    try:
        if (kind is torch.Tensor or is_parameter) and not _is_watched(torch):
            return _describe(value, is_parameter)
        with torch._C.DisableTorchFunction():
            return _describe(value, isinstance(value, torch.nn.Parameter))
    except Exception:  # lazy, vmapped or foreign tensors may refuse any of these questions
        return None


def _is_watched(torch: Any) -> bool:
    """Whether a function mode of the program's would see what is asked of a tensor."""
    return bool(torch._C._len_torch_function_stack() > own_modes)


def _describe(value: Any, is_parameter: bool) -> Description:
    dtype, device = value.dtype, value.device
    dtype_name = _dtype_names.get(dtype)
    if dtype_name is None:
        dtype_name = _dtype_names[dtype] = str(dtype).replace("torch.", "")
    device_name = _device_names.get(device)
    if device_name is None:
        device_name = _device_names[device] = str(device)
    shape = tuple(value.shape)
    return Description("tensor", shape, dtype_name, device_name, value.requires_grad, is_parameter)


def describe_array(value: Any) -> Description:
    """Describe a NumPy array."""
    return Description("ndarray", tuple(value.shape), str(value.dtype))


def describe_frame(value: Any) -> Description:
    """Describe a pandas frame or series."""
    dtype = getattr(value, "dtype", None)
    return Description("dataframe", tuple(value.shape), None if dtype is None else str(dtype))


def is_readable(value: Any) -> bool:
    """Whether looking at the numbers of a tensor or array disturbs nothing."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return True
    if type(value) is not torch.Tensor and type(value) is not torch.nn.Parameter:
        return False
    core = torch._C
    return not core._len_torch_dispatch_stack() and not _is_watched(torch)
