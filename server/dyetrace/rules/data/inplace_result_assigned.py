"""The rule ``inplace-result-assigned``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.areas.loading import FRAME, SERIES
from dyetrace.flow.events import Call
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.pandas import INPLACE
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.syntax import (
    all_statements,
    calls_at,
    imports,
    is_read_after,
    shortened,
)

# They return the object itself since pandas 3.0 (GH 63207), and None before.
_RETURN_SELF = frozenset("fillna replace ffill bfill where mask clip interpolate".split())


class InplaceResultAssigned(Rule):
    """The result of a method with ``inplace=True`` is assigned, and it is None.

    What it does
    ------------
    Finds ``df = df.drop(columns="id", inplace=True)``: with ``inplace=True`` the method changes
    the frame itself and returns None, so the name holds None from then on.

    Why it matters
    --------------
    The frame is lost, and the next line that uses the name fails, or, where None is a valid
    argument, goes on without the data.

    Evidence
    --------
    The documentation of pandas: "None if inplace=True". Measured with pandas 3.1: ``fillna``,
    ``replace``, ``ffill``, ``bfill``, ``where``, ``mask``, ``clip`` and ``interpolate`` return the
    object itself since pandas 3.0 and None before; all others return None in every version. For
    those eight the finding is a warning.

    When it stays silent
    --------------------
    Where the result is not used, where ``inplace`` is no literal ``True``, and for objects that are
    no frames or series.

    Fix
    ---
    Keep one of both: ``df = df.drop(columns="id")``, or the call alone with ``inplace=True``.
    """

    name: ClassVar[str] = "inplace-result-assigned"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.ERROR
    summary: ClassVar[str] = "the result of a method with `inplace=True` is None"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the frame becomes None",
            """
import pandas as pd

orders = pd.read_csv("orders.csv")
orders = orders.drop(columns=["id"], inplace=True)
print(orders.describe())
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "one of both",
            """
import pandas as pd

orders = pd.read_csv("orders.csv")
orders = orders.drop(columns=["id"])
orders.dropna(inplace=True)
print(orders.describe())
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each assignment of what an in-place method returns."""
        if "inplace" not in flow.source.text:
            return
        assigned = list(_assigned(flow))
        calls = calls_at(flow, {flow.source.span(call) for _, call, _ in assigned})
        for target, call, is_read in assigned:
            if _is_table(flow, calls[flow.source.span(call)]):
                yield self._finding(flow, target, call, is_read=is_read)

    def _finding(
        self, flow: Flow, target: ast.expr | None, call: ast.Call, *, is_read: bool
    ) -> Finding:
        assert isinstance(call.func, ast.Attribute)
        method = call.func.attr
        text = shortened(flow.source, call)
        name = None if target is None else flow.source.text_of(flow.source.span(target))
        by_version = method in _RETURN_SELF
        what = f"`{name}` becomes None" if name and len(name) <= 24 else "The result is None"
        when = " before pandas 3" if by_version else ""
        return self.finding(
            flow.source.span(call),
            f"{what}{when}: `{method}` with `inplace=True` returns nothing.",
            confidence=0.97,
            severity=_severity(by_version=by_version, is_read=is_read),
            why=(
                "With `inplace=True` the frame itself is changed and the call returns None"
                + (" (the frame itself since pandas 3.0)." if by_version else ".")
                + " The name no longer holds the data."
            ),
            advice=(
                "Leave `inplace=True` out and keep the assignment, or keep `inplace=True` and call "
                "the method on a line of its own."
            ),
            evidence=f"`{text}` is called with `inplace=True`, and its result is used.",
        )


def _severity(*, by_version: bool, is_read: bool) -> Severity | None:
    if not is_read:
        return Severity.INFORMATION  # the frame did change, and nobody misses the name
    return Severity.WARNING if by_version else None


def _assigned(flow: Flow) -> Iterator[tuple[ast.expr | None, ast.Call, bool]]:
    """Iterate over the in-place calls whose result is bound or returned, and whether it is read."""
    for statement, blocks in flow.index(all_statements):
        target: ast.expr | None = None
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
        elif isinstance(statement, ast.AnnAssign):
            target = statement.target
        elif not isinstance(statement, ast.Return):
            continue
        call = statement.value
        if isinstance(call, ast.Call) and _is_in_place(call):
            local = isinstance(target, ast.Name) and target.id
            yield target, call, not local or is_read_after(flow.source, local, statement, blocks)


def _is_in_place(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in INPLACE:
        return False
    return any(
        keyword.arg == "inplace"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )


def _is_table(flow: Flow, calls: list[Call]) -> bool:
    """Whether the object is a frame or series, or one of unknown type in a program of pandas."""
    receivers = [call.receiver for call in calls]
    if not receivers or None in receivers:
        return False
    values = [each for receiver in receivers if receiver for each in receiver.each()]
    if all(value.type in (FRAME, SERIES) for value in values):
        return True
    return all(map(_may_be_table, values)) and imports(flow.source, "pandas", "cudf")


def _may_be_table(value: Value) -> bool:
    unknown = value.type is None and "__class__" not in value.attributes
    return unknown or value.type in (FRAME, SERIES, "NoneType")
