"""Frames that are made anew from an array, and the labels of their rows."""

from __future__ import annotations

import ast
from dataclasses import replace

from dyetrace.fixes.outline import dotted
from dyetrace.fixes.reading import Unclear
from dyetrace.fixes.rewrite import FixContext
from dyetrace.fixes.steps import Step
from dyetrace.flow.events import Bind


def _makes_frame(node: ast.AST) -> bool:
    name = dotted(node.func) if isinstance(node, ast.Call) else None
    return name is not None and name.rpartition(".")[2] == "DataFrame"


def made_of(statement: ast.stmt) -> ast.Name | None:
    """Return the array of ``X = pd.DataFrame(array, ...)``, where it is a plain name."""
    if not isinstance(statement, ast.Assign) or not _makes_frame(statement.value):
        return None
    call = statement.value
    assert isinstance(call, ast.Call)
    first = call.args[0] if call.args else None
    return first if isinstance(first, ast.Name) else None


def labelled(context: FixContext, step: Step, raw: str) -> Step:
    """Note the frame that a step makes without row labels; raises ``Unclear``.

    Counted anew, the rows of one part would no longer match y. They keep their labels where the
    data is certainly a frame: its columns are asked for, or the flow says so.
    """
    if step.target is None:
        return step
    frames = [node for node in ast.walk(step.statement) if _makes_frame(node)]
    bare = [
        node
        for node in frames
        if isinstance(node, ast.Call) and not any(k.arg == "index" for k in node.keywords)
    ]
    if not bare:
        return step
    known = any(use == "metadata" for _, use in step.uses) or any(
        event.target == raw and event.value.type == "pandas.DataFrame"
        for event in context.flow.of(Bind)
    )
    if len(bare) > 1 or not known:
        raise Unclear("a frame without the labels of its rows")
    return replace(step, unlabelled=bare[0])
