"""The call that makes a splitter (``KFold(5)``), and another splitter in its place."""

from __future__ import annotations

import ast

from dyetrace.fixes.definitions import value_of
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.outline import Outline
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear

FOLDS = frozenset("KFold StratifiedKFold ShuffleSplit StratifiedShuffleSplit RepeatedKFold".split())


def splitter_call(outline: Outline, place: ast.expr | None) -> ast.Call | None:
    """Return the call that makes the splitter of a place.

    The place is that call, ``splitter.split(...)``, or a call that gets the splitter as ``cv``.
    """
    if not isinstance(place, ast.Call):
        return None
    if class_name(place) in FOLDS:
        return place
    owner = place.func.value if isinstance(place.func, ast.Attribute) else None
    given = argument(place, "cv") if class_name(place) != "split" else owner
    found = None if given is None else value_of(outline, given)
    return found if isinstance(found, ast.Call) and class_name(found) in FOLDS else None


def class_name(call: ast.Call) -> str:
    """Return the last part of the name that is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def put_splitter(plan: Plan, maker: ast.Call, name: str, **keywords: str) -> None:
    """Make ``maker`` a call of another splitter of scikit-learn; raises ``Unclear``.

    The number of splits stays, other arguments go.
    """
    count = argument(maker, "n_splits", 0)
    if count is not None and not isinstance(count, ast.Starred):
        keywords = {"n_splits": plan.outline.text(count), **keywords}
    elif maker.args or any(keyword.arg is None for keyword in maker.keywords):
        raise Unclear(plan.outline.text(maker))
    if "#" in plan.outline.text(maker):
        raise Unclear("a comment among the arguments")
    shown = ", ".join(f"{key}={value}" for key, value in keywords.items())
    plan.replace(maker, f"{spelled_like(plan, maker, name)}({shown})")


def spelled_like(plan: Plan, call: ast.Call, name: str) -> str:
    """Return how another class of the module of the called one is written."""
    if isinstance(call.func, ast.Attribute):
        return f"{plan.outline.text(call.func.value)}.{name}"
    return plan.need("sklearn.model_selection", name, call, instead_of=call.func)
