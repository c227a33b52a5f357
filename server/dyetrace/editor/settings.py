"""The user's settings, read once into a typed object; bad ones become one sentence and defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from dyetrace.findings import Severity

SECTION: Final = "dyetrace"
_PROFILES: Final = ("default", "strict")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the editor's settings say about which findings to show."""

    profile: Literal["default", "strict"] | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool | None = None
    minimum: Severity = Severity.HINT


def parse_settings(raw: Any) -> tuple[Settings, tuple[str, ...]]:
    """Read the section ``dyetrace``; return the settings and a sentence for each bad one.

    Settings that belong to the client (interpreter, trace) are passed over.
    """
    if raw is None:
        return Settings(), ()
    if not isinstance(raw, Mapping):
        return Settings(), ("The settings `dyetrace` must be an object; the defaults are used.",)
    complaints: list[str] = []

    def complain(name: str, expected: str) -> None:
        complaints.append(f"The setting `dyetrace.{name}` must be {expected}; it is not used.")

    def names(name: str) -> tuple[str, ...]:
        value = raw.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            complain(name, "a list of rule names")
            return ()
        return tuple(value)

    profile = raw.get("profile")
    if profile is not None and profile not in _PROFILES:
        complain("profile", "`default` or `strict`")
        profile = None
    preview = raw.get("preview")
    if preview is not None and not isinstance(preview, bool):
        complain("preview", "true or false")
        preview = None
    minimum = _minimum(raw)
    if minimum is None:
        complain("severity.minimum", "one of hint, information, warning, error")
    settings = Settings(
        profile=cast('Literal["default", "strict"] | None', profile),
        select=names("select"),
        ignore=names("ignore"),
        preview=preview,
        minimum=Severity.HINT if minimum is None else minimum,
    )
    return settings, tuple(complaints)


def _minimum(raw: Mapping[str, Any]) -> Severity | None:
    """Return the least severity to show, None if the setting makes no sense."""
    nested = raw.get("severity")
    value = nested.get("minimum") if isinstance(nested, Mapping) else raw.get("severity.minimum")
    if value is None:
        return None if nested is not None and not isinstance(nested, Mapping) else Severity.HINT
    try:
        return Severity.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
