"""Imports: workspace modules are instrumented, installed ones get the ``sys.path`` they expect."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Callable

from .rewriting import instrument
from .sites import Sites

# Their own imports must not meet a user's file of the same name as a standard module.
_SHIELDED = {
    *("torch", "torchvision", "torchaudio", "numpy", "pandas", "scipy", "sklearn", "matplotlib"),
    *("lightning", "pytorch_lightning", "transformers", "datasets", "accelerate", "tensorflow"),
}


class Workspace:
    """Which files are the user's own."""

    def __init__(self, root: str, folder: str) -> None:
        self._roots = [os.path.realpath(root) + os.sep, os.path.realpath(folder) + os.sep]
        installed = {sys.prefix, *(sysconfig.get_paths().values())}
        self._installed = [os.path.realpath(p) + os.sep for p in installed]
        self._installed = [p for p in self._installed if not self._roots[0].startswith(p)]

    def holds(self, path: str) -> bool:
        """Whether a file is part of the workspace and was not installed there."""
        real = os.path.realpath(path)
        parts = real.split(os.sep)
        if "site-packages" in parts or "dist-packages" in parts:
            return False
        return any(real.startswith(root) for root in self._roots) and not any(
            real.startswith(installed) for installed in self._installed
        )


class InstrumentingLoader(importlib.machinery.SourceFileLoader):
    """Compiles a workspace module from its rewritten tree; neither reads nor writes bytecode."""

    sites: Sites

    def get_code(self, fullname: str) -> Any:
        """Return the code of the rewritten module."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)

    def source_to_code(self, data: Any, path: Any, **options: Any) -> Any:  # type: ignore[override]
        """Compile a module's bytes."""
        unsaved = self.sites.texts.get(str(path))
        text = importlib.util.decode_source(data) if isinstance(data, bytes) else str(data)
        text = text if unsaved is None else unsaved
        return compile_program(text, str(path), self.sites)


def compile_program(text: str, path: str, sites: Sites, flags: int = 0) -> Any:
    """Compile the rewritten form of a program text."""
    return compile_tree(instrument(text, sites.add_file(path, text), sites), path, flags)


def compile_tree(tree: Any, path: str, flags: int = 0) -> Any:
    """Compile an instrumented tree."""
    return compile(tree, path, "exec", flags=flags, dont_inherit=True)


class _ShieldedLoader(importlib.abc.Loader):
    """Runs a library's import while the user's folders are off ``sys.path``."""

    def __init__(
        self,
        loader: Any,
        user_entries: list[str],
        begin: Callable[[], None],
        ready: Callable[[], None],
    ) -> None:
        self._loader = loader
        self._entries = user_entries
        self._begin = begin
        self._ready = ready

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: Any) -> ModuleType | None:
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        self._begin()
        before = list(sys.path)
        sys.path[:] = [entry for entry in before if entry not in self._entries]
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        try:
            self._loader.exec_module(module)
        finally:
            added = [entry for entry in sys.path if entry not in before]
            sys.path[:] = [*before, *added]
        self._ready()


class Finder(importlib.abc.MetaPathFinder):
    """Stands first on ``sys.meta_path`` and changes only the loader of what the others find."""

    def __init__(self, workspace: Workspace, sites: Sites, user_entries: list[str]) -> None:
        self._workspace = workspace
        self._loader = type("WorkspaceLoader", (InstrumentingLoader,), {"sites": sites})
        self._user_entries = user_entries
        self._ready: dict[str, Callable[[], None]] = {}
        self.before_import: Callable[[str], None] = lambda name: None

    def when_imported(self, name: str, action: Callable[[], None]) -> None:
        """Call ``action`` each time a library's top package has been imported."""
        self._ready[name] = action

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module as Python would, and choose how its code is loaded."""
        spec = self._find(fullname, path, target)
        if spec is None or spec.loader is None or not spec.origin:
            return spec
        if fullname in _SHIELDED and not self._workspace.holds(spec.origin):
            spec.loader = _ShieldedLoader(
                spec.loader,
                self._user_entries,
                lambda: self.before_import(fullname),
                self._ready.get(fullname, lambda: None),
            )
        elif (
            spec.origin.endswith(".py")
            and type(spec.loader) is importlib.machinery.SourceFileLoader
            and self._workspace.holds(spec.origin)
        ):
            spec.loader = self._loader(fullname, spec.origin)
            spec.cached = None
        return spec

    def _find(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> importlib.machinery.ModuleSpec | None:
        for finder in list(sys.meta_path):
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = find(fullname, path, target) if find is not None else None
            if spec is not None:
                return spec  # type: ignore[no-any-return]
        return None
