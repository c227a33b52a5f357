"""The interpreter's memory: names and objects, in layers so that branches are cheap.

A key is either ``(scope, name)`` for a binding or an identity for an object that was changed in
place after it was made (the machine keeps facts of its own under other tuples). A branch writes
into a layer of its own; joining looks only at what the layers wrote, so its cost follows the size
of the branch and not of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias, cast

from dyetrace.flow.values import UNKNOWN, Columns, Mark, Rows, Value

Key: TypeAlias = "tuple[Any, ...] | int"
ABSENT: Final = object()  # what a memory returns for a key that it does not hold


class Layer:
    """Bindings written since the parent layer."""

    __slots__ = ("parent", "written")

    def __init__(self, parent: Layer | None = None, written: dict[Key, Any] | None = None) -> None:
        self.parent = parent
        self.written: dict[Key, Any] = {} if written is None else written

    def get(self, key: Key) -> Value | None:
        """Return what is bound to a key, or None."""
        layer: Layer | None = self
        while layer is not None:
            value = layer.written.get(key, ABSENT)
            if value is not ABSENT:
                return cast("Value | None", value)
            layer = layer.parent
        return None

    def since(self, base: Layer) -> dict[Key, Value | None]:
        """Return everything written on the way from ``base`` (exclusive) to this layer."""
        chain = []
        layer: Layer | None = self
        while layer is not None and layer is not base:
            chain.append(layer.written)
            layer = layer.parent
        merged: dict[Key, Value | None] = {}
        for written in reversed(chain):
            merged.update(written)
        return merged

    def flat(self, base: Layer | None) -> Layer:
        """Return a free-standing copy of everything written since ``base``.

        Later writes to the layers below do not show in it; ``None`` copies nothing.
        """
        copy = Layer()
        if base is not None:
            copy.written = self.since(base)
        return copy


class State:
    """The current layer, and how to branch it and join again."""

    def __init__(self, memory: dict[Key, Any]) -> None:
        """``memory`` is where the module's own layer is written."""
        self.layer = Layer(written=memory)

    def read(self, key: Key) -> Value | None:
        """Return the newest record of what is bound to ``key``."""
        value = self.layer.get(key)
        return None if value is None else self.current(value)

    def current(self, value: Value) -> Value:
        """Return the newest record of the object that ``value`` stands for."""
        newer = self.layer.get(value.identity)
        return value if newer is None else newer

    def write(self, key: Key, value: Value | None) -> None:
        """Bind ``key``; None unbinds it."""
        self.layer.written[key] = value

    def update(self, value: Value) -> None:
        """Record that an object was changed in place."""
        self.layer.written[value.identity] = value

    def branch(self, base: Layer, run: Callable[[], None]) -> Layer:
        """Run something in a new layer above ``base`` and return that layer."""
        self.layer = Layer(base)
        run()
        end, self.layer = self.layer, base
        return end

    def join(self, base: Layer, ends: Iterable[Layer]) -> None:
        """Continue from ``base`` with what any of the branch ends may have left."""
        writes = [end.since(base) for end in ends]
        self.layer = base
        if not writes:
            return
        if len(writes) == 1:
            base.written.update(writes[0])
            return
        keys = dict.fromkeys(key for written in writes for key in written)
        for key in keys:
            values = [written[key] if key in written else base.get(key) for written in writes]
            if not isinstance(key, int):
                values = _newest(values, writes, base)
            bound = [value for value in values if value is not None]
            base.written[key] = join_values(bound) if bound else None


def _newest(
    values: list[Value | None], writes: list[dict[Key, Value | None]], base: Layer
) -> list[Value | None]:
    """Return the newest record of each object that a name may be bound to.

    Of one object the record under its identity is joined; different objects lose theirs in a join.
    """
    if len({value.identity for value in values if value is not None}) < 2:
        return values
    return [
        value and (written.get(value.identity) or base.get(value.identity) or value)
        for value, written in zip(values, writes)
    ]


_ALTERNATIVES = 6  # of objects that a joined value may be; more would not make rules wiser


_ROW_SETS = 32  # that one value tells apart; networks slice and mix tensors without end


def bounded_rows(rows: frozenset[Rows]) -> frozenset[Rows]:
    """Return row sets as they are, or none where there are too many to say anything with them."""
    return rows if len(rows) <= _ROW_SETS else frozenset()


def join_values(values: list[Value]) -> Value:
    """Return what is known when one of ``values`` holds and nobody knows which."""
    first = values[0]
    for value in values[1:]:
        if value is not first:
            first = _join(first, value)
    return first


def _join(left: Value, right: Value) -> Value:
    same = left.identity == right.identity
    facts = {
        "rows": bounded_rows(left.rows | right.rows),
        "dye": left.dye | right.dye,
        "marks": left.marks | right.marks,
        "certain": left.certain and right.certain,
    }
    if left.constant is not right.constant and left.constant != right.constant:
        facts["constant"] = UNKNOWN
    if left.marks != right.marks:
        facts["marks"] = left.marks | right.marks | _partial(left, right)
    if left.columns != right.columns:
        facts["columns"] = _join_columns(left, right)
    if same:
        return _join_contents(left, right, facts)
    known = {value.identity for value in left.each()}
    others = tuple(value for value in right.each() if value.identity not in known)
    if left.type is None and right.type is not None:
        left, others = right, (*left.each(),)
    facts["alternatives"] = (*left.alternatives, *others)[:_ALTERNATIVES]
    return left.copy(**facts) if left.node is None else left.but(**facts)


def _partial(left: Value, right: Value) -> frozenset[Mark]:
    """Say of marks that only one side carries that they hold on some paths only."""
    mine, theirs = ({mark.name for mark in value.marks} for value in (left, right))
    return frozenset(
        Mark("partial", mark.site, mark.name)
        for mark in left.marks | right.marks
        if mark.name in mine ^ theirs and mark.name != "partial"
    )


def _join_contents(left: Value, right: Value, facts: dict[str, object]) -> Value:
    if left.attributes is not right.attributes:
        merged = dict(left.attributes)
        for name, value in right.attributes.items():
            merged[name] = join_values([merged[name], value]) if name in merged else value
        facts["attributes"] = merged
    if left.items is not right.items:
        longer = max(left.items or (), right.items or (), key=len)
        facts["items"] = longer if left.items is not None and right.items is not None else None
    if left.entries is not right.entries:
        facts["entries"] = {**(left.entries or {}), **(right.entries or {})}
    return left.but(**facts)


def _join_columns(left: Value, right: Value) -> Columns | None:
    mine, theirs = left.columns, right.columns
    if mine is None or theirs is None or mine.frame != theirs.frame:
        return None
    only = None if mine.only is None or theirs.only is None else mine.only | theirs.only
    return Columns(mine.frame, only, mine.without & theirs.without, certain=False)
