"""The abstract values that the interpreter computes: row sets, dye, columns, objects.

A ``Value`` is an immutable record. Its ``identity`` names the Python object it stands for: two
names bound to one object hold values of one identity, and an in-place change replaces the record of
that identity everywhere at once (see ``State`` in ``flow.state``).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from dyetrace.findings import Span

_EMPTY: Final[frozenset[Any]] = frozenset()


@dataclass(frozen=True, slots=True)
class Interval:
    """Positions or ordered values between two literal bounds; None is an open end."""

    low: Any = None
    high: Any = None
    low_included: bool = True
    high_included: bool = False

    def is_disjoint(self, other: Interval) -> bool:
        """Whether no position or value is in both."""
        return self._ends_before(other) or other._ends_before(self)

    def complement(self) -> Interval | None:
        """Return everything outside; None where that is no single interval."""
        if self.low is None:
            return Interval(low=self.high, low_included=not self.high_included)
        if self.high is None:
            return Interval(high=self.low, high_included=not self.low_included)
        return None

    def _ends_before(self, other: Interval) -> bool:
        if self.high is None or other.low is None:
            return False
        try:
            if self.high == other.low:
                return not (self.high_included and other.low_included)
            return bool(self.high < other.low)
        except TypeError:
            return False


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a split: rows that parted at ``site`` into ``name`` ('train', 'test', ...).

    ``key`` tells apart several splits made at one place. A key that starts with "=" means the same
    cut wherever it stands: ``x[:n]`` and ``x[n:]``, ``x[mask]`` and ``x[~mask]``. ``interval``
    holds the literal bounds of a slice or a threshold, where they decide instead of the name.
    """

    site: Span
    name: str
    key: str = ""
    interval: Interval | None = None

    @property
    def cut(self) -> tuple[Span | None, str]:
        """The split that this is a side of."""
        return (None if self.key.startswith("=") else self.site, self.key)

    def selects_like(self, other: Part) -> bool:
        """Whether both are the same side of the same split."""
        return self.cut == other.cut and (self.name, self.interval) == (other.name, other.interval)

    def excludes(self, other: Part) -> bool:
        """Whether both are sides of one split that have no row in common."""
        if self.cut != other.cut:
            return False
        if self.interval is not None and other.interval is not None:
            return self.interval.is_disjoint(other.interval)
        if self.name.startswith("not ") or other.name.startswith("not "):
            return self.name == opposite_name(other.name)
        return self.name != other.name


def opposite_name(name: str) -> str:
    """Return the name of the side that holds all other rows."""
    return name[4:] if name.startswith("not ") else f"not {name}"


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

    def has_origin_of(self, other: Rows) -> bool:
        """Whether both come from one source (a helper that loads two files makes two)."""
        return self.origin == other.origin and self.label == other.label

    def is_disjoint(self, other: Rows) -> bool:
        """Whether no row can be in both: another origin, or two sides of one split."""
        if not self.has_origin_of(other):
            return True
        return any(mine.excludes(theirs) for mine in self.parts for theirs in other.parts)

    def is_within(self, other: Rows) -> bool:
        """Whether these rows are certainly a subset of (or the same as) ``other``."""
        return self.has_origin_of(other) and all(
            any(mine.selects_like(theirs) for mine in self.parts) for theirs in other.parts
        )


def overlap(left: frozenset[Rows], right: frozenset[Rows]) -> frozenset[Rows]:
    """Return the row sets of ``left`` that may share a row with one of ``right``."""
    return frozenset(a for a in left if any(not a.is_disjoint(b) for b in right))


# "prediction" is what a model's output carries: its rows are those that the model was fitted on,
# its site the `predict` call. It tells who predicted, through any arithmetic; it is no leak itself.
# "lagged", "future": values of rows before or after the own one (``areas.neighbours``).
DyeKind = Literal[
    "statistic", "label-aware", "resampled", "vocabulary", "prediction", "lagged", "future"
]


