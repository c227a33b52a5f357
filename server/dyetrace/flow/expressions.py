"""Evaluates expressions to abstract values."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from functools import partial
from typing import Any

from dyetrace.findings import Span
from dyetrace.flow.machine import Machine, joined, mixed
from dyetrace.flow.operators import evaluate_operator, operator_text
from dyetrace.flow.values import Value, constant, fresh

_BUILTINS = frozenset(dir(builtins))
_PYTHON_2 = {"xrange": "range", "unicode": "str", "raw_input": "input", "long": "int"}


def evaluate(machine: Machine, node: ast.expr) -> Value:
    """Return what is known of an expression's value, after writing down what it did."""
    run = _EXPRESSIONS.get(type(node))
    return fresh(certain=False) if run is None else run(machine, node)


def _constant(machine: Machine, node: ast.Constant) -> Value:
    return fresh(type=type(node.value).__name__, constant=node.value)


def _name(machine: Machine, node: ast.Name) -> Value:
    value = machine.load(node.id)
    if value is not None:
        return value
    if node.id in _BUILTINS:
        return fresh(name="builtins." + node.id)
    if node.id in _PYTHON_2:
        return fresh(name="builtins." + _PYTHON_2[node.id])
    unbound: Value | None = machine.memory.get(("unbound", node.id))
    if unbound is None:  # one name is one object, also where nobody says which
        unbound = machine.memory[("unbound", node.id)] = fresh(certain=False)
    return machine.current(unbound)


def _attribute(machine: Machine, node: ast.Attribute) -> Value:
    return attribute(machine, evaluate(machine, node.value), node.attr, machine.span(node))


def attribute(machine: Machine, owner: Value, name: str, span: Span) -> Value:
    """Return ``owner.name``: what was stored there, a method, or what the libraries know."""
    found = owner.attributes.get(name)
    if found is not None and owner.type != "class":
        return machine.current(found)
    if owner.type == "module":
        return fresh(name=f"{owner.name}.{name}", type=None)
    member = class_member(machine, owner, name)
    if member is not None:
        return member
    if not name.startswith("__"):
        delegated = _special(machine, owner, "__getattr__", (constant(name),), span)
        if delegated is not None:
            return delegated
    if owner.name is not None and owner.receiver is None and not owner.rows and owner.type is None:
        return fresh(name=f"{owner.name}.{name}")
    for ask in machine.meanings.attribute:
        value = ask(machine, owner, name, span)
        if value is not None:
            return value
    return mixed(
        owner, name=method_name(machine, owner, name), receiver=owner, site=span, certain=False
    )


def method_name(machine: Machine, owner: Value, name: str) -> str:
    """Return the qualified name of a method, "?." and its name when the type is unknown."""
    kind = owner.type
    if kind is not None and "__class__" in owner.attributes:
        bases = library_bases(machine, owner.attributes["__class__"])
        kind = bases[0] if bases else None
    return f"{kind or '?'}.{name}"


def class_member(machine: Machine, owner: Value, name: str) -> Value | None:
    """Look a name up in the user's classes of an instance, a class or ``super()``."""
    if owner.type == "super":
        kinds = user_bases(machine, owner.attributes["class"])[1:]
        instance: Value | None = owner.attributes.get("instance")
    elif "__class__" in owner.attributes:
        kinds, instance = user_bases(machine, owner.attributes["__class__"]), owner
    elif owner.type == "class":
        kinds, instance = user_bases(machine, owner), None
    else:
        return None
    for kind in kinds:
        member = machine.current(kind).attributes.get(name)
        if member is None:
            continue
        member = machine.current(member)
        if isinstance(member.node, ast.ClassDef) or member.node is None or instance is None:
            return member
        return _bound(machine, member, kind, instance)
    if owner.type == "super":
        bases = library_bases(machine, owner.attributes["class"])
        return fresh(name=f"{bases[0] if bases else 'builtins.object'}.{name}", receiver=instance)
    return None


