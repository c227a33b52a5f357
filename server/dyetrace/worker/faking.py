"""Fake tensors that let programs go on: shapes without numbers, numbers made up where asked for.

Torch's ``FakeTensorMode`` gives every tensor a shape, type and device and no storage. It stops
where a program asks for a number (``.item()``, ``if x.sum() > 0``, NumPy) or for a size that
depends on numbers (``x[mask]``, ``nonzero``). Here such a number is made up, and such an operation
is run for real on random stand-ins of the same shapes; both are noted, because what follows from
them is plausible and not certain.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from typing import Any

from .likely import LikelyTruths

LARGEST_STAND_IN = 1 << 24  # elements of all stand-ins of one operation
_LARGEST_CONSTANT = 4096  # elements of a tensor whose numbers are known and carried along
_FAILURES = (
    "DataDependentOutputException",
    "DynamicOutputShapeException",
    "UnsupportedOperatorException",
    "UnsupportedFakeTensorException",
)


class Faker:
    """Makes fake tensors for one run and remembers what was made up."""

    def __init__(self) -> None:
        self.torch = sys.modules["torch"]
        from torch._subclasses import fake_tensor  # the user's torch; slow to import

        self._module = fake_tensor
        self.made_up: list[str] = []  # what the program asked for, in words
        self.run = 0  # what is made up differs from run to run: no law is to be read into it
        self.mode = _mode_class(self)(allow_non_fake_inputs=True)

    @contextlib.contextmanager
    def active(self) -> Iterator[None]:
        """Make every tensor fake that is made inside."""
        with self._patched(), self.mode:
            yield

    def note(self, what: str) -> None:
        """Remember that something was made up."""
        if what not in self.made_up and len(self.made_up) < 20:
            self.made_up.append(what)

    @contextlib.contextmanager
    def _patched(self) -> Iterator[None]:
        """Answer what leaves torch from the C++ side, where no dispatch can be seen."""
        kind = self._module.FakeTensor
        own: dict[str, Any] = {
            "numpy": lambda tensor, *a, **k: self.stand_in(tensor, "numpy()").numpy(),
            "__array__": lambda tensor, dtype=None, **k: self._array(tensor, dtype),
            "tolist": lambda tensor: self.stand_in(tensor, "tolist()").tolist(),
            "__format__": lambda tensor, spec: self._formatted(tensor, spec),
            "data_ptr": lambda tensor: 0,
            "__deepcopy__": lambda tensor, memo: _copied(tensor, memo),
        }
        before = {name: kind.__dict__.get(name) for name in own}
        log = logging.getLogger(self._module.__name__)
        was_quiet, log.disabled = log.disabled, True  # a size that does not fit is tried here
        limit = getattr(self._module, "CONSTANT_NUMEL_LIMIT", None)
        for name, method in own.items():
            setattr(kind, name, method)
        if limit is not None:
            self._module.CONSTANT_NUMEL_LIMIT = _LARGEST_CONSTANT
        try:
            yield
        finally:
            log.disabled = was_quiet
            for name, method in before.items():
                if method is None:
                    delattr(kind, name)
                else:
                    setattr(kind, name, method)
            if limit is not None:
                self._module.CONSTANT_NUMEL_LIMIT = limit

    def _formatted(self, tensor: Any, spec: str) -> str:
        return format(tensor.item(), spec) if spec and not tensor.dim() else repr(tensor)

    def _array(self, tensor: Any, dtype: Any) -> Any:
        array = self.stand_in(tensor, "numpy conversion").numpy()
        return array if dtype is None else array.astype(dtype)

    def stand_in(self, fake: Any, why: str | None = None) -> Any:
        """Return a real tensor like a fake one: its numbers where they are known, else random."""
        torch = self.torch
        with self._outside():
            constant = getattr(fake, "constant", None)
            if constant is not None:
                return constant
            if why is not None:
                self.note(why)
            shape, dtype = tuple(int(size) for size in fake.shape), fake.dtype
            generator = torch.Generator().manual_seed(self.run)
            random = torch.rand(shape, generator=generator)
            if dtype is torch.bool:
                return random > 0.4
            if dtype.is_floating_point or dtype.is_complex:
                return random.to(dtype)
            return (random * self.number()).long().add(1).to(dtype)

    def number(self) -> int:
        """Return a small whole number, another one in each run."""
        return (2, 3, 1, 5)[self.run % 4]

    @contextlib.contextmanager
    def _outside(self) -> Iterator[None]:
        disabled: Any = getattr(self._module, "unset_fake_temporarily", None)
        if disabled is None:  # before torch 2.1
            from torch.utils._python_dispatch import _disable_current_modes as disabled
        with disabled():
            yield


def _copied(tensor: Any, memo: dict[int, Any]) -> Any:
    copy = tensor.detach().clone()
    copy.requires_grad_(tensor.requires_grad)
    memo[id(tensor)] = copy
    return copy


def _mode_class(faker: Faker) -> Any:
    """Return the mode's class, made here because its base is known only in the user's torch."""
    module, torch = faker._module, faker.torch
    failures = tuple(getattr(module, name) for name in _FAILURES if hasattr(module, name))
    answers = LikelyTruths(torch)

    class SubstitutingMode(module.FakeTensorMode):  # type: ignore[misc, name-defined]
        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            try:
                result = super().__torch_dispatch__(func, types, args, kwargs)
            except failures as failure:
                return _substituted(faker, answers, func, args, kwargs or {}, failure)
            except RuntimeError as failure:
                if "fake impl" not in str(failure):
                    raise
                return _substituted(faker, answers, func, args, kwargs or {}, failure)
            answers.note(func, args, result)
            if not args or not isinstance(args[0], torch.Tensor):
                _keep_constant(faker, func, args, kwargs or {}, result)
            return result

    return SubstitutingMode


def _keep_constant(faker: Faker, func: Any, args: Any, kwargs: dict[str, Any], result: Any) -> None:
    """Know the numbers of small tensors that are made from nothing: indices, orders, masks."""
    if func.overloadpacket.__name__ not in _PLAIN or not isinstance(result, faker.torch.Tensor):
        return
    if result.numel() <= _LARGEST_CONSTANT and getattr(result, "constant", None) is None:
        with faker._outside(), contextlib.suppress(Exception):
            result.constant = func(*args, **{**kwargs, "device": "cpu"})


_PLAIN = {"arange", "randperm", "full", "zeros", "ones", "eye", "linspace"}


def _substituted(
    faker: Faker,
    answers: LikelyTruths,
    func: Any,
    args: Any,
    kwargs: dict[str, Any],
    failure: Exception,
) -> Any:
    name = str(func.overloadpacket.__name__)
    if name == "_local_scalar_dense":
        return _number(faker, answers, args[0])
    if name in ("equal", "allclose"):
        faker.note(name)
        return True
    return _run_on_stand_ins(faker, func, name, args, kwargs, failure)


def _number(faker: Faker, answers: LikelyTruths, tensor: Any) -> Any:
    """Return a number for a tensor of one element: a likely truth, a small size, a half."""
    constant = getattr(tensor, "constant", None)
    if constant is not None:
        with faker._outside():
            return constant.item()
    dtype = tensor.dtype
    if dtype is faker.torch.bool:
        faker.note("the truth of a tensor")
        return answers.of(tensor)
    faker.note("the number in a tensor")
    return 0.5 if dtype.is_floating_point else 0.5j if dtype.is_complex else faker.number()


def _run_on_stand_ins(
    faker: Faker, func: Any, name: str, args: Any, kwargs: dict[str, Any], failure: Exception
) -> Any:
    """Run one operation for real on random tensors of the right shapes, and fake its results."""
    from torch.utils._pytree import tree_flatten, tree_map

    torch, kind = faker.torch, faker._module.FakeTensor
    fakes = [leaf for leaf in tree_flatten((args, kwargs))[0] if isinstance(leaf, kind)]
    if sum(fake.numel() for fake in fakes) > LARGEST_STAND_IN:
        raise failure
    mutated = _mutated(func, args)
    known = {id(fake): faker.stand_in(fake) for fake in fakes}
    if name == "_pack_padded_sequence" and getattr(args[1], "constant", None) is None:
        time = args[0].shape[1 if args[2] else 0]
        known[id(args[1])] = torch.full(args[1].shape, time, dtype=torch.int64)

    def real(leaf: Any) -> Any:
        return known[id(leaf)] if isinstance(leaf, kind) else leaf

    with faker._outside(), torch.no_grad():
        try:
            result = func(*tree_map(real, args), **tree_map(real, kwargs))
        except Exception:
            raise failure from None
    faker.note(f"the result of `{name}`")
    if mutated is not None:
        return mutated

    def fake(leaf: Any) -> Any:
        if not isinstance(leaf, torch.Tensor):
            return leaf
        made = faker.mode.from_tensor(leaf)
        if leaf.numel() <= _LARGEST_CONSTANT and leaf.dtype is torch.int64:
            with contextlib.suppress(AttributeError):
                made.constant = leaf
        return made

    return tree_map(fake, result)


def _mutated(func: Any, args: Any) -> Any | None:
    """Return what an operation in place returns: its first argument."""
    try:
        arguments = func._schema.arguments
    except AttributeError:
        return None
    first = arguments[0].alias_info if arguments else None
    return args[0] if first is not None and first.is_write and args else None
