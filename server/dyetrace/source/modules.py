"""Finds the workspace's own modules that a program imports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dyetrace.findings import DyetraceError
from dyetrace.source.program import Source
from dyetrace.source.reading import read_source

_MARKERS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "dyetrace.toml")
_LEVELS = 4  # folders above the program that are looked into
_LARGEST = 512 * 1024  # bytes of an imported module; larger ones are data or generated


@dataclass(frozen=True)
class ModuleFinder:
    """Looks modules up beside the importing file and in the folders above it, up to the root.

    ``buffers`` holds texts that an editor has open, parsed, by absolute path: they count before
    what lies on disk.
    """

    buffers: dict[str, Source] = field(default_factory=dict)

    def find(self, importer: str, module: str, level: int) -> Source | None:
        """Return the source of a module that ``importer`` names, or None if it is no file here.

        ``level`` is the number of dots of a relative import.
        """
        folder = Path(importer).parent
        if not importer or "://" in importer or not folder.is_dir():
            return None
        relative = Path(*module.split(".")) if module else Path()
        if level:
            for _ in range(level - 1):
                folder = folder.parent
            return self._in(folder, relative)
        for base in _search_path(folder.resolve()):
            if (found := self._in(base, relative)) is not None:
                return found
        return None

    def _in(self, folder: Path, relative: Path) -> Source | None:
        if relative == Path():
            candidates = [folder / "__init__.py"]
        else:
            candidates = [folder / relative.with_suffix(".py"), folder / relative / "__init__.py"]
        for path in candidates:
            if str(path) in self.buffers:
                return self.buffers[str(path)]
            try:
                status = path.stat()
            except OSError:
                continue
            if status.st_size <= _LARGEST:
                return _parsed(str(path), status.st_mtime_ns, status.st_size)
        return None


def _search_path(folder: Path) -> Iterator[Path]:
    """Yield the folders whose modules a script may import: its own, then up to the root."""
    for _ in range(_LEVELS):
        yield folder
        if (folder / "src").is_dir():
            yield folder / "src"
        if any((folder / marker).exists() for marker in _MARKERS) or folder.parent == folder:
            return
        folder = folder.parent


@lru_cache(maxsize=128)
def _parsed(path: str, modified: int, size: int) -> Source | None:
    """Read and parse a module once for each of its contents."""
    try:
        return read_source(Path(path))
    except DyetraceError:
        return None
