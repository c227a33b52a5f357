"""Walks from a fit before the split to the split: what moves, and what may stay."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dyetrace.fixes.columns import Names, column_variables, literal_names, projected
from dyetrace.fixes.frames import labelled, made_of
from dyetrace.fixes.holdout import Holdout
from dyetrace.fixes.lifetimes import asks_only_columns, asks_only_size, rows_in_disguise
from dyetrace.fixes.outline import binds, reads, root_name
from dyetrace.fixes.reading import STATISTICS, Unclear
from dyetrace.fixes.rewrite import FixContext
from dyetrace.fixes.steps import Step, read_step


@dataclass
class Walk:
    """What is known on the way from the fit to the split."""

    raw: ast.expr  # the data that is fitted on
    raw_text: str
    data: str | None = None  # the name that holds what came of it
    in_place: bool = False  # that name is the one it had before
    touched: Names | None = None  # columns changed in place; None: all of them
    frame: str | None = None  # the frame whose columns were changed
    names: set[str] = field(default_factory=set)  # every name that held changed data
    made: set[str] = field(default_factory=set)  # those of them that only moved statements bind
    columns: frozenset[str] = frozenset()  # variables that hold names of columns
    unsplit: str = ""  # the code that gives the data as it is when nothing is fitted before
    learned: set[str] = field(default_factory=set)  # names of estimators and statistics
    moved: list[Step] = field(default_factory=list)
    absorbed: list[ast.stmt] = field(default_factory=list)  # statements that became part of a step
    staying: list[ast.stmt] = field(default_factory=list)
    last: Step | None = None  # what is done in the call of the split itself
    widths: list[ast.Name] = field(default_factory=list)  # reads of `X.shape[1]` below the split


def walk_to_split(
    context: FixContext, raw: ast.expr, between: Sequence[ast.stmt], holdout: Holdout
) -> Walk:
    """Read the statements from the fit to the split in order; raises ``Unclear``."""
    walk = Walk(raw, ast.unparse(raw), unsplit=_code(context, raw))
    walk.columns = column_variables(context.outline)
    for number, statement in enumerate(between):
        read = reads(statement)
        watched = walk.names | walk.learned
        if number and not read & watched:
            if binds(statement) & watched:
                raise Unclear(ast.unparse(statement))
            walk.staying.append(statement)
        elif number and _may_stay(context, walk, statement):
            if not _is_also_taken(context, walk, statement, holdout):
                walk.staying.append(statement)
        else:
            _move(context, walk, statement, holdout)
    _move_makers(walk, between)
    return walk


def _is_also_taken(context: FixContext, walk: Walk, statement: ast.stmt, holdout: Holdout) -> bool:
    """Move a statement that might stay but takes a statistic of the same frame, if that is clear.

    One finding tells of all statistics that are taken on lines that follow each other.
    """
    statistics = [
        data
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in STATISTICS
        and (data := _fitted_data(node)) is not None
        and root_name(data) in walk.names
    ]
    if not statistics:
        return False
    try:
        _move(context, walk, statement, holdout)
    except Unclear:
        return False
    return True


def _move_makers(walk: Walk, between: Sequence[ast.stmt]) -> None:
    """Move what makes an estimator together with its fit, where nothing else needs it."""
    fitted = {root_name(call.func) for step in walk.moved for call in step.fits}
    for stay in list(walk.staying):
        others = {name for other in walk.staying if other is not stay for name in reads(other)}
        if is_maker(stay, fitted) and not binds(stay) & others:
            walk.staying.remove(stay)
            walk.moved.append(Step(stay, None, False, (), ()))
    walk.moved.sort(key=lambda step: between.index(step.statement))


def is_maker(statement: ast.stmt, fitted: set[str | None]) -> bool:
    """Whether a statement does nothing but make an estimator that is fitted."""
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and binds(statement) <= fitted
    )


def raw_data(statement: ast.stmt, cause: ast.AST) -> tuple[ast.expr, ...]:
    """Return what may hold the rows before the first fit in a statement, the nearest first.

    Of ``df["a"].mean()`` that is the column, or the frame if it is the frame that is split.
    """
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    target = statement.target if isinstance(statement, ast.AugAssign) else target
    data = _fitted_data(cause)
    if data is None:
        return ()
    inner = data
    while (deeper := next(filter(None, map(_fitted_data, ast.walk(inner))), None)) is not None:
        inner = deeper
    root = root_name(inner) or _receiver_root(inner)
    own = None if target is None else root_name(target)
    column_wise = isinstance(target, ast.Subscript) or isinstance(statement, ast.For)
    if root is None:
        return (inner,)
    whole = ast.Name(root, ast.Load())
    if own == root or column_wise or inner is not data:
        return (whole,)
    return (inner,) if isinstance(inner, ast.Name) else (inner, whole)


def _code(context: FixContext, node: ast.expr) -> str:
    """Return an expression of the program, or a name made from one, as the user writes it."""
    return context.outline.text(node) if hasattr(node, "lineno") else ast.unparse(node)


def _fitted_data(node: ast.AST) -> ast.expr | None:
    """Return what a call of ``fit`` or a statistic is taken from."""
    if not isinstance(node, ast.Call):
        return None
    if not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr in ("fit", "fit_transform") and node.args:
        return node.args[0]
    if node.func.attr in STATISTICS:
        root = root_name(node.func)
        return node.args[0] if root in ("np", "numpy") and node.args else node.func.value
    return None


def is_fit(node: ast.AST) -> bool:
    """Whether a node is a call of ``fit`` or ``fit_transform``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("fit", "fit_transform")
    )


