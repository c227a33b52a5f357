"""Reads an expression for what it does with rows: keeps them apart, sums them up, or neither.

A statement can be repeated on each side of a split only if every row of its result depends on the
same row of the data alone, but for statistics, which are then taken from the training part.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from dyetrace.fixes.outline import dotted


class Role(enum.IntEnum):
    """What an expression is, seen from the rows; a larger one wins in an operation."""

    FREE = 0  # has nothing to do with rows: literals, settings, column names, estimators
    STATISTIC = 1  # sums rows up: a mean, a quantile
    ROWS = 2  # one result for each row


class Unclear(Exception):
    """The expression may mix rows in a way that cannot be told from its form."""


Use = Literal["rows", "statistic", "fitted", "label", "metadata"]

STATISTICS: Final = frozenset(
    "mean median std var min max quantile sum mode skew kurt nanmean nanmedian nanstd nanmin nanmax"
    " nanvar percentile nanpercentile ptp mad sem describe".split()
)
_OF_SHARES: Final = frozenset({"quantile", "percentile", "nanpercentile"})  # take a share first
_ROWWISE: Final = frozenset(
    "abs add astype clip copy div divide drop eq exp fillna floordiv ge gt isin isna isnull le log"
    " log10 log1p log2 lower lt map mask mod mul multiply ne notna notnull pow power rename replace"
    " round sqrt square strip sub subtract toarray to_frame to_numpy truediv upper where tanh expm1"
    " sign contains startswith endswith len add_prefix add_suffix todense".split()
)
_FRAMES: Final = frozenset({"DataFrame", "Series", "array", "asarray"})
_LIBRARIES: Final = frozenset({"np", "numpy", "pd", "pandas"})
_ROW_ORDER: Final = frozenset({"method", "limit"})  # arguments that look at neighbouring rows
_LABELS: Final = frozenset({"y", "sample_weight", "groups"})  # arguments with one entry per row
_METADATA: Final = frozenset({"columns", "dtypes"})


@dataclass
class Reader:
    """Reads expressions; ``uses`` collects where rows occur and what for.

    ``atoms`` are the expressions (as ``ast.unparse`` writes them) that hold the rows; ``stale`` are
    names of what they were before, of which only the columns may still be asked.
    """

    atoms: frozenset[str]
    stale: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()  # variables that hold names of columns
    uses: list[tuple[ast.expr, Use]] = field(default_factory=list)
    learned: list[ast.Call] = field(default_factory=list)  # calls of `fit` and `fit_transform`

    def read(self, node: ast.expr) -> Role:
        """Return the role of an expression; raises ``Unclear``."""
        if ast.unparse(node) in self.atoms:
            self.uses.append((node, "rows"))
            return Role.ROWS
        read = _READERS.get(type(node))
        if read is not None:
            return read(self, node)
        if any(isinstance(item, ast.Name) and self._holds_rows(item) for item in ast.walk(node)):
            raise Unclear(ast.unparse(node))
        return Role.FREE

    def _holds_rows(self, name: ast.Name) -> bool:
        return name.id in self.stale or name.id in self.atoms

    def _name(self, node: ast.Name) -> Role:
        if node.id in self.stale:
            raise Unclear(node.id)
        return Role.FREE

    def _largest(self, *nodes: ast.expr | None) -> Role:
        return max((self.read(node) for node in nodes if node is not None), default=Role.FREE)

    def _operation(self, node: Any) -> Role:
        return self._largest(*(n for n in ast.iter_child_nodes(node) if isinstance(n, ast.expr)))

    def _sequence(self, node: ast.List | ast.Tuple) -> Role:
        role = self._largest(*node.elts)
        if role is Role.ROWS:
            raise Unclear(ast.unparse(node))
        return role

    def _dict(self, node: ast.Dict) -> Role:
        role = self._largest(*node.keys, *node.values)
        if role is Role.ROWS:
            raise Unclear(ast.unparse(node))
        return role

    def _attribute(self, node: ast.Attribute) -> Role:
        if isinstance(node.value, ast.Name) and node.value.id in self.stale:
            if node.attr in _METADATA:
                return Role.FREE
            raise Unclear(ast.unparse(node))
        role, uses = self._apart(node.value)
        if role is Role.ROWS and node.attr in _METADATA:
            self.uses.extend((use, "metadata") for use, _ in uses)
            return Role.FREE
        self.uses.extend(uses)
        if role is Role.ROWS and node.attr in ("T", "shape", "size"):
            raise Unclear(ast.unparse(node))
        return role

    def _apart(self, node: ast.expr) -> tuple[Role, list[tuple[ast.expr, Use]]]:
        """Read an expression and return its uses instead of collecting them."""
        inner = Reader(self.atoms, self.stale, self.columns, learned=self.learned)
        return inner.read(node), inner.uses

    def _subscript(self, node: ast.Subscript) -> Role:
        owner, index = node.value, node.slice
        by_place = isinstance(owner, ast.Attribute) and owner.attr in ("loc", "iloc")
        role = self.read(owner)
        if role is not Role.ROWS:
            self._largest(index)
            return role
        if isinstance(index, ast.Tuple) and index.elts and _is_everything(index.elts[0]):
            rest = max((self.read(part) for part in index.elts[1:]), default=Role.FREE)
            if rest is not Role.ROWS:
                return role
        elif (
            not by_place
            and _names_columns(index, self.columns)
            and self.read(index) is not Role.ROWS
        ):
            return role
        raise Unclear(ast.unparse(node))

    def _slice(self, node: ast.Slice) -> Role:
        return self._largest(node.lower, node.upper, node.step)

    def _call(self, node: ast.Call) -> Role:
        if not isinstance(node.func, ast.Attribute):
            return self._function(node)
        method = node.func.attr
        if method in ("fit", "fit_transform") and node.args:
            return self._fit(node, node.func, method)
        if method == "transform" and len(node.args) == 1:
            if self.read(node.func.value) is not Role.FREE or self._largest(*node.args) != 2:
                raise Unclear(ast.unparse(node))
            return Role.ROWS
        role, uses = self._apart(node.func.value)
        if role is Role.FREE and not uses:
            return self._function(node)
        if role is Role.ROWS and method in STATISTICS and _over_rows(node, method in _OF_SHARES):
            self.uses.extend((use, "statistic") for use, _ in uses)
            return max(Role.STATISTIC, self._plain_arguments(node))
        self.uses.extend(uses)
        if role is not Role.ROWS:
            return max(role, self._plain_arguments(node))
        if method not in _ROWWISE or not _keeps_rows(method, node):
            raise Unclear(ast.unparse(node))
        self._arguments(node)
        return role

    def _fit(self, node: ast.Call, function: ast.Attribute, method: str) -> Role:
        """An estimator learns: its data and labels are rows that are read once, for learning."""
        role, uses = self._apart(node.args[0])
        if self.read(function.value) is not Role.FREE or role is not Role.ROWS:
            raise Unclear(ast.unparse(node))
        named = [(k.value, k.arg in _LABELS) for k in node.keywords]
        for label, must_be_split in (*((a, True) for a in node.args[1:]), *named):
            kind, labels = self._apart(label)
            self.uses.extend((use, "label") for use, _ in labels)
            none = isinstance(label, ast.Constant) and label.value is None
            if must_be_split and kind is not Role.ROWS and not none:
                raise Unclear(ast.unparse(label))
        self.learned.append(node)
        if method == "fit":
            self.uses.extend((use, "fitted") for use, _ in uses)
            return Role.FREE
        self.uses.extend(uses)
        return Role.ROWS

    def _function(self, node: ast.Call) -> Role:
        """A library's function: known ones work row by row or sum up, others see no rows."""
        name = dotted(node.func) or ""
        root, _, last = name.rpartition(".")
        inner = Reader(self.atoms, self.stale, self.columns, learned=self.learned)
        role = inner._arguments(node)
        if role is not Role.ROWS:
            self.uses.extend(inner.uses)
            return role
        if root in _LIBRARIES and last in STATISTICS and _over_rows(node, 1 + (last in _OF_SHARES)):
            self.uses.extend((use, "statistic") for use, _ in inner.uses)
            return Role.STATISTIC
        self.uses.extend(inner.uses)
        chooses = last != "where" or len(node.args) == 3  # else it returns the places of rows
        known = root in _LIBRARIES and last in _ROWWISE | _FRAMES and chooses
        if known or last in ("DataFrame", "Series"):
            return Role.ROWS
        raise Unclear(ast.unparse(node))

    def _arguments(self, node: ast.Call) -> Role:
        return self._largest(*node.args, *(keyword.value for keyword in node.keywords))

    def _plain_arguments(self, node: ast.Call) -> Role:
        role = self._arguments(node)
        if role is Role.ROWS:
            raise Unclear(ast.unparse(node))
        return role

    def _starred(self, node: ast.Starred) -> Role:
        return self.read(node.value)

    def _formatted(self, node: ast.JoinedStr) -> Role:
        values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        if self._largest(*values) is Role.ROWS:
            raise Unclear(ast.unparse(node))
        return Role.FREE


