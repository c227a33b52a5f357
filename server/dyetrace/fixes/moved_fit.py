"""Plans how a fit before the split comes after it: what moves, what stays, and why that is right.

The split stays where it is and takes the data as it was before the fit. The fit and what depends on
it move below, where they are done on the training part and applied to the test part.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.columns import EVERYTHING, Names, literal_names, projected
from dyetrace.fixes.holdout import Holdout, Slot, find_holdout
from dyetrace.fixes.frames import labelled, made_of
from dyetrace.fixes.lifetimes import (
    asks_only_columns,
    has_alias,
    is_read_later,
    rows_in_disguise,
)
from dyetrace.fixes.names import estimator_name
from dyetrace.fixes.outline import binds, reads, root_name
from dyetrace.fixes.reading import STATISTICS, Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.fixes.steps import Parts, Step, read_step


@dataclass
class _Walk:
    """What is known while walking from the fit to the split."""

    raw: ast.expr  # the data that is fitted on
    raw_text: str
    data: str | None = None  # the name that holds what came of it
    in_place: bool = False  # that name is the one it had before
    touched: Names | None = None  # columns changed in place; None: all of them
    frame: str | None = None  # the frame whose columns were changed
    names: set[str] = field(default_factory=set)  # every name that held changed data
    learned: set[str] = field(default_factory=set)  # names of estimators and statistics
    moved: list[Step] = field(default_factory=list)
    absorbed: list[ast.stmt] = field(default_factory=list)  # statements that became part of a step
    staying: list[ast.stmt] = field(default_factory=list)


def plan(context: FixContext) -> Rewrite | None:
    """Return the rewrite that fits after the split, or None where it cannot be proved right."""
    outline = context.outline
    cause = outline.expression_at(context.finding.span) or outline.statement_at(
        context.finding.span
    )
    found = None if cause is None else find_holdout(context, cause)
    if cause is None or found is None:
        return None
    holdout, block = found
    start = outline.lift(cause, block)
    if start is None:
        return None
    between = block[block.index(start) : block.index(holdout.statement)]
    try:
        walk = _walk(context, cause, between, holdout)
        slot = _data_slot(context, walk, holdout)
        _check_order(context, walk, holdout, between)
        _check_later(context, walk, holdout, block)
        return _rewrite(context, walk, holdout, slot, block)
    except Unclear:
        return None


def _walk(
    context: FixContext, cause: ast.AST, between: Sequence[ast.stmt], holdout: Holdout
) -> _Walk:
    raw = _raw_data(between[0], cause)
    walk = _Walk(raw, ast.unparse(raw))
    for number, statement in enumerate(between):
        read = reads(statement)
        watched = walk.names | walk.learned
        if number and not read & watched:
            if binds(statement) & watched:
                raise Unclear(ast.unparse(statement))
            walk.staying.append(statement)
        elif number and _may_stay(context, walk, statement):
            walk.staying.append(statement)
        else:
            _move(context, walk, statement, holdout)
    _move_makers(walk, between)
    return walk


def _move_makers(walk: _Walk, between: Sequence[ast.stmt]) -> None:
    """Move what makes an estimator together with its fit, where nothing else needs it."""
    fitted = {root_name(call.func) for step in walk.moved for call in step.fits}
    for stay in list(walk.staying):
        others = {name for other in walk.staying if other is not stay for name in reads(other)}
        if _is_maker(stay, fitted) and not binds(stay) & others:
            walk.staying.remove(stay)
            walk.moved.append(Step(stay, None, False, (), ()))
    walk.moved.sort(key=lambda step: between.index(step.statement))


def _is_maker(statement: ast.stmt, fitted: set[str | None]) -> bool:
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and binds(statement) <= fitted
    )


def _raw_data(statement: ast.stmt, cause: ast.AST) -> ast.expr:
    """Return the expression that holds the rows before the first fit in a statement."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    target = statement.target if isinstance(statement, ast.AugAssign) else target
    data = _fitted_data(cause)
    if data is None:
        raise Unclear("no data is fitted on")
    inner = data
    while (deeper := next(filter(None, map(_fitted_data, ast.walk(inner))), None)) is not None:
        inner = deeper
    root = root_name(inner) or _receiver_root(inner)
    own = None if target is None else root_name(target)
    column_wise = isinstance(target, ast.Subscript) or isinstance(statement, ast.For)
    if root is not None and (own == root or column_wise or inner is not data):
        return ast.Name(root, ast.Load())
    return inner


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


def _receiver_root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return root_name(node)


def _atoms(walk: _Walk, holdout: Holdout) -> tuple[frozenset[str], frozenset[str]]:
    """Return the expressions that hold rows now, and names of which only columns may be asked."""
    data = walk.data or walk.raw_text
    others = {ast.unparse(slot.argument) for slot in holdout.slots}
    root = root_name(walk.raw) or _receiver_root(walk.raw)
    stale = {root} if root is not None else set()
    stale |= walk.names
    return frozenset({data, *others} - (stale - {data})), frozenset(stale - {data})


