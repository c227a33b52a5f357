"""Executes imports: libraries become qualified names, the workspace's modules are run."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping

from dyetrace.flow.machine import Frame, Machine
from dyetrace.flow.values import Value, fresh
from dyetrace.knowledge.known import is_known
from dyetrace.knowledge.names import canonical
from dyetrace.source.program import Source

_MODULES = 24  # of the workspace that one interpretation follows
_STATEMENTS = 2_000  # of their bodies, after which no further module is followed
_FOLLOWED = ("modules followed",)


def import_module(machine: Machine, node: ast.Import) -> None:
    """Bind ``import a.b`` and ``import a.b as c``."""
    for alias in node.names:
        own = _workspace_module(machine, alias.name, 0, node)
        top = alias.name.partition(".")[0]
        if alias.asname is not None:
            library = fresh(type="module", name=canonical(alias.name))
            machine.store(alias.asname, own or library)
        elif own is not None and top != alias.name:
            machine.store(top, _package(machine, machine.load(top), alias.name, own))
        else:
            machine.store(top, own or fresh(type="module", name=top))


def _package(machine: Machine, known: Value | None, name: str, module: Value) -> Value:
    """Return the value of ``a`` in which ``a.b.c`` names a module of the workspace."""
    top, *rest = name.split(".")
    package = known if known is not None and known.type == "module" else None
    package = package or fresh(type="module", name=top)
    inner = module if len(rest) == 1 else _package(machine, None, ".".join(rest), module)
    return package.but(attributes={**package.attributes, rest[0]: inner})


def import_from(machine: Machine, node: ast.ImportFrom) -> None:
    """Bind ``from a import b``, ``from . import b`` and ``from a import *``."""
    module = node.module or ""
    own = _workspace_module(machine, module, node.level, node) if module or node.level else None
    for alias in node.names:
        if alias.name == "*":
            for name, value in _all_of(machine, own, module).items():
                machine.store(name, value)
            continue
        machine.store(alias.asname or alias.name, _member(machine, node, own, alias.name))


def _all_of(machine: Machine, own: Value | None, module: str) -> Mapping[str, Value]:
    """Return what ``from module import *`` binds: of a library, the names that nobody else binds.

    Where several libraries are imported so, a name goes to the one whose tables know it.
    """
    if own is not None:
        return own.attributes
    missing, libraries = machine.read(_unbound_and_stars)
    known = {name: canonical(f"{module}.{name}") for name in missing}
    first = bool(libraries) and libraries[0] == module
    return {name: fresh(name=full) for name, full in known.items() if first or is_known(full)}


def _unbound_and_stars(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that a program uses and never binds, and its star imports in order."""
    used: set[str] = set()
    bound: set[str] = set()
    for node in source.nodes_of(ast.Name):
        (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    bound.update(node.arg for node in source.nodes_of(ast.arg))
    bound.update(node.name for node in source.nodes_of(ast.FunctionDef))
    bound.update(node.name for node in source.nodes_of(ast.AsyncFunctionDef))
    bound.update(node.name for node in source.nodes_of(ast.ClassDef))
    libraries: list[str] = []
    for plain in source.nodes_of(ast.Import):
        bound.update(alias.asname or alias.name.partition(".")[0] for alias in plain.names)
    for given in source.nodes_of(ast.ImportFrom):
        bound.update(alias.asname or alias.name for alias in given.names)
        libraries += [given.module or "" for alias in given.names if alias.name == "*"]
    missing = sorted(used - bound - set(dir(builtins)))
    return tuple(missing), tuple(dict.fromkeys(libraries))


def _member(machine: Machine, node: ast.ImportFrom, own: Value | None, name: str) -> Value:
    if own is not None and name in own.attributes:
        return machine.current(own.attributes[name])
    module = node.module or ""
    if own is not None or node.level:
        inner = _workspace_module(machine, f"{module}.{name}".strip("."), node.level, node)
        if inner is not None:
            return inner
    if node.level:
        return fresh(name="." * node.level + f"{module}.{name}".strip("."), certain=False)
    return fresh(name=canonical(f"{module}.{name}"))


def imported_by_name(machine: Machine, name: str, node: ast.AST) -> Value:
    """Return the module that ``importlib.import_module(name)`` gives."""
    own = _workspace_module(machine, name, 0, node)
    return own or fresh(type="module", name=canonical(name))


def _workspace_module(machine: Machine, name: str, level: int, node: ast.AST) -> Value | None:
    """Run a module of the workspace once and return its value, or None: it is a library's."""
    path = machine.ask(_find, machine.source.path, name, level)
    if path is None:
        return None
    known: Value | None = machine.memory.get(("module", path))
    if known is not None:
        return known
    followed = machine.memory.get(_FOLLOWED, 0)
    if followed >= _MODULES or machine.spent_on_imports > _STATEMENTS:
        return None
    source = machine.ask(_load, path)
    if source is None or source.path == machine.main.path:
        return None
    # Known before it runs: modules that import each other come to an end.
    machine.memory[("module", path)] = fresh(type="module", name=name)
    machine.memory[_FOLLOWED] = followed + 1
    scope = machine.open_module(source)
    frame = Frame((scope,), machine.state.layer)
    span = machine.span(node)
    machine.frames.append(frame)
    try:
        from dyetrace.flow.statements import execute

        where = machine.inside(calls=span, function="", loops=None, branches=None, managers=None)
        with where, machine.importing():
            execute(machine, source.tree.body)
    finally:
        machine.frames.pop()
    bindings = machine.bindings(scope)
    module = fresh(type="module", name=name, attributes=bindings)
    machine.memory[("module", path)] = module
    return module


def _find(machine: Machine, importer: str, name: str, level: int) -> str | None:
    return machine.modules.find(importer, name, level)


def _load(machine: Machine, path: str) -> Source | None:
    return machine.modules.load(path)
