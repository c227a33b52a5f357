"""Which rules run where and how loudly: the ``[tool.dyetrace]`` table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from dyetrace.findings import Severity

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Profile = Literal["default", "strict"]
_STRICT = {"fit-before-split": Severity.WARNING}


@dataclass(frozen=True)
class Configuration:
    """The user's choice of rules; without arguments every rule that is not in preview runs.

    Rules are named in full; ``ALL`` stands for all of them.
    """

    select: tuple[str, ...] = ()  # empty: all
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()  # pattern, rules
    severities: Mapping[str, Severity] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    profile: Profile = "default"
    preview: bool = False
    root: str = "."  # what the patterns of `exclude` and `per-file-ignores` are relative to
    file: str | None = None  # where this was read, None for the defaults

    def selects(self, rule: str, *, preview: bool = False, path: str | None = None) -> bool:
        """Whether a rule runs, on a file if ``path`` is given.

        A rule in ``preview`` runs where it is selected by its name or previews are on.
        """
        named = rule in self.select or rule in self.extend_select
        if preview and not (named or self.preview):
            return False
        if not named and self.select and "ALL" not in self.select:
            return False
        if rule in self.ignore or "ALL" in self.ignore:
            return False
        return path is None or rule not in self._ignored_in(path)

    def severity(self, rule: str, default: Severity) -> Severity:
        """Return the severity that a finding of a rule is shown with."""
        if rule in self.severities:
            return self.severities[rule]
        if self.profile == "strict" and rule in _STRICT:
            return max(default, _STRICT[rule])
        return default

    def _ignored_in(self, path: str) -> frozenset[str]:
        found: set[str] = set()
        for spec, rules in self._file_patterns:
            if spec.match_file(self._relative(path)):
                found.update(rules)
        return frozenset(found)

    @cached_property
    def _file_patterns(self) -> tuple[tuple[GitIgnoreSpec, tuple[str, ...]], ...]:
        from pathspec import GitIgnoreSpec  # only where it is used: most runs have no patterns

        return tuple(
            (GitIgnoreSpec.from_lines([pattern]), rules) for pattern, rules in self.per_file_ignores
        )

    def _relative(self, path: str) -> str:
        pure = PurePath(path)
        try:
            return pure.relative_to(self.root).as_posix()
        except ValueError:
            return pure.as_posix().lstrip("/")
