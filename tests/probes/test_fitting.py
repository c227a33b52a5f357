"""Sizes follow from the sizes of inputs by laws that hold in every run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dyetrace.probes.fitting import fit

B, T = (4, 3, 5, 7), (16, 17, 29, 42)
SIDES = (32, 95, 160, 224)


def law(values: list[int], *columns: tuple[int, ...]) -> str | None:
    found = fit(values, list(zip(*columns, strict=True)))
    return None if found is None else found.text


LAWS = {
    "{0}": lambda b, t: b,
    "{1}+1": lambda b, t: t + 1,
    "2*{1}-3": lambda b, t: 2 * t - 3,
    "{0}*{1}": lambda b, t: b * t,
    "8*{0}*{1}": lambda b, t: 8 * b * t,
    "{0}*({1}+1)": lambda b, t: b * (t + 1),
    "{0}*({1}//4)": lambda b, t: b * (t // 4),
    "{0}+{1}": lambda b, t: b + t,
    "{1}//2": lambda b, t: t // 2,
    "({1}-1)//2+1": lambda b, t: (t - 1) // 2 + 1,
    "{1}*({1}-1)//2": lambda b, t: t * (t - 1) // 2,
    "{1}**2": lambda b, t: t * t,
    "12": lambda b, t: 12,
}


@pytest.mark.parametrize("text", LAWS)
def test_a_law_is_found(text: str):
    values = [LAWS[text](b, t) for b, t in zip(B, T, strict=True)]
    found = law(values, B, T)
    assert found is not None
    for b, t in ((9, 33), (2, 100)):
        assert eval(found.format(b, t)) == LAWS[text](b, t)


def test_a_sequence_padded_to_a_multiple_has_a_law():
    values = [-(-t // 8) * 8 for t in T]
    found = law(values, T)
    assert found is not None
    assert [eval(found.format(t)) for t in (9, 64, 65)] == [16, 64, 72]


def test_four_poolings_are_one_division():
    assert law([s // 2 // 2 // 2 // 2 for s in SIDES], SIDES) == "{0}//16"


def test_patches_of_an_image_and_a_class_token():
    found = law([(s // 8) ** 2 + 1 for s in SIDES], SIDES)
    assert found == "({0}//8)**2+1"


def test_a_size_that_is_cut_off():
    assert law([16, 17, 20, 20], T) == "min({0}, 20)"


@pytest.mark.parametrize("values", [[11, 140, 25, 60], [3, 3, 4, 3], [0, 9, 1, 2]])
def test_what_depends_on_data_has_no_law(values: list[int]):
    assert law(values, B, T) is None


def test_two_runs_tell_a_constant_and_nothing_else():
    assert law([5, 5], (2, 3)) == "5"
    assert law([2, 3], (2, 3)) is None
    assert law([7], (2,)) is None


@given(st.integers(1, 9), st.integers(-9, 99), st.sets(st.integers(3, 300), min_size=3, max_size=5))
def test_lines_are_found_whatever_the_sizes(slope: int, offset: int, sizes: set[int]):
    column = tuple(sizes)
    values = [slope * size + offset for size in column]
    found = law(values, column)
    if min(values) >= 0:
        assert found is not None
        assert eval(found.format(1000)) == slope * 1000 + offset
