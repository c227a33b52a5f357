"""Where the inputs of one class or function come from: told, written down, or seen in a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dyetrace.probes.calls import calls_of
from dyetrace.probes.report import EntrySource, ProbeRequest
from dyetrace.source.configuration import load_configuration
from dyetrace.source.program import Source

_COMMENT = re.compile(r"^\s*#\s*dyetrace:\s*input\s*=\s*(?P<expression>\S.*)$")
_INLINE = re.compile(r"#\s*dyetrace:\s*input\s*=\s*(?P<expression>\S.*)$")
_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression that a target may be made or called with."""

    expression: str
    source: EntrySource
    why: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the fields that the worker is told."""
        return {"expression": self.expression, "source": self.source, "why": self.why}


def entry_request(request: ProbeRequest, source: Source) -> dict[str, object]:
    """Return what the worker is to try, in order; what is left open it guesses."""
    assert request.target is not None
    configuration = load_configuration(request.path.resolve().parent)
    made, called = calls_of(source, request.target, request.workspace)
    inputs = [
        *_told(request.input),
        *_commented(source, request.target),
        *_configured(configuration.inputs, request.path, request.target, configuration.file),
        *(Candidate(call.expression, "call", call.why) for call in called),
    ]
    constructors = [
        *_told(request.constructor),
        *_configured(configuration.constructors, request.path, request.target, configuration.file),
        *(Candidate(call.expression, "call", call.why) for call in made),
    ]
    return {
        "target": request.target,
        "inputs": [candidate.as_json() for candidate in inputs],
        "constructors": [candidate.as_json() for candidate in constructors],
    }


def is_test(request: ProbeRequest) -> bool:
    """Whether a target is a test function for pytest, going by its name and its file's."""
    if request.target is None:
        return False
    name = request.target.rpartition(".")[2]
    file = request.path.name
    return name.startswith("test") and (file.startswith("test_") or file.endswith("_test.py"))


def _told(expression: str | None) -> Iterator[Candidate]:
    if expression is not None:
        yield Candidate(expression, "given")


def _commented(source: Source, target: str) -> Iterator[Candidate]:
    """Iterate over the comments above the definition of a target, the method's own first."""
    for definition in _definitions(source.tree, target):
        first = min([definition.lineno, *(d.lineno for d in definition.decorator_list)])
        header = (
            source.lines[first - 1 : definition.body[0].lineno - 1]
            or source.lines[first - 1 : first]
        )
        above = []
        for line in reversed(source.lines[: first - 1]):
            if not line.lstrip().startswith("#"):
                break
            above.append(line)
        matches = [*map(_COMMENT.match, above), *map(_INLINE.search, header)]
        for match in matches:
            if match is not None:
                why = f"the comment above `{definition.name}`"
                yield Candidate(match["expression"].strip(), "comment", why)


def _definitions(tree: ast.Module, target: str) -> list[_Definition]:
    """Return the definitions that a target's name goes through, the innermost first.

    Of a class its ``forward`` counts too.
    """
    found: list[_Definition] = []
    body: list[ast.stmt] = tree.body
    for name in target.split("."):
        inner = _named(body, name)
        if inner is None:
            break
        found.insert(0, inner)
        body = inner.body
    if found and isinstance(found[0], ast.ClassDef):
        method = _named(found[0].body, "forward") or _named(found[0].body, "__call__")
        found += [method] if method is not None else []
    return found


def _named(body: list[ast.stmt], name: str) -> _Definition | None:
    for statement in body:
        if isinstance(statement, _Definition) and statement.name == name:
            return statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            inner = _named(statement.body, name)
            if inner is not None:
                return inner
    return None


def _configured(
    table: Mapping[str, str], path: Path, target: str, where: str | None
) -> Iterator[Candidate]:
    """Iterate over the table's entries for a target: ``Net`` or ``nets/net.py::Net``."""
    names = {target, target.partition(".")[0]}
    for key, expression in table.items():
        file, _, name = key.rpartition("::")
        if name in names and (not file or path.resolve().as_posix().endswith(file)):
            yield Candidate(expression, "configuration", f"`{key}` in {Path(where or '').name}")
