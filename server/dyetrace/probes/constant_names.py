"""The user's own names of constant sizes: ``n_head`` for 12, ``head_dim`` for 64.

The nearest scope that has exactly one name for a number gives it; where two names have the same
number none is shown, because which one is meant cannot be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from dyetrace.probes.messages import NameFound

_K = TypeVar("_K")
_SMALLEST: Final = 2
# Numbers of these names count or configure, they are no sizes of a dimension.
_NO_SIZE: Final = re.compile(
    r"layer|depth|kernel|stride|padding|dilation|epoch|seed|step|worker|group|dropout|iter|interval"
    r"|warmup|every|version|rank$|^i$|^j$|^k$|^_|repeat|expansion|ratio|padding_idx|eos|bos|pad_id"
    r"|batch_size|max_|log_|num_blocks|n_block",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ConstantNames:
    """Names of numbers by scope."""

    by_function: Mapping[tuple[str, str], Mapping[int, frozenset[str]]]
    by_class: Mapping[str, Mapping[int, frozenset[str]]]
    anywhere: Mapping[int, frozenset[str]]

    def of(self, size: int, place: tuple[str, str]) -> str | None:
        """Return the one name that a number has at a place (path, qualified function)."""
        if size < _SMALLEST:
            return None
        function = place[1]
        owner = function.rpartition(".")[0]
        for scope in (
            self.by_function.get(place, {}),
            self.by_class.get(owner, {}),
            self.anywhere,
        ):
            names = scope.get(size)
            if names:
                return next(iter(names)) if len(names) == 1 else None
        return None


def constant_names(
    found: Iterable[NameFound], local: Iterable[tuple[tuple[str, str], str, int]]
) -> ConstantNames:
    """Collect names: what the worker found, and (place, name, number) of what functions bind."""
    by_function: dict[tuple[str, str], dict[int, set[str]]] = {}
    by_class: dict[str, dict[int, set[str]]] = {}
    anywhere: dict[int, set[str]] = {}
    for place, name, value in local:
        if _is_size(name):
            by_function.setdefault(place, {}).setdefault(value, set()).add(name)
    for one in found:
        if not _is_size(one.name):
            continue
        if one.kind in ("attribute", "config"):
            by_class.setdefault(one.owner, {}).setdefault(one.value, set()).add(one.name)
        if one.kind in ("config", "global"):
            anywhere.setdefault(one.value, set()).add(one.name)
    return ConstantNames(_frozen(by_function), _frozen(by_class), _names(anywhere))


def _is_size(name: str) -> bool:
    return name.isidentifier() and _NO_SIZE.search(name) is None


def _frozen(scopes: Mapping[_K, Mapping[int, set[str]]]) -> dict[_K, dict[int, frozenset[str]]]:
    return {scope: _names(names) for scope, names in scopes.items()}


def _names(names: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    return {value: frozenset(of_value) for value, of_value in names.items()}
