"""Interprets a whole program: the module first, then what nobody in it calls."""

from __future__ import annotations

import ast

from dyetrace.flow.calls import call_function, unknown_argument
from dyetrace.flow.classes import instantiate
from dyetrace.flow.expressions import user_bases
from dyetrace.flow.machine import BudgetSpent, Machine
from dyetrace.flow.meanings import all_meanings
from dyetrace.flow.statements import execute
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.modules import ModuleFinder
from dyetrace.source.program import Source


def interpret(source: Source, modules: ModuleFinder | None = None) -> Flow:
    """Return what happens when a program runs, as far as it can be told from its text.

    ``modules`` finds the workspace's own modules that it imports (default: on disk). Never raises
    for any program; a budget bounds the work (``Flow.truncated``).
    """
    machine = Machine(source, all_meanings(), modules or ModuleFinder())
    truncated = False
    for run in (_run_module, _enter_uncalled):
        machine.refill()
        try:
            run(machine)
        except (BudgetSpent, RecursionError):
            truncated = True
            machine.start_over()
    sources = {each.path: each for each in machine.sources.values()}
    return Flow(source, tuple(machine.events), sources, truncated, tuple(machine.faults))


def _run_module(machine: Machine) -> None:
    execute(machine, machine.main.tree.body)


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
                _enter_methods(machine, value)
            elif value.node not in machine.entered and value.node not in machine.methods:
                call_function(
                    machine, value, _unknown(machine, value), {}, machine.span(value.node)
                )


def _enter_methods(machine: Machine, kind: Value) -> None:
    methods = [
        (owner, value)
        for owner in user_bases(machine, kind)[:1]
        for value in machine.current(owner).attributes.values()
        if isinstance(value.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and value.node not in machine.entered
    ]
    if not methods:
        return
    init = machine.current(kind).attributes.get("__init__")
    arguments = _unknown(machine, init, skip=1) if init is not None and init.node else ()
    instance = instantiate(machine, kind, arguments, {}, machine.span(kind.node))
    for owner, method in methods:
        if method.node in machine.entered:
            continue
        bound = method.but(receiver=instance, attributes={**method.attributes, "__owner__": owner})
        span = machine.span(method.node)
        call_function(machine, bound, _unknown(machine, method, skip=1), {}, span)


def _unknown(machine: Machine, function: Value, skip: int = 0) -> tuple[Value, ...]:
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args][skip:]
    required = positional[: max(0, len(positional) - len(arguments.defaults))]
    return tuple(unknown_argument(machine, parameter) for parameter in required)
