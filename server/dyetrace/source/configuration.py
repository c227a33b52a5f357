"""Which rules run where and how loudly: the ``[tool.dyetrace]`` table.

It stands in ``pyproject.toml``, or as the whole of a ``dyetrace.toml``; every mistake in it is told
by file and key, with the nearest right name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from dyetrace.findings import DyetraceError, Severity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Profile = Literal["default", "strict"]
_KEYS = (
    "select",
    "extend-select",
    "ignore",
    "per-file-ignores",
    "severity",
    "exclude",
    "profile",
    "preview",
    "inputs",
    "constructors",
)
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
    inputs: Mapping[str, str] = field(default_factory=dict)  # class or function, arguments
    constructors: Mapping[str, str] = field(default_factory=dict)
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
        if path is None or not self.per_file_ignores:
            return True
        ignored = self._ignored_in(path)
        return rule not in ignored and "ALL" not in ignored

    def severity(self, rule: str, default: Severity) -> Severity:
        """Return the severity that a finding of a rule is shown with."""
        if rule in self.severities:
            return self.severities[rule]
        if self.profile == "strict" and rule in _STRICT:
            return max(default, _STRICT[rule])
        return default

    @property
    def settings(self) -> str:
        """All that can change a result, as a text to tell configurations apart by."""
        severities = sorted((rule, level.label) for rule, level in self.severities.items())
        chosen = (sorted(self.select), sorted(self.extend_select), sorted(self.ignore))
        rest = (self.per_file_ignores, self.profile, self.preview, os.path.abspath(self.root))
        return repr((*chosen, severities, *rest))

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
        absolute, root = os.path.abspath(path), os.path.abspath(self.root)
        try:
            return PurePath(absolute).relative_to(root).as_posix()
        except ValueError:
            return PurePath(path).name


def load_configuration(
    start: Path, config_file: Path | None = None, known_rules: Collection[str] = ()
) -> Configuration:
    """Read the nearest configuration at or above ``start``, or the one that is named.

    Nearest is the first folder with a ``dyetrace.toml``, or with a ``pyproject.toml`` that has a
    ``[tool.dyetrace]`` table. ``known_rules`` are the names that may be used (empty: any). Raises
    ``DyetraceError`` that names the file, the key and the nearest right one.
    """
    if config_file is not None:
        table = _table(config_file)
        if table is None:
            raise DyetraceError(f"{config_file} has no [tool.dyetrace] table")
        return configuration_of(table, str(config_file), config_file.parent, known_rules)
    start = start.absolute()
    for folder in (start, *start.parents):
        for name in ("dyetrace.toml", "pyproject.toml"):
            file = folder / name
            if file.is_file() and (table := _table(file)) is not None:
                return configuration_of(table, str(file), folder, known_rules)
    return Configuration(root=str(start if start.is_dir() else start.parent))


def configuration_of(
    table: Mapping[str, object], where: str, root: Path, known_rules: Collection[str] = ()
) -> Configuration:
    """Turn a table of settings into a ``Configuration``; ``where`` is named in mistakes."""
    reader = _Reader(table, where, known_rules)
    for key in table:
        if key not in _KEYS:
            reader.fail(f"unknown key `{key}`", key, _KEYS)
    profile = table.get("profile", "default")
    if profile not in ("default", "strict"):
        reader.fail(f"`profile` cannot be {profile!r}", str(profile), ("default", "strict"))
    preview = table.get("preview", False)
    if not isinstance(preview, bool):
        reader.fail("`preview` must be true or false")
    return Configuration(
        select=reader.rules("select", allow_all=True),
        extend_select=reader.rules("extend-select"),
        ignore=reader.rules("ignore", allow_all=True),
        per_file_ignores=reader.per_file_ignores(),
        severities=reader.severities(),
        exclude=reader.strings("exclude"),
        profile="strict" if profile == "strict" else "default",
        preview=preview,
        inputs=reader.texts("inputs"),
        constructors=reader.texts("constructors"),
        root=str(root),
        file=where,
    )


def check_rule_names(names: Iterable[str], known: Collection[str], where: str) -> None:
    """Raise ``DyetraceError`` for the first name that is no rule; ``ALL`` is always allowed."""
    for name in names:
        if known and name != "ALL" and name not in known:
            raise DyetraceError(f"{where}: unknown rule `{name}`{_nearest(name, known)}")


@dataclass(frozen=True)
class _Reader:
    table: Mapping[str, object]
    where: str
    known_rules: Collection[str]

    def fail(self, what: str, word: str = "", candidates: Collection[str] = ()) -> NoReturn:
        raise DyetraceError(f"{self.where}: {what}{_nearest(word, candidates)}")

    def strings(self, key: str) -> tuple[str, ...]:
        return self._strings(self.table.get(key, []), f"`{key}`")

    def rules(self, key: str, *, allow_all: bool = False) -> tuple[str, ...]:
        names = self.strings(key)
        if "ALL" in names and not allow_all:
            self.fail(f"`ALL` has no meaning in `{key}`")
        check_rule_names(names, self.known_rules, f"{self.where}: `{key}`")
        return names

    def texts(self, key: str) -> dict[str, str]:
        found = {}
        for name, value in self._mapping(key).items():
            if not isinstance(value, str):
                self.fail(f'`{key}."{name}"` must be a text')
            found[name] = value
        return found

    def per_file_ignores(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = []
        for pattern, value in self._mapping("per-file-ignores").items():
            place = f'`per-file-ignores."{pattern}"`'
            names = self._strings(value, place)
            check_rule_names(names, self.known_rules, f"{self.where}: {place}")
            found.append((pattern, names))
        return tuple(found)

    def severities(self) -> dict[str, Severity]:
        found = {}
        for rule, value in self._mapping("severity").items():
            check_rule_names([rule], self.known_rules, f"{self.where}: `severity`")
            labels = [severity.label for severity in Severity]
            if value not in labels:
                self.fail(f"`severity.{rule}` cannot be {value!r}", str(value), labels)
            found[rule] = Severity.parse(str(value))
        return found

    def _mapping(self, key: str) -> Mapping[str, object]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            self.fail(f"`{key}` must be a table")
        return value

    def _strings(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(f"{place} must be a list of strings")
        return tuple(value)


def _nearest(word: str, candidates: Collection[str]) -> str:
    if not candidates:
        return ""
    near = get_close_matches(word, sorted(candidates), n=1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f" (one of: {', '.join(candidates)})" if len(candidates) <= 10 else ""


def _table(file: Path) -> Mapping[str, object] | None:
    try:
        document: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise DyetraceError(f"{file} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise DyetraceError(f"{file} is not valid UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise DyetraceError(f"{file} is not valid TOML: {error}") from None
    if file.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("dyetrace") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