def _bound(machine: Machine, method: Value, owner: Value, instance: Value) -> Value:
    decorators = {decorator_name(d) for d in getattr(method.node, "decorator_list", ())}
    attributes = {**method.attributes, "__owner__": owner}
    if "staticmethod" in decorators:
        return method.but(attributes=attributes)
    if "classmethod" in decorators:
        return method.but(receiver=owner, attributes=attributes)
    bound = method.but(receiver=instance, attributes=attributes)
    if decorators & {"property", "cached_property"}:
        from dyetrace.flow.calls import call_function

        return call_function(machine, bound, (), {}, machine.span(method.node))
    return bound


def decorator_name(node: ast.expr) -> str:
    """Return the last part of a decorator's name."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def user_bases(machine: Machine, kind: Value, depth: int = 8) -> list[Value]:
    """Return the user's classes that a class inherits from, itself first."""
    found = [kind]
    for base in machine.current(kind).items or ():
        if base.type == "class" and depth:
            found.extend(user_bases(machine, base, depth - 1))
    return found


def library_bases(machine: Machine, kind: Value) -> list[str]:
    """Return the qualified names of the library classes that a user's class inherits from."""
    return [
        base.name
        for user in user_bases(machine, kind)
        for base in machine.current(user).items or ()
        if base.type != "class" and base.name is not None
    ]


def _subscript(machine: Machine, node: ast.Subscript) -> Value:
    owner = evaluate(machine, node.value)
    index = evaluate(machine, node.slice)
    span = machine.span(node)
    for ask in machine.meanings.subscript:
        value = ask(machine, owner, index, span, node.slice)
        if value is not None:
            return value
    own = _special(machine, owner, "__getitem__", (index,), span)
    return mixed(owner, site=span, certain=False) if own is None else own


def _special(
    machine: Machine, owner: Value, name: str, args: tuple[Value, ...], span: Span
) -> Value | None:
    if "__class__" not in owner.attributes:
        return None
    from dyetrace.flow.protocols import special_method

    return special_method(machine, owner, name, args, span)


def _slice(machine: Machine, node: ast.Slice) -> Value:
    parts = (node.lower, node.upper, node.step)
    none = constant(None)
    items = tuple(none if part is None else evaluate(machine, part) for part in parts)
    return fresh(type="slice", items=items)


def _binary(machine: Machine, node: ast.BinOp) -> Value:
    left, right = evaluate(machine, node.left), evaluate(machine, node.right)
    return evaluate_operator(machine, operator_text(node.op), (left, right), machine.span(node))


def _unary(machine: Machine, node: ast.UnaryOp) -> Value:
    operand = evaluate(machine, node.operand)
    return evaluate_operator(machine, operator_text(node.op), (operand,), machine.span(node))


def _compare(machine: Machine, node: ast.Compare) -> Value:
    left = evaluate(machine, node.left)
    span = machine.span(node)
    result = left
    for operator, comparator in zip(node.ops, node.comparators):
        right = evaluate(machine, comparator)
        result = evaluate_operator(machine, operator_text(operator), (left, right), span)
        left = right
    return result


def _boolean(machine: Machine, node: ast.BoolOp) -> Value:
    return joined([evaluate(machine, value) for value in node.values])


def _conditional(machine: Machine, node: ast.IfExp) -> Value:
    evaluate(machine, node.test)
    values: list[Value] = []

    def arm(branch: ast.expr) -> bool:
        values.append(evaluate(machine, branch))
        return True

    span = machine.span(node)
    machine.run_branches(
        [(span, "if", partial(arm, node.body)), (span, "else", partial(arm, node.orelse))]
    )
    return joined(values)