def _move(context: FixContext, walk: _Walk, statement: ast.stmt, holdout: Holdout) -> None:
    atoms, stale = _atoms(walk, holdout)
    name = walk.data or (walk.raw.id if isinstance(walk.raw, ast.Name) else None)
    step = _as_frame(walk, statement, atoms, stale)
    if step is None:
        step = read_step(statement, name, atoms, stale)
    step = labelled(context, step, walk.raw_text)
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and node.id not in walk.learned | atoms | stale:
            if rows_in_disguise(context, node):
                raise Unclear(node.id)
    if step.fits and step.looks_back:
        raise Unclear("a statistic of the data inside of a fit")
    walk.moved.append(step)
    if step.target is None:
        walk.learned |= binds(statement) or {
            root for call in step.fits if (root := root_name(call.func))
        }
        return
    bound = step.target.id
    walk.learned |= {root for call in step.fits if (root := root_name(call.func))}
    first = walk.data is None
    walk.data = bound
    walk.names.add(bound)
    if not first and not (walk.in_place and not step.whole):
        walk.touched = None
    if first:
        walk.in_place = isinstance(walk.raw, ast.Name) and bound == walk.raw.id
        walk.frame = bound if walk.in_place and not step.whole else None
    if not step.whole and step.column is not None and (first or walk.touched is not None):
        walk.touched = _union(walk.touched, _columns(context, statement, step.column))


def _columns(context: FixContext, statement: ast.stmt, column: ast.expr) -> Names:
    if isinstance(statement, ast.For) and isinstance(column, ast.Name):
        if isinstance(statement.target, ast.Name) and statement.target.id == column.id:
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
    walk: _Walk, statement: ast.stmt, atoms: frozenset[str], stale: frozenset[str]
) -> Step | None:
    """Read ``X = pd.DataFrame(X, ...)`` of what the step before made as one step with that."""
    before = walk.moved[-1] if walk.moved else None
    name = made_of(statement)
    if before is None or name is None or name.id != walk.data or not before.whole:
        return None
    if len(walk.moved) != 1 or not isinstance(before.statement, ast.Assign):
        return None
    raw = {walk.raw_text} if not walk.in_place else set()
    step = read_step(statement, walk.data, atoms | raw, stale - raw)
    uses = tuple((node, use) for node, use in step.uses if node is not name)
    walk.moved.pop()
    walk.absorbed.append(before.statement)
    return replace(step, uses=uses, learned=(), inlined=(name, before))


def _may_stay(context: FixContext, walk: _Walk, statement: ast.stmt) -> bool:
    """Whether a statement that reads the changed data is right on the unchanged data, too."""
    outline = context.outline
    if not walk.in_place or reads(statement) & walk.learned or walk.data is None:
        return False
    if asks_only_columns(statement, walk.names) and not binds(statement) & walk.names:
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
            walk.data = target.id
            walk.names.add(target.id)
            return True
        raise Unclear(ast.unparse(statement))
    return _works_on_other_columns(context, walk, statement)


def _works_on_other_columns(context: FixContext, walk: _Walk, statement: ast.Assign) -> bool:
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


def _data_slot(context: FixContext, walk: _Walk, holdout: Holdout) -> Slot:
    """Return the array of the split that holds the changed data; raises ``Unclear``."""
    found = [slot for slot in holdout.slots if _holds_data(context, walk, slot.argument)]
    if len(found) != 1:
        raise Unclear("the data is split in no place, or in several")
    clean = {ast.unparse(slot.argument) for slot in holdout.slots if slot is not found[0]}
    for keyword in holdout.call.keywords:
        if reads(keyword.value) & (walk.names | walk.learned):
            if ast.unparse(keyword.value) not in clean:
                raise Unclear(ast.unparse(keyword.value))
    return found[0]


def _holds_data(context: FixContext, walk: _Walk, argument: ast.expr) -> bool:
    if walk.data is None:
        return ast.unparse(argument) == walk.raw_text
    if isinstance(argument, ast.Name) and argument.id == walk.data:
        return True
    if not reads(argument) & (walk.names | walk.learned):
        return False
    if walk.in_place and walk.frame is not None and walk.touched is not None:
        names = projected(context.outline, argument, walk.frame)
        if names is not None and names.is_apart(walk.touched):
            return False
        if names is not None and names.holds(walk.touched) and walk.data == walk.frame:
            return True
    raise Unclear(ast.unparse(argument))


