"""Learns from the training rows where slices or masks part the data later.

``X = scaler.fit_transform(X)`` above ``X[:800]`` and ``X[800:]`` becomes
``X = scaler.fit(X[:800]).transform(X)``: every row stays where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dyetrace.fixes.fit_before_split import RULES as FITS
from dyetrace.fixes.outline import Outline, binds, reads, root_name
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import STATISTICS, Reader, Role, Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name
from dyetrace.flow.events import Split

RULES: Final = FITS


@dataclass(frozen=True)
class _Cut:
    """How the training rows are taken: ``.iloc`` or nothing, and the index of the rows."""

    accessor: str
    index: str
    needs: frozenset[str]


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Fit on, or take statistics of, the slice that becomes the training part."""
    outline = context.outline
    node = outline.expression_at(context.finding.span)
    statement = None if node is None else outline.statement_of(node)
    if not isinstance(statement, (ast.Assign, ast.AugAssign)) or node is None:
        return
    cut = _training_cut(context, statement)
    if cut is None:
        return
    plan = Plan(context)
    _bring_bound(plan, statement, cut)
    if _is_fit(node):
        _fit_on_part(plan, node, cut)
    else:
        places = [context.finding.span]
        places += [r.span for r in context.finding.related if r.message == "and here"]
        for span in places:
            _take_of_part(plan, outline.expression_at(span), cut)
    yield plan.rewrite("Learn from the training rows only")


def _is_fit(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and class_name(node) in ("fit", "fit_transform")


def _training_cut(context: FixContext, statement: ast.stmt) -> _Cut | None:
    """Return the slice of rows below that is fitted on: the one that starts at the beginning."""
    outline = context.outline
    block = outline.block_of(statement)
    named = {related.span for related in context.finding.related}
    sites = [s.site for s in context.flow.of(Split) if s.kind in ("slice", "date")]
    found: set[_Cut] = set()
    for site in sorted(set(sites) & named) or sites:
        node = outline.expression_at(site)
        if not isinstance(node, ast.Subscript) or outline.lift(node, block) is None:
            continue
        if (node.lineno, node.col_offset) < (statement.lineno, statement.col_offset):
            continue
        for each in _sides(outline, node):
            found.add(each)
    return found.pop() if len(found) == 1 else None


def _sides(outline: Outline, node: ast.Subscript) -> Iterator[_Cut]:
    """Iterate over the cuts at the start of rows in the statement of a slice, and beside it."""
    statement = outline.statement_of(node)
    scope = outline.scope_of(node)
    root = root_name(node)
    for each in ast.walk(scope):
        if not isinstance(each, ast.Subscript) or root_name(each) != root or statement is None:
            continue
        rows = each.slice
        if isinstance(rows, ast.Tuple) and rows.elts:
            rows = rows.elts[0]
        if not isinstance(rows, ast.Slice) or rows.step is not None:
            continue
        if rows.upper is None or (rows.lower is not None and outline.text(rows.lower) != "0"):
            continue
        owner = each.value
        by_place = isinstance(owner, ast.Attribute) and owner.attr in ("iloc", "loc")
        accessor = f".{owner.attr}" if isinstance(owner, ast.Attribute) and by_place else ""
        yield _Cut(accessor, f":{outline.text(rows.upper)}", frozenset(reads(rows.upper)))


def _bring_bound(plan: Plan, statement: ast.stmt, cut: _Cut) -> None:
    """Move what computes the bound above the fit, if it comes below; raises ``Unclear``.

    It may ask for the number of rows, which a fit does not change.
    """
    outline = plan.outline
    block = outline.block_of(statement)
    here = block.index(statement)
    made = reads(statement) | binds(statement)
    for later in block[here + 1 :]:
        bound = binds(later) & cut.needs
        if not bound:
            continue
        if not isinstance(later, ast.Assign) or not _asks_only_size(outline, later, made):
            raise Unclear(outline.text(later))
        if any(binds(each) & reads(later) - made for each in block[here + 1 : block.index(later)]):
            raise Unclear(outline.text(later))
        renamed = {
            outline.span(node): _before(statement)[node.id]
            for node in ast.walk(later.value)
            if isinstance(node, ast.Name) and node.id in _before(statement)
        }
        plan.move(later, before=statement, substitutions=renamed)


def _before(statement: ast.stmt) -> dict[str, str]:
    """Return what a name that is first bound by the fit was made of: as many rows."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
        return {}
    new = statement.targets[0].id
    call = statement.value
    data = call.args[0] if isinstance(call, ast.Call) and call.args else None
    if data is None or new in reads(statement.value):
        return {}
    return {new: ast.unparse(data)}


def _asks_only_size(outline: Outline, statement: ast.Assign, names: set[str]) -> bool:
    """Whether a statement asks no more of some rows than how many they are."""
    for node in ast.walk(statement.value):
        if not isinstance(node, ast.Name) or node.id not in names:
            continue
        parent = outline.parents[node]
        length = isinstance(parent, ast.Call) and class_name(parent) == "len"
        shape = isinstance(parent, ast.Attribute) and parent.attr == "shape"
        if not length and not shape and node is not statement.value:
            is_function = isinstance(parent, ast.Call) and parent.func is node
            is_module = isinstance(parent, ast.Attribute)
            if not is_function and not is_module:
                return False
    return True


def _part(plan: Plan, node: ast.expr, cut: _Cut) -> str:
    """Return the training rows of an expression; raises ``Unclear`` where it has no plain form."""
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        raise Unclear(plan.outline.text(node))
    return f"{plan.outline.text(node)}{cut.accessor}[{cut.index}]"


def _fit_on_part(plan: Plan, node: ast.expr, cut: _Cut) -> None:
    outline = plan.outline
    assert isinstance(node, ast.Call)
    if not isinstance(node.func, ast.Attribute) or not node.args or node.keywords:
        raise Unclear(outline.text(node))
    given = ", ".join(_part(plan, argument, cut) for argument in node.args)
    owner = outline.text(node.func.value)
    if node.func.attr == "fit":
        plan.replace(node, f"{owner}.fit({given})")
        return
    plan.replace(node, f"{owner}.fit({given}).transform({outline.text(node.args[0])})")


def _take_of_part(plan: Plan, node: ast.expr | None, cut: _Cut) -> None:
    """Take a statistic of the training rows; raises ``Unclear``."""
    outline = plan.outline
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        raise Unclear("no statistic")
    if node.func.attr not in STATISTICS:
        raise Unclear(outline.text(node))
    library = root_name(node.func) in ("np", "numpy")
    data = node.args[0] if library and node.args else node.func.value
    reader = Reader(frozenset({ast.unparse(data)}))
    if reader.read(node) is not Role.STATISTIC:
        raise Unclear(outline.text(node))
    plan.replace(data, _part(plan, data, cut))
