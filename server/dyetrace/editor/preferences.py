"""What holds for a document: the editor's settings over the project's configuration file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dyetrace.editor.settings import Settings, parse_settings
from dyetrace.editor.view import path_of
from dyetrace.findings import DyetraceError, Severity
from dyetrace.source.configuration import Configuration, load_configuration


@dataclass(frozen=True)
class Preference:
    """Which rules run on a document, and from which severity on findings are shown."""

    configuration: Configuration
    minimum: Severity = Severity.HINT


@dataclass
class Preferences:
    """Reads settings and configuration files once per document, until told to forget them.

    ``pull`` asks the client for its settings for a document; ``complain`` gets one sentence for
    each thing that is wrong with them, once.
    """

    pull: Callable[[str], Awaitable[Any]]
    complain: Callable[[str], None]
    _known: dict[str, Preference] = field(default_factory=dict)
    _complained: set[str] = field(default_factory=set)

    async def of(self, uri: str) -> Preference:
        """Return what holds for a document."""
        known = self._known.get(uri)
        if known is not None:
            return known
        settings, complaints = parse_settings(await self.pull(uri))
        configuration = Configuration(root="/")
        if uri.startswith("file:"):
            try:
                folder = Path(path_of(uri)).parent
                configuration = await asyncio.to_thread(load_configuration, folder)
            except DyetraceError as error:
                complaints = (*complaints, f"{error}; the defaults are used.")
        for complaint in complaints:
            if complaint not in self._complained:
                self._complained.add(complaint)
                self.complain(complaint)
        preference = Preference(combine(settings, configuration), settings.minimum)
        self._known[uri] = preference
        return preference

    @property
    def complaints(self) -> tuple[str, ...]:
        """What is wrong with the present settings and files."""
        return tuple(sorted(self._complained))

    def forget(self, uri: str | None = None) -> None:
        """Read again what holds for a document (None: for all) when it is needed next."""
        if uri is None:
            self._known.clear()
            self._complained.clear()
        else:
            self._known.pop(uri, None)


def combine(settings: Settings, configuration: Configuration) -> Configuration:
    """Lay settings over a configuration; a setting at its default leaves it as it is."""
    return replace(
        configuration,
        profile="strict" if settings.profile == "strict" else configuration.profile,
        preview=bool(settings.preview) or configuration.preview,
        select=settings.select or configuration.select,
        ignore=(*configuration.ignore, *settings.ignore),
    )
