"""The rule ``chained-assignment``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Severity
from dyetrace.flow.areas.loading import FRAME, SERIES
from dyetrace.flow.areas.tables import PARENT
from dyetrace.flow.events import Bind
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.data.syntax import Blocks, all_statements, imports, root_name, scope_of

_ACCESSORS = frozenset({"loc", "iloc", "at", "iat", "ix"})
# Attributes that frames have and containers of frames, arrays and tensors do not.
_OF_FRAMES = frozenset(
    """loc iloc ix columns groupby fillna dropna isnull isna drop merge iterrows itertuples head
    drop_duplicates sort_values reset_index set_index rename value_counts dtypes to_csv at iat
    apply applymap""".split()
)


class ChainedAssignment(Rule):
    """A value is assigned to a part of a part of a frame, which may be a copy.

    What it does
    ------------
    Finds ``df["a"][mask] = v``, ``df[mask]["a"] = v``, ``df[mask].a = v`` and the like: the first
    lookup makes a new object, and the assignment goes into that one.

    Why it matters
    --------------
    Under pandas 3 (copy-on-write) the frame never changes. Before, it depends on the memory
    layout: a selection of rows was always a copy, a single column mostly a view. The values that
    were to be corrected stay as they are.

    Evidence
    --------
    The pandas 3.0 migration guide; 4 % of 515 public programs have the construct.

    When it stays silent
    --------------------
    For dictionaries of frames, lists, NumPy arrays and tensors, for ``df.loc[mask, "a"] = v``, and
    where nothing shows that the object is a frame.

    Fix
    ---
    One lookup: ``df.loc[mask, "a"] = v``.
    """

    name: ClassVar[str] = "chained-assignment"
    family: ClassVar[Family] = "data"
    severity: ClassVar[Severity] = Severity.WARNING
    summary: ClassVar[str] = "an assignment to a part of a part of a frame does not reach the frame"

    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "the frame keeps its old values",
            """
import pandas as pd

people = pd.read_csv("people.csv")
people["age"][people["age"] < 0] = 0
people[people["income"].isna()]["income"] = 0
print(people.describe())
""",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "one lookup",
            """
import pandas as pd

people = pd.read_csv("people.csv")
people.loc[people["age"] < 0, "age"] = 0
tables = {"people": people}
tables["people"]["adult"] = tables["people"]["age"] >= 18
print(people.describe())
""",
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        """Yield a finding for each assignment to a part of a part of a frame."""
        found = list(_chained(flow))
        if not found:
            return
        owners: dict[object, list[Value | None]] = {}
        for bind in flow.of(Bind):
            owners.setdefault(bind.site, []).append(bind.owner)
        for target, inner, blocks in found:
            stored = owners.get(flow.source.span(target), [])
            sure = _is_part(flow, stored, inner)
            if sure or _looks_like_frame(flow, stored, inner, blocks):
                yield self._finding(flow, target, inner, sure=sure)

    def _finding(self, flow: Flow, target: ast.expr, inner: ast.expr, *, sure: bool) -> Finding:
        source = flow.source
        frame = root_name(inner) or "the frame"
        part = " ".join(source.text_of(source.span(inner)).split())
        part = f"`{part}`" if len(part) <= 40 else "a part of it"
        return self.finding(
            source.span(target),
            f"This assignment goes into {part}, a copy: pandas 3 leaves `{frame[:24]}` alone.",
            confidence=0.96 if sure else 0.9,
            why=(
                "The first lookup makes an object of its own, and the assignment changes that one. "
                "Under pandas 3 the frame never changes; before, only where the object happened to "
                "be a view."
            ),
            advice=f"Look up once: `{frame}.loc[rows, column] = value`.",
            evidence=(
                f"The target in line {target.lineno} looks up in the result of another lookup in "
                f"`{frame}`."
            ),
        )


def _chained(flow: Flow) -> Iterator[tuple[ast.expr, ast.expr, Blocks]]:
    """Iterate over targets that are a lookup in a lookup, with the inner one."""
    for statement, blocks in flow.index(all_statements):
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AugAssign):
            targets = [statement.target]
        else:
            continue
        for target in targets:
            inner = _inner(target)
            if inner is not None:
                yield target, inner, blocks


def _inner(target: ast.expr) -> ast.expr | None:
    """Return the lookup that a target looks up in, None for a single lookup."""
    if not isinstance(target, (ast.Subscript, ast.Attribute)):
        return None
    inner = target.value
    if isinstance(target, ast.Subscript) and _is_accessor(inner):
        inner = inner.value  # type: ignore[attr-defined]
    if isinstance(inner, ast.Subscript):
        return inner
    if isinstance(target, ast.Subscript) and isinstance(inner, ast.Attribute):
        return inner  # `df.age[mask] = v`
    return None


def _is_accessor(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _ACCESSORS


def _is_part(flow: Flow, owners: list[Value | None], inner: ast.expr) -> bool:
    """Whether the object that is stored into was certainly just looked up in a frame."""
    span = flow.source.span(inner)
    parts = []
    for owner in owners:
        if owner is None:
            return False
        frame = owner.attributes.get("__frame__")  # `df["a"].loc`
        for each in (owner if frame is None else frame).each():
            parts.append(each)
    return bool(parts) and all(
        part.site == span
        and (part.type == FRAME or (part.type == SERIES and PARENT in part.attributes))
        for part in parts
    )


def _looks_like_frame(
    flow: Flow, owners: list[Value | None], inner: ast.expr, blocks: Blocks
) -> bool:
    """Whether a parameter of unknown type is used as only a frame can be."""
    base = inner.value if isinstance(inner, ast.Subscript) else None
    if not isinstance(base, ast.Name) or not isinstance(inner, ast.Subscript):
        return False
    if any(owner is None or owner.type is not None for owner in owners) or not owners:
        return False
    if not isinstance(inner.slice, (ast.Constant, ast.Compare, ast.BinOp)):
        return False
    if isinstance(inner.slice, ast.Constant) and not isinstance(inner.slice.value, str):
        return False
    scope = scope_of(flow.source, blocks)
    used = any(
        isinstance(node, ast.Attribute)
        and node.attr in _OF_FRAMES
        and isinstance(node.value, ast.Name)
        and node.value.id == base.id
        for node in ast.walk(scope)
    )
    return used and imports(flow.source, "pandas")
