"""Operations of one forward, by torch's own counter."""

from __future__ import annotations

import contextlib
import io
from typing import Any, Callable

from .repeats import Repeats


def flops_of(module: Any, run: Callable[[], Any], repeats: Repeats) -> dict[int, int]:
    """Return the operations of a module and of those inside, by id; empty where not known.

    Layers that are like others are counted once and added for each of them.
    """
    try:
        from torch.utils.flop_counter import FlopCounterMode  # torch 2.1 and later

        counter = FlopCounterMode(display=False)
    except (ImportError, TypeError):
        return {}
    try:
        with contextlib.redirect_stdout(io.StringIO()), repeats.skipped(), counter:
            run()
        counts = counter.get_flop_counts()
    except Exception:  # the counter cannot follow this program
        return {}
    root = type(module).__name__
    found: dict[str, int] = {}
    for name, _ in module.named_modules():
        counted = counts.get(f"{root}.{name}" if name else root)
        found[name] = int(sum(counted.values())) if counted else 0
    _add_skipped(found, module, repeats.like)
    return {id(inner): found[name] for name, inner in module.named_modules() if found[name]}


def _add_skipped(found: dict[str, int], module: Any, like: dict[int, Any]) -> None:
    names = {id(inner): name for name, inner in module.named_modules()}
    skipped = {names[i]: names.get(id(ran), "") for i, ran in like.items() if i in names}
    lists = {
        n for n, m in module.named_modules() if type(m).__name__ in ("ModuleList", "ModuleDict")
    }
    for name, ran in skipped.items():
        found[name] = found.get(ran, 0)
    for name in skipped:
        parts = name.split(".")
        around = [".".join(parts[:count]) for count in range(len(parts) - 1, -1, -1)]
        if any(outer in skipped for outer in around):
            continue  # counted with the one around it
        for outer in (o for o in around if o not in lists):
            found[outer] = found.get(outer, 0) + found[name]
