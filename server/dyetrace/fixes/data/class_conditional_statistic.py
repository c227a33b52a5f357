"""Takes a statistic of all rows instead of one within the classes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.drafts import argument
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import STATISTICS, Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("class-conditional-statistic",)
_LABEL: Final = re.compile(r"to predict `(.+)`\.$")


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Leave the label out of the keys; with no key left, take the statistic over all rows."""
    outline = context.outline
    node = outline.expression_at(context.finding.span)
    label = _LABEL.search(context.finding.evidence[0].text)
    if node is None or label is None:
        return
    group = next(
        (n for n in ast.walk(node) if isinstance(n, ast.Call) and class_name(n) == "groupby"), None
    )
    keys = None if group is None else argument(group, "by", 0)
    if group is None or keys is None:
        return
    plan = Plan(context)
    kept = _without(keys, label.group(1))
    if kept:
        plan.replace(keys, f"[{', '.join(map(outline.text, kept))}]")
    else:
        plan.replace(node, _over_all(plan, node, group))
    yield plan.rewrite(f"Leave the label `{label.group(1)}` out of the keys")


def _without(keys: ast.expr, label: str) -> list[ast.expr]:
    """Return the other keys; raises ``Unclear`` where the label is none of them."""
    elements = keys.elts if isinstance(keys, (ast.List, ast.Tuple)) else [keys]
    kept = [each for each in elements if not _is_label(each, label)]
    if len(kept) == len(elements):
        raise Unclear(label)
    return kept


def _is_label(node: ast.expr, label: str) -> bool:
    if isinstance(node, ast.Subscript):
        node = node.slice
    if isinstance(node, ast.Attribute):
        return node.attr == label
    return isinstance(node, ast.Constant) and node.value == label


def _over_all(plan: Plan, node: ast.expr, group: ast.Call) -> str:
    """Return ``df["a"].mean()`` for ``df.groupby(label)["a"].transform("mean")``."""
    outline = plan.outline
    if not isinstance(node, ast.Call) or class_name(node) != "transform" or len(node.args) != 1:
        raise Unclear(outline.text(node))
    assert isinstance(node.func, ast.Attribute)
    assert isinstance(group.func, ast.Attribute)
    column = outline.text(node.func.value)[len(outline.text(group)) :]
    data = outline.text(group.func.value) + column
    how = node.args[0]
    if isinstance(how, ast.Constant) and how.value in STATISTICS:
        return f"{data}.{how.value}()"
    if isinstance(how, ast.Lambda) and len(how.args.args) == 1:
        name = how.args.args[0].arg
        inner = Plan(plan.context)
        for each in ast.walk(how.body):
            if isinstance(each, ast.Name) and each.id == name:
                inner.replace(each, data)
        return inner.drafts.text(how.body)
    raise Unclear(outline.text(node))
