"""Which version of a package a program runs with, as its environment or its files pin it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

Version: TypeAlias = "tuple[int, ...]"

_ENVIRONMENTS = (".venv", "venv", "env")
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock")
_MARKERS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "dyetrace.toml")
_LEVELS = 4  # folders above the program that are looked into
_LARGEST = 1024 * 1024  # bytes


def is_certainly_older(program: str, names: tuple[str, ...], version: Version) -> bool:
    """Whether a program certainly runs with an older version of a package than ``version``.

    Asked in this order: the metadata of an environment beside the program, lock files, requirements
    files; the first that tells decides. ``names`` are the package's names (conda's too). False
    where nothing tells.
    """
    path = Path(program)
    if not program or "://" in program or not path.parent.is_dir():
        return False
    for folder in _folders(path.parent.resolve()):
        for text in _newest(folder, names):
            known, asked = _padded(_numbers(text)), _padded(version)
            excluded = text.startswith("<") and not text.startswith("<=")
            return known <= asked if excluded else known < asked
    return False


def stated_packages(program: str | Path, known: dict[Path, str]) -> str:
    """Return a digest of everything that ``is_certainly_older`` may read for a program.

    ``known`` remembers, for the caller's next questions, what each folder says.
    """
    folders = list(_folders(Path(program).parent.resolve()))
    for folder in folders:
        if folder not in known:
            known[folder] = _digest_of(folder)
    return " ".join(known[folder] for folder in folders)


def _digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for environment in _ENVIRONMENTS:
        for site in _sites(folder / environment):
            names = sorted(path.name for path in site.glob("*.dist-info"))
            digest.update("\0".join((str(site), *names)).encode("utf-8", "surrogatepass"))
    for file in (*(folder / lock for lock in _LOCKS), *_requirement_files(folder)):
        if text := _text(file):
            digest.update(f"{file}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _folders(folder: Path) -> Iterator[Path]:
    for _ in range(_LEVELS):
        yield folder
        if any((folder / marker).exists() for marker in _MARKERS) or folder.parent == folder:
            return
        folder = folder.parent


def _newest(folder: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Iterate over what a folder says of the newest possible version: "1.8.1", "<1.9", "<=1.8"."""
    for environment in _ENVIRONMENTS:
        for site in _sites(folder / environment):
            found = [path for name in names for path in site.glob(f"{name}-*.dist-info")]
            yield from (path.stem.rpartition("-")[2] for path in found)
    choice = "|".join(map(re.escape, names))
    locked = re.compile(
        rf'name = "(?:{choice})"\s+version = "([\d.]+)'
        rf'|"(?:{choice})": \{{[^}}]*?"version": "==([\d.]+)'
    )
    for lock in _LOCKS:
        yield from (a or b for a, b in locked.findall(_text(folder / lock)))
    pinned = re.compile(rf"^[\s\"'-]*(?:{choice})(?:\[[^\]]*\])?\s*([=<>~!][^#;\n\"']*)", re.M)
    for file in _requirement_files(folder):
        for condition in pinned.findall(_text(file)):
            yield from _upper_bound(condition)


def _sites(environment: Path) -> Iterator[Path]:
    for pattern in ("lib/python*/site-packages", "Lib/site-packages"):
        yield from environment.glob(pattern)


def _requirement_files(folder: Path) -> Iterator[Path]:
    for pattern in ("requirements*.txt", "requirements/*.txt", "environment*.y*ml", "conda*.y*ml"):
        yield from sorted(folder.glob(pattern))
    yield from (folder / name for name in ("pyproject.toml", "setup.py", "setup.cfg"))


def _upper_bound(condition: str) -> Iterator[str]:
    """Yield the bound that a condition such as `>=1.4,<1.9` puts on the newest version."""
    for part in condition.split(","):
        match = re.match(r"\s*(===?|=|~=|<=?)\s*(\d[\d.]*)(\.\*)?", part)
        if match is None:
            continue
        operator, text, _ = match.groups()
        if operator == "~=":
            yield f"<{_next(text)}"
        else:
            yield (operator if operator.startswith("<") else "") + text.rstrip(".")


def _next(text: str) -> str:
    """Return the first version that `~= text` leaves out."""
    numbers = list(_numbers(text))[:-1] or [0]
    numbers[-1] += 1
    return ".".join(map(str, numbers))


def _numbers(text: str) -> Version:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def _padded(version: Version) -> Version:
    return (*version, 0, 0, 0)[:3]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
