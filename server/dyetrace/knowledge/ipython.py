"""What IPython and notebook platforms bring into a notebook's names."""

from __future__ import annotations

import builtins
import re
from typing import Final

# Always there: IPython's own names and those of Python 2, whose notebooks are still read.
_IPYTHON: Final = "display get_ipython In Out exit quit _ __ ___ _i _ii _iii _oh _dh _ih _exit_code"
_MODULE: Final = "__name__ __file__ __doc__ __builtins__ __spec__ __package__ __loader__"
_PYTHON_2: Final = """unicode xrange raw_input unichr reduce reload long basestring buffer cmp
    execfile file apply coerce intern WindowsError"""
_AUTOMAGICS: Final = "cd clear cls hist history ll ls lsmagic magic pdb pwd who whos"
_PLATFORMS: Final = """spark sc sqlContext sqlc dbutils displayHTML table sqlCtx HiveContext
    mssparkutils notebookutils pylab pyfunc papermill_description"""
GIVEN: Final = frozenset(
    " ".join((_IPYTHON, _MODULE, _PYTHON_2, _AUTOMAGICS, _PLATFORMS)).split()
) | frozenset(dir(builtins))

# Magics that bind no name of the notebook's.
_QUIET: Final = frozenset(
    """
    alias_magic autoreload bookmark cat cd clear colors conda config cp debug dirs
    doctest_mode env file history html HTML javascript js latex load_ext ls lsmagic man
    markdown matplotlib memit mkdir mprun lprun mv notebook pastebin pdb pdef pdoc pfile pip
    pinfo popd precision prun psearch psource pushd pwd pycat pycodestyle pylint quickref
    reload_ext rm rmdir set_env snakeviz svg SVG system sx tensorboard tensorflow_version time
    timeit unload_ext watermark who who_ls whos writefile xmode black flake8
    blackcellmagic nb_black wandb unalias notify heat
    """.split()
)
_MAGIC: Final = re.compile(r"^[ \t]*%%?(\w+)(.*)$", re.M)
_CAPTURED: Final = re.compile(r"^\s*(?:--?[\w-]+\s+)*([A-Za-z_]\w*)")


_BARE: Final = re.compile(r"(\w+)\s+--?[a-z]+(?:\s+--?[a-z]+)*\s*$")


def binds_unseen(text: str) -> bool:
    """Whether a notebook has a magic that may bind names unseen (`%load`, `%store -r`).

    `%run` is none of them: the program has an import in its place.

    >>> binds_unseen("%matplotlib inline"), binds_unseen("%store -r")
    (False, True)
    """
    return any(
        name not in _QUIET
        and name not in ("capture", "run")
        and not (name in _SHELLS and "--" not in rest)
        for name, rest in _MAGIC.findall(text)
    )


_SHELLS: Final = frozenset("bash sh cmd script perl ruby".split())


def captured_names(text: str) -> frozenset[str]:
    """Return the names that ``%%capture name`` binds in the cells of a notebook.

    >>> captured_names("%%capture out")
    frozenset({'out'})
    """
    found = (_CAPTURED.match(rest) for name, rest in _MAGIC.findall(text) if name == "capture")
    return frozenset(match[1] for match in found if match)


def is_bare_magic(line: str) -> bool:
    """Whether a line is a magic without its percent sign that also reads as Python.

    >>> is_bare_magic("watermark -iv"), is_bare_magic("time - start")
    (True, False)
    """
    match = _BARE.match(line)
    return match is not None and match[1] in _QUIET