def _check_order(
    context: FixContext, walk: _Walk, holdout: Holdout, between: Sequence[ast.stmt]
) -> None:
    """Refuse where a statement that stays and one that moves past it depend on each other."""
    place = {id(statement): number for number, statement in enumerate(between)}
    frames = walk.names if walk.in_place else set()  # reads and writes of them were judged before
    for stay in walk.staying:
        if binds(stay) & (reads(walk.raw) - frames):
            raise Unclear(ast.unparse(stay))
        for step in walk.moved:
            if place[id(step.statement)] < place[id(stay)] and _depend(step, stay, frames):
                raise Unclear(ast.unparse(stay))
    needed = {name for step in walk.moved for name in reads(step.statement)}
    split_in = {name for slot in holdout.slots for name in reads(slot.argument)}
    if holdout.names & needed - split_in - walk.names - reads(walk.raw):
        raise Unclear("the split binds a name that a moved statement reads")


def _depend(step: Step, stay: ast.stmt, frames: set[str]) -> bool:
    """Whether it matters which of two statements comes first."""
    made = binds(step.statement) | {root for call in step.fits if (root := root_name(call.func))}
    return bool(
        binds(stay) & ((reads(step.statement) | made) - frames) or reads(stay) & (made - frames)
    )


def _check_later(
    context: FixContext, walk: _Walk, holdout: Holdout, block: list[ast.stmt]
) -> None:
    """Refuse where something after the split still needs the data as the fit left it."""
    ours = [step.statement for step in walk.moved]
    ours += [*walk.absorbed, *walk.staying, holdout.statement]
    if walk.frame is not None and has_alias(context.outline, walk.names):
        raise Unclear("the frame has two names")
    for name in walk.names - holdout.names:
        if is_read_later(context.outline, name, holdout.statement, block, ours, walk.in_place):
            raise Unclear(name)


def _rewrite(
    context: FixContext, walk: _Walk, holdout: Holdout, slot: Slot, block: list[ast.stmt]
) -> Rewrite:
    outline = context.outline
    taken: dict[ast.Call, str] = {}

    def fresh(maker: ast.Call) -> str:
        if maker not in taken:
            taken[maker] = estimator_name(outline, maker, frozenset(taken.values()))
        return taken[maker]

    others = {ast.unparse(other.argument): other for other in holdout.slots if other is not slot}
    parts = Parts(outline, slot, others, fresh)
    after = [new for step in walk.moved for new in parts.statements(step)]
    makers = _makers_above(context, walk, block)
    made = [outline.span(maker) for maker in makers]
    after = [*(NewStatement(copied=span, above=(span,), beside=span) for span in made), *after]
    removed = set(made)
    removed |= {outline.span(step.statement) for step in walk.moved}
    removed |= {outline.span(statement) for statement in walk.absorbed}
    substitutions: dict[Span, str] = {}
    if isinstance(slot.argument, ast.Name) and not walk.in_place and walk.data is not None:
        substitutions[outline.span(slot.argument)] = _raw_code(context, walk)
    return Rewrite(
        _title(walk, slot, taken),
        Applicability.UNSAFE,
        substitutions=substitutions,
        removed=frozenset(removed),
        after={outline.span(holdout.statement): tuple(after)},
    )


def _raw_code(context: FixContext, walk: _Walk) -> str:
    known = isinstance(walk.raw, ast.Name) or not hasattr(walk.raw, "lineno")
    return walk.raw_text if known else context.outline.text(walk.raw)


def _makers_above(context: FixContext, walk: _Walk, block: list[ast.stmt]) -> list[ast.Assign]:
    """Return the statements directly above that make what is fitted: they move along."""
    source = context.source
    moved = [*(step.statement for step in walk.moved), *walk.absorbed]
    first = min(moved, key=block.index)
    names = {root_name(call.func) for step in walk.moved for call in step.fits}
    found: list[ast.Assign] = []
    index = block.index(first) - 1
    busy = {name for stay in walk.staying for name in reads(stay) | binds(stay)}
    while index >= 0:
        made = block[index]
        same_cell = source.cell_at(made.lineno) == source.cell_at(first.lineno)
        if not _is_maker(made, names) or not same_cell or (reads(made) | binds(made)) & busy:
            break
        found.insert(0, made)  # type: ignore[arg-type]
        index -= 1
    return found


def _title(walk: _Walk, slot: Slot, taken: dict[ast.Call, str]) -> str:
    named = [_shown(step, call, taken) for step in walk.moved for call in step.fits]
    names = list(dict.fromkeys(named))
    if not names:
        return f"Split first, then take the statistics from `{slot.train}` only"
    return f"Split first, then fit {' and '.join(names)} on `{slot.train}` only"


def _shown(step: Step, call: ast.Call, taken: dict[ast.Call, str]) -> str:
    """Return the name of what learns in a call, as the user will see it."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if not isinstance(owner, ast.Call):
        return f"`{ast.unparse(owner)}`"
    target = step.statement.targets[0] if isinstance(step.statement, ast.Assign) else owner.func
    return f"`{taken.get(owner) or ast.unparse(target)}`"
