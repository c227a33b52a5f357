"""Rewrites a program's tree so that its values can be observed, and nothing else changes.

An expression ``e`` becomes ``_dyetrace_value_(17, e)`` at the same position: it is evaluated once,
in the same frame and order, and positions in tracebacks stay. In a method the hook is given
``self`` too, to tell the instances of a layer apart. The hooks live in ``builtins``, so no name is
added to the user's namespaces, and they have no two leading underscores, which Python would mangle
inside classes. Left alone are annotations, patterns, decorators, base classes and
(before Python 3.12, where their positions are wrong) f-strings.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import sys
from collections.abc import Iterator
from typing import Any, Callable, Union

from .data_names import DataNames, is_size
from .sites import File, Place, Sites
from .stop_comments import insert_stops

VALUE_HOOK = "_dyetrace_value_"
SIZE_HOOK = "_dyetrace_size_"
_HAS_FSTRING_POSITIONS = sys.version_info >= (3, 12)
_Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def instrument(
    text: str,
    file: File,
    sites: Sites,
    part: Callable[[ast.Module], ast.Module] = lambda tree: tree,
) -> ast.Module:
    """Parse a program and return its instrumented tree; raises ``SyntaxError`` as ``compile``.

    ``part`` chooses the statements that are to run.
    """
    tree = part(ast.parse(text, file.path))
    insert_stops(tree, text)
    names = DataNames()
    names.visit(tree)
    _Rewriter(file, sites, names).visit(tree)
    return tree


def place_of(node: Any) -> Place:
    """Return the place of an expression, argument or statement."""
    return (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)


class _Rewriter(ast.NodeTransformer):
    def __init__(self, file: File, sites: Sites, names: DataNames) -> None:
        self._file = file
        self._sites = sites
        self._names = names
        self._definition: Place | None = None  # of the assignment whose value is visited
        self._constructors = 0  # how many constructors are around
        self._owner: str | None = None  # the name of `self`, directly in a method
        self._methods: set[int] = set()

    # -- expressions ---------------------------------------------------------------------------

    def _observed(self, node: Any, size: bool = False) -> Any:
        number = self._sites.add(self._file, place_of(node))
        return self._hook_call(number, node, size)

    def visit_Name(self, node: ast.Name) -> Any:
        if not isinstance(node.ctx, ast.Load) or not self._names.holds_data(node.id):
            return node
        if hasattr(builtins, node.id) and node.id not in self._names.bound:
            return node
        return self._observed(node, size=node.id in self._names.sizes)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        imported = self._root(node) in self._names.other - {"self", "cls"}
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or imported:
            return node
        observed = self._observed(node)
        self._mention(node.attr, observed.args[0].value)
        return observed

    def _mention(self, attribute: str, number: int | None) -> None:
        if not self._constructors:
            self._sites.mentions.setdefault(attribute, []).append(number)

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        size = is_size(node)
        self.generic_visit(node)
        return self._observed(node, size) if isinstance(node.ctx, ast.Load) else node

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        size = self._names.is_size(node)
        self.generic_visit(node)
        return self._observed(node, size)

    visit_UnaryOp = visit_Compare = visit_Await = visit_BinOp  # type: ignore[assignment]
    visit_IfExp = visit_BoolOp = visit_BinOp  # type: ignore[assignment]

    def visit_Call(self, node: ast.Call) -> Any:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return node
        place = place_of(node)
        definition = (self._definition or place) if self._may_construct(node.func) else None
        self._definition = None
        size = is_size(node)
        names_class = _last_name(node.func)[:1].isupper()
        node.func = self._callee(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        number = self._sites.add(self._file, place, definition, names_class)
        return self._hook_call(number, node, size)

    def _callee(self, node: ast.expr) -> Any:
        """Observe a callee only where it may be a layer: ``self.fc(x)``, ``blocks[0](x)``."""
        if isinstance(node, ast.Attribute):
            base = node.value
            is_method = isinstance(base, ast.Name) and base.id not in ("self", "cls")
            if is_method or not isinstance(base, (ast.Name, ast.Attribute, ast.Subscript)):
                node.value = self.visit(base)
                self._mention(node.attr, None)
                return node
        elif isinstance(node, ast.Name) and node.id in ("getattr", "attrgetter"):
            self._sites.reads_by_name = True
        return self.visit(node)

    @staticmethod
    def _may_construct(callee: ast.expr) -> bool:
        """Whether a call may make an object; a method of ``self`` returns what was made inside."""
        return not (
            isinstance(callee, ast.Attribute)
            and isinstance(callee.value, ast.Name)
            and callee.value.id == "self"
        )

    @staticmethod
    def _root(node: ast.AST) -> str:
        while isinstance(node, ast.Attribute):
            node = node.value
        return node.id if isinstance(node, ast.Name) else ""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        return self.generic_visit(node) if _HAS_FSTRING_POSITIONS else node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        node.value = self.visit(node.value)
        return node

    def visit_TemplateStr(self, node: Any) -> Any:
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> Any:
        node.value = self._bound_value(node.value, [node.target])
        return node

    # -- statements ----------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> Any:
        targets = node.targets
        self._definition = place_of(node) if isinstance(node.value, ast.Call) else None
        node.value = self._bound_value(node.value, targets)
        self._definition = None
        node.targets = [self._target(target) for target in targets]
        unpacked = [name for target in targets for name in _unpacked_names(target)]
        return [node, *(self._look(name, size=name.id in self._names.sizes) for name in unpacked)]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            self._definition = place_of(node) if isinstance(node.value, ast.Call) else None
            node.value = self._bound_value(node.value, [node.target])
            self._definition = None
        node.target = self._target(node.target)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        node.value = self.visit(node.value)
        node.target = self._target(node.target)
        return [node, self._look(node.target)] if isinstance(node.target, ast.Name) else node

    def _bound_value(self, value: ast.expr, targets: list[Any]) -> Any:
        """Observe a value once, for its own place and for the names it is bound to."""
        seen = self.visit(value)
        if not _is_hook(seen):
            if isinstance(value, (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Lambda)):
                return seen
            seen = self._hook_call(self._sites.add(self._file, place_of(value)), seen, False)
        number = seen.args[0].value
        names = [t for t in targets if isinstance(t, (ast.Name, ast.Attribute))]
        self._sites.bind(number, [self._sites.add(self._file, place_of(t)) for t in names])
        return seen

    def _target(self, target: Any) -> Any:
        """Observe what is loaded on the way to a target, never the target itself."""
        return self.generic_visit(target) if not isinstance(target, ast.Name) else target

    def visit_For(self, node: Any) -> Any:
        node.iter = self.visit(node.iter)
        node.body = self._entered(node.target, self._body(node.body))
        node.orelse = self._body(node.orelse)
        return node

    visit_AsyncFor = visit_For

    def visit_With(self, node: Any) -> Any:
        body = node.body
        for item in node.items:
            item.context_expr = self.visit(item.context_expr)
        body = self._body(body)
        for item in reversed(node.items):
            if item.optional_vars is not None:
                body = self._entered(item.optional_vars, body)
        node.body = body
        return node

    visit_AsyncWith = visit_With

    def visit_FunctionDef(self, node: Any) -> Any:
        arguments = node.args
        outer = self._owner
        arguments.defaults = [self.visit(default) for default in arguments.defaults]
        arguments.kw_defaults = [d and self.visit(d) for d in arguments.kw_defaults]
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self._owner = _kept_self(node) if id(node) in self._methods else None
        looks = [self._look_argument(a) for a in named if a.arg not in ("self", "cls")]
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        constructs = "init" in node.name or node.name == "reset_parameters"
        self._constructors += constructs
        body = self._body(node.body)
        self._constructors -= constructs
        node.body = [*body[:start], *looks, *body[start:]]
        self._owner = outer
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        with self._without_owner():
            node.body = self.visit(node.body)
        return node

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        with self._without_owner():
            return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        methods = [s for s in node.body if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))]
        self._methods.update(map(id, methods))
        with self._without_owner():
            node.body = self._body(node.body)
        return node

    @contextlib.contextmanager
    def _without_owner(self) -> Iterator[None]:
        """A function of its own that used ``self`` would hold it, and may outlive the method."""
        outer, self._owner = self._owner, None
        yield
        self._owner = outer

    def visit_Match(self, node: Any) -> Any:
        node.subject = self.visit(node.subject)
        for case in node.cases:
            case.guard = case.guard and self.visit(case.guard)
            case.body = self._body(case.body)
        return node

    def visit_TypeAlias(self, node: Any) -> Any:
        return node

    def _body(self, statements: list[Any]) -> list[Any]:
        result: list[Any] = []
        for statement in statements:
            seen = self.visit(statement)
            result.extend(seen if isinstance(seen, list) else [seen])
        return result

    def _entered(self, target: Any, body: list[Any]) -> list[Any]:
        names = [target] if isinstance(target, ast.Name) else list(_unpacked_names(target))
        return [*(self._look(name) for name in names), *body]

    def _look(self, name: ast.Name, size: bool = False) -> ast.Expr:
        """Return a statement that observes a name just bound."""
        load = ast.copy_location(ast.Name(id=name.id, ctx=ast.Load()), name)
        number = self._sites.add(self._file, place_of(name))
        return ast.copy_location(ast.Expr(self._hook_call(number, load, size)), name)

    def _look_argument(self, argument: ast.arg) -> ast.Expr:
        line, column, _, _ = place_of(argument)
        width = len(argument.arg.encode("utf-8"))
        load = ast.copy_location(ast.Name(id=argument.arg, ctx=ast.Load()), argument)
        number = self._sites.add(self._file, (line, column, line, column + width))
        self._sites.arguments.add(number)
        return ast.copy_location(ast.Expr(self._hook_call(number, load, True)), argument)

    def _hook_call(self, number: int, node: ast.expr, size: bool) -> ast.Call:
        hook = ast.Name(id=SIZE_HOOK if size else VALUE_HOOK, ctx=ast.Load())
        call = ast.Call(func=hook, args=[ast.Constant(value=number), node], keywords=[])
        if self._owner is not None:
            call.args.append(ast.Name(id=self._owner, ctx=ast.Load()))
        for made in (hook, call.args[0], *call.args[2:], call):
            ast.copy_location(made, node)
        return call


def _kept_self(method: _Function) -> str | None:
    """Return the name of a method's ``self`` if it is never bound anew or deleted."""
    first = [*method.args.posonlyargs, *method.args.args][:1]
    if not first or first[0].arg != "self":
        return None
    for node in ast.walk(method):
        if isinstance(node, ast.Name) and node.id == "self" and not isinstance(node.ctx, ast.Load):
            return None
    return "self"


def _last_name(callee: ast.expr) -> str:
    if isinstance(callee, ast.Attribute):
        return callee.attr
    return callee.id if isinstance(callee, ast.Name) else ""


def _unpacked_names(target: Any) -> tuple[ast.Name, ...]:
    if not isinstance(target, (ast.Tuple, ast.List)):
        return ()
    names: list[ast.Name] = []
    for element in target.elts:
        names.extend([element] if isinstance(element, ast.Name) else _unpacked_names(element))
    return tuple(names)


def _is_hook(node: Any) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in (VALUE_HOOK, SIZE_HOOK)
    )
