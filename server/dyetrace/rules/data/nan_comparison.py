"""The rule ``nan-comparison``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.syntax import dotted, imported_names

_NAN = frozenset(
    """numpy.nan numpy.NaN numpy.NAN math.nan torch.nan pandas.np.nan cmath.nan keras.backend.nan
    """.split()
)
_WORD = re.compile(r"nan", re.IGNORECASE)
_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
}


_WHY = (
    "What is selected or counted this way is nothing or everything, whatever the data hold, and "
    "missing values go on to the next step."
)
_WHY_IS = (
    "It is true for cells of object columns as pandas reads them, and false for every NaN that was "
    'computed: `float("nan") is np.nan` and `np.float64("nan") is np.nan` are both False.'
)


class NanComparison(Rule):
    """Missing values are looked for by comparing with NaN, which equals nothing.

    What it does
    ------------
    Finds ``x == np.nan``, ``x != float("nan")`` and ``x is np.nan``. NaN is unequal to every
    value, itself included, so ``==`` is False for every row and ``!=`` is True for every row;
    ``is`` asks for one particular object: true for empty cells of object columns, and false for
    every NaN that was computed (an information).

    Why it matters
    --------------
    A mask of missing values that selects nothing leaves all of them in the data; a filter that
    keeps everything does, too. No error says so.

    Evidence
    --------
    IEEE 754, and the documentation of pandas ("one has to be mindful that in Python, nan's don't
    compare equal").

    When it stays silent
    --------------------
    Where both sides are NaN (a demonstration), and for ``is`` with a parameter whose default is
    that NaN: a mark that no argument was given.

    Fix
    ---
    ``.isna()`` or ``.notna()``, ``np.isnan(x)``, ``math.isnan(x)``, ``torch.isnan(x)``.
    """

    name: ClassVar[str] = "nan-comparison"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "a comparison with NaN is never true"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "no row is ever equal to NaN",
            """
import numpy as np
import pandas as pd

people = pd.read_csv("people.csv")
unknown = people[people["age"] == np.nan]
print(len(unknown), "people without an age")
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "asked for by name",
            """
import pandas as pd

people = pd.read_csv("people.csv")
unknown = people[people["age"].isna()]
print(len(unknown), "people without an age")
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each comparison with a literal NaN."""
        if _WORD.search(flow.source.text) is None:
            return
        names = imported_names(flow.source)
        for node in flow.source.nodes:
            if not isinstance(node, ast.Compare) or len(node.ops) != 1:
                continue
            symbol = _SYMBOLS.get(type(node.ops[0]))
            sides = (node.left, node.comparators[0])
            which = [_is_nan(side, names) for side in sides]
            if symbol is None or which.count(True) != 1:
                continue
            other = sides[which.index(False)]
            if symbol.startswith("is") and _is_default(flow, other, names):
                continue
            yield self._finding(flow, node, symbol)

    def _finding(self, flow: Flow, node: ast.Compare, symbol: str) -> Finding:
        text = " ".join(flow.source.text_of(flow.source.span(node)).split())
        shown = f"`{text}`" if len(text) <= 60 else f"`{symbol} nan`"
        said = {
            "==": "is never true: NaN equals nothing, not even itself",
            "!=": "is always true: NaN equals nothing, not even itself",
        }.get(symbol, "asks for one object, not for missing values")
        return self.finding(
            flow.source.span(node),
            f"{shown} {said}."[:110],
            confidence=0.97 if symbol in ("==", "!=") else 0.93,
            severity=Severity.INFORMATION if symbol.startswith("is") else None,
            why=_WHY_IS if symbol.startswith("is") else _WHY,
            advice="Use `.isna()`, `.notna()`, `np.isnan(x)`, `math.isnan(x)` or `torch.isnan(x)`.",
            evidence=f"One side of `{symbol}` is NaN itself.",
        )


def _is_nan(node: ast.expr, names: dict[str, str]) -> bool:
    if isinstance(node, ast.Call):
        return (
            isinstance(node.func, ast.Name)
            and node.func.id == "float"
            and len(node.args) == 1
            and isinstance(node.args[0], ast.Constant)
            and str(node.args[0].value).strip("+-").lower() == "nan"
        )
    return isinstance(node, (ast.Name, ast.Attribute)) and dotted(node, names) in _NAN


def _is_default(flow: Flow, node: ast.expr, names: dict[str, str]) -> bool:
    """Whether a name is a parameter whose default is NaN."""
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    wanted = node.id if isinstance(node, ast.Name) else node.attr
    for function in flow.source.nodes:
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = function.args
            positional = [*arguments.posonlyargs, *arguments.args]
            tail = positional[len(positional) - len(arguments.defaults) :]
            pairs = [
                *zip(tail, arguments.defaults),
                *zip(arguments.kwonlyargs, arguments.kw_defaults),
            ]
            if any(
                parameter.arg == wanted and default is not None and _is_nan(default, names)
                for parameter, default in pairs
            ):
                return True
    return False
