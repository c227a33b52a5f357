"""The rule ``undefined-in-notebook``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from dyetrace.findings import Finding, Related, Severity
from dyetrace.flow.trace import Flow
from dyetrace.rules.base import Example, Family, Rule
from dyetrace.rules.reproducibility.cells import Cells
from dyetrace.rules.reproducibility.scopes import Reading

_MOST = 6  # names that are missing before the notebook counts as an excerpt of something else
_LONGEST_NAME = 40
_FAILS = "raises-exception"  # the tag of a cell that is to fail (nbclient, Jupyter Book)


class UndefinedInNotebook(Rule):
    """A name that no cell defines, or only a later one.

    What it does
    ------------
    Reads a notebook from top to bottom and reports a name that is used although no cell binds it,
    or only a cell further down. Such a notebook ran once because the kernel still held the name
    from a cell that was deleted, renamed or moved since.

    Why it matters
    --------------
    The notebook stops with a `NameError` for everybody else, and after every restart. Worse, as
    long as the kernel lives, the results come from a value that nobody can see any more.

    Evidence
    --------
    Of 10,388 notebooks of biomedical publications whose dependencies could be installed, 1,203 ran
    through without an error, and 879 of these gave the published results (Samuel and Mietchen,
    2023). How many broke by a missing name is not told apart there.

    When it stays silent
    --------------------
    Scripts; `from x import *`, `%load`, `%store`, `exec`, `globals()` and other ways to bind names
    unseen; `%run` of a script that is not there (names of one that is there are known); cells that
    cannot be parsed; names inside a `try` that catches `NameError`; cells with the tag
    `raises-exception`; cells that hold nothing but the name (the place of an answer in an
    exercise); names that no cell binds where papermill gives parameters; names that IPython, Spark
    or Databricks bring along; names in functions that a later cell binds; more than six missing
    names (an excerpt).

    Fix
    ---
    Bring the cell that defined the name back, or move it above, then restart and run all.
    """

    name: ClassVar[str] = "undefined-in-notebook"
    family: ClassVar[Family] = "reproducibility"
    severity: ClassVar[Severity] = Severity.INFORMATION
    summary: ClassVar[str] = "A notebook uses a name that no cell defines, or only a later one."
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "The cell that made `features` was deleted",
            """
            # In[1]:
            import pandas as pd
            # In[2]:
            df = pd.read_csv("churn.csv")
            # In[4]:
            X = df[features]  # expect: undefined-in-notebook
            """,
            notebook=True,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            "Every name is defined above",
            """
            # In[1]:
            import pandas as pd
            # In[2]:
            df = pd.read_csv("churn.csv")
            # In[3]:
            features = ["age", "tenure"]
            # In[4]:
            X = df[features]
            """,
            notebook=True,
        ),
    )

    def check(self, flow: Flow) -> Iterator[Finding]:
        if not flow.source.is_notebook:
            return
        cells = Cells(flow.source, flow.sources)
        if cells.is_opaque:
            return
        missing: dict[str, list[Reading]] = {}
        for reading in cells.names.readings:
            if _is_missing(cells, reading):
                missing.setdefault(reading.node.id, []).append(reading)
        nowhere = [name for name in missing if name not in cells.bound]
        if len(nowhere) > _MOST:
            return
        for name, readings in missing.items():
            if name in cells.bound or not all(map(cells.only_shows, readings)):
                yield self._report(cells, name, readings)

    def _report(self, cells: Cells, name: str, readings: list[Reading]) -> Finding:
        first = readings[0].node
        shown = name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…"
        later = cells.bound.get(name, [])
        related = [Related(cells.span(other.node), "used here too") for other in readings[1:4]]
        if later:
            cell, binding = later[0]
            message = f"`{shown}` is defined only further down, in cell {cell.number}."
            related.insert(0, Related(cells.span(binding.node), f"`{shown}` is defined here"))
            advice = f"Move the definition of `{name}` above this cell, then restart and run all."
        else:
            message = f"`{shown}` is defined in no cell: after a restart this is a NameError."
            advice = f"Add the cell that defines `{name}` again, then restart and run all."
        return self.finding(
            cells.span(first),
            message,
            confidence=0.92,
            why="The notebook runs only as long as the kernel remembers a cell that is no longer "
            "there, or that stands further down. Of 10,388 published notebooks 1,203 ran through.",
            advice=advice,
            evidence=f"No cell above line {first.lineno} of the program binds `{name}`, and there "
            "is no star import, `%run` or `exec` that could." + _seen(cells, name, readings),
            related=tuple(related),
        )


def _seen(cells: Cells, name: str, readings: list[Reading]) -> str:
    """Say so where the notebook itself holds the error that this leads to."""
    error = f"NameError: name '{name}' is not defined"
    found = (cell for each in readings if (cell := cells.cell_of(each)) is not None)
    stored = any((cell.stored.error or "").startswith(error) for cell in found)
    return " The notebook stores that very NameError as the cell's output." if stored else ""


def _is_missing(cells: Cells, reading: Reading) -> bool:
    here = cells.cell_of(reading)
    if cells.is_given(reading) or (here is not None and _FAILS in here.stored.tags):
        return False
    bound = cells.bound.get(reading.node.id)
    if not bound:
        return not cells.has_parameters
    if reading.deferred:
        return False
    return here is not None and all(cell.first_line > here.first_line for cell, _ in bound)
