"""Seeds what a reported number depends on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.definitions import usual_seed
from dyetrace.fixes.outline import Outline
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, Rewrite
from dyetrace.fixes.seeding import seed_function
from dyetrace.fixes.splitters import class_name
from dyetrace.rules.reproducibility.drawing import Draw, Randomness

RULES: Final = ("unseeded-randomness",)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Pass ``random_state=`` to splits and estimators; seed PyTorch at the top."""
    plan = Plan(context)
    draws = Randomness(context.flow).draws
    seed = usual_seed(context.outline)
    seeded = False
    for library in dict.fromkeys(draw.library for draw in draws):
        own = [draw for draw in draws if draw.library == library]
        if library == "NumPy":
            for call in {_call(context.outline, draw) for draw in own}:
                if call is not None:
                    plan.drafts.arguments(call, random_state=seed)
                    seeded = True
        else:
            _seed_at_top(plan, library, own, seed)
            seeded = True
    if seeded:
        yield plan.rewrite("Seed what the reported numbers depend on")


def _call(outline: Outline, draw: Draw) -> ast.Call | None:
    """Return the call that takes ``random_state``: the split, or the estimator's constructor."""
    node = outline.expression_at(draw.site)
    if not isinstance(node, ast.Call) or class_name(node) != draw.name:
        return None
    return node


def _seed_at_top(plan: Plan, library: str, draws: list[Draw], seed: str) -> None:
    """Seed a library below the imports and above its first draw."""
    outline = plan.outline
    body = outline.source.tree.body
    nodes = [outline.expression_at(draw.site) for draw in draws]
    tops = [outline.lift(node, body) for node in nodes if node is not None]
    firsts = [body.index(top) for top in tops if top is not None]
    if not firsts:
        raise Unclear("nobody can tell where it is drawn")
    imports = [n for n, s in enumerate(body) if isinstance(s, (ast.Import, ast.ImportFrom))]
    above = [number for number in imports if number < min(firsts)]
    if not above:
        raise Unclear("no imports above the draw")
    following = body[above[-1] + 1]
    plan.put_after(body[above[-1]], f"\n{seed_function(plan, library, following)}({seed})")
