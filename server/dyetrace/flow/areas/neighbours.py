"""What a value takes from the rows before and after its own: lags, windows, looks ahead.

The dye of kind "lagged" says that rows next to each other are in a value, "future" that rows that
come later are. Neither is a statistic: they tell about the order of the rows.
"""

from __future__ import annotations

import ast
from typing import Final

from dyetrace.flow.meanings import CallSite
from dyetrace.flow.values import Dye, DyeKind, Value

WINDOWS: Final = frozenset({"rolling", "expanding", "ewm"})
_SHIFTS: Final = frozenset({"shift", "tshift", "slice_shift", "diff", "pct_change"})
_BACKWARD: Final = frozenset({"bfill", "backfill"})


def neighbours(site: CallSite, owner: Value) -> frozenset[Dye]:
    """Return the dye of a value after a method that looks at other rows than its own."""
    name = site.method
    if site.literal(None, "axis", 0) in (1, "columns"):
        return owner.dye
    if name in _SHIFTS:
        if _looks_ahead(site, 0, "periods"):
            return owner.dye | _dye("future", site, owner, f"{name}(-{_count(site)})")
        # A window that is shifted back no longer holds the row's own value.
        kept = frozenset(
            dye for dye in owner.dye if dye.kind != "lagged" or dye.name not in WINDOWS
        )
        return kept | _dye("lagged", site, owner, name)
    if name in WINDOWS:
        if site.literal(None, "center", False) is True:
            return owner.dye | _dye("future", site, owner, "rolling(center=True)")
        return owner.dye | _dye("lagged", site, owner, name)
    if name in _BACKWARD or site.literal(None, "method") in _BACKWARD:
        return owner.dye | _dye("future", site, owner, "bfill")
    return owner.dye


def rolled(site: CallSite, owner: Value) -> frozenset[Dye]:
    """Return the dye of ``np.roll(x, k)``, which also brings one end to the other."""
    if site.literal(2, "axis", 0) not in (0, None):
        return owner.dye
    if _looks_ahead(site, 1, "shift"):
        return owner.dye | _dye("future", site, owner, f"roll(-{_count(site, 1)})")
    return owner.dye | _dye("lagged", site, owner, "roll")


def _dye(kind: DyeKind, site: CallSite, owner: Value, name: str) -> frozenset[Dye]:
    if not owner.rows:
        return frozenset()
    only = owner.columns.only if owner.columns is not None else None
    return frozenset({Dye(kind, owner.rows, site.span, name, site.function, only or frozenset())})


def _looks_ahead(site: CallSite, position: int, name: str) -> bool:
    """Whether the count of rows is negative: a literal, or written with a minus."""
    given = site.literal(position, name, 1)
    if isinstance(given, (int, float)):
        return given < 0
    node = _argument(site, position, name)
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _count(site: CallSite, position: int = 0) -> str:
    node = _argument(site, position, "shift" if position else "periods")
    operand = node.operand if isinstance(node, ast.UnaryOp) else None
    return ast.unparse(operand) if isinstance(operand, (ast.Constant, ast.Name)) else "k"


def _argument(site: CallSite, position: int, name: str) -> ast.expr | None:
    if site.node is None:
        return None
    named = next((k.value for k in site.node.keywords if k.arg == name), None)
    if named is not None:
        return named
    return site.node.args[position] if position < len(site.node.args) else None
