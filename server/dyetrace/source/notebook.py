"""A notebook is one program: its Python cells joined, and positions mapped back to the cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dyetrace.findings import DyetraceError
from dyetrace.source.magics import neutralise_magics
from dyetrace.source.parsing import readable_text
from dyetrace.source.program import NOTHING_STORED, Cell, Source, Stored, SyntaxProblem
from dyetrace.source.reparsing import parse_again
from dyetrace.source.scanning import LINE_END
from dyetrace.source.tolerant import crosses, parse_tolerantly


@dataclass(frozen=True, slots=True)
class CodeCell:
    """The text of one code cell, as a file or the editor holds it."""

    number: int  # counts code and markdown cells from 1
    text: str
    execution_count: int | None = None
    uri: str | None = None
    stored: Stored = NOTHING_STORED


def parse_notebook(json_text: str, path: str) -> Source:
    """Read a notebook (nbformat 2 to 4) and join its Python cells to a program.

    Raises ``DyetraceError`` with the place where the JSON is broken, or where it is no notebook.
    Code cells in another language than Python are left out.
    """
    return program_of_notebook(load_notebook(json_text, path), path)


def program_of_notebook(document: Mapping[str, object], path: str) -> Source:
    """Join the Python cells of a notebook's JSON object to a program."""
    return program_of_cells(_code_cells(document), path)


def load_notebook(json_text: str, path: str) -> dict[str, object]:
    """Return the JSON object of a notebook; raises ``DyetraceError`` where it is none."""
    try:
        document = json.loads(json_text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise DyetraceError(
            f"{path} is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except (RecursionError, ValueError) as error:
        raise DyetraceError(f"{path} cannot be read as JSON: {error}") from None
    if not isinstance(document, dict) or not _has_cells(document):
        raise DyetraceError(f"{path} is not a notebook: it has no list of `cells`")
    return document


def program_of_cells(cells: Iterable[CodeCell], path: str, known: Source | None = None) -> Source:
    """Join code cells to a program; never raises, whatever the cells hold.

    ``cells`` come in the order in which they are to be read. Line ends become ``\\n``, so a line
    of the program is a line of its cell. ``known`` is the program before an edit, whose nodes stay
    where nothing changed.
    """
    placed: list[Cell] = []
    originals: list[str] = []
    line = 1
    for cell in cells:
        text = LINE_END.sub("\n", cell.text)
        count = text.count("\n") + 1
        placed.append(Cell(cell.number, line, count, cell.execution_count, cell.uri, cell.stored))
        originals.append(text)
        line += count
    text = "\n".join(neutralise_magics(readable_text(original)) for original in originals)
    starts = [cell.first_line for cell in placed]
    tree = parse_again(LINE_END.split(text), known) if known is not None else None
    problems: tuple[SyntaxProblem, ...] = ()
    if tree is None or crosses(tree, starts):
        tree, problems = parse_tolerantly(text, path, starts)
    return Source(path, text, "\n".join(originals), tree, problems, tuple(placed))


def raw_cells(document: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Iterate over the cells of a notebook's JSON, of all its worksheets in nbformat 2 and 3."""
    worksheets = document.get("worksheets")
    sheets = worksheets if isinstance(worksheets, list) else [document]
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            yield cell if isinstance(cell, dict) else {}


def source_key(cell: Mapping[str, object]) -> str:
    """Return the key that holds a code cell's text: ``input`` before nbformat 4."""
    return "source" if "source" in cell or "input" not in cell else "input"


def cell_text(cell: Mapping[str, object]) -> str:
    """Return the text of a raw cell, which is a string or a list of strings."""
    value = cell.get(source_key(cell))
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def is_python_cell(cell: Mapping[str, object]) -> bool:
    """Whether a raw cell is a code cell that its notebook runs as Python."""
    if cell.get("cell_type") != "code":
        return False
    editor = _mapping(_mapping(cell.get("metadata")).get("vscode"))
    language = editor.get("languageId", cell.get("language"))
    return not isinstance(language, str) or language.lower() in ("python", "ipython")


def _code_cells(document: Mapping[str, object]) -> Iterator[CodeCell]:
    if not _is_python(document):
        return
    for number, cell in enumerate(raw_cells(document), start=1):
        if is_python_cell(cell):
            stored = _stored(cell)
            count = _count(cell) or stored.result_count  # some tools reset the cell's to 0
            yield CodeCell(number, cell_text(cell), count, stored=stored)


def _count(run: Mapping[str, object]) -> int | None:
    count = run.get("execution_count", run.get("prompt_number"))
    return count if isinstance(count, int) and count > 0 else None


def _stored(cell: Mapping[str, object]) -> Stored:
    listed = cell.get("outputs")
    known = listed if isinstance(listed, list) else []
    outputs = [each for each in known if isinstance(each, dict)]
    results = [each for each in outputs if each.get("output_type") in ("execute_result", "pyout")]
    errors = [each for each in outputs if each.get("output_type") in ("error", "pyerr")]
    return Stored(
        len(outputs),
        _count(results[-1]) if results else None,
        f"{errors[-1].get('ename')}: {errors[-1].get('evalue')}" if errors else None,
        tags_of(cell.get("metadata")),
    )


def tags_of(metadata: object) -> frozenset[str]:
    """Return the tags in a cell's metadata, whether a file holds it or an editor sends it."""
    while isinstance(metadata, dict) and "tags" not in metadata:
        metadata = metadata.get("metadata", metadata.get("custom"))
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return frozenset(tag for tag in tags or () if isinstance(tag, str))


def _is_python(document: Mapping[str, object]) -> bool:
    metadata = _mapping(document.get("metadata"))
    language = _mapping(metadata.get("language_info")).get("name")
    language = language or _mapping(metadata.get("kernelspec")).get("language")
    return not isinstance(language, str) or "python" in language.lower()


def _has_cells(document: Mapping[str, object]) -> bool:
    return any(isinstance(document.get(key), list) for key in ("cells", "worksheets"))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
