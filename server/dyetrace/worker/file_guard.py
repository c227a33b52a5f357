"""Makes the program's file operations go through the overlay, and refuses what goes around it."""

from __future__ import annotations

import builtins
import io
import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any, Callable

from .overlay import Overlay, Refused

_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Programs that read only; without the kernel's help no other may be started.
_HARMLESS_PROGRAMS = {"uname", "nvidia-smi", "ldconfig", "lscpu", "sysctl", "file"}
_Function = Callable[..., Any]


class _Guarded:
    """Stands for a builtin function; like one, it does not bind when it is a class attribute."""

    def __init__(self, original: _Function, guarded: _Function) -> None:
        self.__wrapped__ = original
        self.__name__ = original.__name__
        self.__doc__ = original.__doc__
        self.__module__ = original.__module__
        self._guarded = guarded

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._guarded(*args, **options)


class FileGuard:
    """Patches ``open`` and the functions of ``os`` that read or change the tree of files."""

    def __init__(self, overlay: Overlay, kernel_refuses: bool) -> None:
        self._overlay = overlay
        self._kernel_refuses = kernel_refuses

    def install(self) -> None:
        """Put the guard in place; there is no way back in this process."""
        opened = _Guarded(io.open, self._open(io.open))
        builtins.open = io.open = opened
        changed = {
            "open": self._os_open,
            "mkdir": self._mkdir,
            "remove": self._removal(False),
            "unlink": self._removal(False),
            "rmdir": self._removal(True),
            "rename": self._move,
            "replace": self._move,
            "listdir": self._listdir,
            "scandir": self._scandir,
            "truncate": self._on_copy,
            "chmod": self._on_copy,
            "chown": self._on_copy,
            "utime": self._on_copy,
            "symlink": self._link,
            "link": self._link,
            **dict.fromkeys(("stat", "lstat", "access", "readlink", "chdir"), self._reading),
        }
        for name, make in changed.items():
            if hasattr(os, name):
                original = getattr(os, name)
                guarded = _Guarded(original, make(original))
                self._extend_capabilities(original, guarded)
                setattr(os, name, guarded)
                _patch_old_pathlib(name, guarded)
        shutil._use_fd_functions = False  # type: ignore[attr-defined]
        sys.addaudithook(self._audit)

    @staticmethod
    def _extend_capabilities(original: _Function, guarded: _Guarded) -> None:
        """Keep ``os.stat in os.supports_follow_symlinks`` and the like true."""
        for name in ("dir_fd", "effective_ids", "fd", "follow_symlinks"):
            known: set[Any] = getattr(os, "supports_" + name, set())
            if original in known:
                known.add(guarded)

    # -- one function for each way to touch a file ---------------------------------------------

    def _open(self, original: _Function) -> _Function:
        def guarded_open(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            path = _path_of(file)
            if path is None or not isinstance(mode, str):
                return original(file, mode, *args, **options)
            if not any(letter in mode for letter in "wax+"):
                return original(self._readable(file, path), mode, *args, **options)
            if "x" in mode and self._sees(path):
                raise FileExistsError(17, os.strerror(17), path)
            if "r" in mode and not self._sees(path):
                raise FileNotFoundError(2, os.strerror(2), path)
            keep = "a" in mode or "r" in mode
            target = self._writable(file, path, keep)
            return original(target, mode, *args, **options)

        return guarded_open

    def _os_open(self, original: _Function) -> _Function:
        def guarded(path: Any, flags: int, mode: int = 0o777, *, dir_fd: Any = None) -> Any:
            name = _path_of(path, dir_fd)
            if name is None:
                return original(path, flags, mode, dir_fd=dir_fd)
            if not flags & _WRITE_FLAGS:
                place = self._readable(path, name)
                return original(place, flags, mode, dir_fd=dir_fd if place is path else None)
            if flags & os.O_CREAT and flags & os.O_EXCL and self._sees(name):
                raise FileExistsError(17, os.strerror(17), name)
            if not flags & os.O_CREAT and not self._sees(name):
                raise FileNotFoundError(2, os.strerror(2), name)
            place = self._writable(path, name, keep=not flags & os.O_TRUNC)
            return original(place, flags, mode, dir_fd=dir_fd if place is path else None)

        return guarded

    def _reading(self, original: _Function) -> _Function:
        follow = original.__name__ not in ("lstat", "readlink")

        def guarded(path: Any, *args: Any, dir_fd: Any = None, **options: Any) -> Any:
            if dir_fd is not None:
                options["dir_fd"] = dir_fd
            name = _path_of(path) if dir_fd is None and self._overlay.is_consulted else None
            if name is None:
                return original(path, *args, **options)
            follows = follow and options.get("follow_symlinks", True)
            return original(self._readable(path, name, follows), *args, **options)

        return guarded

    def _mkdir(self, original: _Function) -> _Function:
        def guarded(path: Any, mode: int = 0o777, *, dir_fd: Any = None) -> None:
            name = _path_of(path, dir_fd)
            place = path if name is None else self._overlay.make_folder(name)
            original(path if place == name else place, mode)

        return guarded

    def _removal(self, folder: bool) -> Callable[[_Function], _Function]:
        def make(original: _Function) -> _Function:
            def guarded(path: Any, *, dir_fd: Any = None) -> None:
                name = _path_of(path, dir_fd)
                if name is None or not self._overlay.remove(name, folder):
                    original(path, dir_fd=dir_fd)

            return guarded

        return make

    def _move(self, original: _Function) -> _Function:
        def guarded(src: Any, dst: Any, *, src_dir_fd: Any = None, dst_dir_fd: Any = None) -> None:
            old, new = _path_of(src, src_dir_fd), _path_of(dst, dst_dir_fd)
            if old is None or new is None or not self._overlay.move(old, new):
                original(src, dst, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

        return guarded

    def _listdir(self, original: _Function) -> _Function:
        def guarded(path: Any = ".") -> list[Any]:
            name = _path_of(path) if self._overlay.is_used else None
            if name is None or not self._overlay.protects(self._overlay.resolve(name)):
                return original(path)  # type: ignore[no-any-return]
            real = self._overlay.resolve(name)
            if not self._overlay.is_folder(real):
                return original(self._readable(path, name))  # type: ignore[no-any-return]
            names = self._overlay.names(real)
            return [os.fsencode(n) for n in names] if isinstance(path, bytes) else list(names)

        return guarded

    def _scandir(self, original: _Function) -> _Function:
        def guarded(path: Any = ".") -> Any:
            name = _path_of(path) if self._overlay.is_used else None
            if name is None or not self._overlay.protects(self._overlay.resolve(name)):
                return original(path)
            real = self._overlay.resolve(name)
            shadow = self._overlay.shadow(real)
            visible = set(self._overlay.names(real))
            entries: list[Any] = []
            for folder, place in ((shadow, shadow), (real, path)):
                if os.path.isdir(folder):
                    with original(place) as found:
                        entries += [e for e in found if os.fsdecode(e.name) in visible]
                    visible -= {os.fsdecode(e.name) for e in entries}
            return _Entries(entries)

        return guarded

    def _on_copy(self, original: _Function) -> _Function:
        """Change attributes of what the program wrote; of a real file they stay as they are."""

        def guarded(path: Any, *args: Any, **options: Any) -> Any:
            name = _path_of(path, options.get("dir_fd"))
            if name is None or not self._overlay.protects(self._overlay.resolve(name)):
                return original(path, *args, **options)
            keep = original.__name__ == "truncate"
            shadow = self._overlay.shadow(self._overlay.resolve(name))
            if keep or os.path.lexists(shadow):
                return original(self._overlay.writable(name, keep=True), *args, **options)
            return None

        return guarded

    def _link(self, original: _Function) -> _Function:
        def guarded(src: Any, dst: Any, *args: Any, **options: Any) -> None:
            name = _path_of(dst)
            place = dst if name is None else self._overlay.writable(name, keep=False)
            original(src, dst if place == name else place, *args, **options)

        return guarded

    # -- shared --------------------------------------------------------------------------------

    def _sees(self, path: str) -> bool:
        return self._overlay.exists(self._overlay.resolve(path))

    def _readable(self, given: Any, path: str, follow: bool = True) -> Any:
        place = self._overlay.readable(path, follow)
        return given if place == path else place

    def _writable(self, given: Any, path: str, keep: bool) -> Any:
        place = self._overlay.writable(path, keep)
        return given if place == path else place

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(flags, int) and flags & _WRITE_FLAGS:
                self._refuse_outside(path)
        elif event in _CHANGING_EVENTS:
            for path in args[: _CHANGING_EVENTS[event]]:
                self._refuse_outside(path)
        elif event == "sqlite3.connect":
            self._refuse_database(args[0])
        elif event in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"):
            self._refuse_program(args[0])

    def _refuse_outside(self, given: Any) -> None:
        path = _path_of(given)
        if path is not None and self._overlay.protects(os.path.realpath(path)):
            self._refuse(path, "it goes around the redirection")

    def _refuse_database(self, given: Any) -> None:
        path = _path_of(given)
        if not path or path == ":memory:" or "mode=memory" in path or "mode=ro" in path:
            return
        self._refuse_outside(path[5:] if path.startswith("file:") else path)

    def _refuse_program(self, given: Any) -> None:
        name = os.path.basename(_path_of(given) or "").split(" ")[0]
        if not self._kernel_refuses and name not in _HARMLESS_PROGRAMS:
            self._refuse(name, "what another program writes cannot be redirected here")

    def _refuse(self, path: str, why: str) -> None:
        self._overlay.refuse(path)
        raise Refused(path, why)


# Audit events that change the tree, and how many of their first arguments are paths.
_CHANGING_EVENTS = {
    **dict.fromkeys(("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod"), 1),
    **dict.fromkeys(("os.chown", "os.utime"), 1),
    "os.rename": 2,
}


class _Entries:
    """What ``os.scandir`` returns, for a folder that is partly in the overlay."""

    def __init__(self, entries: list[Any]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *anything: Any) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


def _path_of(given: Any, dir_fd: int | None = None) -> str | None:
    """Return the path that a call names; None for a descriptor or what is no path."""
    if isinstance(given, int) or given is None:
        return None
    try:
        path = os.fsdecode(given)
    except TypeError:
        return None
    if dir_fd is None or os.path.isabs(path):
        return path
    return os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path)


def _patch_old_pathlib(name: str, guarded: _Guarded) -> None:
    """Before 3.11 ``pathlib`` holds the functions of ``os`` that it found when it was imported."""
    accessor = getattr(sys.modules.get("pathlib"), "_NormalAccessor", None)
    if accessor is not None and hasattr(accessor, name) and name != "open":
        setattr(accessor, name, guarded)
