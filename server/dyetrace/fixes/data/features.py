"""Where the features of a model are put together, and a column taken out of them there."""

from __future__ import annotations

import ast

from dyetrace.fixes.definitions import definition, value_of
from dyetrace.fixes.drafts import argument, bounds
from dyetrace.fixes.holdout import read_holdout
from dyetrace.fixes.outline import Outline, dotted, loads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.splitters import class_name

_DEPTH = 6


def features_of(outline: Outline, call: ast.expr | None) -> ast.expr:
    """Return the expression that makes the X of a fit or a cross-validation; raises ``Unclear``."""
    if not isinstance(call, ast.Call):
        raise Unclear("no call")
    by_method = class_name(call).startswith("fit")
    node = argument(call, "X", 0 if by_method else 1)
    if node is None:
        raise Unclear(outline.text(call))
    return made_by(outline, node)


def made_by(outline: Outline, node: ast.expr) -> ast.expr:
    """Follow names, splits and selections of rows back to what puts the columns together."""
    for _ in range(_DEPTH):
        if not isinstance(node, ast.Name):
            return node
        found = definition(outline, node.id, node)
        if found is None or len(found.targets) != 1:
            return node
        inner = _assigned(found, node.id)
        if inner is None:
            return node
        if isinstance(inner, ast.Name) and definition(outline, inner.id, inner) is not None:
            own = _assigned_frame(outline, inner)
            if own is None:
                return inner
        node = inner
    return node


def _assigned_frame(outline: Outline, name: ast.Name) -> ast.expr | None:
    """Return what a name holds where that is again a selection of columns."""
    found = definition(outline, name.id, name)
    inner = None if found is None else _assigned(found, name.id)
    is_selection = isinstance(inner, ast.Subscript) or (
        isinstance(inner, ast.Call) and class_name(inner) in ("drop", "copy")
    )
    return inner if is_selection else None


def _assigned(statement: ast.Assign, name: str) -> ast.expr | None:
    """Return what a name gets in an assignment, of a split the array that is split."""
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        return value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, each in zip(target.elts, value.elts):
            if isinstance(one, ast.Name) and one.id == name:
                return each
    if isinstance(value, ast.Call) and class_name(value).endswith("split"):
        holdout = read_holdout(statement, value)
        for slot in holdout.slots if holdout is not None else ():
            if name in (slot.train, slot.test):
                return slot.argument
    return None


def take_out(plan: Plan, node: ast.expr, column: str, *, whole: bool | None = None) -> None:
    """Leave a column out of what an expression selects; raises ``Unclear``.

    ``whole`` tells that all uses of the features see the change, where that is known already.
    """
    outline = plan.outline
    whole = _is_all_of_x(outline, node) if whole is None else whole
    code = f'"{column}"'
    if isinstance(node, ast.Attribute) and node.attr == "values":
        return take_out(plan, node.value, column, whole=whole)
    if isinstance(node, ast.Call) and class_name(node) in ("to_numpy", "copy"):
        assert isinstance(node.func, ast.Attribute)
        return take_out(plan, node.func.value, column, whole=whole)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
        return _leave_out(plan, node.slice, column)
    if isinstance(node, ast.Call) and class_name(node) == "drop":
        given = argument(node, "columns") or argument(node, "labels", 0)
        if isinstance(given, (ast.List, ast.Tuple)) and given.elts:
            last = given.elts[-1]
            code = _quoted_like(outline, last, column)
            plan.replace(last, f"{outline.text(last)}, {code}")
            plan.drafts.hosts = [host for host in plan.drafts.hosts if host is not last]
            plan.drafts.hosts.append(given)
            return None
        if isinstance(given, ast.Constant):
            plan.replace(given, f"[{outline.text(given)}, {_quoted_like(outline, given, column)}]")
            return None
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        columns = _own_list(outline, node)
        if columns is not None:
            return _leave_out(plan, columns, column)
    if isinstance(node, (ast.Name, ast.Subscript, ast.Call)):
        if not whole:
            raise Unclear("other uses of the features would keep the column")
        plan.replace(node, f"{outline.text(node)}.drop(columns=[{code}])")
        return None
    raise Unclear(outline.text(node))


def _own_list(outline: Outline, node: ast.Subscript) -> ast.List | None:
    """Return the literal list of columns behind ``df[columns]``, if it is used for X only."""
    assert isinstance(node.slice, ast.Name)
    columns = value_of(outline, node.slice)
    frame = outline.text(node.value)
    if not isinstance(columns, ast.List):
        return None
    for load in loads(outline.source.tree, node.slice.id):
        parent = outline.parents[load]
        statement = outline.statement_of(load)
        narrows = isinstance(statement, ast.Assign) and dotted(statement.targets[0]) == frame
        if not isinstance(parent, ast.Subscript) or parent.slice is not load or narrows:
            return None
    return columns


def _is_all_of_x(outline: Outline, node: ast.expr) -> bool:
    """Whether X is made here for all its uses: it gets a name, or is cross-validated."""
    if isinstance(outline.parents.get(node), (ast.Assign, ast.Tuple)):
        return True
    calls = [n for n in outline.ancestors(node) if isinstance(n, ast.Call)]
    return any(
        class_name(call).startswith("cross_val") or class_name(call).endswith("split")
        for call in calls
    )


def _leave_out(plan: Plan, columns: ast.List, column: str) -> None:
    kept = [
        each
        for each in columns.elts
        if not (isinstance(each, ast.Constant) and each.value == column)
    ]
    if len(kept) == len(columns.elts) or not kept:
        raise Unclear(column)
    text = plan.outline.text(columns)
    if "\n" in text or "#" in text:
        _cut(plan, columns, column)
        return
    plan.replace(columns, f"[{', '.join(map(plan.outline.text, kept))}]")


def _cut(plan: Plan, columns: ast.List, column: str) -> None:
    """Cut one element out of a list over several lines, and the rest as it is."""
    text = plan.outline.source.text
    for number, each in enumerate(columns.elts):
        if not isinstance(each, ast.Constant) or each.value != column:
            continue
        start, end = bounds(plan.outline, each)
        if number + 1 < len(columns.elts):
            end = bounds(plan.outline, columns.elts[number + 1])[0]
        else:
            start = bounds(plan.outline, columns.elts[number - 1])[1]
        if "#" in text[start:end]:
            raise Unclear("a comment beside the column")
        plan.drafts.edits.append((start, end, ""))
        plan.drafts.hosts.append(columns)
        return


def _quoted_like(outline: Outline, node: ast.expr, column: str) -> str:
    return f"'{column}'" if outline.text(node).startswith("'") else f'"{column}"'
