"""Loops that fit one model after another, each with another setting."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from dyetrace.findings import Span
from dyetrace.flow.events import Call, Context
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.program import Source

# A loop over these repeats the same setting.
_REPEATS = frozenset("random_state seed random_seed verbose n_jobs rng np_random".split())


def varied_setting(flow: Flow, model: Value, contexts: Iterable[Context]) -> str | None:
    """Return the parameter of a model that a loop around its fit and its score changes.

    ``contexts`` are those of the fit and the score; the loops that both stand in count.
    """
    source = flow.source
    first, *others = contexts
    loops = [loop for loop in first.loops if all(loop in other.loops for other in others)]
    loops = [loop for loop in loops if loop.path == source.path]
    makers = _makers(flow, model)
    for loop in loops:
        node = _loop_at(source, loop)
        names = _varying(node, source, first.calls)
        for maker in makers:
            for name, value in _given(maker):
                if name not in _REPEATS and _mentions(value, names):
                    return name
    return None


def _makers(flow: Flow, model: Value) -> list[ast.Call]:
    """Return the calls that made a model, or set its parameters."""
    sites = {model.site}
    for value in model.attributes.values():  # a search or pipeline: what is inside of it
        sites.add(value.site)
        for item in value.items or ():
            sites.update({item.site, *(inner.site for inner in item.items or ())})
    for call in flow.of(Call):
        owner = call.receiver
        if call.function.endswith(".set_params") and owner is not None:
            if owner.identity == model.identity:
                sites.add(call.site)
    lines = {site.line for site in sites if site is not None}
    return [
        node
        for node in ast.walk(flow.source.tree)
        if isinstance(node, ast.Call) and node.lineno in lines and flow.source.span(node) in sites
    ]


def _given(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    for keyword in call.keywords:
        yield keyword.arg or "parameters", keyword.value
    for argument in call.args:
        if isinstance(argument, (ast.Name, ast.BinOp, ast.Subscript, ast.Starred)):
            yield "parameters", argument


def _loop_at(source: Source, span: Span) -> ast.AST | None:
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.For, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)):
            if node.lineno == span.line and source.span(node) == span:
                return node
    return None


def _varying(loop: ast.AST | None, source: Source, calls: tuple[Span, ...]) -> frozenset[str]:
    """Return the names that differ between the rounds of a loop, those of called functions too."""
    if loop is None:
        return frozenset()
    generators = [loop] if isinstance(loop, ast.For) else getattr(loop, "generators", [])
    names = {
        part.id
        for generator in generators
        for part in ast.walk(generator.target)
        if isinstance(part, ast.Name)
    }
    for _ in range(2):
        for node in ast.walk(loop):
            if isinstance(node, ast.Assign) and _mentions(node.value, names):
                if not _fits(node.value):
                    names.update(t.id for t in node.targets if isinstance(t, ast.Name))
    functions = {n.name: n for n in ast.walk(source.tree) if isinstance(n, ast.FunctionDef)}
    lines = {span.line for span in calls}
    for node in ast.walk(loop):
        if not isinstance(node, ast.Call) or node.lineno not in lines:
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if name in functions:
            names.update(_parameters(functions[name], node, names))
    return frozenset(names)


def _parameters(function: ast.FunctionDef, call: ast.Call, names: set[str]) -> set[str]:
    parameters = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(call.func, ast.Attribute) and parameters[:1] == ["self"]:
        parameters = parameters[1:]
    found = {p for p, a in zip(parameters, call.args) if _mentions(a, names)}
    return found | {k.arg for k in call.keywords if k.arg and _mentions(k.value, names)}


def _fits(node: ast.expr) -> bool:
    """Whether an expression makes or fits something: its name is no parameter."""
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _mentions(node: ast.AST, names: Iterable[str]) -> bool:
    wanted = set(names)
    return any(isinstance(part, ast.Name) and part.id in wanted for part in ast.walk(node))
