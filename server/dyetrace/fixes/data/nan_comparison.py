"""Asks for missing values instead of comparing with NaN."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.kinds import kind_of
from dyetrace.fixes.outline import dotted
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("nan-comparison",)
_SIMPLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Write ``.isna()``, ``pd.isna``, ``np.isnan`` or ``torch.isnan``, by what is compared."""
    outline = context.outline
    node = outline.expression_at(context.finding.span)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return
    sides = (node.left, node.comparators[0])
    others = [side for side in sides if not _is_nan(side)]
    if len(others) != 1:
        return
    plan = Plan(context)
    missing = isinstance(node.ops[0], (ast.Eq, ast.Is))
    of_math = any(outline.text(side) == "math.nan" for side in sides)
    code = _question(plan, others[0], missing=missing, of_math=of_math)
    plan.replace(node, code)
    yield plan.rewrite(f"Ask with `{code}`" if len(code) <= 50 else "Ask for NaN", safe=True)


def _is_nan(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return dotted(node.func) == "float" and isinstance(node.args[0], ast.Constant)
    return (dotted(node) or "").lower().rpartition(".")[2] == "nan"


def _question(plan: Plan, node: ast.expr, *, missing: bool, of_math: bool) -> str:
    """Return code that asks whether values are (or are not) missing; raises ``Unclear``."""
    context, text = plan.context, plan.outline.text(node)
    kind = kind_of(context, node)
    if kind in ("frame", "series"):
        owner = text if isinstance(node, _SIMPLE) else f"({text})"
        return f"{owner}.isna()" if missing else f"{owner}.notna()"
    if kind == "tensor":
        function = plan.need("torch", "isnan", node)
        return f"{function}({text})" if missing else f"~{function}({text})"
    imported = {
        alias.name.partition(".")[0]
        for statement in ast.walk(context.source.tree)
        if isinstance(statement, ast.Import)
        for alias in statement.names
    }
    if "pandas" in imported and (kind is not None or "torch" not in imported):
        function = plan.need("pandas", "isna" if missing else "notna", node)
        return f"{function}({text})"
    if kind == "array":
        function = plan.need("numpy", "isnan", node)
        return f"{function}({text})" if missing else f"~{function}({text})"
    if "math" in imported and (kind == "plain" or of_math):
        function = plan.need("math", "isnan", node)
        return f"{function}({text})" if missing else f"not {function}({text})"
    raise Unclear("nobody can tell what is compared")
