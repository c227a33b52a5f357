"""Windows over rows: slices that a loop moves on by less than their own length."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from dyetrace.findings import Span
from dyetrace.flow.events import Split
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Part, Rows


@dataclass(frozen=True)
class Windows:
    """A slice inside of a loop whose windows share rows."""

    site: Span
    text: str  # `series[i:i + width]`
    length: str
    step: str


def overlapping_windows(flow: Flow, split: Split) -> Windows | None:
    """Return the windows that a shuffled split parts although they share rows."""
    if split.kind not in ("holdout", "fold") or split.shuffled is not True or split.grouped:
        return None
    for value in split.inputs:
        for row in value.rows:
            site = _sliced_at(row)
            found = None if site is None else _windows(flow, site)
            if found is not None:
                return found
    return None


def _sliced_at(row: Rows) -> Span | None:
    """Return the slice that cut rows at both ends by bounds that are no literals."""
    lower = {part.site for part in row.parts if part.name == "after" and _is_cut(part)}
    upper = {part.site for part in row.parts if part.name == "before" and _is_cut(part)}
    return min(lower & upper, default=None)


def _is_cut(part: Part) -> bool:
    return part.key.startswith("=cut ")


def _windows(flow: Flow, site: Span) -> Windows | None:
    source = flow.sources.get(site.path)
    if source is None:
        return None
    for loop in source.nodes:
        generators = [loop] if isinstance(loop, ast.For) else getattr(loop, "generators", [])
        for generator in generators:
            counter, step = _counter(generator)
            if counter is None or step is None:
                continue
            for node in ast.walk(loop):
                if isinstance(node, ast.Subscript) and source.span(node) == site:
                    length = _length(node.slice, counter, _named_bounds(loop))
                    if length is not None and _is_shorter(step, length):
                        text = " ".join(source.text_of(site).split())
                        return Windows(site, text, length, step)
    return None


def _counter(loop: ast.For | ast.comprehension) -> tuple[str | None, str | None]:
    """Return the variable that counts in ``for i in range(...)`` and its step, as text."""
    call = loop.iter
    while (
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id != "range"
    ):
        if call.func.id not in ("tqdm", "trange", "list") or not call.args:
            return None, None
        call = call.args[0]
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None, None
    if not isinstance(loop.target, ast.Name):
        return None, None
    return loop.target.id, ast.unparse(call.args[2]) if len(call.args) > 2 else "1"


def _named_bounds(loop: ast.AST) -> dict[str, ast.expr]:
    """Return what a loop computes once in each round: ``end = i + w``."""
    bounds: dict[str, ast.expr] = {}
    seen: set[str] = set()
    for node in ast.walk(loop):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            if node.id in seen:
                bounds.pop(node.id, None)
            seen.add(node.id)
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id not in seen:
                bounds[target.id] = node.value
    return bounds


def _length(index: ast.expr, counter: str, bounds: Mapping[str, ast.expr]) -> str | None:
    """Return the length of the windows in ``i:i + w`` and ``i - w:i``."""
    if isinstance(index, ast.Tuple) and index.elts:
        index = index.elts[0]
    if not isinstance(index, ast.Slice) or index.lower is None or index.upper is None:
        return None
    lower, upper = (
        bounds.get(end.id, end) if isinstance(end, ast.Name) and end.id != counter else end
        for end in (index.lower, index.upper)
    )
    for whole, other, sign in ((lower, upper, ast.Add), (upper, lower, ast.Sub)):
        if not (isinstance(whole, ast.Name) and whole.id == counter):
            continue
        if isinstance(other, ast.BinOp) and isinstance(other.op, sign):
            left, right = ast.unparse(other.left), ast.unparse(other.right)
            if left == counter:
                return right
            if right == counter and sign is ast.Add:
                return left
    return None


def _is_shorter(step: str, length: str) -> bool:
    """Whether a step is certainly shorter than the windows."""
    if step.isdigit() and length.isdigit():
        return int(step) < int(length)
    return step == "1" and length not in ("1", "0")
