"""File names as code hosting services know them: from the top of the repository, with slashes."""

from __future__ import annotations

import os
from pathlib import Path, PurePath


def in_repository(filename: str) -> str:
    """Return a name relative to the present folder, where checks in CI run, if it lies below it."""
    path = PurePath(filename)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return PurePath(os.path.normpath(path)).as_posix()
