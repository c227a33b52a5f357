"""What a target is made and called with: what was given, what its annotations say, or a guess."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from typing import Any, Callable, NamedTuple

from .annotations import annotated
from .channel import clipped
from .constructors import guessed_constructors
from .consumers import forward_of
from .definitions import Definitions, NoEntry
from .guessing import guesses

_BINDING = ("given", "comment", "configuration", "call")
DEFAULT_BATCH = 2


class Chosen(NamedTuple):
    """An expression and where it is from."""

    expression: str
    source: str
    why: str = ""

    @property
    def is_binding(self) -> bool:
        """Whether the user wrote it: what it leads to is the program's doing, not a bad guess."""
        return self.source in _BINDING

    def as_json(self) -> dict[str, str]:
        """Return the fields that the host is told."""
        return {
            "expression": clipped(self.expression, 1000),
            "source": self.source,
            "why": clipped(self.why, 300),
        }


class Candidates:
    """The expressions to try, in the order in which they count."""

    def __init__(
        self, entry: dict[str, Any], names: dict[str, Any], file: Definitions, batch: int | None
    ) -> None:
        self._inputs = [Chosen(c["expression"], c["source"], c["why"]) for c in entry["inputs"]]
        self._constructors = [
            Chosen(c["expression"], c["source"], c["why"]) for c in entry["constructors"]
        ]
        self._names = names
        self._file = file
        self._target: str = entry["target"]
        self._batch = batch or DEFAULT_BATCH

    def constructed(self, kind: type, begin: Callable[[], None]) -> tuple[Any, Chosen]:
        """Return an instance of a class and what made it; raises what its constructor raises.

        ``begin`` is called before each attempt.
        """
        failure: Exception | None = None
        for chosen in [*self._constructors, *self._guessed(kind)]:
            begin()
            try:
                made = self._value(chosen.expression)
            except Exception as error:
                failure = failure or error
                if chosen.is_binding and chosen.source != "call":
                    raise
                continue
            if isinstance(made, kind):
                return made, chosen
        if failure is None or isinstance(failure, TypeError):
            told = f" ({failure})" if failure else ""
            raise NoEntry(f"`{kind.__name__}` cannot be made without arguments{told}")
        raise failure

    def _guessed(self, kind: type) -> Iterator[Chosen]:
        path = kind.__qualname__
        for index, (expression, why) in enumerate(guessed_constructors(kind, path, self._names)):
            yield Chosen(expression, "guess" if index or why else "default", why)

    def call_of(self, value: Any, method: str) -> Call:
        """Return how an object, or a method of it, is called."""
        return Call(self, value, method)

    def _value(self, expression: str) -> Any:
        return eval(expression, self._names)

    def inputs(self, value: Any, function: Any, dotted: str) -> Iterator[Chosen]:
        """Iterate over the arguments to try for a call."""
        yield from self._inputs
        parameters = _required(function)
        tree = self._file.function(dotted) or forward_of(value)
        if not parameters:
            yield Chosen("", "default", "it takes no argument")
            return
        if isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef)):
            text = annotated(tree, parameters, value, self._batch)
            if text is not None:
                yield Chosen(text, "annotation", "the annotations of its arguments")
        torch = sys.modules.get("torch")
        if torch is not None:
            for guess in guesses(torch, value, tree, parameters, self._batch):
                yield Chosen(guess.expression, "guess", guess.why)


class Call:
    """A call of an object with arguments that are still to be chosen."""

    def __init__(self, candidates: Candidates, value: Any, method: str) -> None:
        self._candidates = candidates
        self._value = value
        self._function = getattr(value, method) if method else value
        self._method = method
        self.arguments: Any = ((), {})

    def inputs(self) -> Iterator[Chosen]:
        """Iterate over the arguments to try."""
        candidates, value = self._candidates, self._value
        target = candidates._target
        if not self._method and not inspect.isfunction(value):
            is_layer = hasattr(value, "named_modules")
            self._method = "forward" if is_layer else "__call__"
            function = getattr(value, self._method, None)
            if function is None:
                raise NoEntry(
                    f"`{target}` is made, but it cannot be called: name one of its methods"
                )
            return candidates.inputs(value, function, f"{target}.{self._method}")
        return candidates.inputs(value, self._function, target)

    def evaluated(self, expression: str) -> Any:
        """Return the positional and named arguments that an expression stands for."""
        torch = sys.modules.get("torch")
        names = self._candidates._names
        added = {"torch": torch} if torch is not None and "torch" not in names else {}
        scope = {**names, **added, "_dyetrace_collect_": lambda *args, **options: (args, options)}
        return eval(f"_dyetrace_collect_({expression})", scope)

    def run(self, arguments: Any) -> Any:
        """Call with arguments."""
        positional, named = arguments
        return self._function(*positional, **named)


def _required(function: Any) -> list[str]:
    """Return the parameters without a default; those of a bound method without ``self``."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [
        parameter.name
        for parameter in signature.parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.kind in kinds
    ]
