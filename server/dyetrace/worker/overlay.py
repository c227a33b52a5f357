"""Where the files that a probed program writes really go: a folder beside the real tree.

The program sees one tree: what it wrote lies in the overlay, what it removed is noted as gone, all
else is the real file. Paths here are absolute; ``Overlay`` touches the real tree by reading only.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import threading
from typing import Any, Callable

LARGEST_COPY = 256 * 1024 * 1024  # bytes; a larger file is not copied to be appended to
_FREE = ("/dev", "/proc")


class Refused(PermissionError):
    """A write that can neither be allowed nor redirected."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(errno.EACCES, f"kept from writing by Dyetrace ({why})", path)


class Overlay:
    """Maps paths of the program's to where they are written and read."""

    def __init__(self, temporary: str, report: Callable[[str, str], None]) -> None:
        self._temporary = os.path.realpath(temporary)
        self._root = os.path.join(self._temporary, "files")
        self._os = _Original()
        self._gone: set[str] = set()
        self._report = report
        self._resolving = threading.local()
        self.is_used = False  # False: the real tree is all there is

    @property
    def is_consulted(self) -> bool:
        """Whether a reading call has to ask here (not while this thread resolves a path)."""
        return self.is_used and not getattr(self._resolving, "now", False)

    def protects(self, path: str) -> bool:
        """Whether a path must not be written where it stands."""
        return not any(_is_below(path, free) for free in (self._temporary, *_FREE))

    def shadow(self, path: str) -> str:
        """Return the path in the overlay that stands for a protected path."""
        drive, rest = os.path.splitdrive(path)
        return os.path.join(self._root, drive.rstrip(":"), rest.lstrip("\\/"))

    def resolve(self, path: str, follow: bool = True) -> str:
        """Return the absolute path without symbolic links (the last part's only if ``follow``)."""
        self._resolving.now = True
        try:
            if follow:
                return os.path.realpath(path)
            parent, name = os.path.split(os.path.abspath(path))
            return os.path.join(os.path.realpath(parent), name)
        finally:
            self._resolving.now = False

    def readable(self, path: str, follow: bool = True) -> str:
        """Return where to read a path; raises ``FileNotFoundError`` where it was removed."""
        if not self.is_used:
            return path
        real = self.resolve(path, follow)
        if not self.protects(real):
            return path
        shadow = self.shadow(real)
        if self._os.lexists(shadow):
            return shadow if not self._is_merged(real, shadow) else path
        if self._is_gone(real):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return path

    def exists(self, path: str) -> bool:
        """Whether the program sees something at an absolute path."""
        return self._os.lexists(self.shadow(path)) or (
            not self._is_gone(path) and self._os.lexists(path)
        )

    def is_folder(self, path: str) -> bool:
        """Whether the program sees a folder at an absolute path."""
        if self._os.isdir(self.shadow(path)):
            return True
        return not self._is_gone(path) and self._os.isdir(path)

    def writable(self, path: str, keep: bool, note: str | None = None) -> str:
        """Return where to write a file instead; ``keep`` copies what it holds now."""
        real = self.resolve(path)
        if not self.protects(real):
            return path
        self._prepare_parent(real, path)
        shadow = self.shadow(real)
        if keep and not self._os.lexists(shadow) and not self._is_gone(real):
            self._copy(real, shadow)
        self._note(note or real)
        return shadow

    def make_folder(self, path: str) -> str:
        """Return where to make a folder instead; raises as ``os.mkdir`` would."""
        real = self.resolve(path)
        if not self.protects(real):
            return path
        if self.exists(real):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        self._prepare_parent(real, path)
        self._note(real)
        return self.shadow(real)

    def remove(self, path: str, folder: bool) -> bool:
        """Remove a path from what the program sees; False where it may be removed for real."""
        real = self.resolve(path, follow=False)
        if not self.protects(real):
            return False
        if not self.exists(real):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        if folder and self.names(real):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), path)
        if not folder and self.is_folder(real) and not os.path.islink(real):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        shadow = self.shadow(real)
        if self._os.lexists(shadow):
            (self._os.rmdir if folder else self._os.unlink)(shadow)
        self._gone.add(real)
        self._note(real)
        return True

    def names(self, path: str) -> list[str]:
        """Return the names that the program sees in a folder (absolute path)."""
        seen: set[str] = set()
        if not self._is_gone(path) and self._os.isdir(path):
            seen = {n for n in self._os.listdir(path) if os.path.join(path, n) not in self._gone}
        shadow = self.shadow(path)
        if self._os.isdir(shadow):
            seen.update(self._os.listdir(shadow))
        return sorted(seen)

    def move(self, source: str, target: str) -> bool:
        """Rename or copy over; False where both ends may be changed for real."""
        old, new = self.resolve(source, follow=False), self.resolve(target, follow=False)
        if not self.protects(old) and not self.protects(new):
            return False
        place = self.writable(target, keep=False) if self.protects(new) else target
        if not self.protects(old):
            self._os.replace(source, place)
            return True
        if not self.exists(old):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), source)
        shadow = self.shadow(old)
        if self._os.lexists(shadow) and not (self._os.isdir(shadow) and self._os.isdir(old)):
            self._os.replace(shadow, place)
        else:
            self._copy(old, place)
        if self._os.lexists(old):
            self._gone.add(old)
        self._note(old)
        return True

    def refuse(self, path: str) -> None:
        """Note a write that was refused."""
        self._report(path, "refused")

    # ------------------------------------------------------------------------------------------

    def _note(self, path: str) -> None:
        self.is_used = True
        self._report(path, "redirected")

    def _is_merged(self, real: str, shadow: str) -> bool:
        """Whether a folder is there both in the overlay and for real."""
        return self._os.isdir(shadow) and not self._is_gone(real) and self._os.isdir(real)

    def _is_gone(self, path: str) -> bool:
        while path not in self._gone:
            parent = os.path.dirname(path)
            if parent == path:
                return False
            path = parent
        return True

    def _prepare_parent(self, real: str, path: str) -> None:
        parent = os.path.dirname(real)
        if not self.is_folder(parent):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        self._os.makedirs(self.shadow(parent), exist_ok=True)

    def _copy(self, real: str, shadow: str) -> None:
        try:
            status = self._os.stat(real)
        except FileNotFoundError:
            return
        if not stat.S_ISREG(status.st_mode):
            raise Refused(real, "only files can be kept apart")
        if status.st_size > LARGEST_COPY:
            raise Refused(real, "the file is too large to be copied")
        with self._os.open(real, "rb") as source, self._os.open(shadow, "wb") as target:
            shutil.copyfileobj(source, target)


class _Original:
    """The functions of ``os`` and ``io`` as they were before the guard was installed."""

    def __init__(self) -> None:
        for name in ("listdir", "replace", "rmdir", "stat", "unlink", "mkdir"):
            setattr(self, name, getattr(os, name))
        self.open: Callable[..., Any] = open

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def lexists(self, path: str) -> bool:
        """Whether something is there, without following a link."""
        try:
            self.stat(path, follow_symlinks=False)
        except (OSError, ValueError):
            return False
        return True

    def isdir(self, path: str) -> bool:
        """Whether a folder is there."""
        try:
            return stat.S_ISDIR(self.stat(path).st_mode)
        except (OSError, ValueError):
            return False

    def makedirs(self, path: str, exist_ok: bool) -> None:
        """Make a folder and its parents."""
        if self.isdir(path):
            return
        self.makedirs(os.path.dirname(path), exist_ok)
        self.mkdir(path)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
