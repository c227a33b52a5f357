"""Operations of one forward, by torch's own counter."""

from __future__ import annotations

import contextlib
import io
from typing import Any, Callable


def flops_of(module: Any, run: Callable[[], Any]) -> dict[int, int]:
    """Return the operations of a module and of those inside, by id; empty where not known."""
    try:
        from torch.utils.flop_counter import FlopCounterMode  # torch 2.1 and later

        counter = FlopCounterMode(display=False)
    except (ImportError, TypeError):
        return {}
    try:
        with contextlib.redirect_stdout(io.StringIO()), counter:
            run()
        counts = counter.get_flop_counts()
    except Exception:  # the counter cannot follow this program
        return {}
    root = type(module).__name__
    found: dict[int, int] = {}
    for name, inner in module.named_modules():
        counted = counts.get(f"{root}.{name}" if name else root)
        if counted:
            found.setdefault(id(inner), int(sum(counted.values())))
    return found
