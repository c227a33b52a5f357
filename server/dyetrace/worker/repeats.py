"""Skips what is known: a layer that is built like one that ran already, with inputs like its own.

Of 80 equal blocks one tells what the others do with a shape. Only further runs, with fake tensors,
are shortened so; the base run goes through every layer.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

_PLAIN = (int, float, bool, str, bytes, complex, type(None))
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
_OWN = ("_parameters", "_buffers", "_modules", "training", *_HOOKS)


class _Unlike(Exception):
    """Something whose effects cannot be foreseen."""


class Repeats:
    """Remembers results by how a module is built and what it is given."""

    def __init__(self) -> None:
        self._torch = sys.modules["torch"]
        self._built: dict[int, Any] = {}  # by id: how a module is built, None: unlike any other
        self._results: dict[Any, tuple[Any, Any]] = {}
        self.like: dict[int, Any] = {}  # by id of a module that was skipped: the one that ran

    @contextlib.contextmanager
    def skipped(self) -> Iterator[None]:
        """Skip repeated modules inside; results of an earlier time are forgotten."""
        kind = self._torch.nn.Module
        original = kind.__call__
        self._results = {}
        self.like = {}

        def call(module: Any, *args: Any, **options: Any) -> Any:
            key = self._key(module, args, options)
            if key is None:
                return original(module, *args, **options)
            known = self._results.get(key)
            if known is not None:
                self._note(module, known[0])
                return self._made(known[1], (args, options))
            before = _state(module)
            result = original(module, *args, **options)
            if _state(module) == before:
                with contextlib.suppress(_Unlike):
                    self._results[key] = (module, self._template(result, (args, options)))
            return result

        kind.__call__ = call
        try:
            yield
        finally:
            kind.__call__ = original

    def _note(self, module: Any, ran: Any) -> None:
        if module is ran:
            return
        for inner, like in zip(module.modules(), ran.modules()):
            self.like.setdefault(id(inner), self.like.get(id(like), like))

    def _key(self, module: Any, args: Any, options: Any) -> Any:
        try:
            built = self._built_of(module)
            return None if built is None else (built, self._given(args), self._given(options))
        except _Unlike:
            return None

    def _built_of(self, module: Any) -> Any:
        if id(module) not in self._built:
            try:
                self._built[id(module)] = self._structure(module)
            except _Unlike:
                self._built[id(module)] = None
        return self._built[id(module)]

    def _structure(self, module: Any) -> Any:
        own = vars(module)
        if any(own.get(name) for name in _HOOKS):
            raise _Unlike
        attributes = []
        for name, value in own.items():
            if name in _OWN:
                continue
            plain = isinstance(value, _PLAIN)
            attributes.append((name, value if plain else self._identity(value)))
        tensors = [
            (name, None if tensor is None else _meta(tensor))
            for name, tensor in [*own["_parameters"].items(), *own["_buffers"].items()]
        ]
        children = []
        for name, child in own["_modules"].items():
            built = None if child is None else self._built_of(child)
            if built is None and child is not None:
                raise _Unlike
            children.append((name, built))
        key = (type(module), module.training, *attributes, *tensors, *children)
        return _Hashed(key)

    def _identity(self, value: Any) -> Any:
        """Of an attribute that is no plain value: the object itself, or what a tuple holds."""
        if isinstance(value, self._torch.Tensor):
            return _meta(value)
        if isinstance(value, (tuple, frozenset)) and all(isinstance(v, _PLAIN) for v in value):
            return value
        if isinstance(value, (list, dict, set)) and not value:
            return type(value)
        return id(value)

    def _given(self, value: Any) -> Any:
        if isinstance(value, self._torch.Tensor):
            return _meta(value)
        if isinstance(value, _PLAIN):
            return value
        if type(value) is tuple:
            return tuple(self._given(item) for item in value)
        if type(value) is dict:
            return tuple((name, self._given(item)) for name, item in value.items())
        if isinstance(value, (self._torch.dtype, self._torch.device)):
            return value
        raise _Unlike

    def _template(self, result: Any, given: Any) -> Any:
        """Describe a result so that one like it can be made."""
        if isinstance(result, self._torch.Tensor):
            positions = [i for i, value in enumerate(_tensors(given)) if value is result]
            return ("input", positions[0]) if positions else ("made", _meta(result))
        if isinstance(result, _PLAIN):
            return ("plain", result)
        if type(result) in (tuple, list):
            return (type(result), [self._template(item, given) for item in result])
        raise _Unlike

    def _made(self, template: Any, given: Any) -> Any:
        kind, content = template
        if kind == "input":
            return list(_tensors(given))[content]
        if kind == "plain":
            return content
        if kind == "made":
            shape, stride, dtype, device, needs_gradient = content
            tensor = self._torch.empty_strided(shape, stride, dtype=dtype, device=device)
            # what a layer returns is no leaf: it may be changed in place
            return tensor.requires_grad_(True).clone() if needs_gradient else tensor
        return kind(self._made(item, given) for item in content)


class _Hashed:
    """A key whose hash is computed once: that of a large model is looked up many times."""

    __slots__ = ("_hash", "_key")

    def __init__(self, key: Any) -> None:
        self._key = key
        self._hash = hash(key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, _Hashed) and self._hash == other._hash and self._key == other._key


def _meta(tensor: Any) -> Any:
    try:
        shape = tuple(int(size) for size in tensor.shape)
        return shape, tensor.stride(), tensor.dtype, tensor.device, tensor.requires_grad
    except (RuntimeError, ValueError, NotImplementedError):  # lazy, sparse
        raise _Unlike from None


def _state(module: Any) -> Any:
    """What a call may change in a module: the objects that its attributes are."""
    return [
        (name, id(value))
        for inner in module.modules()
        for held in (vars(inner), vars(inner)["_buffers"])
        for name, value in held.items()
    ]


def _tensors(value: Any) -> Iterator[Any]:
    torch = sys.modules["torch"]
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _tensors(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item)
