"""Column sets: which columns a value certainly holds, may hold, or was taken from."""

from __future__ import annotations

from dataclasses import replace

from dyetrace.flow.values import Columns, Dye, Value

_MANY = 200  # columns named by position; a longer slice is not written out


def labels_of(value: Value | None) -> frozenset[str] | None:
    """Return the column labels that a value spells out, or None where it does not."""
    if value is None:
        return None
    if value.is_constant:
        return frozenset({str(value.constant)}) if value.constant is not None else None
    if value.items is not None and value.type in ("list", "tuple", "set"):
        if all(item.is_constant for item in value.items):
            return frozenset(str(item.constant) for item in value.items)
        return None
    if value.columns is not None and not value.rows and value.columns.certain:
        return value.columns.only
    return None


def taken(columns: Columns | None, labels: frozenset[str] | None) -> Columns | None:
    """Return the columns of ``frame[labels]``."""
    if columns is None:
        return None
    if labels is None:
        return replace(columns, certain=False)
    dyed = {name: columns.dyed[name] for name in labels if name in columns.dyed}
    return replace(columns, only=labels, dyed=dyed, order=())


def removed(columns: Columns | None, labels: frozenset[str] | None) -> Columns | None:
    """Return the columns that are left after ``frame.drop(columns=labels)``."""
    if columns is None:
        return None
    if labels is None:
        return replace(columns, certain=False)
    only = None if columns.only is None else columns.only - labels
    dyed = {name: dye for name, dye in columns.dyed.items() if name not in labels}
    return replace(columns, only=only, without=columns.without | labels, dyed=dyed)


def stored(columns: Columns | None, labels: frozenset[str], dye: frozenset[Dye]) -> Columns | None:
    """Return the columns after ``frame[label] = ...``."""
    if columns is None:
        return None
    only = None if columns.only is None else columns.only | labels
    dyed = {**columns.dyed, **dict.fromkeys(labels, dye)}
    if not dye:
        dyed = {name: old for name, old in dyed.items() if old}
    return replace(columns, only=only, without=columns.without - labels, dyed=dyed)


def dye_of(value: Value, columns: Columns | None) -> frozenset[Dye]:
    """Return the dye that is left when only ``columns`` of a value are kept."""
    if value.columns is None or columns is None:
        return value.dye
    if value.columns.dyed == columns.dyed:
        return value.dye
    per_column = frozenset().union(*value.columns.dyed.values())
    kept = frozenset().union(*columns.dyed.values())
    return (value.dye - per_column) | kept


def by_position(
    columns: Columns | None, selection: tuple[object, object] | list[int]
) -> Columns | None:
    """Return the columns of ``frame.iloc[:, selection]``: a list of positions or (low, high).

    Positions count the columns that the frame has now: where some were dropped before, they belong
    to a frame of their own.
    """
    if columns is None:
        return None
    ordered = _in_order(columns)
    if ordered and columns.certain:
        return _of_order(columns, ordered, selection)
    if columns.only is not None or columns.without:
        columns = Columns(hash((columns.frame, columns.only, columns.without)))
    if isinstance(selection, list):
        return replace(columns, only=frozenset(f"[{number}]" for number in selection))
    low, high = selection
    if not isinstance(low, (int, type(None))) or not isinstance(high, (int, type(None))):
        return replace(columns, certain=False)
    return _by_bounds(columns, low or 0, high)


def _in_order(columns: Columns) -> tuple[str, ...]:
    """Return the names of all columns from left to right, () where that is not known."""
    left = tuple(name for name in columns.order if columns.may_hold(name))
    return left if columns.only is not None and set(left) == columns.only else ()


def _of_order(
    columns: Columns, order: tuple[str, ...], selection: tuple[object, object] | list[int]
) -> Columns | None:
    if isinstance(selection, list):
        if any(not -len(order) <= number < len(order) for number in selection):
            return replace(columns, certain=False)
        return taken(columns, frozenset(order[number] for number in selection))
    low, high = selection
    if not isinstance(low, (int, type(None))) or not isinstance(high, (int, type(None))):
        return replace(columns, certain=False)
    left = taken(columns, frozenset(order[low:high]))
    return None if left is None else replace(left, order=order[low:high])


def _by_bounds(columns: Columns, low: int, high: int | None) -> Columns:
    if low < 0 and high is None:
        return replace(columns, only=frozenset(f"[{n}]" for n in range(low, 0)))
    if low >= 0 and high is not None and high >= 0:
        if high - low > _MANY:
            return replace(columns, certain=False)
        return replace(columns, only=frozenset(f"[{n}]" for n in range(low, high)))
    if low >= 0 and (high is None or high < 0) and low - (high or 0) <= _MANY:
        gone = [*range(low), *range(high or 0, 0)]
        return replace(columns, without=frozenset(f"[{n}]" for n in gone))
    return replace(columns, certain=False)


def _space(label: str) -> str:
    if not (label.startswith("[") and label.endswith("]")):
        return "name"
    return "end" if label.startswith("[-") else "start"


def certainly_holds(columns: Columns, label: str) -> bool:
    """Whether a column is in the set beyond doubt.

    Names and positions cannot be compared: a set that lost a named column may have lost this one.
    Of positions from the two ends only the outermost can: ``data[:, 3:]`` holds the last column.
    """
    if not columns.certain:
        return False
    if columns.only is not None:
        return label in columns.only
    if label in columns.without:
        return False
    spaces = {_space(other) for other in columns.without}
    if spaces <= {_space(label)}:
        return True
    return (label == "[-1]" and spaces == {"start"}) or (label == "[0]" and spaces == {"end"})