@dataclass(frozen=True, slots=True)
class Dye:
    """The influence of rows on a value: what was learned, from which rows, where."""

    kind: DyeKind
    rows: frozenset[Rows]
    site: Span  # the call that learned
    name: str  # `StandardScaler`, `mean`, `SMOTE`: the user's words for it
    function: str = ""  # qualified name of the class or function that learned
    columns: frozenset[str] = _EMPTY  # columns that took part (keys too), where they are known
    keys: frozenset[str] = _EMPTY  # columns that rows were grouped by

    def order(self) -> tuple[Span, str, str]:
        """Return what dyes are sorted by: a set of them has no order, and a message wants one."""
        return self.site, self.name, self.kind


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of a tensor or object that a rule asks for, and the place that gave it.

    For example ``Mark("activation", site, "softmax")`` on the output of ``F.softmax``. Where
    branches join and only one of them gave the mark, ``Mark("partial", site, "activation")`` is
    there too.
    """

    name: str
    site: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of a frame's columns.

    ``frame`` is the identity of the loaded frame that the columns belong to. ``only`` holds the
    names when they are known completely, else None; ``without`` holds the names that are certainly
    gone. A column that is known by its position only is called "[3]" or "[-1]". ``dyed`` holds the
    dye of columns that were stored one by one; the rest of a value's dye is on all of them.
    ``order`` names the columns of the frame from left to right, where the program spells them out.
    """

    frame: int
    only: frozenset[str] | None = None
    without: frozenset[str] = _EMPTY
    certain: bool = True
    dyed: Mapping[str, frozenset[Dye]] = field(default_factory=dict, hash=False)
    order: tuple[str, ...] = field(default=(), hash=False, compare=False)

    def may_hold(self, name: str) -> bool:
        """Whether a column of this name may be among them."""
        return name not in self.without and (self.only is None or name in self.only)


class _Missing:
    """The constant of a value that has none."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Missing()
_identities = itertools.count(1)


class Value:
    """What is known of one object at one time; a record that is never changed in place.

    Facts that are not known keep the defaults below, which live on the class: most values know
    little, and making one is the interpreter's most frequent act (0.5 µs this way, 4 µs as a
    frozen dataclass).

    Attributes:
        identity: The Python object that this stands for.
        type: Qualified name of the object's class, where it is known ("pandas.DataFrame",
            "sklearn.preprocessing.StandardScaler", "list", "module", "class", "function"); for an
            instance of a class of the user's its name in the program ("Net").
        name: Qualified name of a module, class or function ("sklearn.decomposition.PCA", also
            after ``import ... as``), or of the user's own ("Net", "Net.forward").
        site: The expression that made the object.
        rows: Rows that the object holds.
        dye: Statistics that had an influence on it.
        columns: Columns of a frame or series.
        marks: Properties for rules.
        constant: The literal value, or ``UNKNOWN``.
        items: Elements of a list or tuple, as far as they are known completely.
        entries: Entries of a dict whose keys are constants.
        attributes: Attributes of an instance or class; the state of a library object.
        node: Definition of a function or class of the user's.
        scopes: Scopes in which that definition stands, innermost first.
        receiver: Object that a bound method belongs to.
        alternatives: Other objects that this may be, where branches joined.
        certain: False once an unknown call or an uncertain join took part.
    """

    __slots__ = ("__dict__",)

    identity: int = 0
    type: str | None = None
    name: str | None = None
    site: Span | None = None
    rows: frozenset[Rows] = _EMPTY
    dye: frozenset[Dye] = _EMPTY
    columns: Columns | None = None
    marks: frozenset[Mark] = _EMPTY
    constant: Any = UNKNOWN
    items: tuple[Value, ...] | None = None
    entries: Mapping[Any, Value] | None = None
    attributes: Mapping[str, Value] = MappingProxyType({})
    node: Any = None
    scopes: tuple[int, ...] = ()
    receiver: Value | None = None
    alternatives: tuple[Value, ...] = ()
    certain: bool = True

    def __init__(self, identity: int, facts: dict[str, Any]) -> None:
        facts["identity"] = identity
        self.__dict__.update(facts)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a value is not changed in place (`{name}`); use `but`")

    def __repr__(self) -> str:
        facts = ", ".join(f"{key}={value!r}" for key, value in self.__dict__.items())
        return f"Value({facts})"

    def but(self, **facts: Any) -> Value:
        """Return a record of the same object with some facts changed."""
        return Value(self.identity, {**self.__dict__, **facts})

    def copy(self, **facts: Any) -> Value:
        """Return the value of a new object that is like this one but for ``facts``."""
        return Value(next(_identities), {**self.__dict__, **facts})

    @property
    def is_constant(self) -> bool:
        """Whether the literal value is known."""
        return self.constant is not UNKNOWN

    def mark(self, name: str) -> Mark | None:
        """Return the mark called ``name``, if the value carries one."""
        return next((mark for mark in self.marks if mark.name == name), None)

    def each(self) -> tuple[Value, ...]:
        """Return this value and its alternatives."""
        return (self, *self.alternatives)


def fresh(**facts: Any) -> Value:
    """Make a value of an object that did not exist before."""
    return Value(next(_identities), facts)


def constant(literal: Any, site: Span | None = None) -> Value:
    """Make the value of a literal."""
    return fresh(type=type(literal).__name__, constant=literal, site=site)
