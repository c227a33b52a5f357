"""Which files a command is about: folders are walked, what git ignores is left out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dyetrace.findings import DyetraceError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".ipynb")
SKIPPED_FOLDERS = frozenset(
    {
        ".dyetrace_cache",
        ".eggs",
        ".git",
        ".hg",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "site-packages",
        "venv",
    }
)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The programs that were found, in the order of the arguments, each folder's sorted."""

    files: tuple[Path, ...]
    skipped: tuple[str, ...] = ()  # sentences about what could not be looked into


@dataclass
class _Walk:
    files: dict[str, Path] = field(default_factory=dict)  # by real path, so that none comes twice
    skipped: list[str] = field(default_factory=list)
    entered: set[str] = field(default_factory=set)


def find_programs(
    paths: Iterable[Path], exclude: Sequence[str] = (), root: Path | None = None
) -> Discovery:
    """Find the scripts and notebooks among ``paths`` and below the folders among them.

    A file that is named itself is always taken, whatever its name and whatever ``exclude`` or a
    ``.gitignore`` says. ``exclude`` are patterns as in ``.gitignore``, relative to ``root``
    (default: the folder that is walked). Raises ``DyetraceError`` for a path that does not exist.
    """
    walk = _Walk()
    for path in paths:
        if path.is_dir():
            _enter(walk, path, _above(path, exclude, root or path))
        elif path.exists():
            walk.files.setdefault(os.path.realpath(path), path)
        else:
            raise DyetraceError(f"{path} does not exist")
    return Discovery(tuple(walk.files.values()), tuple(walk.skipped))


@dataclass(frozen=True, slots=True)
class _Ignore:
    """Patterns and the absolute folder that they are relative to."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        """Whether the patterns leave a path out (True), take it back in (False) or are silent."""
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        trailing = "/" if path.endswith(("/", os.sep)) else ""
        return self.spec.check_file(relative + trailing).include


def _enter(walk: _Walk, folder: Path, ignores: tuple[_Ignore, ...]) -> None:
    pending = [(folder, ignores)]
    while pending:
        here, inherited = pending.pop()
        real = os.path.realpath(here)
        if real in walk.entered:  # a loop of links, or a folder that was named twice
            continue
        walk.entered.add(real)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            walk.skipped.append(f"{here} cannot be listed: {error.strerror or error}")
            continue
        active = inherited
        if any(entry.name == ".gitignore" for entry in entries):
            active = (*inherited, *_gitignore(here / ".gitignore"))
        below = []
        for entry in entries:
            path = here / entry.name
            if _is_folder(entry):
                if entry.name not in SKIPPED_FOLDERS and not _ignored(path, active, folder=True):
                    below.append((path, active))
            elif path.suffix.lower() in SUFFIXES and not _ignored(path, active, folder=False):
                walk.files.setdefault(os.path.realpath(path), path)
        pending.extend(reversed(below))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _ignored(path: Path, ignores: tuple[_Ignore, ...], *, folder: bool) -> bool:
    absolute = os.path.abspath(path) + ("/" if folder else "")
    for ignore in reversed(ignores):  # the nearest file has the last word
        verdict = ignore.verdict(absolute)
        if verdict is not None:
            return verdict
    return False


def _above(folder: Path, exclude: Sequence[str], root: Path) -> tuple[_Ignore, ...]:
    """The patterns that hold in a folder because of the folders above it in its repository."""
    absolute = Path(os.path.abspath(folder))
    chain: list[Path] = []
    for here in absolute.parents:
        if (absolute / ".git").exists():
            break
        chain.append(here)
        if (here / ".git").exists():
            break
    else:
        chain = []
    found = [ignore for here in reversed(chain) for ignore in _gitignore(here / ".gitignore")]
    if exclude:
        found.append(_patterns(Path(os.path.abspath(root)), exclude))
    return tuple(found)


def _gitignore(file: Path) -> Iterator[_Ignore]:
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return
    yield _patterns(Path(os.path.abspath(file.parent)), text.split("\n"))


def _patterns(folder: Path, lines: Iterable[str]) -> _Ignore:
    from pathspec import GitIgnoreSpec  # only where a folder has patterns

    return _Ignore(str(folder), GitIgnoreSpec.from_lines(lines))
