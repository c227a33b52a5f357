"""The rule ``absolute-path``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.knowledge.paths import machine_root
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.reproducibility.drawing import is_test_file

_LIKELY = re.compile(r"""['"](?:/[A-Za-z]|~/|[A-Za-z]:[\\/])""")  # is there any such path at all?
_LONGEST = 50  # characters of a path in a message
# Calls whose arguments can be given from outside, or that only tell something.
_GIVEN_FROM_OUTSIDE = frozenset(
    """add_argument add_option option argument Argument Option getenv get environ_get setdefault
    print info debug warning error route join_url mount DEFINE_string""".split()
)


class AbsolutePath(Rule):
    """A path that exists on one machine only.

    What it does
    ------------
    Reports string literals that start in a home folder, on a drive letter or on a mounted drive
    (`/home/anna/...`, `D:/data/...`, `/content/drive/MyDrive/...`). One finding for each such root;
    the other literals below it are related places.

    Why it matters
    --------------
    The program stops with a `FileNotFoundError` for everybody else, and on the next machine of its
    author. Where an old copy of the file lies at that place, it silently reads that.

    Evidence
    --------
    Of 10,388 notebooks of biomedical publications whose dependencies could be installed, 1,203 ran
    through; files that could not be found were among the most frequent causes (Samuel and
    Mietchen, 2023).

    When it stays silent
    --------------------
    Relative paths; defaults of command line options and environment variables; printed texts;
    docstrings; test files; placeholders (`/path/to`); places that every system of a kind has
    (`/tmp`, `/usr`, `/kaggle/input`, `/content/sample_data`).

    Fix
    ---
    Make the path relative to the project, or take it from an argument or the environment.
    """

    name: ClassVar[str] = "absolute-path"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.HINT
    summary: ClassVar[str] = "A path in the code exists on one machine only."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "A home folder",
            """
            import pandas as pd

            train = pd.read_csv("/home/anna/churn/train.csv")  # expect: absolute-path
            test = pd.read_csv("/home/anna/churn/test.csv")
            """,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Relative to the project, or given from outside",
            """
            import os
            from pathlib import Path

            import pandas as pd

            DATA = Path(os.environ.get("CHURN_DATA", "data"))
            train = pd.read_csv(DATA / "train.csv")
            test = pd.read_csv("data/test.csv")
            """,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        if is_test_file(flow.source.path) or _LIKELY.search(flow.source.text) is None:
            return
        by_root: dict[str, list[ast.Constant]] = {}
        for literal in _literals(flow.source.tree):
            root = machine_root(str(literal.value))
            if root is not None:
                by_root.setdefault(root, []).append(literal)
        for literals in by_root.values():
            yield self._report(flow, literals)

    def _report(self, flow: Flow, literals: list[ast.Constant]) -> Finding:
        literals.sort(key=lambda literal: (literal.lineno, literal.col_offset))
        text = str(literals[0].value)
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        related = [
            Related(flow.source.span(each), "below the same folder") for each in literals[1:]
        ]
        return self.finding(
            flow.source.span(literals[0]),
            f"`{shown}` exists on one machine only.",
            confidence=0.93,
            why="Everybody else gets a FileNotFoundError, and so do you on the next machine.",
            advice="Make the path relative to the project, or take it from an argument, an "
            "environment variable or a configuration file.",
            evidence=f"{len(literals)} literal path{'s' * (len(literals) > 1)} below one home "
            "folder, drive or mounted drive.",
            related=tuple(related[:5]),
        )


def _literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Iterate over the string literals that may be paths of this program."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node
            continue
        if isinstance(node, ast.Call) and _callee(node) in _GIVEN_FROM_OUTSIDE:
            stack.append(node.func)
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, (ast.Constant, ast.JoinedStr)):
            continue  # a docstring, or code that was taken out by quoting it
        if isinstance(node, ast.Compare):
            continue
        stack.extend(ast.iter_child_nodes(node))


def _callee(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
