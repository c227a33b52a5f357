"""What earlier checks found out, by content: never a reason to fail, only to be faster.

An entry is found by everything that is known before the analysis (Dyetrace, Python, configuration,
the file's name and bytes, what the folders around say of installed packages) and believed if the
workspace still gives the answers that the analysis got from it (``Trail``). Entries are JSON with a
checksum: a folder that came with somebody's repository can make nobody run anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import dyetrace
from dyetrace.cli.checked import CheckedFile
from dyetrace.cli.inputs import Input
from dyetrace.cli.records import file_of, record_of
from dyetrace.source.modules import Lookup, ModuleFinder, Trail
from dyetrace.source.requirements import stated_packages

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_ENTRIES: Final = 20_000
_KEPT: Final = 0.75  # of these, after it has become too much
_SUFFIX: Final = ".json"
_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of Dyetrace (https://bford.info/cachedir/); it may be deleted.\n"
)
# What a broken, cut off or foreign entry may lead to.
_BROKEN: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Cache:
    """Results in a folder, of one version of Dyetrace with one choice of settings."""

    folder: Path
    common: str  # a digest of what holds for all files
    _packages: dict[Path, str] = field(default_factory=dict, repr=False)

    def get(self, program: Input, data: bytes, modules: ModuleFinder) -> CheckedFile | None:
        """Return an earlier result for a file, if nothing that it was read from has changed."""
        try:
            checksum, _, text = self._entry(program, data).read_bytes().partition(b"\n")
            if hashlib.sha256(text).hexdigest().encode() != checksum:
                return None
            record = json.loads(text)
            if not modules.confirms(_trail_of(record["trail"])):
                return None
            return file_of(record["file"])
        except (OSError, *_BROKEN):
            return None

    def put(self, program: Input, data: bytes, file: CheckedFile, trail: Trail) -> None:
        """Remember a result; does nothing where that cannot be."""
        with contextlib.suppress(OSError, *_BROKEN):
            record = {"trail": _record_of(trail), "file": record_of(file)}
            text = json.dumps(record, separators=(",", ":")).encode("ascii")
            checksum = hashlib.sha256(text).hexdigest().encode()
            if not self.folder.is_dir():
                self._make_folder()
            _write(self._entry(program, data), checksum + b"\n" + text)

    def prune(self) -> None:
        """Remove the oldest entries where there are too many."""
        entries = sorted(self._sizes(), reverse=True)
        total, kept = sum(size for _, size, _ in entries), len(entries)
        if total <= _MOST_BYTES and kept <= _MOST_ENTRIES:
            return
        while entries and (total > _KEPT * _MOST_BYTES or len(entries) > _KEPT * _MOST_ENTRIES):
            _, size, path = entries.pop()
            total -= size
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            _write(self.folder / name, text.encode())

    def _sizes(self) -> Iterator[tuple[int, int, str]]:
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    status = entry.stat()
                    if entry.name.endswith(_SUFFIX):
                        yield status.st_mtime_ns, status.st_size, entry.path

    def _entry(self, program: Input, data: bytes) -> Path:
        assert program.path is not None
        absolute = Path(os.path.abspath(program.path))
        packages = stated_packages(absolute, self._packages)
        known = (self.common, program.shown_as, str(absolute), packages)
        digest = hashlib.sha256("\0".join(known).encode("utf-8", "surrogatepass") + b"\0" + data)
        return self.folder / (digest.hexdigest()[:40] + _SUFFIX)


def open_cache(folder: Path, settings: str) -> Cache:
    """Return the cache in a folder, which is made when there is something to put into it.

    ``settings`` is everything that was chosen and can change a result.
    """
    known = (dyetrace.__version__, platform.python_version(), own_code(), settings)
    digest = hashlib.sha256("\0".join(known).encode("utf-8", "surrogatepass"))
    return Cache(folder, digest.hexdigest())


@cache
def own_code() -> str:
    """Return a digest of the code that findings depend on: a rule may change within a version."""
    root = Path(dyetrace.__file__).parent
    digest = hashlib.sha256((root / "findings.py").read_bytes())
    for part in ("source", "knowledge", "flow", "rules", "fixes", "cli"):
        for path in sorted((root / part).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _record_of(trail: Trail) -> list[object]:
    lookups = [[each.folder, each.module, each.level, found] for each, found in trail.lookups]
    return [lookups, trail.modules]


def _trail_of(record: list[list[list[str]]]) -> Trail:
    lookups, modules = record
    return Trail(
        tuple(
            (Lookup(folder, module, int(level)), found) for folder, module, level, found in lookups
        ),
        tuple((path, digest) for path, digest in modules),
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file at once: whoever reads it sees all of it or nothing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
