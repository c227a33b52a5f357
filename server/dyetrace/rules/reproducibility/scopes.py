"""Which names a program binds at its top level, and which it reads there or in its functions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

How = Literal["import", "definition", "assignment"]
_FORGIVING = frozenset({"NameError", "Exception", "BaseException"})
_LEAVES = frozenset(
    {ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass, ast.Break, ast.Continue, ast.Nonlocal}
    | {*ast.operator.__subclasses__(), *ast.unaryop.__subclasses__()}
    | {*ast.cmpop.__subclasses__(), *ast.boolop.__subclasses__()}
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A top-level name gets a value."""

    name: str
    node: ast.AST  # has a position
    how: How


@dataclass(frozen=True, slots=True)
class Reading:
    """A name is read that no function around it binds."""

    node: ast.Name
    deferred: bool  # in a function: read when that is called


@dataclass(frozen=True, slots=True)
class TopLevel:
    """The top-level names of a program, in the order of the text."""

    bindings: tuple[Binding, ...]
    readings: tuple[Reading, ...]
    stars: tuple[str, ...]  # modules of which all names are imported


def top_level(tree: ast.Module) -> TopLevel:
    """Return what a program binds and reads at its top level."""
    walk = _Walk()
    walk.each(tree.body)
    readings = sorted(
        (Reading(node, deferred) for node, deferred in walk.scope.readings),
        key=lambda reading: (reading.node.lineno, reading.node.col_offset),
    )
    return TopLevel(tuple(walk.bindings), tuple(readings), tuple(walk.stars))


@dataclass(slots=True)
class _Scope:
    """A module, function, class or comprehension while its text is walked through."""

    kind: Literal["module", "function", "class", "comprehension"]
    bound: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)  # `global` names
    readings: list[tuple[ast.Name, bool]] = field(default_factory=list)
    from_functions: list[tuple[ast.Name, bool]] = field(default_factory=list)


class _Walk:
    """One walk through a program; what a scope does not bind is read from the scope around it."""

    def __init__(self) -> None:
        self.scope = _Scope("module")
        self.around: list[_Scope] = []
        self.bindings: list[Binding] = []
        self.stars: list[str] = []
        self.forgiven = 0  # `try` statements around that catch a missing name

    def each(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def visit(self, node: ast.AST) -> None:
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            handler(self, node)
        else:
            self.inside(node)

    def inside(self, node: ast.AST) -> None:
        """Visit the children of a node."""
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item)
            elif isinstance(value, ast.AST) and type(value) not in _LEAVES:
                self.visit(value)

    def bind(self, name: str, node: ast.AST, how: How = "assignment") -> None:
        scope = self.scope
        if isinstance(node, ast.NamedExpr):
            outer = (s for s in (scope, *reversed(self.around)) if s.kind != "comprehension")
            scope = next(outer)
        scope.bound.add(name)
        if scope.kind == "module":
            self.bindings.append(Binding(name, node, how))

    def enter(self, kind: Literal["function", "class", "comprehension"]) -> None:
        self.around.append(self.scope)
        self.scope = _Scope(kind)

    def leave(self) -> None:
        inner, self.scope = self.scope, self.around.pop()
        bound = inner.bound - inner.elsewhere
        free = [pair for pair in inner.readings if pair[0].id not in bound]
        if inner.kind == "function":
            free = [(node, True) for node, _ in free]
        into = self.scope.readings
        if self.scope.kind == "class" and inner.kind == "function":
            into = self.scope.from_functions  # the names of a class are not seen in its methods
        into += free
        into += inner.from_functions

    def name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id, node)
        elif isinstance(node.ctx, ast.Load) and not self.forgiven:
            self.scope.readings.append((node, False))

    def walrus(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.bind(node.target.id, node)

    def augmented(self, node: ast.AugAssign) -> None:
        self.visit(node.value)
        if isinstance(node.target, ast.Name) and not self.forgiven:
            self.scope.readings.append((node.target, False))
        self.visit(node.target)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.each(node.decorator_list)
        if node.returns is not None:
            self.visit(node.returns)
        self.bind(node.name, node, "definition")
        self.body(node.args, node.body)

    def lambda_(self, node: ast.Lambda) -> None:
        self.body(node.args, (node.body,))

    def body(self, arguments: ast.arguments, body: Iterable[ast.AST]) -> None:
        self.each(arguments.defaults)
        self.each(default for default in arguments.kw_defaults if default is not None)
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        given += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
        self.each(argument.annotation for argument in given if argument.annotation is not None)
        forgiven, self.forgiven = self.forgiven, 0
        self.enter("function")
        self.scope.bound.update(argument.arg for argument in given)
        if self.around[-1].kind == "class":
            self.scope.bound.add("__class__")
        self.each(body)
        self.leave()
        self.forgiven = forgiven

    def class_(self, node: ast.ClassDef) -> None:
        self.each((*node.decorator_list, *node.bases, *node.keywords))
        self.enter("class")
        self.scope.bound.update(("__class__", "__qualname__", "__module__"))
        self.each(node.body)
        self.leave()
        self.bind(node.name, node, "definition")

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    ) -> None:
        self.visit(node.generators[0].iter)
        self.enter("comprehension")
        for number, generator in enumerate(node.generators):
            if number:
                self.visit(generator.iter)
            self.visit(generator.target)
            self.each(generator.ifs)
        self.each((node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,))
        self.leave()

    def imported(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(getattr(node, "module", None) or ".")
            else:
                self.bind(alias.asname or alias.name.partition(".")[0], node, "import")

    def global_(self, node: ast.Global) -> None:
        self.scope.elsewhere.update(node.names)
        self.bindings += [Binding(name, node, "assignment") for name in node.names]

    def try_(self, node: ast.Try) -> None:
        forgiving = any(_forgives(handler) for handler in node.handlers)
        self.forgiven += forgiving
        self.each(node.body)
        self.forgiven -= forgiving
        self.each((*node.handlers, *node.orelse, *node.finalbody))

    def named(self, node: Any) -> None:
        """Visit a handler or a pattern that may bind a name."""
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if name is not None:
            self.bind(name, node)
        self.inside(node)


def _forgives(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(
        isinstance(name, ast.Name) and name.id in _FORGIVING for name in ast.walk(handler.type)
    )


_HANDLERS: dict[type[ast.AST], Callable[[_Walk, Any], None]] = {
    ast.Name: _Walk.name,
    ast.NamedExpr: _Walk.walrus,
    ast.AugAssign: _Walk.augmented,
    ast.FunctionDef: _Walk.function,
    ast.AsyncFunctionDef: _Walk.function,
    ast.Lambda: _Walk.lambda_,
    ast.ClassDef: _Walk.class_,
    ast.ListComp: _Walk.comprehension,
    ast.SetComp: _Walk.comprehension,
    ast.DictComp: _Walk.comprehension,
    ast.GeneratorExp: _Walk.comprehension,
    ast.Import: _Walk.imported,
    ast.ImportFrom: _Walk.imported,
    ast.Global: _Walk.global_,
    ast.Try: _Walk.try_,
    ast.ExceptHandler: _Walk.named,
    ast.MatchAs: _Walk.named,
    ast.MatchStar: _Walk.named,
    ast.MatchMapping: _Walk.named,
}
