"""Cross-validates a pipeline of the step and the model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.fixes.data.cv_steps import Step, read_step, reads_of
from dyetrace.fixes.definitions import definition, value_of
from dyetrace.fixes.drafts import argument
from dyetrace.fixes.outline import Outline, dotted, loads
from dyetrace.fixes.plans import Plan
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.fixes.splitters import class_name

RULES: Final = ("preprocessing-outside-cv",)
_SEARCHES: Final = ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV")
_ROUNDS: Final = ("cross_val_score", "cross_validate", "cross_val_predict", "learning_curve")
_ASKS: Final = ("predict", "predict_proba", "decision_function", "score", "predict_log_proba")
_LONGEST: Final = 60  # characters of a pipeline inside of a call


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Put ``make_pipeline(step, model)`` into every cross-validation, and give it the raw rows.

    The step goes where nothing else needs what it made.
    """
    outline = context.outline
    step = read_step(context, outline.expression_at(context.finding.span))
    if step is None:
        return
    plan = Plan(context)
    wrapped: set[ast.expr] = set()
    is_needed = not step.is_known
    for load in list(reads_of(outline, step)):
        if not _use(plan, step, load, wrapped):
            if step.names[load.id] == load.id:
                raise Unclear("the rows as they were have no name of their own")
            is_needed = True
    if not wrapped:
        return
    if not is_needed:
        for statement in step.statements:
            plan.remove(statement)
    elif any(before == name for name, before in step.names.items()):
        raise Unclear("the rows as they were have no name of their own")
    yield plan.rewrite(f"Cross-validate a pipeline with `{step.shown}` in it")


def _use(plan: Plan, step: Step, load: ast.Name, wrapped: set[ast.expr]) -> bool:
    """Give a cross-validation the raw rows and its model the step; whether it is one."""
    outline = plan.outline
    before = step.names[load.id]
    loop = _fold_loop(outline, load)
    if loop is not None:
        _use_in_folds(plan, step, load, before, loop, wrapped)
        return True
    user = outline.parents[load]
    if not isinstance(user, ast.Call):
        return False
    name = class_name(user)
    search: ast.expr | None = None
    if name in _ROUNDS and user.args:
        _wrap(plan, step, user.args[0], wrapped)
    else:
        search = user.func.value if isinstance(user.func, ast.Attribute) else None
        while isinstance(search, ast.Attribute) and search.attr == "best_estimator_":
            search = search.value
        searched = None if search is None else value_of(outline, search)
        if not isinstance(searched, ast.Call) or class_name(searched) not in _SEARCHES:
            return False
        if name != "fit" and name not in _ASKS:
            raise Unclear(outline.text(user))
        _wrap_search(plan, step, searched, wrapped)
    if before != load.id:
        plan.replace(load, before)
    return True


def _fold_loop(outline: Outline, load: ast.Name) -> ast.For | None:
    """Return the loop over folds that a read stands in, its header included."""
    for node in outline.ancestors(load):
        if isinstance(node, ast.For) and any(
            isinstance(each, ast.Call) and class_name(each) == "split"
            for each in ast.walk(node.iter)
        ):
            return node
    return None


def _use_in_folds(
    plan: Plan, step: Step, load: ast.Name, before: str, loop: ast.For, wrapped: set[ast.expr]
) -> None:
    """Cut the raw rows in a loop over folds, and fit pipelines there; raises ``Unclear``."""
    outline = plan.outline
    if step.is_sampler or not step.raw_kind:
        raise Unclear("rows of an unknown kind")
    is_cut = isinstance(outline.parents[load], ast.Subscript)
    code = f"{before}.iloc" if is_cut and step.raw_kind == "frame" else before
    if code != load.id:
        plan.replace(load, code)
    for node in ast.walk(loop):
        if not isinstance(node, ast.Call) or class_name(node) != "fit":
            continue
        assert isinstance(node.func, ast.Attribute)
        model = value_of(outline, node.func.value)
        if not isinstance(model, ast.Call) or not class_name(model)[:1].isupper():
            raise Unclear(outline.text(node))
        _wrap(plan, step, model, wrapped)


