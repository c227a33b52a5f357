"""Starts the language server with our own libraries and nothing of the user's environment.

Run as ``PYTHON -I -S -X utf8 boot.py --stdio``: isolated mode keeps ``PYTHONPATH``, the working
folder and site-packages off ``sys.path``, so that neither an old library nor a file called
``random.py`` can get into the server.
"""

from __future__ import annotations

import sys
import sysconfig
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
OLDEST = (3, 10)


def has_native(folder: Path) -> bool:
    """Whether the bundled libcst has a compiled part for this interpreter and machine."""
    return any((folder / "libcst" / f"native{suffix}").is_file() for suffix in EXTENSION_SUFFIXES)


def library_folders() -> list[str]:
    """Return the folders of the server and its libraries.

    An installed extension carries them; a fresh clone has them in its ``.venv``.
    """
    bundled = ROOT / "extension" / "bundled"
    candidates = [ROOT / "server", bundled / "libs"]
    if has_native(bundled / "native"):
        candidates.append(bundled / "native")
    if not (bundled / "libs").is_dir():
        scheme = "nt_venv" if sys.platform == "win32" else "posix_venv"
        if scheme not in sysconfig.get_scheme_names():
            scheme = "nt" if sys.platform == "win32" else "posix_prefix"
        base = {name: str(ROOT / ".venv") for name in ("base", "platbase")}
        candidates.append(Path(sysconfig.get_path("purelib", scheme, base)))
    return [str(folder) for folder in candidates if folder.is_dir()]


class EnvironmentLibcst(MetaPathFinder):
    """Finds libcst, and nothing else, in the interpreter's own site-packages.

    The last resort where no libcst is bundled for this interpreter: only the rewriting fixes
    need it.
    """

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return where ``libcst`` lies, or None for every other module."""
        if fullname != "libcst":
            return None
        folders = [sysconfig.get_path(name) for name in ("platlib", "purelib")]
        return PathFinder.find_spec(fullname, folders, target)


def main() -> int:
    """Put the libraries in place and run the server; return its exit status."""
    if sys.version_info < OLDEST:
        print("Dyetrace's server needs Python 3.10 or newer.", file=sys.stderr)
        return 2
    sys.path[:0] = library_folders()
    sys.meta_path.append(EnvironmentLibcst())
    from dyetrace.editor.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
