"""Plans how a fit before the split comes after it: what moves, what stays, and why that is right.

The split stays where it is and takes the data as it was before the fit. The fit and what depends on
it move below, where they are done on the training part and applied to the test part.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.columns import EVERYTHING, Names, literal_names, projected
from dyetrace.fixes.holdout import Holdout, Slot, find_holdout
from dyetrace.fixes.lifetimes import asks_only_columns, is_read_later, rows_in_disguise
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
    return walk


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
    step = read_step(statement, name, atoms, stale)
    step = _aligned(context, step, walk)
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and node.id not in walk.learned | atoms | stale:
            if rows_in_disguise(context, node):
                raise Unclear(node.id)
    walk.moved.append(step)
    if step.target is None:
        walk.learned |= binds(statement) or {
            root for call in step.learned if (root := root_name(call.func))
        }
        return
    bound = step.target.id
    walk.learned |= {root for call in step.learned if (root := root_name(call.func))}
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


def _aligned(context: FixContext, step: Step, walk: _Walk) -> Step:
    """Refuse a frame that is made anew without the row labels: they would no longer match y."""
    for node in ast.walk(step.statement):
        if isinstance(node, ast.Call) and context.outline.text(node.func).endswith("DataFrame"):
            if step.target is not None and not any(k.arg == "index" for k in node.keywords):
                raise Unclear("a frame without the row labels")
    return step


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
    made = {name for step in walk.moved for name in binds(step.statement)} | walk.learned
    for stay in walk.staying:
        passing = [s for s in walk.moved if place[id(s.statement)] < place[id(stay)]]
        needed = {name for step in passing for name in reads(step.statement)}
        raw = reads(walk.raw)
        if binds(stay) & ((needed | raw | made) - {walk.data if walk.in_place else ""}):
            raise Unclear(ast.unparse(stay))
        if reads(stay) & (made - (walk.names if walk.in_place else set())):
            raise Unclear(ast.unparse(stay))
    if holdout.names & {name for step in walk.moved for name in reads(step.statement)} - (
        walk.names | reads(walk.raw)
    ):
        others = {ast.unparse(slot.argument) for slot in holdout.slots}
        clash = holdout.names & {n for s in walk.moved for n in reads(s.statement)}
        if clash - others - walk.names - reads(walk.raw):
            raise Unclear("the split binds a name that a moved statement reads")


def _check_later(
    context: FixContext, walk: _Walk, holdout: Holdout, block: list[ast.stmt]
) -> None:
    """Refuse where something after the split still needs the data as the fit left it."""
    ours = [*(step.statement for step in walk.moved), *walk.staying, holdout.statement]
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
    after = [*(NewStatement(copied=span, above=span, beside=span) for span in made), *after]
    removed = set(made)
    removed |= {outline.span(step.statement) for step in walk.moved}
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
    first = walk.moved[0].statement
    names = {root_name(call.func) for step in walk.moved for call in step.learned}
    found: list[ast.Assign] = []
    index = block.index(first) - 1
    busy = {name for stay in walk.staying for name in reads(stay) | binds(stay)}
    while index >= 0:
        made = block[index]
        if not isinstance(made, ast.Assign) or not isinstance(made.value, ast.Call):
            break
        bound = binds(made)
        same_cell = source.cell_at(made.lineno) == source.cell_at(first.lineno)
        if not bound <= names or not same_cell or reads(made) & busy or bound & busy:
            break
        found.insert(0, made)
        index -= 1
    return found


def _title(walk: _Walk, slot: Slot, taken: dict[ast.Call, str]) -> str:
    names: list[str] = []
    for step in walk.moved:
        for call in step.learned:
            assert isinstance(call.func, ast.Attribute)
            owner = call.func.value
            name = taken.get(owner) if isinstance(owner, ast.Call) else ast.unparse(owner)
            names.append(f"`{name or ast.unparse(owner.func)}`")  # type: ignore[attr-defined]
    names = list(dict.fromkeys(names))
    if not names:
        return f"Split first, then take the statistics from `{slot.train}` only"
    return f"Split first, then fit {' and '.join(names)} on `{slot.train}` only"
