"""Plans how a fit before the split comes after it: what moves, what stays, and why that is right.

The split stays where it is and takes the data as it was before the fit. The fit and what depends on
it move below, where they are done on the training part and applied to the test part.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from dyetrace.findings import Applicability
from dyetrace.fixes.columns import projected
from dyetrace.fixes.definitions import is_unchanged
from dyetrace.fixes.holdout import Holdout, Slot, find_holdout
from dyetrace.fixes.lifetimes import has_alias, is_read_later, widths_after
from dyetrace.fixes.names import estimator_name
from dyetrace.fixes.outline import binds, reads, root_name
from dyetrace.fixes.reading import Reader, Role, Unclear
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite
from dyetrace.fixes.steps import Parts, Step
from dyetrace.fixes.walk import Walk, atoms_of, is_fit, is_maker, raw_data, walk_to_split


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
    for raw in raw_data(start, cause):
        try:
            walk = walk_to_split(context, raw, between, holdout)
            slot = _data_slot(context, walk, holdout)
            _check_order(context, walk, holdout, between)
            _check_later(context, walk, holdout, slot, block)
            return _rewrite(context, walk, holdout, slot, block)
        except Unclear:
            continue
    return None


def _data_slot(context: FixContext, walk: Walk, holdout: Holdout) -> Slot:
    """Return the array of the split that holds the changed data; raises ``Unclear``."""
    found = [slot for slot in holdout.slots if _holds_data(context, walk, holdout, slot.argument)]
    if len(found) != 1:
        raise Unclear("the data is split in no place, or in several")
    clean = {ast.unparse(slot.argument) for slot in holdout.slots if slot is not found[0]}
    for keyword in holdout.call.keywords:
        text = ast.unparse(keyword.value)
        if reads(keyword.value) & (walk.names | walk.learned) and text not in clean:
            raise Unclear(text)
    return found[0]


def _holds_data(context: FixContext, walk: Walk, holdout: Holdout, argument: ast.expr) -> bool:
    if ast.unparse(argument) == (walk.data or walk.raw_text):
        return True
    fits = any(map(is_fit, ast.walk(argument)))
    if not reads(argument) & (walk.names | walk.learned) and not fits:
        return False
    if walk.in_place and walk.frame is not None and walk.touched is not None:
        names = projected(context.outline, argument, walk.frame)
        if names is not None and names.is_apart(walk.touched):
            return False
        if names is not None and names.holds(walk.touched) and walk.data == walk.frame:
            return True
    walk.last = _last_step(walk, holdout, argument)
    return True


def _last_step(walk: Walk, holdout: Holdout, argument: ast.expr) -> Step:
    """Read what is done in the call of the split itself; raises ``Unclear``."""
    atoms, stale = atoms_of(walk, holdout)
    reader = Reader(atoms - {ast.unparse(argument)}, stale, walk.columns)
    if reader.read(argument) is not Role.ROWS or walk.last is not None:
        raise Unclear(ast.unparse(argument))
    step = Step(holdout.statement, None, True, tuple(reader.uses), tuple(reader.learned))
    if step.fits and step.looks_back:
        raise Unclear("a statistic of the data inside of a fit")
    return step


def _check_order(
    context: FixContext, walk: Walk, holdout: Holdout, between: Sequence[ast.stmt]
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
    context: FixContext, walk: Walk, holdout: Holdout, slot: Slot, block: list[ast.stmt]
) -> None:
    """Refuse where something after the split still needs the data as the fit left it."""
    ours = [step.statement for step in walk.moved]
    ours += [*walk.absorbed, *walk.staying, holdout.statement]
    if walk.frame is not None and has_alias(context.outline, walk.names):
        raise Unclear("the frame has two names")
    for name in walk.names - holdout.names:
        columns_stay = walk.in_place and name not in walk.made
        widths = [
            width
            for width in widths_after(context.outline, name, holdout.statement, block)
            if is_unchanged(context.outline, {slot.train}, holdout.statement, width)
        ]
        walk.widths += widths
        if is_read_later(
            context.outline, name, holdout.statement, block, ours, columns_stay, widths
        ):
            raise Unclear(name)


def _rewrite(
    context: FixContext, walk: Walk, holdout: Holdout, slot: Slot, block: list[ast.stmt]
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
    if walk.last is not None:
        after += parts.in_the_split(walk.last, slot.argument)
    makers = _makers_above(context, walk, block) if walk.moved else []
    made = [outline.span(maker) for maker in makers]
    after = [*(NewStatement(copied=span, above=(span,), beside=span) for span in made), *after]
    removed = set(made)
    removed |= {outline.span(step.statement) for step in walk.moved}
    removed |= {outline.span(statement) for statement in walk.absorbed}
    substitutions = {outline.span(width): slot.train for width in walk.widths}
    is_data = isinstance(slot.argument, ast.Name) and slot.argument.id == walk.data
    if walk.last is not None or (is_data and walk.data != walk.unsplit):
        substitutions[outline.span(slot.argument)] = walk.unsplit
    return Rewrite(
        _title(walk, slot, taken),
        Applicability.UNSAFE,
        substitutions=substitutions,
        removed=frozenset(removed),
        after={outline.span(holdout.statement): tuple(after)},
    )


def _makers_above(context: FixContext, walk: Walk, block: list[ast.stmt]) -> list[ast.Assign]:
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
        if not is_maker(made, names) or not same_cell or (reads(made) | binds(made)) & busy:
            break
        found.insert(0, made)  # type: ignore[arg-type]
        index -= 1
    return found


def _title(walk: Walk, slot: Slot, taken: dict[ast.Call, str]) -> str:
    steps = walk.moved if walk.last is None else [*walk.moved, walk.last]
    named = [_shown(step, call, taken) for step in steps for call in step.fits]
    names = list(dict.fromkeys(named))
    fitted = f"fit {' and '.join(names)} on `{slot.train}` only"
    if not any(step.looks_back for step in steps):
        return f"Split first, then {fitted}"
    if names:
        return f"Split first, then take statistics and {fitted}"
    return f"Split first, then take the statistics from `{slot.train}` only"


def _shown(step: Step, call: ast.Call, taken: dict[ast.Call, str]) -> str:
    """Return the name of what learns in a call, as the user will see it."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if not isinstance(owner, ast.Call):
        return f"`{ast.unparse(owner)}`"
    target = step.statement.targets[0] if isinstance(step.statement, ast.Assign) else owner.func
    target = target if isinstance(target, ast.Name) else owner.func
    return f"`{taken.get(owner) or ast.unparse(target)}`"
