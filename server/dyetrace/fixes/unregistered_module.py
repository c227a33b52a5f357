"""Registers modules and parameters that a plain attribute hides from ``parameters()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from dyetrace.findings import Applicability, Span
from dyetrace.fixes.columns import literal_names
from dyetrace.fixes.outline import Outline, binds, dotted
from dyetrace.fixes.rewrite import FixContext, NewStatement, Rewrite

RULES: Final = ("unregistered-module",)

# Methods that a list or dict has and its torch.nn counterpart has not (in torch 2.0).
_LIST_ONLY: Final = frozenset("pop remove sort reverse index count copy clear".split())
_DICT_ONLY: Final = frozenset("get setdefault popitem copy".split())
# Keys that ModuleDict refuses because a module has an attribute of that name.
_RESERVED: Final = frozenset(
    "add_module apply bfloat16 buffers children clear compile cpu cuda double eval float forward"
    " half items keys modules named_buffers named_children named_modules named_parameters"
    " parameters pop register_buffer register_module share_memory state_dict to train training"
    " type update values zero_grad".split()
)


def rewrites(context: FixContext) -> Iterator[Rewrite]:
    """Wrap the value of the attribute in ``nn.ModuleList`` and its like, or ``nn.Parameter``."""
    outline = context.outline
    for assignment, target in _assignments(context):
        owner, value = _class_of(outline, assignment), assignment.value
        if owner is None or value is None:
            continue
        wrapper = _wrapper(context, value, owner, target.attr)
        if isinstance(value, ast.Name) and _grows_later(outline, assignment, value.id):
            continue
        if wrapper is None or _used_as_builtin(outline, owner, target.attr, wrapper):
            continue
        name, imports = _spelling(outline, wrapper)
        code = f"{name}({_argument(outline, value, wrapper)})"
        title = f"Register `self.{target.attr}` with `{name}`"
        span = outline.span(value)
        yield Rewrite(title, Applicability.SAFE, substitutions={span: code}, after=imports)


def _assignments(
    context: FixContext,
) -> Iterator[tuple[ast.Assign | ast.AnnAssign, ast.Attribute]]:
    """Iterate over the assignments that may be the cause, the one at the finding first.

    Where the finding stands at an ``append``, the assignment of the same attribute is the cause.
    """
    outline = context.outline
    statement = outline.statement_at(context.finding.span)
    if statement is None:
        return
    here = _attribute_target(statement)
    if here is not None:
        yield here
        return
    owner = _class_of(outline, statement)
    names = {n.attr for n in ast.walk(statement) if isinstance(n, ast.Attribute) and _is_own(n)}
    for node in ast.walk(owner) if owner is not None else ():
        found = _attribute_target(node)
        if found is not None and found[1].attr in names:
            yield found


def _class_of(outline: Outline, node: ast.AST) -> ast.ClassDef | None:
    return next((n for n in outline.ancestors(node) if isinstance(n, ast.ClassDef)), None)


def _attribute_target(node: ast.AST) -> tuple[ast.Assign | ast.AnnAssign, ast.Attribute] | None:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    if len(targets) != 1 or not isinstance(targets[0], ast.Attribute) or not _is_own(targets[0]):
        return None
    return node, targets[0]  # type: ignore[return-value]


def _is_own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def _wrapper(
    context: FixContext, value: ast.expr, owner: ast.ClassDef, attribute: str
) -> str | None:
    """Return the class of ``torch.nn`` that registers a value of this form."""
    names = {f"self.{attribute}"} | ({value.id} if isinstance(value, ast.Name) else set())
    value = _resolved(context.outline, value)
    elements = [*_elements(value), *_added(owner, names)]
    if _is_tensor(value):
        return "Parameter"
    if not all(isinstance(element, (ast.Call, ast.Name, ast.Subscript)) for element in elements):
        return None
    kind = "Parameter" if "Parameter" in _advised(context) else "Module"
    if kind == "Module" and any(_is_tensor(element) for element in elements):
        return None
    if isinstance(value, (ast.Dict, ast.DictComp)) or _is_call_of(value, "dict"):
        return f"{kind}Dict" if _has_usable_keys(value) else None
    if isinstance(value, (ast.List, ast.Tuple, ast.ListComp, ast.BinOp)) or _is_call_of(
        value, "list", "tuple"
    ):
        return f"{kind}List"
    return None


def _advised(context: FixContext) -> str:
    """Return the class that the rule advises: it knows what the elements are."""
    return next((str(e.values["wrap"]) for e in context.finding.evidence if "wrap" in e.values), "")


def _grows_later(outline: Outline, assignment: ast.stmt, name: str) -> bool:
    """Whether a list is changed after it was set: the wrapper would not see it."""
    later = (n for n in ast.walk(outline.scope_of(assignment)) if isinstance(n, ast.stmt))
    return any(n.lineno > assignment.lineno and name in binds(n) for n in later)


def _resolved(outline: Outline, value: ast.expr) -> ast.expr:
    """Return what a local name was bound to, where it is bound once in its function."""
    if not isinstance(value, ast.Name):
        return value
    scope = outline.scope_of(value)
    bound = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == value.id and isinstance(node.ctx, ast.Store)
    ]
    parent = outline.parents[bound[0]] if len(bound) == 1 else None
    return parent.value if isinstance(parent, ast.Assign) else value


def _elements(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, (ast.List, ast.Tuple)):
        return value.elts
    if isinstance(value, ast.Dict):
        return value.values
    if isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        return [value.elt]
    if isinstance(value, ast.DictComp):
        return [value.value]
    if isinstance(value, ast.BinOp):
        sides = (value.left, value.right)
        return [e for side in sides if not isinstance(side, ast.Constant) for e in _elements(side)]
    if _is_call_of(value, "list", "tuple", "dict") and isinstance(value, ast.Call):
        return [e for arg in (*value.args, *(k.value for k in value.keywords)) for e in _of(arg)]
    return []


def _of(argument: ast.expr) -> list[ast.expr]:
    return _elements(argument) or [argument]


def _added(owner: ast.ClassDef, names: set[str]) -> Iterator[ast.expr]:
    """Iterate over what is appended to or stored in a container that begins empty."""
    for node in ast.walk(owner):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "append" and dotted(node.func.value) in names:
                yield from node.args
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            if isinstance(target, ast.Subscript) and dotted(target.value) in names:
                yield node.value


def _is_tensor(node: ast.expr) -> bool:
    """Whether an expression makes a tensor that asks for gradients."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "requires_grad_":
        return True
    return any(
        keyword.arg == "requires_grad"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in node.keywords
    ) and not _is_call_of(node, "Parameter")


