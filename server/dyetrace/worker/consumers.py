"""Which layer, or parameter, each argument of a ``forward`` meets first."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any, NamedTuple

_RESHAPING = {"view", "flatten", "reshape"}
_PASSING = {
    *("float", "long", "to", "contiguous", "unsqueeze", "squeeze", "permute", "transpose", "clone"),
    *("normalize", "dropout", "relu", "cuda", "detach", "type", "half"),
}
_DEEPEST = 6


class Consumer(NamedTuple):
    """What takes an argument first: a layer or a parameter (None: unknown), and how it gets it."""

    layer: Any
    text: str = ""
    rank: int | None = None  # of the argument, where the code unpacks its shape
    is_flattened: bool = False
    is_transposed: bool = False  # of a parameter: as ``linear`` takes it


def first_consumers(module: Any, function: ast.AST, parameters: list[str]) -> dict[str, Consumer]:
    """Return what takes each parameter of a ``forward`` first."""
    return _Reading(module, function).consumers(parameters, 0)


class _Reading:
    """Reads one function in the order of its text."""

    def __init__(self, module: Any, function: ast.AST) -> None:
        self._names: dict[str, Any] = {"self": module}
        self._function = function
        self._is_flat: set[str] = set()

    def consumers(self, parameters: list[str], depth: int) -> dict[str, Consumer]:
        """Return the first consumer of each parameter."""
        alias = {name: name for name in parameters}
        found: dict[str, Consumer] = {}
        ranks: dict[str, int] = {}
        for node in _in_order(self._function):
            if isinstance(node, ast.For):
                self._enter_loop(node)
            elif isinstance(node, ast.Assign):
                self._follow(node, alias, ranks)
            elif isinstance(node, (ast.Call, ast.BinOp)):
                for name, consumer in self._taken(node, alias, depth):
                    found.setdefault(name, consumer)
        for name in parameters:
            consumer = found.get(name, Consumer(None))
            rank = ranks.get(name, consumer.rank)
            flat = consumer.is_flattened or name in self._is_flat
            found[name] = consumer._replace(rank=rank, is_flattened=flat)
        return found

    def _enter_loop(self, node: ast.For) -> None:
        """The variable of a loop over layers is the first of them."""
        value = self._value(node.iter)
        try:
            first = next(iter(value))
        except Exception:  # nothing to iterate over, or unknown
            return
        targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
        firsts = first if isinstance(first, tuple) else (first,)
        for target, one in zip(targets, firsts):
            if isinstance(target, ast.Name):
                self._names[target.id] = one

    def _follow(self, node: ast.Assign, alias: dict[str, str], ranks: dict[str, int]) -> None:
        """Follow names that an argument is given, and count what its shape is unpacked to."""
        source, value = self._passed(node.value, alias), node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            if value.func.attr == "size" and not value.args:
                value = value.func.value
        elif isinstance(value, ast.Attribute) and value.attr == "shape":
            value = value.value
        else:
            for target in node.targets:
                if isinstance(target, ast.Name) and source is not None:
                    alias[target.id] = source
                elif isinstance(target, ast.Name):
                    alias.pop(target.id, None)
            return
        name = alias.get(value.id) if isinstance(value, ast.Name) else None
        target = node.targets[0]
        if name is not None and isinstance(target, ast.Tuple):
            if not any(isinstance(element, ast.Starred) for element in target.elts):
                ranks.setdefault(name, len(target.elts))
        elif name is None and source is not None and isinstance(target, ast.Name):
            alias[target.id] = source

    def _passed(self, node: ast.AST, alias: dict[str, str]) -> str | None:
        """Return the argument that an expression passes on, changed in shape only."""
        if isinstance(node, ast.Name):
            return alias.get(node.id)
        if isinstance(node, ast.Call):
            callee = node.func
            attribute = callee.attr if isinstance(callee, ast.Attribute) else ""
            if attribute not in _RESHAPING | _PASSING:
                return None
            inner = self._passed(callee.value, alias) if isinstance(callee, ast.Attribute) else None
            inner = inner or (self._passed(node.args[0], alias) if node.args else None)
            if inner is not None and attribute in _RESHAPING:
                self._is_flat.add(inner)
            return inner
        if isinstance(node, ast.BinOp):
            left, right = self._passed(node.left, alias), self._passed(node.right, alias)
            return left or right if not (left and right) else left
        return self._passed(node.value, alias) if isinstance(node, ast.Subscript) else None

    def _taken(self, node: Any, alias: dict[str, str], depth: int) -> list[tuple[str, Consumer]]:
        if isinstance(node, ast.BinOp):
            if not isinstance(node.op, ast.MatMult):
                return []
            name, weight = self._passed(node.left, alias), self._value(node.right)
            return [] if name is None or weight is None else [(name, self._consumer(weight, node))]
        taken = []
        layer = self._value(node.func)
        for index, argument in enumerate(node.args):
            name = self._passed(argument, alias)
            if name is None:
                continue
            if inspect.ismethod(layer) and hasattr(layer.__self__, "named_parameters"):
                taken += [(name, found) for found in self._in_method(layer, index, depth)]
            elif layer is not None and hasattr(layer, "named_parameters"):
                consumer = self._inside(layer, index, depth)
                taken.append((name, consumer._replace(text=ast.unparse(node.func))))
            elif index == 0 and len(node.args) > 1:
                weight = self._value(node.args[1])
                if weight is not None and hasattr(weight, "shape"):
                    is_linear = ast.unparse(node.func).endswith("linear")
                    consumer = self._consumer(weight, node)._replace(is_transposed=is_linear)
                    taken.append((name, consumer))
        return taken

    def _in_method(self, method: Any, index: int, depth: int) -> list[Consumer]:
        """Return what takes an argument inside of another method of a module."""
        tree = _tree_of(method)
        if tree is None or depth >= _DEEPEST:
            return []
        names = [argument.arg for argument in tree.args.args[1:]]
        if index >= len(names):
            return []
        found = _Reading(method.__self__, tree).consumers(names, depth + 1)[names[index]]
        return [] if found.layer is None else [found]

    @staticmethod
    def _consumer(weight: Any, node: ast.AST) -> Consumer:
        return Consumer(weight, ast.unparse(node)[:60])

    def _inside(self, layer: Any, index: int, depth: int) -> Consumer:
        """Return the library layer that takes an argument inside of a layer."""
        kind = type(layer).__module__
        if kind.startswith("torch.nn.modules") and type(layer).__name__ not in _CONTAINERS:
            transparent = not list(layer.children()) and not list(layer.parameters())
            return Consumer(None if transparent else _core(layer))
        if depth >= _DEEPEST:
            return Consumer(None)
        if type(layer).__name__ == "Sequential":
            flat = False
            for child in layer:
                flat = flat or type(child).__name__ in ("Flatten", "Unflatten")
                found = self._inside(child, 0, depth + 1)
                if found.layer is not None:
                    return found._replace(is_flattened=flat or found.is_flattened)
            return Consumer(None)
        function = forward_of(layer)
        if function is None:
            return Consumer(None)
        names = [a.arg for a in function.args.args[1:]]
        if index >= len(names):
            return Consumer(None)
        return _Reading(layer, function).consumers(names, depth + 1)[names[index]]

    def _value(self, node: ast.AST) -> Any:
        """Return the object that ``self.a.b[0]`` names, None where it names none."""
        try:
            if isinstance(node, ast.Name):
                return self._names.get(node.id)
            if isinstance(node, ast.Attribute):
                base = self._value(node.value)
                return None if base is None else getattr(base, node.attr, None)
            if isinstance(node, ast.Subscript):
                base = self._value(node.value)
                return None if base is None else base[ast.literal_eval(node.slice)]
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("enumerate", "zip"):
                iterated = [self._value(argument) for argument in node.args]
                pairs = enumerate if ast.unparse(node.func) == "enumerate" else zip
                return list(pairs(*iterated))
        except Exception:  # not a plain path, or it does not exist
            return None
        return None


_CONTAINERS = {"Sequential", "ModuleList", "ModuleDict"}


def _core(layer: Any) -> Any:
    """Return the part of a composite library layer that takes its input."""
    for child in layer.modules():
        if type(child).__name__ == "MultiheadAttention":
            return child
    return layer


def forward_of(module: Any) -> Any | None:
    """Return the tree of a module's ``forward``, None where there is no source."""
    return _tree_of(getattr(type(module), "forward", None))


def _tree_of(function: Any) -> Any | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except Exception:  # built-in, generated or odd source
        return None


def _in_order(function: Any) -> list[ast.AST]:
    """Return the nodes of a function as they are evaluated: arguments before calls."""
    order: list[ast.AST] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.For):
            order.append(node)
        for child in ast.iter_child_nodes(node):
            visit(child)
        if not isinstance(node, ast.For):
            order.append(node)

    for statement in function.body:
        visit(statement)
    return order
