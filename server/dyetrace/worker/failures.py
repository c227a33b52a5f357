"""What to tell of an exception that ended the program: where, and what the operands were."""

from __future__ import annotations

import ast
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from .channel import Channel, clipped
from .recorder import Recorder
from .rewriting import place_of
from .sites import File, Place

_OWN_PACKAGE = __name__.rpartition(".")[0]
_Step = tuple[Any, int, int]  # frame, line, index of the instruction


def user_traceback(error: BaseException) -> TracebackType | None:
    """Return the traceback without the worker's own frames at its start."""
    trace = error.__traceback__
    while trace is not None and _is_own(trace.tb_frame):
        trace = trace.tb_next
    return trace


def print_failure(error: BaseException) -> None:
    """Print an uncaught exception as Python would."""
    if sys.excepthook is sys.__excepthook__:
        trace = user_traceback(error)
        if trace is None and isinstance(error, SyntaxError):
            error = error.with_traceback(None)
        traceback.print_exception(type(error), error, trace)
    else:
        sys.excepthook(type(error), error, user_traceback(error))


def send_failure(error: BaseException, recorder: Recorder, channel: Channel) -> None:
    """Send the facts of an exception; what cannot be found out is left out."""
    steps = list(_steps(user_traceback(error)))
    fields: dict[str, Any] = {
        "exception": clipped(type(error).__name__, 200),
        "message": clipped(str(error)),
        "missing": clipped(getattr(error, "name", None) or "", 200),
        "place": None,
        "operands": [],
        "layer": None,
    }
    innermost = _innermost_user_step(steps, recorder)
    if isinstance(error, SyntaxError):
        fields["place"] = _syntax_place(error, recorder)
    elif innermost is not None:
        index, file = innermost
        node = _failing_node(steps[index], file, recorder)
        place = place_of(node) if node is not None else _line_of(steps[index][1], file)
        recorder.announce(file)
        fields["place"] = [file.index, *file.columns(place)]
        if node is not None:
            fields["operands"] = list(_operands(node, file, recorder))[:12]
        fields["layer"] = _failing_layer(steps[index + 1 :], recorder)
    channel.send("failure", **fields)


def _steps(trace: TracebackType | None) -> Iterator[_Step]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno, trace.tb_lasti
        trace = trace.tb_next


def _is_own(frame: Any) -> bool:
    return bool(frame.f_globals.get("__package__") == _OWN_PACKAGE)


def _innermost_user_step(steps: list[_Step], recorder: Recorder) -> tuple[int, File] | None:
    for index in range(len(steps) - 1, -1, -1):
        frame = steps[index][0]
        file = recorder.sites.file_of(frame.f_code.co_filename)
        if file is not None and not _is_own(frame):
            return index, file
    return None


def _syntax_place(error: SyntaxError, recorder: Recorder) -> list[int] | None:
    file = recorder.sites.file_of(error.filename or "")
    if file is None or not error.lineno or error.lineno > len(file.lines):
        return None
    recorder.announce(file)
    return [file.index, *file.columns(_line_of(error.lineno, file))]


def _line_of(line: int, file: File) -> Place:
    text = file.lines[line - 1] if 0 < line <= len(file.lines) else ""
    start = len(text) - len(text.lstrip())
    return line, start, line, max(len(text.rstrip().encode("utf-8")), start)


def _failing_node(step: _Step, file: File, recorder: Recorder) -> Any | None:
    """Return the expression whose evaluation failed."""
    frame, line, instruction = step
    nodes = [n for n in ast.walk(ast.parse(file.text)) if isinstance(n, (ast.expr, ast.stmt))]
    code = frame.f_code
    if hasattr(code, "co_positions"):
        positions = list(code.co_positions())[instruction // 2]
        place = (positions[0], positions[2], positions[1], positions[3])
        same = [n for n in nodes if place_of(n) == place]
        if same:
            return _unpacked_value(same[-1], nodes)
    # Expressions are numbered in the order in which they finish: the failed one is the next.
    unfinished = [
        (file.sites[place_of(n)], n)
        for n in nodes
        if place_of(n) in file.sites
        and isinstance(n, ast.expr)
        and n.lineno <= line <= (n.end_lineno or n.lineno)
        and file.sites[place_of(n)] > recorder.last_site
    ]
    if unfinished:
        return min(unfinished, key=lambda entry: entry[0])[1]
    statements = [n for n in nodes if isinstance(n, ast.stmt) and n.lineno == line]
    return statements[0] if statements else None


def _unpacked_value(node: Any, nodes: list[Any]) -> Any:
    """An unpacking fails at its targets; what did not fit is the value."""
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Store):
        for statement in nodes:
            if isinstance(statement, ast.Assign) and node in statement.targets:
                return statement.value
    return node


def _operands(node: Any, file: File, recorder: Recorder) -> Iterator[dict[str, Any]]:
    """Describe the observed parts of a failed expression, receiver and arguments in order."""
    for role, part in _parts(node):
        site = file.sites.get(place_of(part))
        if site is None:
            continue
        description = recorder.describe(site)
        if description is None or description.kind == "module":
            continue
        yield {
            "role": role,
            "place": [file.index, *file.columns(place_of(part))],
            "text": clipped(file.text_at(place_of(part)), 80),
            "kind": description.kind,
            "shape": list(description.shape),
        }


def _parts(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.BinOp):
        yield from (("left", node.left), ("right", node.right))
    elif isinstance(node, ast.Compare):
        yield from [("left", node.left), *(("right", part) for part in node.comparators)]
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield "receiver", node.func.value
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            for element in getattr(argument, "elts", [argument]):
                yield "argument", element
    elif isinstance(node, (ast.Subscript, ast.Attribute)):
        yield "receiver", node.value
        if isinstance(node, ast.Subscript):
            for element in getattr(node.slice, "elts", [node.slice]):
                yield "argument", element
    elif isinstance(node, ast.Assign):
        yield "value", node.value
    elif isinstance(node, ast.AugAssign):
        yield from (("left", node.target), ("right", node.value))


def _failing_layer(steps: list[_Step], recorder: Recorder) -> dict[str, Any] | None:
    """Describe the innermost library layer that was running, and what it was given."""
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    for frame, _, _ in reversed(steps):
        names = frame.f_code.co_varnames
        layer = frame.f_locals.get("self") if "self" in names[:1] else None
        if not isinstance(layer, torch.nn.Module) or frame.f_code.co_name == "_call_impl":
            continue
        given = [frame.f_locals.get(name) for name in names[1 : frame.f_code.co_argcount]]
        shapes = [{"shape": list(v.shape)} for v in given if isinstance(v, torch.Tensor)]
        site = recorder.definition_of(layer)
        place = None
        if site is not None:
            file, at, definition, _ = recorder.sites[site]
            recorder.announce(file)
            place = [file.index, *file.columns(definition or at)]
        weight = getattr(layer, "weight", None)
        return {
            "kind": clipped(type(layer).__name__, 100),
            "text": clipped(repr(layer).split("\n")[0], 200),
            "inputs": shapes[:4],
            "weight": {"shape": list(weight.shape)} if isinstance(weight, torch.Tensor) else None,
            "definition": place,
        }
    return None
