"""Numbers and times in words."""

from __future__ import annotations

_UNIT = 1024


def age(seconds: float) -> str:
    """Return how long ago something was, in words."""
    if seconds < 10:
        return "just now"
    for unit, size in (("day", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            count = int(seconds // size)
            plural = "s" if unit == "day" and count > 1 else ""
            return f"{count} {unit}{plural} ago"
    return f"{int(seconds)} s ago"


def figure(value: float) -> str:
    """Return a number with four digits and a real minus."""
    return f"{value:.4g}".replace("-", "−", 1) if value < 0 else f"{value:.4g}"


def with_prefix(count: float) -> str:
    """Return a large count with the prefix of its unit: ``28.3 M``, ``450 ``."""
    for prefix, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if count >= size:
            return f"{count / size:.3g} {prefix}"
    return f"{count:.3g} "


def memory(size: float) -> str:
    """Return a number of bytes in words."""
    if size < _UNIT:
        return f"{int(size)} bytes"
    for unit in ("KiB", "MiB"):
        size /= _UNIT
        if size < _UNIT:
            return f"{size:.3g} {unit}"
    return f"{size / _UNIT:.3g} GiB"
