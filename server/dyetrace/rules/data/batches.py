"""Names that hold the tensors of a batch: targets of a loop over a ``DataLoader``."""

from __future__ import annotations

import ast

from dyetrace.flow.events import Bind
from dyetrace.flow.trace import Flow
from dyetrace.rules.data.syntax import Blocks, imports

_LOADER = "torch.utils.data.DataLoader"
_THROUGH = frozenset({"enumerate", "tqdm", "trange", "iter", "track", "tqdm_notebook"})


def batch_names(flow: Flow, blocks: Blocks) -> frozenset[str]:
    """Return the names that loops around a statement unpack from a batch of a ``DataLoader``.

    A batch that is not unpacked may be an object of its own that moves in place (a batch of
    graphs, an encoding of ``transformers``), so it does not count.
    """
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, (ast.For, ast.AsyncFor)):
            loader, numbered = _iterated(block.iter)
            if loader is not None and _is_loader(flow, loader):
                target = block.target
                if numbered and isinstance(target, ast.Tuple) and len(target.elts) == 2:
                    target = target.elts[1]
                if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) > 1:
                    found |= {each.id for each in target.elts if isinstance(each, ast.Name)}
            found |= _unpacked(block) if loader is not None and _is_loader(flow, loader) else set()
    return frozenset(found)


def _unpacked(loop: ast.For | ast.AsyncFor) -> set[str]:
    """Return the names in ``images, labels = batch`` at the start of a loop's body."""
    target = loop.target
    if isinstance(target, ast.Tuple) and target.elts:
        target = target.elts[-1]
    if not isinstance(target, ast.Name):
        return set()
    return {
        name.id
        for statement in loop.body[:4]
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Name)
        and statement.value.id == target.id
        and isinstance(statement.targets[0], ast.Tuple)
        for name in statement.targets[0].elts
        if isinstance(name, ast.Name)
    }


def _iterated(node: ast.expr) -> tuple[str | None, bool]:
    """Return the name that a loop goes over and whether its elements are numbered."""
    numbered = False
    while isinstance(node, ast.Call) and node.args:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name not in _THROUGH:
            return None, False
        numbered = numbered or name == "enumerate"
        node = node.args[0]
    if isinstance(node, ast.Attribute):
        return node.attr, numbered
    return (node.id if isinstance(node, ast.Name) else None), numbered


def _is_loader(flow: Flow, name: str) -> bool:
    """Whether a name is a ``DataLoader``, by what is bound to it or by what it is called."""
    bound = [b for b in flow.of(Bind) if b.target == name or b.target.endswith(f".{name}")]
    if bound:
        return any(each.value.type == _LOADER for each in bound)
    return "loader" in name.lower() and imports(flow.source, "torch")
