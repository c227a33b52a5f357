"""The cells of a notebook and the names that each of them binds and reads."""

from __future__ import annotations

import ast
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dyetrace.findings import Span
from dyetrace.knowledge.ipython import GIVEN, binds_unseen, captured_names, is_bare_magic
from dyetrace.rules.reproducibility.scopes import Binding, Reading, TopLevel, top_level
from dyetrace.source.program import Cell, Source
from dyetrace.source.scripts import candidates, is_script

_PARAMETERS = frozenset({"parameters", "injected-parameters"})
_INSPECTORS = frozenset({"globals", "locals", "vars", "exec", "execfile", "reset"})


@dataclass(frozen=True)
class Cells:
    """A notebook's cells with their top-level names; ``others`` are the programs it follows."""

    source: Source
    others: Mapping[str, Source] = field(default_factory=dict)

    @cached_property
    def names(self) -> TopLevel:
        """The names of the whole program."""
        return top_level(self.source.tree)

    @cached_property
    def bound(self) -> dict[str, list[tuple[Cell, Binding]]]:
        """The cells that bind a name, in document order."""
        found: dict[str, list[tuple[Cell, Binding]]] = defaultdict(list)
        for binding in self.names.bindings:
            cell = self.source.cell_at(_line(binding.node))
            if cell is not None:
                found[binding.name].append((cell, binding))
        return found

    @cached_property
    def is_opaque(self) -> bool:
        """Whether names may come from where nobody can see them."""
        return not self._is_clear(self.source, self.names) or self._from_scripts is None

    @cached_property
    def _from_scripts(self) -> frozenset[str] | None:
        """The names that scripts bring in that the notebook runs; None where not all are seen."""
        return self._brought(self.source, self.names, frozenset())

    def _brought(
        self, source: Source, names: TopLevel, running: frozenset[str]
    ) -> frozenset[str] | None:
        found: set[str] = set()
        for module in names.stars:
            folder = os.path.dirname(os.path.abspath(source.path))
            paths = candidates(folder, module) if is_script(module) else ()
            path = next((each for each in paths if each in self.others), None)
            if path is None or path in running:
                return None
            script = self.others[path]
            inner = top_level(script.tree)
            further = self._brought(script, inner, running | {path})
            if further is None or not self._is_clear(script, inner):
                return None
            found |= further | {binding.name for binding in inner.bindings}
        return frozenset(found)

    def _is_clear(self, source: Source, names: TopLevel) -> bool:
        """Whether a program shows every name that it binds, but for those of its star imports."""
        if source.problems or any(each.node.id in _INSPECTORS for each in names.readings):
            return False
        return not binds_unseen(source.original)

    @cached_property
    def has_parameters(self) -> bool:
        """Whether papermill gives the notebook names of its own."""
        return any(cell.stored.tags & _PARAMETERS for cell in self.source.cells)

    def only_shows(self, reading: Reading) -> bool:
        """Whether the cell in which a name is read is that name and nothing else."""
        cell = self.cell_of(reading)
        inside = [
            each for each in self.source.tree.body if self.source.cell_at(each.lineno) == cell
        ]
        return len(inside) == 1 and getattr(inside[0], "value", None) is reading.node

    def cell_of(self, reading: Reading) -> Cell | None:
        """Return the cell in which a name is read."""
        return self.source.cell_at(reading.node.lineno)

    @cached_property
    def _lines(self) -> list[str]:
        return self.source.original.split("\n")

    def is_given(self, reading: Reading) -> bool:
        """Whether a name is there without a cell that binds it, or is no name: `watermark -v`."""
        name = reading.node.id
        if name in GIVEN or not name.strip("_") or name in self._captured:
            return True
        if name in (self._from_scripts or ()):
            return True
        return is_bare_magic(self._lines[reading.node.lineno - 1])

    @cached_property
    def _captured(self) -> frozenset[str]:
        return captured_names(self.source.original)

    def span(self, node: ast.AST) -> Span:
        """Return a node's span; of a definition the span of its first line."""
        span = self.source.span(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            end = self.source.column(node.lineno, node.col_offset) + len(node.name) + 4
            return Span(span.path, span.line, span.column, span.line, end)
        return span


def _line(node: ast.AST) -> int:
    return int(node.lineno)  # type: ignore[attr-defined]
