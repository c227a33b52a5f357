"""The rule ``out-of-order-cells``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity, Span
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.reproducibility.cells import Cells
from dyetrace.rules.reproducibility.scopes import Binding, Reading
from dyetrace.source.program import Cell, Source

_LONGEST_NAME = 24


@dataclass(frozen=True)
class _Stale:
    """A cell that was run before a cell above it that binds a name it reads."""

    cell: Cell
    reading: Reading
    maker: Cell
    binding: Binding


class OutOfOrderCells(Rule):
    """A cell that was last run before the cell above it that it depends on.

    What it does
    ------------
    Compares the execution counts that a notebook stores. Reports a cell whose count is lower than
    that of a cell above it which binds a name that it reads: what the cell shows was made with
    another value of that name than the one the notebook now gives. Also reports a cell whose stored
    result carries an older count than the cell: it was run again since.

    Why it matters
    --------------
    The number under the cell does not belong to the code above it. Whoever runs the notebook from
    top to bottom gets another one.

    Evidence
    --------
    Of 1,203 notebooks of biomedical publications that ran through again without an error, 324 gave
    other results than the stored ones (Samuel and Mietchen, 2023). How many because of the order
    of their cells is not told apart there.

    When it stays silent
    --------------------
    A notebook that was run from top to bottom, also with gaps in the counts; a cell above that was
    run again but binds nothing that the cell reads, or only imports; cells without counts; a
    notebook without any output; scripts.

    Fix
    ---
    Restart the kernel and run all cells.
    """

    name: ClassVar[str] = "out-of-order-cells"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "A cell was run before the cell above it that it depends on."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "The split was run again, the score was not",
            """
            # In[1]:
            from sklearn.datasets import load_breast_cancer
            from sklearn.linear_model import LogisticRegression
            from sklearn.model_selection import train_test_split
            X, y = load_breast_cancer(return_X_y=True)
            # In[7]:
            X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
            # In[5]:
            model = LogisticRegression(max_iter=5000)
            model.fit(X_train, y_train)  # expect: out-of-order-cells
            # In[6]:
            model.score(X_test, y_test)
            """,
            notebook=True,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Run from top to bottom",
            """
            # In[1]:
            from sklearn.datasets import load_breast_cancer
            from sklearn.linear_model import LogisticRegression
            from sklearn.model_selection import train_test_split
            X, y = load_breast_cancer(return_X_y=True)
            # In[2]:
            X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
            # In[3]:
            model = LogisticRegression(max_iter=5000)
            model.fit(X_train, y_train)
            # In[4]:
            model.score(X_test, y_test)
            """,
            notebook=True,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        if not flow.source.is_notebook:
            return
        counts = [c.execution_count for c in flow.source.cells if c.execution_count is not None]
        if _shows_nothing(flow.source):
            return
        cells = Cells(flow.source)
        rising = all(before < after for before, after in pairwise(counts))
        stale = [] if rising else list(_stale(cells))
        if stale:
            yield self._report(cells, stale)
        elif (old := _outdated(flow.source)) is not None:
            yield self._report_result(flow.source, old)

    def _report_result(self, source: Source, cell: Cell) -> Finding:
        now, then = cell.execution_count, cell.stored.result_count
        last = source.lines[cell.first_line - 1]
        line = cell.first_line
        for statement in source.tree.body:
            if source.cell_at(statement.lineno) is cell:
                line, last = statement.lineno, source.lines[statement.lineno - 1]
        return self.finding(
            Span(source.path, line, len(last) - len(last.lstrip()), line, len(last.rstrip())),
            f"The result under cell [{now}] is that of its run [{then}].",
            confidence=0.92,
            why="The cell was run again, and what the notebook shows below it was made before "
            "that: it need not be what the present code gives.",
            advice="Restart the kernel and run all cells before you trust or share the numbers.",
            evidence=f"The cell has execution count [{now}], its stored result [{then}].",
        )

    def _report(self, cells: Cells, stale: list[_Stale]) -> Finding:
        first = stale[0]
        name = first.reading.node.id
        shown = f"`{name}`" if len(name) <= _LONGEST_NAME else "a name that it reads"
        mine, theirs = first.cell.execution_count, first.maker.execution_count
        others = len({each.cell for each in stale}) - 1
        related = [Related(cells.span(first.binding.node), f"{shown} was set here, in [{theirs}]")]
        seen = {first.cell}
        for other in stale[1:]:
            if other.cell not in seen and len(related) < 5:
                seen.add(other.cell)
                text = f"[{other.cell.execution_count}] is older than its `{other.reading.node.id}`"
                related.append(Related(cells.span(other.reading.node), text))
        return self.finding(
            cells.span(first.reading.node),
            f"Cell [{mine}] was run before cell [{theirs}] above it, which sets {shown}.",
            confidence=0.92,
            why="What this cell shows was made with an older value than the cell above now gives. "
            "Of 1,203 published notebooks that ran again from top to bottom, 324 gave other "
            "results than those stored in them.",
            advice="Restart the kernel and run all cells before you trust or share the numbers.",
            evidence=f"Execution counts: [{mine}] reads {shown}, [{theirs}] above it sets it"
            + (f"; {others} more cells are older than what they read." if others else "."),
            related=tuple(related),
        )


def _shows_nothing(source: Source) -> bool:
    """Whether it is known that no cell has an output: there is nothing that could be stale."""
    return all(cell.stored.outputs == 0 for cell in source.cells)


def _outdated(source: Source) -> Cell | None:
    """Return the first cell whose stored result is of another run than its last."""
    for cell in source.cells:
        then = cell.stored.result_count
        if then is not None and cell.execution_count is not None and then < cell.execution_count:
            return cell
    return None


def _stale(cells: Cells) -> Iterator[_Stale]:
    for reading in cells.names.readings:
        cell = cells.cell_of(reading)
        if reading.deferred or cell is None or cell.execution_count is None:
            continue
        found = _maker(cells, reading, cell)
        if found is None:
            continue
        maker, binding = found
        if maker.execution_count is not None and maker.execution_count > cell.execution_count:
            yield _Stale(cell, reading, maker, binding)


def _maker(cells: Cells, reading: Reading, here: Cell) -> tuple[Cell, Binding] | None:
    """Return the nearest cell above that binds a name, unless this cell binds it itself."""
    bound = cells.bound.get(reading.node.id, [])
    if any(cell is here or binding.how == "import" for cell, binding in bound):
        return None
    above = [pair for pair in bound if pair[0].first_line < here.first_line]
    return above[-1] if above else None
