"""How a program writes what a fix needs from a library, and the imports that it lacks."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from dyetrace.fixes.outline import Outline, binds
from dyetrace.fixes.reading import Unclear

_WITH_SUBMODULES = frozenset({"numpy", "torch", "keras", "tensorflow"})  # imported by the package

_USUAL_NAMES: Final = {"numpy": "np", "pandas": "pd", "torch": "torch"}

_OLD: Final = {
    "sklearn.model_selection": ("sklearn.cross_validation", "sklearn.grid_search"),  # before 0.20
}


@dataclass
class Imports:
    """The names that a fix needs; those that are not there yet are collected."""

    outline: Outline
    wanted: dict[str, dict[str, ast.AST]] = field(default_factory=dict)  # module: name: first use
    modules: dict[str, ast.AST] = field(default_factory=dict)  # to be imported whole: first use
    unused: set[str] = field(default_factory=set)  # names that nothing reads any more

    def spelled(self, module: str, name: str, at: ast.AST) -> str:
        """Return how ``module.name`` is written at a place; raises ``Unclear``."""
        for statement in self._reaching(at):
            for alias in statement.names:
                if isinstance(statement, ast.Import):
                    if (prefix := _prefix(alias, module)) is not None:
                        return f"{prefix}.{name}"
                elif not statement.level and statement.module in (module, *_OLD.get(module, ())):
                    if alias.name == name:
                        return alias.asname or name
                    if alias.name == "*":
                        return name
        if any(self._of_module(old, {name: at}) for old in _OLD.get(module, ())):
            raise Unclear("a version of the library that is too old")
        root, _, rest = module.partition(".")
        if root in _USUAL_NAMES:
            if _USUAL_NAMES[root] in self.outline.names:
                raise Unclear(f"`{_USUAL_NAMES[root]}` is another thing here")
            self.modules.setdefault(root, at)
            return ".".join(filter(None, (_USUAL_NAMES[root], rest, name)))
        known = self.wanted.setdefault(module, {})
        if name in known or name not in self.outline.names or self._is_the_same(module, name):
            known.setdefault(name, at)
            return name
        other = f"{root}_{name}"
        if other in self.outline.names:
            raise Unclear(f"`{name}` is another thing here")
        known.setdefault(f"{name} as {other}", at)
        return other

    def _is_the_same(self, module: str, name: str) -> bool:
        """Whether a name means nothing else anywhere: it is imported too, but further below."""
        found = 0
        for node in ast.walk(self.outline.source.tree):
            if isinstance(node, ast.ImportFrom) and node.module == module:
                found += any(alias.name == name and not alias.asname for alias in node.names)
            elif isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
                if name in binds(node):
                    return False
            elif isinstance(node, ast.Name) and node.id == name:
                if not isinstance(node.ctx, ast.Load):
                    return False
            elif isinstance(node, ast.arg) and node.arg == name:
                return False
        return found > 0

    def exchanged(self) -> Iterator[tuple[ast.stmt, str]]:
        """Yield import statements of the program, and what they become with the wanted names."""
        extended = set()
        for module, names in self.wanted.items():
            statement = self._of_module(module, names)
            if statement is not None and names:
                extended.add(statement)
                yield statement, self._extended(statement, list(names))
        for each in self.outline.source.tree.body:
            if not isinstance(each, ast.ImportFrom) or each in extended:
                continue
            if any(alias.name in self.unused and not alias.asname for alias in each.names):
                yield each, self._shortened(each)

    def _shortened(self, statement: ast.ImportFrom) -> str:
        """Return an import without the names that nothing reads any more; "" when none is left."""
        text = self.outline.text(statement)
        kept = [a for a in statement.names if a.asname or a.name not in self.unused]
        if kept and set("(#\\") & set(text):
            return text
        shown = [f"{a.name} as {a.asname}" if a.asname else a.name for a in kept]
        dots = "." * statement.level + (statement.module or "")
        return f"from {dots} import {', '.join(shown)}" if kept else ""

    def inserted(self) -> Iterator[tuple[ast.stmt, str, bool]]:
        """Yield (statement, new import, whether it comes after that statement)."""
        for module, names in self.wanted.items():
            if not names or self._of_module(module, names) is not None:
                continue
            code = f"from {module} import {', '.join(sorted(names, key=str.lower))}"
            yield self._place(module, names, code)
        for module, use in self.modules.items():
            usual = _USUAL_NAMES[module]
            code = f"import {module}" + ("" if usual == module else f" as {usual}")
            yield self._place(module, {"": use}, code)

    def _reaching(self, at: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
        """Iterate over the imports of the module, and of the function around, that come before."""
        scope = self.outline.scope_of(at)
        line: int = at.lineno  # type: ignore[attr-defined]
        for statement in self.outline.source.tree.body:
            above = statement.lineno < line or not isinstance(scope, ast.Module)
            if isinstance(statement, (ast.Import, ast.ImportFrom)) and above:
                yield statement
        if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for statement in scope.body:
                if isinstance(statement, (ast.Import, ast.ImportFrom)) and statement.lineno < line:
                    yield statement

    def _of_module(self, module: str, names: dict[str, ast.AST]) -> ast.ImportFrom | None:
        uses = list(names.values())
        found = [
            statement
            for statement in self.outline.source.tree.body
            if isinstance(statement, ast.ImportFrom)
            and statement.module == module
            and not statement.level
            and all(statement in self._reaching(use) for use in uses)
        ]
        return found[-1] if found else None

    def _extended(self, statement: ast.ImportFrom, names: list[str]) -> str:
        """Return an import with more names: in alphabetical order, if it has that now."""
        outline, text = self.outline, self.outline.source.text
        aliases = [(a.name, *self._bounds(a)) for a in statement.names]
        start, end = self._bounds(statement)
        code = text[start:end]
        kept = [a.name for a in statement.names if a.asname or a.name not in self.unused]
        if len(kept) < len(aliases) and not set("(#\\") & set(code):
            order = _order_of([a.name for a in statement.names])
            shown = [a for a in statement.names if a.name in kept]
            texts = [(a.name, f"{a.name} as {a.asname}" if a.asname else a.name) for a in shown]
            texts += [(name, name) for name in names]
            texts.sort(key=lambda each: order(each[0]) if order else 0)
            return f"from {statement.module} import {', '.join(code for _, code in texts)}"
        order = _order_of([name for name, _, _ in aliases])
        is_sorted = order is not None
        order = order or str.lower
        for name in sorted(names, key=order, reverse=True):
            above = [a for a in aliases if is_sorted and order(a[0]) < order(name)]
            anchor = above[-1] if above else aliases[0] if is_sorted else aliases[-1]
            place = (anchor[1] if is_sorted and not above else anchor[2]) - start
            line = text.rfind("\n", 0, anchor[1]) + 1
            own_line = not text[line : anchor[1]].strip()
            space = f"\n{text[line : anchor[1]]}" if own_line else " "
            new = f"{name},{space}" if is_sorted and not above else f",{space}{name}"
            code = code[:place] + new + code[place:]
        if "#" in outline.text(statement) and "(" not in outline.text(statement):
            raise Unclear("a comment in an import")
        return code

    def _bounds(self, node: ast.AST) -> tuple[int, int]:
        span, source = self.outline.span(node), self.outline.source
        return source.offset(span.line, span.column), source.offset(span.end_line, span.end_column)

    def _place(
        self, module: str, names: dict[str, ast.AST], code: str
    ) -> tuple[ast.stmt, str, bool]:
        """Return where a new import goes: beside those of the same package, else below all."""
        use = min(names.values(), key=lambda node: node.lineno)  # type: ignore[attr-defined]
        above = [s for s in self._reaching(use) if s in self.outline.source.tree.body]
        package = module.partition(".")[0]
        same = [s for s in above if _package(s) == package]
        if same:
            earlier = [s for s in same if isinstance(s, ast.Import) or (s.module or "") < module]
            return (earlier[-1], code, True) if earlier else (same[0], code, False)
        if above:
            return above[-1], code, True
        body = self.outline.source.tree.body
        first = body[0]
        is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if is_docstring and len(body) > 1:
            return body[1], code, False
        if binds(first) & set(names):
            raise Unclear(code)
        return first, code, False


_Order = Callable[[str], Any]
_ORDERS: Final[tuple[_Order, ...]] = (
    lambda name: (not name.isupper(), not name[:1].isupper(), name),  # as isort has it
    str.lower,
    str,
)


def _order_of(names: list[str]) -> _Order | None:
    """Return the order that imported names are in, or None."""
    return next((order for order in _ORDERS if names == sorted(names, key=order)), None)


def _prefix(alias: ast.alias, module: str) -> str | None:
    """Return how a module is written after ``import ...``, if that makes it available."""
    rest = module.removeprefix(alias.name)
    reached = alias.name == module or (
        rest.startswith(".") and rest != module and alias.name in _WITH_SUBMODULES
    )
    return f"{alias.asname or alias.name}{rest}" if reached else None


def _package(statement: ast.Import | ast.ImportFrom) -> str:
    name = statement.module if isinstance(statement, ast.ImportFrom) else statement.names[0].name
    return (name or "").partition(".")[0]
