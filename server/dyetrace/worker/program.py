"""Runs the user's program as ``__main__``, as ``python script.py`` would."""

from __future__ import annotations

import ast
import asyncio
import builtins
import importlib.machinery
import inspect
import linecache
import os
import sys
from types import ModuleType
from typing import Any

from .importing import compile_program
from .sites import Sites


def run_as_main(text: str, path: str, arguments: list[str], sites: Sites, notebook: bool) -> None:
    """Run a program; whatever it raises (``SystemExit`` too) comes out of here."""
    sys.argv[:] = [path, *arguments]
    main = ModuleType("__main__")
    main.__file__ = path
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    main.__spec__ = None
    main.__package__ = None
    main.__dict__.update({"__builtins__": builtins, "__cached__": None})
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    sys.modules["__main__"] = main
    show_lines(text, path)
    if notebook:
        _run_cells(text, path, sites, main.__dict__)
    else:
        exec(compile_program(text, path, sites), main.__dict__)


def _run_cells(text: str, path: str, sites: Sites, names: dict[str, Any]) -> None:
    """Run a notebook's cells as one program; they may use ``await`` and ``display``."""
    names.setdefault("display", lambda *values, **options: None)
    code = compile_program(text, path, sites, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(code, names)
    if inspect.iscoroutine(result):
        asyncio.run(result)


def show_lines(text: str, path: str) -> None:
    """Let tracebacks and ``inspect.getsource`` see the text that runs, saved or not."""
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            if stream.read() == text:
                return
    except (OSError, ValueError):
        pass
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)


def prepare_paths(folder: str, python_path: list[str]) -> list[str]:
    """Put the program's folder first on ``sys.path``, and ``PYTHONPATH`` behind it.

    Returns the entries that were added. Modules that the worker itself imported and that a file of
    the user's shadows are forgotten, so that the user's own are imported as in a normal run.
    """
    entries = [folder, *python_path]
    sys.path[:0] = entries
    for name in list(sys.modules):
        if "." in name or name in _IRREPLACEABLE or name.startswith("_"):
            continue
        if any(_has_module(entry, name) for entry in entries):
            for loaded in list(sys.modules):
                if loaded == name or loaded.startswith(name + "."):
                    del sys.modules[loaded]
    return entries


_IRREPLACEABLE = {"sys", "builtins", "os", "io", "abc", "codecs", "site", "encodings", "time"}


def _has_module(folder: str, name: str) -> bool:
    base = os.path.join(folder, name)
    return os.path.isfile(base + ".py") or os.path.isfile(os.path.join(base, "__init__.py"))
