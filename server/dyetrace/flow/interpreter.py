"""Interprets a whole program: the module first, then what nobody in it calls."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial

from dyetrace.flow.calls import call_function, unknown_argument
from dyetrace.flow.classes import instantiate
from dyetrace.flow.expressions import user_bases
from dyetrace.flow.machine import BudgetSpent, Machine
from dyetrace.flow.meanings import all_meanings
from dyetrace.flow.recording import Record, Recorder
from dyetrace.flow.statements import execute
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source


def interpret(
    source: Source, modules: ModuleFinder | None = None, known: Record | None = None
) -> Flow:
    """Return what happens when a program runs, as far as it can be told from its text.

    ``modules`` finds the workspace's own modules that it imports (default: on disk). ``known`` is
    the record of the program before an edit (``Record()`` at first): what did not change since is
    repeated, and the result carries a record again. Never raises for any program; a budget bounds
    the work (``Flow.truncated``).
    """
    recorder = None if known is None else Recorder(known.units)
    scope = None if known is None else known.scope
    machine = Machine(source, all_meanings(), modules or ModuleFinder(), recorder, scope)
    truncated = False
    for run in (_run_module, _enter_uncalled):
        machine.refill()
        try:
            run(machine)
        except (BudgetSpent, RecursionError):
            truncated = True
            machine.start_over()
    sources = {each.path: each for each in machine.sources.values()}
    record = None if recorder is None else Record(machine.scope, recorder.units)
    events, faults = tuple(machine.events), tuple(machine.faults)
    return Flow(source, events, sources, truncated, faults, record)


def _unit(machine: Machine, key: object, work: Callable[[], bool]) -> bool:
    """Run a part of the program that may be known from before an edit."""
    return work() if machine.recorder is None else machine.recorder.run(machine, key, work)


def _run_module(machine: Machine) -> None:
    for statement in machine.main.tree.body:
        if not _unit(machine, statement, partial(execute, machine, (statement,))):
            return


def _enter_uncalled(machine: Machine) -> None:
    """Interpret functions that the program only defines: others call them, tests or imports."""
    with machine.inside(entered=False):
        seen = 0
        while seen < len(machine.defined):
            value = machine.defined[seen]
            seen += 1
            if machine.sources[value.scopes[-1]] is not machine.main:
                continue  # its own file is the place to judge what nobody here calls
            if value.type == "class":
                _unit(machine, value, partial(_enter_methods, machine, value))
            elif not machine.was_entered(value.node) and not machine.is_method(value.node):
                _unit(machine, value, partial(_enter_function, machine, value))


def _enter_function(machine: Machine, function: Value) -> bool:
    span = machine.span(function.node)
    call_function(machine, function, _unknown(machine, function), {}, span)
    return True


def _enter_methods(machine: Machine, kind: Value) -> bool:
    methods = [
        (owner, value)
        for owner in user_bases(machine, kind)[:1]
        for value in machine.current(owner).attributes.values()
        if isinstance(value.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and not machine.was_entered(value.node)
    ]
    if not methods:
        return True
    init = machine.current(kind).attributes.get("__init__")
    arguments = _unknown(machine, init, skip=1) if init is not None and init.node else ()
    instance = instantiate(machine, kind, arguments, {}, machine.span(kind.node))
    for owner, method in methods:
        if machine.was_entered(method.node):
            continue
        bound = method.but(receiver=instance, attributes={**method.attributes, "__owner__": owner})
        span = machine.span(method.node)
        call_function(machine, bound, _unknown(machine, method, skip=1), {}, span)
    return True


def _unknown(machine: Machine, function: Value, skip: int = 0) -> tuple[Value, ...]:
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args][skip:]
    required = positional[: max(0, len(positional) - len(arguments.defaults))]
    return tuple(unknown_argument(machine, parameter) for parameter in required)
