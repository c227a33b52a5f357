"""A recorder that shares nothing with Dyetrace's: Python's own tracing of lines, in a plain run.

Run as a program, ``python independent.py FILE``: prints, as JSON, the shapes that each assigned
name held right after the statement that assigned it.
"""

from __future__ import annotations

import ast
import json
import sys
import types
from collections import defaultdict


def assigned_names(text: str) -> dict[int, tuple[int, list[ast.Name]]]:
    """Return, by each line of an assignment, its first line and the names that it binds."""
    found = {}
    for node in ast.walk(ast.parse(text)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        names = [n for n in names if isinstance(n.ctx, ast.Store)]
        if names:
            for line in range(node.lineno, node.end_lineno + 1):
                found[line] = (node.lineno, names)
    return found


def record(path: str, call: str | None = None) -> dict[str, list[list[int]]]:
    """Run a program, and a call in its namespace.

    Returns shapes by ``line:column`` of the names that held tensors.
    """
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    names = assigned_names(text)
    seen = defaultdict(set)
    pending = {}

    def settle(frame):
        before = pending.pop(id(frame), None)
        for name in before or ():
            value = frame.f_locals.get(name.id)
            if type(value).__module__.startswith("torch") and hasattr(value, "dim"):
                seen[f"{name.lineno}:{name.col_offset}"].add(tuple(value.shape))

    def trace(frame, event, argument):
        if frame.f_code.co_filename != path:
            return None
        if event in ("line", "return"):
            line = names.get(frame.f_lineno)
            waiting = pending.get(id(frame))
            if event == "return" or line is None or waiting is None or waiting is not line[1]:
                settle(frame)
            if event == "line" and line is not None:
                pending[id(frame)] = line[1]
        return trace

    code = compile(text, path, "exec")
    sys.settrace(trace)
    try:
        name = "__main__" if call is None else "program"
        module = sys.modules[name] = types.ModuleType(name)  # dataclasses look it up by its name
        names_of_program = module.__dict__
        names_of_program["__file__"] = path
        exec(code, names_of_program)
        if call is not None:
            exec(f"import torch\n{call}", names_of_program)
    finally:
        sys.settrace(None)
    return {place: sorted(map(list, shapes)) for place, shapes in seen.items()}


if __name__ == "__main__":
    print("RESULT" + json.dumps(record(sys.argv[1])))
