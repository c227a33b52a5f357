"""The abstract values that the interpreter computes: row sets, dye, columns, objects.

A ``Value`` is an immutable record. Its ``identity`` names the Python object it stands for: two
names bound to one object hold values of one identity, and an in-place change replaces the record of
that identity everywhere at once (see ``State`` in ``flow.state``).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from dyetrace.findings import Span

_EMPTY: Final[frozenset[Any]] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a split: rows that parted at ``site`` into ``name`` ('train', 'test', ...).

    ``key`` tells apart several splits made at one place (for slices: the text of the bound, so that
    ``x[:n]`` and ``x[n:]`` are two sides of one cut).
    """

    site: Span
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A set of rows: where it came from, and how it was narrowed since.

    ``origin`` is the place that made the rows (a load call, a parameter) and ``label`` the user's
    words for it. ``parts`` are in the order in which they were taken.
    """

    origin: Span
    label: str
    parts: tuple[Part, ...] = ()

    def narrowed(self, part: Part) -> Rows:
        """Return the part of these rows that ``part`` selects."""
        return self if part in self.parts else replace(self, parts=(*self.parts, part))

    def is_disjoint(self, other: Rows) -> bool:
        """Whether no row can be in both: another origin, or two sides of one split."""
        if self.origin != other.origin:
            return True
        return any(
            mine.key == theirs.key and mine.site == theirs.site and mine.name != theirs.name
            for mine in self.parts
            for theirs in other.parts
        )

    def is_within(self, other: Rows) -> bool:
        """Whether these rows are certainly a subset of (or the same as) ``other``."""
        return self.origin == other.origin and set(other.parts) <= set(self.parts)


def overlap(left: frozenset[Rows], right: frozenset[Rows]) -> frozenset[Rows]:
    """Return the row sets of ``left`` that may share a row with one of ``right``."""
    return frozenset(a for a in left if any(not a.is_disjoint(b) for b in right))


DyeKind = Literal["statistic", "label-aware", "resampled", "vocabulary"]


@dataclass(frozen=True, slots=True)
class Dye:
    """The influence of rows on a value: what was learned, from which rows, where."""

    kind: DyeKind
    rows: frozenset[Rows]
    site: Span  # the call that learned
    name: str  # `StandardScaler`, `mean`, `SMOTE`: the user's words for it
    function: str = ""  # qualified name of the class or function that learned


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of a tensor or object that a rule asks for, and the place that gave it.

    For example ``Mark("activation", site, "softmax")`` on the output of ``F.softmax``.
    """

    name: str
    site: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of a frame's columns.

    ``frame`` is the identity of the loaded frame that the columns belong to. ``only`` holds the
    names when they are known completely, else None; ``without`` holds the names that are certainly
    gone. ``label`` is the single column that a series was taken from.
    """

    frame: int
    only: frozenset[str] | None = None
    without: frozenset[str] = _EMPTY
    certain: bool = True

    def may_hold(self, name: str) -> bool:
        return name not in self.without and (self.only is None or name in self.only)


class _Missing:
    """The constant of a value that has none."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Missing()
_identities = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of one object at one time.

    ``type`` is the qualified name of the object's class where it is known ("pandas.DataFrame",
    "sklearn.preprocessing.StandardScaler", "list", "module", "class", "function"). ``name`` is the
    qualified name that a module, class or function has ("sklearn.preprocessing.StandardScaler"
    also after ``import ... as``). ``node`` is the definition of a function or class of the user's.
    """

    identity: int
    type: str | None = None
    name: str | None = None
    site: Span | None = None  # the expression that made the object
    rows: frozenset[Rows] = _EMPTY
    dye: frozenset[Dye] = _EMPTY
    columns: Columns | None = None
    marks: frozenset[Mark] = _EMPTY
    constant: Any = UNKNOWN
    items: tuple[Value, ...] | None = None  # elements of a list or tuple, as far as known
    entries: Mapping[Any, Value] | None = None  # of a dict with constant keys
    attributes: Mapping[str, Value] = field(default_factory=dict)
    node: Any = None  # ast.FunctionDef, ast.Lambda or ast.ClassDef
    closure: Any = None  # scopes in which a user's function was defined
    receiver: Value | None = None  # of a bound method
    alternatives: tuple[Value, ...] = ()  # other objects that this may be (joined branches)
    certain: bool = True  # False once an unknown call or an uncertain join took part

    @property
    def is_known_constant(self) -> bool:
        return self.constant is not UNKNOWN

    def mark(self, name: str) -> Mark | None:
        """Return the mark called ``name``, if the value carries one."""
        return next((mark for mark in self.marks if mark.name == name), None)


def fresh(**facts: Any) -> Value:
    """Make a value of an object that did not exist before."""
    return Value(next(_identities), **facts)


def constant(literal: Any, site: Span | None = None) -> Value:
    """Make the value of a literal."""
    return fresh(type=type(literal).__name__, constant=literal, site=site)
