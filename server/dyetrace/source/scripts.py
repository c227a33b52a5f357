"""``%run helper.py`` as what it is for the names of a notebook: it imports all of a script's.

The statement that takes the magic's place in the tree is a star import whose module is a path with
a slash, such as ``./helper.py``, so whoever follows imports follows it too.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
from collections.abc import Sequence
from typing import Final

from dyetrace.source.scanning import LINE_END

# Takes the place of "%run " in a cell: a statement that does nothing, and a comment.
MARK: Final = "...;#"
UNKNOWN: Final = "./?"  # the module of a run whose script only the kernel knows
_MAGIC: Final = re.compile(r"[ \t\f]*(%run[ \t])\S")
_EXPORTED: Final = re.compile(r"\.(?:run_line_magic|magic)\(\s*u?['\"]run\b")
_SUFFIXES: Final = (".py", ".ipynb")
_BACKSLASH: Final = re.compile(r"\\(?! )")  # of a path on Windows; before a space it escapes
_UNSURE: Final = re.compile(r"[$*?{}\[\]]|://")


def marked_run(line: str) -> str | None:
    """Return a ``%run`` line as Python of the same length, or None when it is none."""
    match = _MAGIC.match(line)
    return None if match is None else line[: match.start(1)] + MARK + line[match.end(1) :]


def bind_runs(tree: ast.Module, text: str) -> None:
    """Put star imports into a tree where it runs scripts."""
    if MARK in text or _EXPORTED.search(text) is not None:
        _Binder(LINE_END.split(text)).visit(tree)


def is_script(module: str) -> bool:
    """Whether the module of an import is the path of a script."""
    return "/" in module


def candidates(folder: str, module: str) -> tuple[str, ...]:
    """Return the files that a script's path may mean: IPython adds the suffix."""
    path = os.path.normpath(os.path.join(folder, module))
    return (path,) if path.endswith(_SUFFIXES) else tuple(path + suffix for suffix in _SUFFIXES)


class _Binder(ast.NodeTransformer):
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        arguments = _exported(node.value)
        if isinstance(node.value, ast.Constant) and node.value.value is ...:
            rest = self._lines[node.lineno - 1].encode()[node.col_offset :]
            if rest.startswith(MARK.encode()):
                arguments = rest[len(MARK) :].decode("utf-8", "replace")
                node.end_col_offset = node.col_offset + len(rest.rstrip())
        if arguments is None:
            return node
        star = ast.ImportFrom(_module(arguments), [ast.alias("*")], 0)
        ast.copy_location(star.names[0], node)
        return ast.copy_location(star, node)


def _exported(call: ast.expr) -> str | None:
    """Return the arguments of ``get_ipython().run_line_magic('run', ...)``."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    words = [text for text in texts if isinstance(text, str)]
    if call.func.attr == "run_line_magic" and len(words) == 2 and words[0] == "run":
        return words[1]
    if call.func.attr == "magic" and len(words) == 1 and words[0].startswith("run "):
        return words[0][4:]
    return None


def _module(arguments: str) -> str:
    """Return the module that a ``%run`` imports; one that no file can be where it is not clear."""
    try:
        words = shlex.split(_BACKSLASH.sub("/", arguments), comments=True)
    except ValueError:
        return UNKNOWN
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "-m":
            return words[0] if words and words[0].replace(".", "").isidentifier() else UNKNOWN
    if not words or _UNSURE.search(words[0]):
        return UNKNOWN
    return words[0] if words[0].startswith(("/", "./", "../")) else f"./{words[0]}"
