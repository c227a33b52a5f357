"""The functions that seed a library, as a program would write them."""

from __future__ import annotations

import ast

from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear


def seed_function(plan: Plan, library: str, at: ast.AST) -> str:
    """Return the code of the function that seeds a library; raises ``Unclear``."""
    if library == "NumPy":
        return plan.need("numpy.random", "seed", at)
    if library == "PyTorch":
        return plan.need("torch", "manual_seed", at)
    if library == "TensorFlow":
        for package in ("tensorflow.keras", "keras"):
            if any(name.startswith(package) for name in _imported(plan)):
                return plan.need(f"{package}.utils", "set_random_seed", at)
    raise Unclear(library)


def _imported(plan: Plan) -> set[str]:
    found = set()
    for node in ast.walk(plan.outline.source.tree):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found