def _over_rows(call: ast.Call, given: int) -> bool:
    """Whether a statistic is taken over the rows and not within each row.

    ``given`` is the number of arguments before the axis.
    """
    axis = next((keyword.value for keyword in call.keywords if keyword.arg == "axis"), None)
    positional = call.args[given:]
    axis = axis or (positional[0] if positional else None)
    return axis is None or (isinstance(axis, ast.Constant) and axis.value in (0, "index"))


def _keeps_rows(method: str, call: ast.Call) -> bool:
    """Whether a row-wise method is used so that each row is still there and sees only itself."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if _ROW_ORDER & keywords.keys():
        return False
    if method != "map" and any(isinstance(node, ast.Lambda) for node in ast.walk(call)):
        return False  # it is given the whole frame
    if method != "drop":
        return True
    axis = keywords.get("axis") or (call.args[1] if len(call.args) > 1 else None)
    by_column = isinstance(axis, ast.Constant) and axis.value in (1, "columns")
    return "index" not in keywords and ("columns" in keywords or by_column)


def _is_everything(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is node.upper is node.step is None


def _names_columns(index: ast.expr, variables: frozenset[str]) -> bool:
    """Whether an index has the form of column names (numbers and slices would pick rows)."""
    if isinstance(index, ast.Constant):
        return isinstance(index.value, str)
    if isinstance(index, ast.List):
        return all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in index.elts)
    return isinstance(index, ast.Name) and index.id in variables


_READERS: Final[Mapping[type[ast.expr], Callable[[Reader, Any], Role]]] = {
    ast.Name: Reader._name,
    ast.BinOp: Reader._operation,
    ast.UnaryOp: Reader._operation,
    ast.Compare: Reader._operation,
    ast.List: Reader._sequence,
    ast.Tuple: Reader._sequence,
    ast.Dict: Reader._dict,
    ast.Attribute: Reader._attribute,
    ast.Subscript: Reader._subscript,
    ast.Slice: Reader._slice,
    ast.Call: Reader._call,
    ast.Starred: Reader._starred,
    ast.JoinedStr: Reader._formatted,
}
