"""Rows and dye of arrays, as the interpreter follows them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dyetrace.flow.columns import certainly_holds
from dyetrace.flow.events import Bind, Split
from dyetrace.flow.selection import surely_overlap
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value

Run = Callable[[str], Flow]
START = "import random\nimport numpy as np\ndata = np.loadtxt('signals.txt')\n"


def bound(flow: Flow, name: str) -> Value:
    return [bind.value for bind in flow.of(Bind) if bind.target == name][-1]


def disjoint(flow: Flow, one: str, other: str) -> bool:
    left, right = bound(flow, one).rows, bound(flow, other).rows
    assert left
    assert right
    return all(a.is_disjoint(b) for a in left for b in right)


@pytest.mark.parametrize(
    "code",
    [
        "a, b = data[:n], data[n:]",
        "a, b = data[:900, :-1], data[900:, :-1]",
        "a, b = np.split(data, [800])",
        "a, b, c = np.array_split(data, 3)",
        "i = np.random.permutation(len(data))\na, b = data[i[:n]], data[i[n:]]",
        "i = np.arange(len(data))\nnp.random.shuffle(i)\na, b = data[i[:100]], data[i[100:]]",
        "i = np.random.choice(len(data), 50, replace=False)\na, b = data[i], np.delete(data, i, 0)",
        "i = np.random.choice(len(data), 50)\nj = np.setdiff1d(np.arange(9), i)\n"
        "a, b = data[i], data[j]",
        "m = data[:, 0] > 3\na, b = data[m], data[~m]",
        "m = np.where(data[:, 0] > 3)[0]\na, b = data[m], data[data[:, 0] <= 3]",
        "i = list(range(len(data)))\nrandom.shuffle(i)\na, b = data[i[:9]], data[i[9:]]",
    ],
)
def test_two_sides_share_no_row(run: Run, code: str) -> None:
    assert disjoint(run(START + code), "a", "b")


def test_permutations_of_two_draws_are_not_parted(run: Run) -> None:
    flow = run(
        START
        + "n = len(data)\na = data[np.random.permutation(n)[:100]]\n"
        + "b = data[np.random.permutation(n)[100:]]\n"
    )

    assert not disjoint(flow, "a", "b")


def test_a_shuffle_makes_another_order(run: Run) -> None:
    flow = run(START + "a = data[:800]\nnp.random.shuffle(data)\nb = data[800:]\n")

    assert not disjoint(flow, "a", "b")


def test_a_cut_through_shuffled_rows_is_a_shuffled_split(run: Run) -> None:
    flow = run(START + "np.random.shuffle(data)\na, b = data[:800], data[800:]\n")

    (split,) = flow.of(Split)

    assert split.shuffled is True


@pytest.mark.parametrize(
    "code",
    [
        "np.log1p(data)",
        "data.reshape(-1, 28, 28) / 255.0",
        "np.c_[data, data ** 2]",
        "np.hstack([data, data[:, :1]])",
        "np.concatenate([data[:, :2], data[:, 3:]], axis=1)",
        "data.mean(axis=1)",
        "np.array(data).astype('float32').T",
        "np.expand_dims(data, -1)",
        "[row[0] for row in data]",
    ],
)
def test_rows_stay_and_nothing_is_learned(run: Run, code: str) -> None:
    flow = run(START + f"out = {code}\n")

    assert {row.label for row in bound(flow, "out").rows} == {"signals.txt"}
    assert not bound(flow, "out").dye


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("data - data.mean(axis=0)", "statistic"),
        ("(data - np.min(data, 0)) / np.ptp(data, 0)", "statistic"),
        ("data / np.abs(data).max()", "statistic"),
        ("np.clip(data, *np.percentile(data, [1, 99]))", "statistic"),
        ("np.repeat(data, 2, axis=0)", "resampled"),
        ("np.vstack([data, data])", "resampled"),
        ("np.concatenate((data, data))", "resampled"),
    ],
)
def test_statistics_and_copies_dye(run: Run, code: str, kind: str) -> None:
    flow = run(START + f"out = {code}\n")

    assert bound(flow, "out").rows
    assert {dye.kind for dye in bound(flow, "out").dye} == {kind}


def test_stacked_rows_are_those_of_both(run: Run) -> None:
    flow = run(START + "more = np.load('more.npy')\nout = np.vstack((data, more))\n")

    assert {row.label for row in bound(flow, "out").rows} == {"signals.txt", "more.npy"}


def test_an_array_holds_the_rows_that_are_written_into_it(run: Run) -> None:
    flow = run(START + "out = np.zeros(10)\nout[data[:, 0] > 1] = data[:5, 1]\n")

    assert {row.label for row in bound(flow, "out").rows} == {"signals.txt"} or bound(
        flow, "out[data[:, 0] > 1]"
    ).rows


def test_overlapping_literal_slices(run: Run) -> None:
    flow = run(START + "a, b, c = data[:800], data[700:], data[800:]\n")
    (a,), (b,), (c,) = (bound(flow, name).rows for name in "abc")

    assert surely_overlap(a, b)
    assert surely_overlap(b, c)
    assert not surely_overlap(a, c)


def test_columns_of_an_array_by_position(run: Run) -> None:
    flow = run(START + "X, y, Z = data[:, 0:8], data[:, 8], data[:, 0:9]\n")
    x, z = bound(flow, "X").columns, bound(flow, "Z").columns

    assert x is not None
    assert z is not None
    assert bound(flow, "y").columns.only == {"[8]"}
    assert not certainly_holds(x, "[8]")
    assert certainly_holds(z, "[8]")