def _sequence(machine: Machine, node: ast.Tuple | ast.List | ast.Set) -> Value:
    items: list[Value] | None = []
    extra: list[Value] = []
    for element in node.elts:
        value = evaluate(machine, element)
        if not isinstance(element, ast.Starred):
            extra.append(value)
            if items is not None:
                items.append(value)
        elif value.items is not None and items is not None:
            items.extend(value.items)
        else:
            items = None
            extra.append(value)
    kind = type(node).__name__.lower()
    known = None if items is None else tuple(items)
    if known is not None:
        return fresh(type=kind, items=known, site=machine.span(node))
    return mixed(*extra, type=kind, site=machine.span(node))


def _dict(machine: Machine, node: ast.Dict) -> Value:
    entries: dict[Any, Value] | None = {}
    for key, value_node in zip(node.keys, node.values):
        value = evaluate(machine, value_node)
        name = None if key is None else evaluate(machine, key)
        if entries is None:
            continue
        if name is None:
            entries = None if value.entries is None else {**entries, **value.entries}
        elif name.is_constant:
            entries[name.constant] = value
        else:
            entries = None
    return fresh(type="dict", entries=entries, site=machine.span(node))


def _joined_string(machine: Machine, node: ast.JoinedStr) -> Value:
    parts = [
        evaluate(machine, part.value if isinstance(part, ast.FormattedValue) else part)
        for part in node.values
    ]
    plain = not any(isinstance(p, ast.FormattedValue) and p.format_spec for p in node.values)
    if plain and all(isinstance(part.constant, (str, int)) for part in parts):
        return constant("".join(str(part.constant) for part in parts), machine.span(node))
    return mixed(*parts, type="str")


def _starred(machine: Machine, node: ast.Starred) -> Value:
    return evaluate(machine, node.value)


def _walrus(machine: Machine, node: ast.NamedExpr) -> Value:
    from dyetrace.flow.binding import assign

    value = evaluate(machine, node.value)
    assign(machine, node.target, value)
    return value


def _await(machine: Machine, node: ast.Await) -> Value:
    return evaluate(machine, node.value)


def _yield(machine: Machine, node: ast.Yield) -> Value:
    if node.value is not None:
        machine.frame.yields.append(evaluate(machine, node.value))
    return fresh(certain=False)


def _yield_from(machine: Machine, node: ast.YieldFrom) -> Value:
    iterable = evaluate(machine, node.value)
    machine.frame.yields.append(element_of(machine, iterable, machine.span(node)))
    return fresh(certain=False)


def _lambda(machine: Machine, node: ast.Lambda) -> Value:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    tail = positional[len(positional) - len(arguments.defaults) :]
    pairs = [*zip(tail, arguments.defaults), *zip(arguments.kwonlyargs, arguments.kw_defaults)]
    return fresh(
        type="function",
        node=node,
        scopes=machine.frame.scopes,
        attributes={f"={p.arg}": evaluate(machine, default) for p, default in pairs if default},
        site=machine.span(node),
    )


def _comprehension(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    from dyetrace.flow.comprehensions import evaluate_comprehension

    return evaluate_comprehension(machine, node)


def _call(machine: Machine, node: ast.Call) -> Value:
    from dyetrace.flow.calls import evaluate_call

    return evaluate_call(machine, node)


def element_of(machine: Machine, iterable: Value, span: Span) -> Value:
    """Return one element of an iterable, as a loop's target or an unpacking sees it."""
    if iterable.items:
        return joined([machine.current(item) for item in iterable.items])
    element = iterable.attributes.get("__element__")
    if element is not None:
        return machine.current(element)
    for ask in machine.meanings.iterate:
        value = ask(machine, iterable, span)
        if value is not None:
            return value
    own = _special(machine, iterable, "__iter__", (), span)
    if own is not None and own.identity != iterable.identity:
        return element_of(machine, own, span)
    own = _special(machine, iterable, "__next__", (), span)
    return mixed(iterable, site=span, certain=False) if own is None else own


_EXPRESSIONS: dict[type[ast.expr], Callable[[Machine, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.JoinedStr: _joined_string,
    ast.Starred: _starred,
    ast.NamedExpr: _walrus,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Call: _call,
}
