"""Loops that fit one model after another, each with another setting."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Final

from dyetrace.findings import Span
from dyetrace.flow.events import Call, Context
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.source.program import Source

# A loop over these repeats the same setting, or takes one model after the other.
_REPEATS: Final = frozenset(
    """
    random_state seed random_seed verbose n_jobs rng np_random classes labels steps estimator
    base_estimator estimators model name
    """.split()
)
LOOPS: Final = (ast.For, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)
UNNAMED: Final = "parameters"  # a setting whose name the program does not write down


class Variations:
    """Answers which parameter of a model a loop changes; remembers what it looked up."""

    def __init__(self, flow: Flow) -> None:
        self._sources = flow.sources or {flow.source.path: flow.source}
        self._setters: dict[int, list[Span]] = {}
        for call in flow.of(Call):
            if call.function.endswith(".set_params") and call.receiver is not None:
                self._setters.setdefault(call.receiver.identity, []).append(call.site)
        self._functions = {
            node.name: node
            for source in self._sources.values()
            for node in source.nodes_of(ast.FunctionDef)
        }
        self._names: dict[tuple[Span, tuple[Span, ...]], frozenset[str]] = {}

    def setting(self, model: Value, fit: Context, score: Context) -> str | None:
        """Return the parameter that the loops around both a fit and its score change."""
        loops = [loop for loop in fit.loops if loop in score.loops]
        if not loops:
            return None
        makers = self._makers(model)
        for loop in loops:
            key = (loop, fit.calls)
            if key not in self._names:
                self._names[key] = self._varying(loop, fit.calls)
            names = self._names[key]
            for maker in makers:
                for name, value in _given(maker):
                    if name not in _REPEATS and _mentions(value, names):
                        return name
        return None

    def _node(self, span: Span, *kinds: type[ast.AST]) -> ast.AST | None:
        source = self._sources.get(span.path)
        return None if source is None else source.node_at(span, kinds)

    def _makers(self, model: Value) -> list[ast.Call]:
        """Return the calls that made a model and what is inside of it, or set its parameters."""
        sites = {model.site, *self._setters.get(model.identity, ())}
        for name, value in model.attributes.items():
            if name.startswith("__"):
                continue  # what it was fitted on is no setting
            sites.add(value.site)
            for item in value.items or ():
                sites.update({item.site, *(inner.site for inner in item.items or ())})
        return [
            node
            for site in sites
            if site is not None and isinstance(node := self._node(site, ast.Call), ast.Call)
        ]  # fmt: skip

    def _objective(self, span: Span) -> ast.FunctionDef | None:
        """Return the function that a tuner's call at a place calls over and over."""
        call = self._node(span, ast.Call)
        if not isinstance(call, ast.Call):
            return None
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        names = [n.id if isinstance(n, ast.Name) else getattr(n, "attr", "") for n in given]
        for wrapper in (n for n in given if isinstance(n, ast.Lambda)):
            names.extend(_called(n) for n in ast.walk(wrapper) if isinstance(n, ast.Call))
        return next((self._functions[name] for name in names if name in self._functions), None)

    def _varying(self, span: Span, calls: tuple[Span, ...]) -> frozenset[str]:
        """Return the names that differ between the rounds of a loop, in called functions too."""
        loop = self._node(span, *LOOPS) or self._objective(span)
        if loop is None:
            return frozenset()
        names = loop_names(loop)
        assignments = [node for node in ast.walk(loop) if isinstance(node, ast.Assign)]
        for _ in range(2):
            for node in assignments:
                suggests = isinstance(loop, ast.FunctionDef) and _suggests(node.value, names)
                if suggests or (_mentions(node.value, names) and not _makes(node.value)):
                    names.update(t.id for t in node.targets if isinstance(t, ast.Name))
        for site in calls:
            call = self._node(site, ast.Call) if _is_inside(site, span) else None
            if isinstance(call, ast.Call):
                function = self._functions.get(_called(call))
                if function is not None:
                    names |= _parameters(function, call, names)
        return frozenset(names)


def _suggests(node: ast.expr, names: Collection[str]) -> bool:
    """Whether a tuner's trial is asked for a value: ``trial.suggest_float(...)``."""
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr.startswith("suggest_")
        and _mentions(part.func.value, names)
        for part in ast.walk(node)
    )


def loop_names(loop: ast.AST) -> set[str]:
    """Return the names that a loop or comprehension binds; the parameters of an objective."""
    if isinstance(loop, ast.FunctionDef):
        return {parameter.arg for parameter in loop.args.args if parameter.arg != "self"}
    generators = [loop] if isinstance(loop, ast.For) else getattr(loop, "generators", [])
    return {
        part.id
        for generator in generators
        for part in ast.walk(generator.target)
        if isinstance(part, ast.Name)
    }


def loop_at(source: Source, span: Span) -> ast.AST | None:
    """Return the loop or comprehension at a span of the program itself."""
    return source.node_at(span, LOOPS) if span.path == source.path else None


def _is_inside(site: Span, loop: Span) -> bool:
    return site.path == loop.path and loop.contains(site.line, site.column)


def _given(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    for keyword in call.keywords:
        yield keyword.arg or UNNAMED, keyword.value
    for argument in call.args:
        if isinstance(argument, (ast.Name, ast.BinOp, ast.Subscript, ast.Starred)):
            yield UNNAMED, argument


def _called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _parameters(function: ast.FunctionDef, call: ast.Call, names: set[str]) -> set[str]:
    parameters = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(call.func, ast.Attribute) and parameters[:1] == ["self"]:
        parameters = parameters[1:]
    found = {p for p, a in zip(parameters, call.args) if _mentions(a, names)}
    return found | {k.arg for k in call.keywords if k.arg and _mentions(k.value, names)}


def _makes(node: ast.expr) -> bool:
    """Whether an expression makes or fits something: its name is no parameter."""
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _mentions(node: ast.AST, names: Collection[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))
