"""Unpacks the parts in the order in which the split returns them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.plans import Plan
from dyetrace.fixes.rewrite import FixContext, Rewrite

RULES: Final = ("split-unpack-order",)
_SIDES: Final = re.compile(r"(train|tr(?![a-z])|test|te(?![a-z])|valid(ation)?|val|dev)", re.I)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Reorder the targets by what their names say."""
    outline = context.outline
    call = outline.expression_at(context.finding.span)
    statement = None if call is None else outline.parents.get(call)
    if not isinstance(statement, ast.Assign) or not isinstance(call, ast.Call):
        return
    targets = statement.targets[0]
    if not isinstance(targets, (ast.Tuple, ast.List)):
        return
    order = _ordered([outline.text(each) for each in targets.elts], call, context)
    if order is None:
        return
    plan = Plan(context)
    for target, name in zip(targets.elts, order):
        if outline.text(target) != name:
            plan.replace(target, name)
    yield plan.rewrite(f"Unpack as `{', '.join(order)}`", safe=True)


def _ordered(names: list[str], call: ast.Call, context: FixContext) -> list[str] | None:
    """Return the names by array, the training part before the other; None where they do not tell.

    The arrays keep the order in which they are split, if their names say so, else that in which
    their training parts stand now.
    """
    pairs: dict[str, dict[bool, str]] = {}
    for name in names:
        side = _SIDES.search(name)
        if side is None:
            return None
        stem = (name[: side.start()] + name[side.end() :]).strip("_").lower()
        is_train = side.group().lower().startswith("tr")
        if is_train in pairs.setdefault(stem, {}):
            return None
        pairs[stem][is_train] = name
    if len(pairs) != len(call.args) or any(len(pair) != 2 for pair in pairs.values()):
        return None
    given = [context.outline.text(argument).lower() for argument in call.args]
    stems = sorted(pairs, key=lambda stem: names.index(pairs[stem][True]))
    if sorted(stems) == sorted(given):
        stems = given
    return [pairs[stem][is_train] for stem in stems for is_train in (True, False)]
