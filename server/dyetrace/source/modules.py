"""Finds the workspace's own modules that a program imports."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dyetrace.findings import DyetraceError
from dyetrace.source.program import Source
from dyetrace.source.reading import is_notebook, read_program, read_source, read_text
from dyetrace.source.scripts import candidates, is_script

_MARKERS = frozenset({".git", "pyproject.toml", "setup.py", "setup.cfg", "dyetrace.toml"})
_LEVELS = 4  # folders above the program that are looked into
_LARGEST = 512 * 1024  # bytes of an imported module; larger ones are data or generated
_LARGEST_NOTEBOOK = 8 * 1024 * 1024  # with its outputs


class Lookup(NamedTuple):
    """The question where a module is, as asked from a folder."""

    folder: str
    module: str
    level: int  # dots of a relative import


@dataclass(frozen=True, slots=True)
class Trail:
    """What an analysis learned of the workspace: it holds as long as all of this does."""

    lookups: tuple[tuple[Lookup, str | None], ...] = ()
    modules: tuple[tuple[str, str | None], ...] = ()  # path, digest of its text (None: unreadable)


@dataclass(frozen=True)
class ModuleFinder:
    """Looks modules up beside the importing file and in the folders above it, up to the root.

    For one analysis: what a folder holds is listed once (a program names libraries in each of its
    modules, and asking the disk for each of them took a third of an analysis). ``buffers`` holds
    texts that an editor has open, parsed, by absolute path: they count before what lies on disk.
    """

    buffers: Mapping[str, Source] = field(default_factory=dict)
    _listings: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _search_paths: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _folders: dict[str, str] = field(default_factory=dict, repr=False)  # of importing files
    _answers: dict[Lookup, str | None] = field(default_factory=dict, repr=False)
    _digests: dict[str, str | None] = field(default_factory=dict, repr=False)
    _scripts: set[str] = field(default_factory=set, repr=False)  # found to be run, not imported

    def another(self) -> ModuleFinder:
        """Return a finder for another analysis at the same time: it lists no folder again."""
        return ModuleFinder(self.buffers, self._listings, self._search_paths)

    def trail(self) -> Trail:
        """Return what was asked until now, and the answers."""
        return Trail(tuple(self._answers.items()), tuple(self._digests.items()))

    def confirms(self, trail: Trail) -> bool:
        """Whether the workspace still gives the answers of an earlier analysis."""
        return all(self._look_up(lookup) == found for lookup, found in trail.lookups) and all(
            self.digest(path) == digest for path, digest in trail.modules
        )

    def find(self, importer: str, module: str, level: int) -> str | None:
        """Return the path of a module that ``importer`` names, or None if it is no file here.

        ``level`` is the number of dots of a relative import.
        """
        if not importer or "://" in importer:
            return None
        folder = self._folders.get(importer)
        if folder is None:
            folder = self._folders[importer] = os.path.dirname(os.path.abspath(importer))
        return self._look_up(Lookup(folder, module, level))

    def load(self, path: str) -> Source | None:
        """Return the source at a path that ``find`` gave; None where it cannot be read."""
        is_run = path in self._scripts
        source = self.buffers.get(path)
        if source is not None:
            source = replace(source, is_run=is_run) if is_run else source
        elif (key := _state(path)) is not None:
            source = _parsed(*key, is_run)
        self._digests[path] = None if source is None else digest_of(source)
        return source

    def digest(self, path: str) -> str | None:
        """Return a name for the text of a module; None where ``load`` returns None."""
        if path not in self._digests:
            source = self.buffers.get(path)
            self._digests[path] = _digest_on_disk(path) if source is None else digest_of(source)
        return self._digests[path]

    def _look_up(self, lookup: Lookup) -> str | None:
        if lookup not in self._answers:
            self._answers[lookup] = self._search(lookup)
        return self._answers[lookup]

    def _search(self, lookup: Lookup) -> str | None:
        folder = lookup.folder
        if is_script(lookup.module):
            paths = candidates(folder, lookup.module)
            scripts = (self._file(*os.path.split(path)) for path in paths)
            script = next((path for path in scripts if path is not None), None)
            self._scripts.update(() if script is None else (script,))
            return script
        parts = tuple(lookup.module.split(".")) if lookup.module else ()
        if lookup.level:
            for _ in range(lookup.level - 1):
                folder = os.path.dirname(folder)
            return self._in(folder, parts)
        for base in self._search_path(folder):
            if parts and not self.buffers and not {parts[0], parts[0] + ".py"} & self._names(base):
                continue  # as most libraries, in most folders
            if (found := self._in(base, parts)) is not None:
                return found
        return None

    def _in(self, folder: str, parts: tuple[str, ...]) -> str | None:
        for part in parts[:-1]:
            if part not in self._names(folder):
                return None
            folder = os.path.join(folder, part)
        if not parts:
            return self._file(folder, "__init__.py")
        found = self._file(folder, parts[-1] + ".py")
        if found is None and parts[-1] in self._names(folder):
            found = self._file(os.path.join(folder, parts[-1]), "__init__.py")
        return found

    def _file(self, folder: str, name: str) -> str | None:
        path = os.path.join(folder, name)
        return path if path in self.buffers or name in self._names(folder) else None

    def _names(self, folder: str) -> frozenset[str]:
        names = self._listings.get(folder)
        if names is None:
            try:
                names = frozenset(os.listdir(folder))
            except OSError:
                names = frozenset()
            self._listings[folder] = names
        return names

    def _search_path(self, folder: str) -> tuple[str, ...]:
        """Return the folders whose modules a script may import: its own, then up to the root."""
        known = self._search_paths.get(folder)
        if known is not None:
            return known
        found, here = [], folder
        for _ in range(_LEVELS):
            found.append(here)
            if "src" in self._names(here):
                found.append(os.path.join(here, "src"))
            if _MARKERS & self._names(here) or os.path.dirname(here) == here:
                break
            here = os.path.dirname(here)
        self._search_paths[folder] = tuple(found)
        return self._search_paths[folder]


def _state(path: str) -> tuple[str, int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    limit = _LARGEST_NOTEBOOK if is_notebook(Path(path)) else _LARGEST
    return None if status.st_size > limit else (path, status.st_mtime_ns, status.st_size)


def digest_of(source: Source) -> str:
    """Return a name for the text of a module, as a ``Trail`` holds it."""
    return _digest_of(source.original)


def _digest_on_disk(path: str) -> str | None:
    key = _state(path)
    if key is None:
        return None
    if is_notebook(Path(path)):
        source = _parsed(*key, True)
        return None if source is None else digest_of(source)
    try:
        return _digest_of(read_text(read_program(Path(path), path), path))
    except DyetraceError:
        return None


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=128)
def _parsed(path: str, modified: int, size: int, is_run: bool) -> Source | None:
    """Read and parse a module once for each of its contents."""
    try:
        return replace(read_source(Path(path)), is_run=is_run)
    except DyetraceError:
        return None
