"""The suppression edit takes the finding out and changes nothing else."""

from __future__ import annotations

import ast

import pytest

from dyetrace.editor.suppress import suppression
from dyetrace.findings import Edit, Span
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script

RULE = "fit-before-split"


def applied(text: str, edit: Edit) -> str:
    source = parse_script(text, "a.py")
    start = source.offset(edit.span.line, edit.span.column)
    return text[:start] + edit.content + text[start:]


def suppressed(text: str, needle: str) -> str:
    source = parse_script(text, "a.py")
    line, column = source.position(text.index(needle))
    span = Span("a.py", line, column, line, column + len(needle))
    changed = applied(text, suppression(source, RULE, span))
    after = parse_script(changed, "a.py")
    assert ast.dump(after.tree) == ast.dump(source.tree)
    line, column = after.position(changed.index(needle))
    assert after.suppressions.covers(RULE, Span("a.py", line, column, line, column + len(needle)))
    assert not after.suppressions.malformed
    return changed


def test_comment_goes_to_the_end_of_the_line() -> None:
    changed = suppressed("x = fit(y)   \nz = 1\n", "fit(y)")
    assert changed.startswith("x = fit(y)  # dyetrace: ignore[fit-before-split] reason")


def test_existing_comment_is_kept() -> None:
    changed = suppressed("x = fit(y)  # as in the paper\n", "fit(y)")
    assert changed == "x = fit(y)  # dyetrace: ignore[fit-before-split] reason  # as in the paper\n"


def test_existing_directive_gets_another_rule() -> None:
    changed = suppressed("x = fit(y)  # dyetrace: ignore[fit-on-test] known\n", "fit(y)")
    assert changed == "x = fit(y)  # dyetrace: ignore[fit-on-test, fit-before-split] known\n"


def test_comment_that_must_lead_keeps_its_place() -> None:
    changed = suppressed("if 1:\n    x = fit(y)  # type: ignore\n", "fit(y)")
    assert (
        "\n    # dyetrace: ignore[fit-before-split] reason\n    x = fit(y)  # type: ignore"
        in changed
    )


@pytest.mark.parametrize(
    "text",
    [
        "x = fit(\n    y,\n)\n",
        "x = \\\n    fit(y) \\\n    + 1\n",
        'x = fit("""\ntext # no comment\n""")\n',
        "for x in fit(y):\n    pass\n",
        "with fit(y) as z: pass\n",
        "@fit(y)\ndef f():\n    pass\n",
        "def f():\n\tx = fit(y); z = 1\n",
        "é = '😀'; x = fit(y)\n",
        "x = fit(y)",
        "x = fit(y)\r\nz = 1\r\n",
        "\fx = fit(y)\n",
    ],
)
def test_program_stays_the_same_and_the_finding_goes(text: str) -> None:
    suppressed(text, "fit(")


def test_comment_stays_in_its_cell() -> None:
    cells = [CodeCell(1, "x = 1", uri="one"), CodeCell(2, "y = fit(x)", uri="two")]
    source = program_of_cells(cells, "n.ipynb")
    edit = suppression(source, RULE, Span("n.ipynb", 2, 4, 2, 10))
    assert edit.span == Span("n.ipynb", 2, 10, 2, 10)
