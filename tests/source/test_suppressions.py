"""Which comments take which findings out."""

import pytest

from dyetrace.findings import Span
from dyetrace.source.notebook import CodeCell, program_of_cells
from dyetrace.source.parsing import parse_script


def covers(text, line, rule="fit-before-split", end_line=None):
    source = parse_script(text, "a.py")
    return source.suppressions.covers(rule, Span("a.py", line, 0, end_line or line, 1))


def complaints(text, known=("fit-before-split",)):
    return parse_script(text, "a.py").suppressions.complaints(known)


COMMENT = "# dyetrace: ignore[fit-before-split] known"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"f()  {COMMENT}", 1),
        ("f()  #dyetrace:ignore[ other , fit-before-split ]", 1),
        (f"f()  # noqa  {COMMENT}", 1),
        (f"f(\n    a,\n    b,\n)  {COMMENT}", 1),
        (f"f(  {COMMENT}\n    a,\n    b,\n)", 3),
        (f"f(\n    a,\n    b,  {COMMENT}\n)", 2),
        (f"{COMMENT}\nf(\n    a,\n)", 3),
        (f"{COMMENT}\n# and why\nf()", 3),
        (f"for x in y:  {COMMENT}\n    f()", 1),
        ("x = 1\n# dyetrace: ignore-file[fit-before-split]\ny = 2\nf()", 4),
        (f"x = (\nf()  {COMMENT}\ny = 2", 2),
    ],
)
def test_comment_covers(text, line):
    assert covers(text, line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"x = '{COMMENT}'", 1),
        (f'"""\n{COMMENT}\n"""\nf()', 4),
        (f'x = """\n{COMMENT}\n"""', 1),
        (f"f()  {COMMENT}\ng()", 2),
        (f"for x in y:  {COMMENT}\n    f()", 2),
        (f"f()\n{COMMENT}\n", 1),
        (f"{COMMENT}\nf()\ng()", 3),
        ("f()  # dyetrace: ignore[other-rule]", 1),
        ("f()  # dyetrace: ignore", 1),
        ("f()  # dyetrace: ignore[]", 1),
    ],
)
def test_comment_does_not_cover(text, line):
    assert not covers(text, line)


def test_comment_at_the_top_of_a_cell_covers_the_cell():
    cells = [CodeCell(1, f"{COMMENT}\nx = 1\ny = 2"), CodeCell(2, "z = 3")]
    source = program_of_cells(cells, "n.ipynb")

    covered = [
        source.suppressions.covers("fit-before-split", Span("n.ipynb", line, 0, line, 1))
        for line in range(1, 5)
    ]

    assert covered == [True, True, True, False]


def test_comment_lower_in_a_cell_covers_the_next_statement_only():
    cells = [CodeCell(1, f"x = 1\n{COMMENT}\ny = 2\nz = 3")]
    source = program_of_cells(cells, "n.ipynb")

    assert source.suppressions.covers("fit-before-split", Span("n.ipynb", 3, 0, 3, 1))
    assert not source.suppressions.covers("fit-before-split", Span("n.ipynb", 4, 0, 4, 1))


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# dyetrace: ignore", "needs the rules in brackets"),
        ("# dyetrace: ignore fit-before-split", "needs the rules in brackets"),
        ("# dyetrace: ignore[]", "names no rule"),
        ("# dyetrace: ignore[fit-befor-split]", "did you mean `fit-before-split`"),
        ("# dyetrace: ingore[fit-before-split]", "did you mean `ignore`"),
        ("# dyetrace: ignore_file[fit-before-split]", "did you mean `ignore-file`"),
    ],
)
def test_comment_without_effect_is_told(comment, said):
    [(line, sentence)] = complaints(f"x = 1\ny = 2  {comment}")

    assert line == 2
    assert said in sentence


@pytest.mark.parametrize(
    "comment",
    [
        "# dyetrace: stop",
        "# dyetrace: input=torch.randn(8, 3, 32, 32)",
        "# about dyetrace: nothing",
        "# dyetrace: ignore[fit-before-split] because",
        "# see dyetrace",
    ],
)
def test_other_comments_are_nobodys_business(comment):
    assert complaints(f"x = 1  {comment}") == ()
