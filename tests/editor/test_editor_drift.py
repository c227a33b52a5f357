"""Findings and measurements stay at their code while the text around it changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dyetrace.editor.drift import Drift, drift
from dyetrace.findings import Span

PROGRAM = """import numpy as np

def scale(x):
    mean = x.mean(axis=0)
    return (x - mean) / x.std(axis=0)

print(scale(np.ones((3, 2))))""".split("\n")


def span(line: int, start: int, end: int) -> Span:
    return Span("a.py", line, start, line, end)


def text_at(lines: list[str], place: Span) -> str:
    assert place.line == place.end_line
    return lines[place.line - 1][place.column : place.end_column]


def moved(new: list[str], place: Span) -> str | None:
    now = drift(PROGRAM, new).span(place)
    return None if now is None else text_at(new, now)


MEAN = span(4, 11, 25)


def test_lines_put_in_above_move_a_place_down() -> None:
    new = ["# one", "# two", *PROGRAM]
    assert drift(PROGRAM, new).span(MEAN) == span(6, 11, 25)


def test_deleted_line_takes_its_place_away() -> None:
    assert drift(PROGRAM, PROGRAM[:3] + PROGRAM[4:]).span(MEAN) is None


def test_typing_before_and_behind_on_the_same_line_keeps_the_place() -> None:
    new = list(PROGRAM)
    new[3] = "    centre = x.mean(axis=0)  # the centre of the rows"
    assert moved(new, MEAN) == "x.mean(axis=0)"


def test_typing_inside_a_place_keeps_it() -> None:
    new = list(PROGRAM)
    new[3] = "    mean = x.mean(axis=10)"
    assert moved(new, MEAN) == "x.mean(axis=10)"


def test_text_put_in_right_before_a_place_is_not_part_of_it() -> None:
    new = list(PROGRAM)
    new[3] = "    mean = -x.mean(axis=0)"
    assert moved(new, MEAN) == "x.mean(axis=0)"


def test_a_place_whose_text_was_replaced_is_gone() -> None:
    new = list(PROGRAM)
    new[3] = "    mean = 0"
    assert moved(new, MEAN) is None


def test_a_line_that_was_split_keeps_what_is_before_the_split() -> None:
    new = [*PROGRAM[:3], "    mean = x.mean(axis=0)", "    ", *PROGRAM[4:]]
    assert moved(new, MEAN) == "x.mean(axis=0)"


def test_two_edits_far_apart_keep_what_is_between() -> None:
    new = ["import torch", *PROGRAM[:6], "print(1)"]
    assert moved(new, MEAN) == "x.mean(axis=0)"


LINES = st.lists(st.sampled_from(["", "a", "ab = 1", "    f(x)", "é = '😀'", "\fb", "f(x)"]))


@given(LINES, LINES)
def test_untouched_places_keep_their_text(old: list[str], new: list[str]) -> None:
    change = drift(old, new)
    for number, line in enumerate(old, 1):
        whole = Span("a.py", number, 0, number, len(line))
        if change.untouched(whole):
            now = change.span(whole)
            if line:
                assert now is not None
                assert text_at(new, now) == line


@given(LINES, LINES)
def test_places_stay_inside_the_text_and_in_order(old: list[str], new: list[str]) -> None:
    change = drift(old, new)
    for number, line in enumerate(old, 1):
        for column in range(len(line) + 1):
            now = change.position(number, column)
            if now is not None:
                assert 1 <= now[0] <= len(new)
                assert 0 <= now[1] <= len(new[now[0] - 1])


@given(LINES)
def test_an_unchanged_text_moves_nothing(lines: list[str]) -> None:
    change: Drift = drift(lines, lines)
    assert change.moved == {line: line for line in range(1, len(lines) + 1)}