def _receiver_root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return root_name(node)


def atoms_of(walk: Walk, holdout: Holdout) -> tuple[frozenset[str], frozenset[str]]:
    """Return the expressions that hold rows now, and names of which only columns may be asked."""
    data = walk.data or walk.raw_text
    others = {ast.unparse(slot.argument) for slot in holdout.slots}
    root = root_name(walk.raw) or _receiver_root(walk.raw)
    stale = {root} if root is not None else set()
    stale |= walk.names
    return frozenset({data, *others} - (stale - {data})), frozenset(stale - {data})


def _move(context: FixContext, walk: Walk, statement: ast.stmt, holdout: Holdout) -> None:
    atoms, stale = atoms_of(walk, holdout)
    name = walk.data or (walk.raw.id if isinstance(walk.raw, ast.Name) else None)
    step = _as_frame(walk, statement, atoms, stale)
    if step is None:
        step = read_step(statement, name, atoms, stale, walk.columns)
    step = labelled(context, step, walk.raw_text)
    if step.unlabelled is not None and step.inlined is None and walk.data is not None:
        raise Unclear("what a step made has no labels of its rows")
    for node in ast.walk(statement):
        known = walk.learned | atoms | stale
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if node.id not in known and rows_in_disguise(context, node):
            raise Unclear(node.id)
    if step.fits and step.looks_back:
        raise Unclear("a statistic of the data inside of a fit")
    walk.moved.append(step)
    if step.target is None:
        walk.learned |= binds(statement)
        walk.learned |= {root for call in step.fits if (root := root_name(call.func))}
        return
    bound = step.target.id
    walk.learned |= {root for call in step.fits if (root := root_name(call.func))}
    first = walk.data is None
    walk.data = bound
    if bound not in walk.names and bound != walk.raw_text:
        walk.made.add(bound)
    walk.names.add(bound)
    if not first and not (walk.in_place and not step.whole):
        walk.touched = None
    if first:
        walk.in_place = isinstance(walk.raw, ast.Name) and bound == walk.raw.id
        walk.frame = bound if walk.in_place and not step.whole else None
    if not step.whole and step.column is not None and (first or walk.touched is not None):
        walk.touched = _union(walk.touched, _columns(context, statement, step.column))


def _columns(context: FixContext, statement: ast.stmt, column: ast.expr) -> Names:
    if isinstance(statement, ast.For) and ast.unparse(statement.target) == ast.unparse(column):
        column = statement.iter
    names = literal_names(context.outline, column)
    return Names(symbol=ast.unparse(column)) if names is None else names


def _union(left: Names | None, right: Names) -> Names:
    if left is None or left == right:
        return right
    if left.symbol is None and right.symbol is None and not (left.inverted or right.inverted):
        return Names(left.listed | right.listed)
    return Names(symbol="?")


def _as_frame(
    walk: Walk, statement: ast.stmt, atoms: frozenset[str], stale: frozenset[str]
) -> Step | None:
    """Read ``X = pd.DataFrame(X, ...)`` of what the step before made as one step with that."""
    before = walk.moved[-1] if walk.moved else None
    name = made_of(statement)
    if before is None or name is None or name.id != walk.data or not before.whole:
        return None
    if not isinstance(before.statement, ast.Assign):
        return None
    if any(step.target is not None for step in walk.moved[:-1]):
        return None
    raw = {walk.raw_text} if not walk.in_place else set()
    step = read_step(statement, walk.data, atoms | raw, stale - raw, walk.columns)
    uses = tuple((node, use) for node, use in step.uses if node is not name)
    walk.moved.pop()
    walk.absorbed.append(before.statement)
    return replace(step, uses=uses, learned=(), inlined=(name, before))


def _may_stay(context: FixContext, walk: Walk, statement: ast.stmt) -> bool:
    """Whether a statement that reads the changed data is right on the unchanged data, too."""
    outline = context.outline
    if not walk.in_place or reads(statement) & walk.learned or walk.data is None:
        return False
    if reads(statement) & walk.made:
        return False
    if asks_only_columns(statement, walk.names) and not binds(statement) & walk.names:
        return True
    if isinstance(statement, ast.Expr) and asks_only_size(statement, walk.names):
        return True
    if walk.frame is None or walk.touched is None:
        return False
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return False
    target = statement.targets[0]
    names = projected(outline, statement.value, walk.frame)
    if isinstance(target, ast.Name) and names is not None:
        if names.is_apart(walk.touched):
            return target.id not in walk.names
        if names.holds(walk.touched):
            walk.data = walk.unsplit = target.id
            walk.names.add(target.id)
            return True
        raise Unclear(ast.unparse(statement))
    return _works_on_other_columns(context, walk, statement)


def _works_on_other_columns(context: FixContext, walk: Walk, statement: ast.Assign) -> bool:
    """Whether ``df['c'] = f(df['d'])`` has nothing to do with the columns that were changed."""
    assert walk.touched is not None
    outline = context.outline
    for node in ast.walk(statement):
        if not isinstance(node, ast.Name) or node.id not in walk.names:
            continue
        parent = outline.parents[node]
        if node.id != walk.frame or not isinstance(parent, ast.Subscript):
            return False
        names = literal_names(outline, parent.slice)
        if parent.value is not node or names is None or not names.is_apart(walk.touched):
            return False
    return walk.data == walk.frame
