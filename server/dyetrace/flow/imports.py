"""Executes imports: names of libraries become qualified names."""

from __future__ import annotations

import ast

from dyetrace.flow.machine import Machine
from dyetrace.flow.values import fresh
from dyetrace.knowledge.names import canonical


def import_module(machine: Machine, node: ast.Import) -> None:
    """Bind ``import a.b`` and ``import a.b as c``."""
    for alias in node.names:
        if alias.asname is not None:
            machine.store(alias.asname, fresh(type="module", name=canonical(alias.name)))
        else:
            top = alias.name.partition(".")[0]
            machine.store(top, fresh(type="module", name=top))


def import_from(machine: Machine, node: ast.ImportFrom) -> None:
    """Bind ``from a import b``; a relative import names nothing that a library has."""
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            continue
        name = canonical(f"{module}.{alias.name}") if not node.level else f"{module}.{alias.name}"
        machine.store(alias.asname or alias.name, fresh(name=name))
