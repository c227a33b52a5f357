"""Executes statements: bindings, branches, loops, definitions.

Every function here returns whether execution falls through its end (False after a ``return``,
``raise``, ``break`` or ``continue`` on every path).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dyetrace.flow.binding import assign, delete
from dyetrace.flow.calls import define_function
from dyetrace.flow.classes import define_class
from dyetrace.flow.expressions import element_of, evaluate
from dyetrace.flow.imports import import_from, import_module
from dyetrace.flow.machine import BudgetSpent, Machine
from dyetrace.flow.operators import evaluate_operator, operator_text
from dyetrace.flow.patterns import bind_pattern
from dyetrace.flow.protocols import entered
from dyetrace.flow.state import Layer
from dyetrace.flow.truth import known_truth
from dyetrace.flow.values import Value, fresh

_UNROLLED = 8  # elements of a literal list or dict that a loop visits one by one


def execute(machine: Machine, statements: Sequence[ast.stmt]) -> bool:
    """Run statements in order until one does not fall through."""
    for statement in statements:
        machine.spend()
        run = _STATEMENTS.get(type(statement))
        layer = machine.state.layer
        try:
            if run is not None and run(machine, statement) is False:
                return False
        except BudgetSpent:
            raise
        except RecursionError:
            continue  # an expression nested beyond Python's own stack: this one is not known
        except Exception:  # a fault in the meaning of one call must not hide the program
            machine.state.layer = layer
            machine.fault(statement)
    return True


def _assign(machine: Machine, node: ast.Assign) -> None:
    value = evaluate(machine, node.value)
    for target in node.targets:
        assign(machine, target, value)


def _annotated(machine: Machine, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(machine, node.target, evaluate(machine, node.value))


def _augmented(machine: Machine, node: ast.AugAssign) -> None:
    old = evaluate(machine, node.target)
    value = evaluate(machine, node.value)
    span = machine.span(node)
    if old.items is not None and value.items is not None and isinstance(node.op, ast.Add):
        result = machine.update(old, items=(*old.items, *value.items))
    else:
        symbol = operator_text(node.op) + "="
        result = evaluate_operator(machine, symbol, (old, value), span)
    assign(machine, node.target, result, augmented=True)


def _expression(machine: Machine, node: ast.Expr) -> None:
    evaluate(machine, node.value)


def _delete(machine: Machine, node: ast.Delete) -> None:
    for target in node.targets:
        delete(machine, target)


def _return(machine: Machine, node: ast.Return) -> bool:
    frame = machine.frame
    if node.value is not None:
        frame.returns.append(evaluate(machine, node.value))
    frame.exits.append(machine.state.layer.flat(frame.base))
    return False


def _raise(machine: Machine, node: ast.Raise) -> bool:
    if node.exc is not None:
        evaluate(machine, node.exc)
    return False


def _break(machine: Machine, node: ast.Break) -> bool:
    return _leave(machine, machine.frame.breaks)


def _continue(machine: Machine, node: ast.Continue) -> bool:
    return _leave(machine, machine.frame.continues)


def _leave(machine: Machine, exits: list[list[Layer]]) -> bool:
    if exits:
        exits[-1].append(machine.state.layer.flat(machine.frame.loop_bases[-1]))
    return False


def _if(machine: Machine, node: ast.If) -> bool:
    evaluate(machine, node.test)
    known = known_truth(machine, node.test)
    if known is not None:
        return execute(machine, node.body if known else node.orelse)
    span = machine.span(node)
    return machine.run_branches(
        [
            (span, "if", partial(execute, machine, node.body)),
            (span, "else", partial(execute, machine, node.orelse)),
        ]
    )


def _for(machine: Machine, node: ast.For | ast.AsyncFor) -> bool:
    iterable = evaluate(machine, node.iter)
    known = known_elements(iterable)
    span = machine.span(node)
    binders: list[Callable[[], None]] = []
    if known is not None and 0 < len(known) <= _UNROLLED:
        binders = [partial(assign, machine, node.target, item) for item in known]
    else:

        def bind_any() -> None:
            element = element_of(machine, machine.current(iterable), machine.span(node.iter))
            assign(machine, node.target, element)

        binders = [bind_any, bind_any]
    with machine.inside(loops=span):
        _loop(machine, node.body, binders)
    return execute(machine, node.orelse) if node.orelse else True


def known_elements(iterable: Value) -> tuple[Value, ...] | None:
    """Return the elements that a loop over a value visits, where all are known."""
    if iterable.items is not None:
        return iterable.items
    if iterable.entries is not None and iterable.type == "dict":
        return tuple(fresh(type=type(key).__name__, constant=key) for key in iterable.entries)
    return None


def _while(machine: Machine, node: ast.While) -> bool:
    endless = isinstance(node.test, ast.Constant) and bool(node.test.value)

    def test() -> None:
        evaluate(machine, node.test)

    with machine.inside(loops=machine.span(node)):
        broke = _loop(machine, node.body, [test, test])
    if endless and not broke:
        return False
    return execute(machine, node.orelse) if node.orelse else True


def _loop(machine: Machine, body: list[ast.stmt], binders: list[Callable[[], None]]) -> bool:
    """Run a loop body once for each binder; returns whether a ``break`` can leave it.

    A loop of unknown length runs twice: what the first pass leaves is what the second one sees,
    which shows state that is carried from one iteration to the next.
    """
    frame = machine.frame
    base = machine.state.layer
    frame.loop_bases.append(base)
    frame.breaks.append([])
    frame.continues.append([])
    machine.state.layer = Layer(base)
    try:
        for bind in binders:
            bind()
            falls = execute(machine, body)
            left = frame.continues.pop()
            frame.continues.append([])
            if left:
                ends = [machine.state.layer.flat(base)] if falls else []
                machine.state.join(Layer(base), [*left, *ends])
            elif not falls:
                break
    finally:
        end = machine.state.layer
        frame.loop_bases.pop()
        broke = frame.breaks.pop()
        frame.continues.pop()
    machine.state.join(base, [end, *broke])
    return bool(broke)


def _with(machine: Machine, node: ast.With | ast.AsyncWith) -> bool:
    names: list[str] = []
    for item in node.items:
        manager = evaluate(machine, item.context_expr)
        names.append(manager.type or manager.name or "?")
        if item.optional_vars is not None:
            target = item.optional_vars
            assign(machine, target, entered(machine, manager, machine.span(target)))
    return _managed(machine, names, node.body)


def _managed(machine: Machine, names: list[str], body: list[ast.stmt]) -> bool:
    if not names:
        return execute(machine, body)
    with machine.inside(managers=names[0]):
        return _managed(machine, names[1:], body)


def _try(machine: Machine, node: ast.Try) -> bool:
    base = machine.state.layer
    span = machine.span(node)
    falls = {"body": False}

    def body() -> None:
        falls["body"] = execute(machine, node.body) and execute(machine, node.orelse)

    end = machine.state.branch(base, body)
    ends = [end] if falls["body"] else []
    for handler in node.handlers:
        # An exception may come before or after any statement of the body.
        machine.state.join(Layer(base), [end.flat(None), end.flat(base)])
        if handler.type is not None:
            evaluate(machine, handler.type)
        if handler.name is not None:
            machine.store(handler.name, fresh(certain=False))
        with machine.inside(branches=(span, "except")):
            handled = execute(machine, handler.body)
        if handled:
            ends.append(machine.state.layer)
    machine.state.join(base, ends)
    finished = execute(machine, node.finalbody)
    return bool(ends) and finished


def _match(machine: Machine, node: ast.Match) -> bool:
    subject = evaluate(machine, node.subject)
    span = machine.span(node)
    arms: list[tuple[Any, str, Callable[[], bool]]] = []
    complete = False
    for number, case in enumerate(node.cases):
        arms.append((span, f"case {number}", partial(_case, machine, case, subject)))
        complete = complete or (_binds_all(case.pattern) and case.guard is None)
    if not complete:
        arms.append((span, "none", lambda: True))
    return machine.run_branches(arms)


def _binds_all(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _case(machine: Machine, case: ast.match_case, subject: Value) -> bool:
    bind_pattern(machine, case.pattern, subject)
    if case.guard is not None:
        evaluate(machine, case.guard)
    return execute(machine, case.body)


def _scope_names(machine: Machine, node: ast.Global | ast.Nonlocal) -> None:
    frame = machine.frame
    outer = frame.scopes[-1] if isinstance(node, ast.Global) else frame.scopes[1:2]
    for name in node.names:
        if isinstance(outer, int):
            frame.outer_names[name] = outer
        elif outer:
            frame.outer_names[name] = outer[0]


def _assert(machine: Machine, node: ast.Assert) -> None:
    evaluate(machine, node.test)


def _function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    machine.store(node.name, define_function(machine, node))


def _class(machine: Machine, node: ast.ClassDef) -> None:
    machine.store(node.name, define_class(machine, node))


_STATEMENTS: dict[type[ast.stmt], Callable[[Machine, Any], bool | None]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.Delete: _delete,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
    ast.Global: _scope_names,
    ast.Nonlocal: _scope_names,
    ast.Assert: _assert,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: import_module,
    ast.ImportFrom: import_from,
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = _try