def _is_call_of(node: ast.expr, *names: str) -> bool:
    name = dotted(node.func) if isinstance(node, ast.Call) else None
    return name is not None and name.rpartition(".")[2] in names


def _has_usable_keys(value: ast.expr) -> bool:
    if isinstance(value, ast.Dict):
        return all(_is_usable_key(key) for key in value.keys)
    if isinstance(value, ast.DictComp):
        return isinstance(value.key, ast.JoinedStr) or _is_call_of(value.key, "str")
    if isinstance(value, ast.Call):
        return not value.args and all(
            keyword.arg is not None and keyword.arg not in _RESERVED for keyword in value.keywords
        )
    return False


def _is_usable_key(key: ast.expr | None) -> bool:
    return (
        isinstance(key, ast.Constant)
        and isinstance(key.value, str)
        and key.value != ""
        and "." not in key.value
        and key.value not in _RESERVED
    )


def _used_as_builtin(outline: Outline, owner: ast.ClassDef, attribute: str, wrapper: str) -> bool:
    """Whether the class does with the attribute what only a list or dict can do."""
    if wrapper == "Parameter":
        return False
    keyed = wrapper.endswith("Dict")
    name = f"self.{attribute}"
    missing = _DICT_ONLY if keyed else _LIST_ONLY
    for node in ast.walk(owner):
        if isinstance(node, ast.Attribute) and dotted(node.value) == name:
            unusual = node.attr in missing
        elif isinstance(node, ast.Call) and _is_call_of(node, "isinstance", "sorted"):
            unusual = bool(node.args) and dotted(node.args[0]) == name
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and keyed:
            unusual = dotted(node.value) == name and not _is_usable_index(outline, node.slice)
        else:
            continue
        if unusual:
            return True
    return False


def _is_usable_index(outline: Outline, index: ast.expr) -> bool:
    if isinstance(index, ast.JoinedStr) or _is_call_of(index, "str"):
        return True
    names = literal_names(outline, index)
    return (
        names is not None
        and names.symbol is None
        and all(_is_usable_key(ast.Constant(name)) for name in names.listed)
    )


def _argument(outline: Outline, value: ast.expr, wrapper: str) -> str:
    """Return what the wrapper is given: nothing for an empty container."""
    if not _elements(value) and isinstance(value, (ast.List, ast.Tuple, ast.Dict)):
        return ""
    if wrapper == "Parameter" and isinstance(value, ast.Call):
        return _without_gradient_flag(outline, value)
    text = outline.text(value)
    return f"({text})" if isinstance(value, ast.Tuple) and not text.startswith("(") else text


def _without_gradient_flag(outline: Outline, call: ast.Call) -> str:
    """Return a tensor's code without ``requires_grad=True``: a parameter has it anyway."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "requires_grad_":
        return outline.text(call.func.value) if not call.args and not call.keywords else ""
    arguments = [
        *call.args,
        *(keyword for keyword in call.keywords if keyword.arg != "requires_grad"),
    ]
    return f"{outline.text(call.func)}({', '.join(outline.text(each) for each in arguments)})"


def _spelling(outline: Outline, wrapper: str) -> tuple[str, dict[Span, tuple[NewStatement, ...]]]:
    """Return how the file writes a class of ``torch.nn``, and an import where none reaches it."""
    torch_name = None
    last: ast.stmt | None = None
    for node in outline.source.tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "torch.nn" and alias.asname:
                    return f"{alias.asname}.{wrapper}", {}
                if alias.name in ("torch", "torch.nn"):
                    torch_name = torch_name or (alias.asname or "torch")
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                if node.module == "torch" and alias.name == "nn":
                    return f"{alias.asname or 'nn'}.{wrapper}", {}
                if node.module == "torch.nn" and alias.name in (wrapper, "*"):
                    return (alias.asname or wrapper), {}
            last = node if node.module == "torch.nn" else last
    if torch_name is not None and last is None:
        return f"{torch_name}.nn.{wrapper}", {}
    if last is None:
        return f"nn.{wrapper}", {}
    return wrapper, {outline.span(last): (NewStatement(f"from torch.nn import {wrapper}"),)}