def _wrap_search(plan: Plan, step: Step, search: ast.Call, wrapped: set[ast.expr]) -> None:
    model = argument(search, "estimator", 0)
    grid = next(
        (g for n in ("param_grid", "param_distributions") if (g := argument(search, n, 1))), None
    )
    if model is None or grid is None:
        raise Unclear(plan.outline.text(search))
    if model not in wrapped:
        _check_insides(plan.outline, search)
        _prefix(plan, grid, _step_name(plan.outline, model))
        _wrap(plan, step, model, wrapped)


def _check_insides(outline: Outline, search: ast.Call) -> None:
    """Refuse where the program looks into the model that was found, or at its settings by name."""
    statement = outline.parents.get(search)
    name = dotted(statement.targets[0]) if isinstance(statement, ast.Assign) else None
    for node in ast.walk(outline.source.tree):
        if not isinstance(node, ast.Attribute) or dotted(node.value) != name or name is None:
            continue
        parent = outline.parents[node]
        if node.attr == "best_estimator_":
            is_asked = isinstance(parent, ast.Attribute) and parent.attr in _ASKS
            is_shown = isinstance(parent, (ast.Call, ast.FormattedValue, ast.Expr))
            if not is_asked and not is_shown:
                raise Unclear(outline.text(parent))
        elif node.attr == "best_params_" and isinstance(parent, (ast.Subscript, ast.keyword)):
            raise Unclear("a setting is asked for by its name")


def _wrap(plan: Plan, step: Step, model: ast.expr, wrapped: set[ast.expr]) -> None:
    """Put a pipeline in the place of a model that is cross-validated."""
    outline = plan.outline
    if model in wrapped:
        return
    wrapped.add(model)
    inner = value_of(outline, model)
    if isinstance(inner, ast.Call) and class_name(inner) in ("Pipeline", "make_pipeline"):
        raise Unclear("the model is a pipeline already")
    module = "imblearn.pipeline" if step.is_sampler else "sklearn.pipeline"
    code = f"{plan.need(module, 'make_pipeline', model)}({step.code}, {outline.text(model)})"
    statement = outline.statement_of(model)
    is_value = isinstance(statement, ast.Assign) and statement.value is model
    if len(code) <= _LONGEST or is_value or not isinstance(statement, (ast.Assign, ast.Expr)):
        plan.replace(model, code)
        return
    name = outline.free_name("model", "pipeline")
    if any(name == taken for taken in plan.names):
        raise Unclear("two long pipelines")
    plan.names.add(name)
    above = plan.before.setdefault(outline.span(statement), [])
    above.append(NewStatement(f"{name} = {code}", beside=outline.span(step.statement)))
    plan.replace(model, name)


def _step_name(outline: Outline, model: ast.expr) -> str:
    """Return what ``make_pipeline`` calls the step of a model; raises ``Unclear``."""
    made = value_of(outline, model)
    if not isinstance(made, ast.Call) or not class_name(made)[:1].isupper():
        raise Unclear(outline.text(model))
    return class_name(made).lower()


def _prefix(plan: Plan, grid: ast.expr, step: str) -> None:
    """Name the settings of a search by the step that they belong to; raises ``Unclear``."""
    outline = plan.outline
    literal = value_of(outline, grid)
    if isinstance(grid, ast.Name):
        made = definition(outline, grid.id, grid)
        same = [
            n for n in loads(outline.source.tree, grid.id) if definition(outline, n.id, n) is made
        ]
        if len(same) > 1:
            raise Unclear("the settings are used elsewhere")
    tables = literal.elts if isinstance(literal, (ast.List, ast.Tuple)) else [literal]
    for table in tables:
        keys = table.keys if isinstance(table, ast.Dict) else [None]
        for key in keys:
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                raise Unclear(outline.text(grid))
            text = outline.text(key)
            plan.replace(key, f"{text[0]}{step}__{text[1:]}")
