"""Rows, columns and dye of frames, as the interpreter follows them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from dyetrace.flow.columns import certainly_holds
from dyetrace.flow.events import Bind, Split, Statistic
from dyetrace.flow.selection import same_rows, surely_overlap
from dyetrace.flow.trace import Flow
from dyetrace.flow.values import Value
from dyetrace.knowledge.pandas import FRAME, GROUPED, WINDOW

Run = Callable[[str], Flow]
START = "import numpy as np\nimport pandas as pd\ndf = pd.read_csv('data/people.csv')\n"


def bound(flow: Flow, name: str) -> Value:
    return [bind.value for bind in flow.of(Bind) if bind.target == name][-1]


def only(value: Value) -> object:
    (row,) = value.rows
    return row


def disjoint(flow: Flow, one: str, other: str) -> bool:
    left, right = bound(flow, one).rows, bound(flow, other).rows
    assert left
    assert right
    return all(a.is_disjoint(b) for a in left for b in right)


def overlapping(flow: Flow, one: str, other: str) -> bool:
    left, right = bound(flow, one).rows, bound(flow, other).rows
    return any(surely_overlap(a, b) for a in left for b in right)


def dyes(flow: Flow, name: str) -> set[str]:
    return {f"{dye.kind} {dye.name}" for dye in bound(flow, name).dye}


def holds(flow: Flow, frame: str, label: str) -> bool:
    columns = bound(flow, frame).columns
    return columns is not None and certainly_holds(columns, label)


def may_hold(flow: Flow, frame: str, label: str) -> bool:
    columns = bound(flow, frame).columns
    return columns is None or not columns.certain or columns.may_hold(label)


def test_rows_are_named_after_the_file(run: Run) -> None:
    flow = run(START)

    assert {row.label for row in bound(flow, "df").rows} == {"people.csv"}


def test_one_path_read_twice_gives_the_same_rows(run: Run) -> None:
    flow = run(START + "again = pd.read_csv('data/people.csv')\nother = pd.read_csv('more.csv')\n")

    assert same_rows(only(bound(flow, "df")), only(bound(flow, "again")))
    assert disjoint(flow, "df", "other")


def test_a_helper_that_loads_two_files_gives_two_sets_of_rows(run: Run) -> None:
    flow = run(
        """
        import pandas as pd
        def load(path):
            return pd.read_csv(path).dropna()
        train = load("train.csv")
        test = load("test.csv")
        """
    )

    assert disjoint(flow, "train", "test")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("df[:n]", "df[n:]"),
        ("df.iloc[:800]", "df.iloc[800:]"),
        ("df[:-100]", "df[-100:]"),
        ("df.head(50)", "df.iloc[50:]"),
        ("df[:500]", "df[600:900]"),
        ("df[::2]", "df[1::2]"),
        ("df[df.year < 2015]", "df[df['year'] >= 2015]"),
        ("df[df['day'] < '2017-01-01']", "df[df['day'] > '2018-01-01']"),
        ("df[df.day < limit]", "df.loc[df.day >= limit]"),
        ("df[df.part == 'train']", "df[df.part == 'test']"),
        ("df[df.part != 'test']", "df[df.part == 'test']"),
        ("df.query('year < 2015')", "df.query('year >= 2015')"),
        ("df.query('year < 2015')", "df[df.year >= 2015]"),
        ("df[mask]", "df[~mask]"),
        ("df.loc[mask, 'age']", "df.loc[~mask, 'age']"),
        ("df[mask & (df.age > 3)]", "df[~mask & (df.age > 3)]"),
        ("drawn", "df.drop(drawn.index)"),
        ("drawn", "df.loc[~df.index.isin(drawn.index)]"),
        ("drawn[['age']]", "df.drop(index=drawn.index)[['age']]"),
        ("df.iloc[order[:100]]", "df.iloc[order[100:]]"),
        ("df.iloc[chosen]", "df.drop(index=chosen)"),
        ("df[df.city.isin(cities)]", "df[~df.city.isin(cities)]"),
    ],
)
def test_two_sides_of_one_cut_share_no_row(run: Run, left: str, right: str) -> None:
    flow = run(
        START
        + "n = int(len(df) * 0.8)\nlimit = pd.Timestamp('2015')\ncities = ['Rome', 'Oslo']\n"
        + "mask = np.random.rand(len(df)) < 0.8\ndrawn = df.sample(frac=0.8)\n"
        + "order = np.random.permutation(len(df))\n"
        + "chosen = np.random.choice(len(df), 100, replace=False)\n"
        + f"left = {left}\nright = {right}\n"
    )

    assert disjoint(flow, "left", "right")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("df[:800]", "df[700:]"),
        ("df", "df.sample(frac=0.2)"),
        ("df.sample(frac=0.8)", "df.sample(frac=0.2)"),
        ("df", "df[:10]"),
        ("df[['age']]", "df.dropna()"),
        ("df.sample(frac=1)", "df"),
    ],
)
def test_rows_that_are_surely_shared(run: Run, left: str, right: str) -> None:
    flow = run(START + f"left = {left}\nright = {right}\n")

    assert overlapping(flow, "left", "right")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("df[:n]", "df[m:]"),
        ("df[df.age > 3]", "df[df.city == 'Rome']"),
        ("df[:800]", "df[-200:]"),
        ("first_part(df)", "second_part(df)"),
        ("df.sample(frac=1)[:800]", "df[800:]"),
    ],
)
def test_nothing_is_known_of_unrelated_selections(run: Run, left: str, right: str) -> None:
    flow = run(START + "n, m = size()\n" + f"left = {left}\nright = {right}\n")

    assert not disjoint(flow, "left", "right")
    assert not overlapping(flow, "left", "right")


def test_slices_of_features_and_label_are_one_cut(run: Run) -> None:
    flow = run(START + "X = df.drop(columns='y')\ny = df['y']\na, b = X[:n], y[n:]\n")

    assert disjoint(flow, "a", "b")


def test_a_split_is_told_when_its_second_side_is_seen(run: Run) -> None:
    flow = run(START + "old = df[df.date < '2015']\nnew = df[df.date >= '2015']\nlook = df[:5]\n")

    (split,) = flow.of(Split)

    assert split.kind == "date"
    assert split.site.line == 4
    assert split.shuffled is False


def test_concatenated_files_are_taken_apart_by_their_lengths(run: Run) -> None:
    flow = run(
        START
        + "other = pd.read_csv('test.csv')\ndev = pd.read_csv('dev.csv')\nn = df.shape[0]\n"
        + "both = pd.concat([df, dev, other]).fillna(0)\n"
        + "a, b, c = both[:n], both[n : n + len(dev)], both[n + len(dev) :]\n"
    )

    assert [{row.label for row in bound(flow, name).rows} for name in "abc"] == [
        {"people.csv"},
        {"dev.csv"},
        {"test.csv"},
    ]


@pytest.mark.parametrize(
    "code",
    [
        "pd.concat([df, df])",
        "pd.concat([df] * 2, ignore_index=True)",
        "df.sample(n=5000, replace=True)",
        "df.loc[df.index.repeat(3)]",
    ],
)
def test_repeated_rows_are_dyed(run: Run, code: str) -> None:
    flow = run(START + f"more = {code}\n")

    assert {dye.kind for dye in bound(flow, "more").dye} == {"resampled"}


@pytest.mark.parametrize(
    "code",
    [
        "df['age'].fillna(df['age'].mean())",
        "(df - df.mean()) / df.std()",
        "df['age'].clip(df.age.quantile(0.01), df.age.quantile(0.99))",
        "pd.qcut(df['age'], 4)",
        "pd.cut(df['age'], bins=5)",
        "df['age'].rank()",
        "df.groupby('city')['age'].transform('mean')",
        "df.groupby('city')['age'].transform(lambda x: x.fillna(x.median()))",
        "df['city'].map(df.groupby('city')['age'].mean())",
        "df.apply(lambda column: (column - column.min()) / column.max())",
        "df['age'].apply(lambda age: age - df['age'].mean())",
        "df.merge(df.groupby('city').agg({'age': 'mean'}), on='city')",
        "np.where(df.age.isna(), np.nanmedian(df.age), df.age)",
        "df[df.age < df.age.quantile(0.99)]",
    ],
)
def test_statistics_that_meet_rows_dye_them(run: Run, code: str) -> None:
    flow = run(START + f"out = {code}\n")

    assert bound(flow, "out").rows
    assert bound(flow, "out").dye


@pytest.mark.parametrize(
    "code",
    [
        "df.fillna(0)",
        "df['age'].shift(1)",
        "df['age'].rolling(7).mean()",
        "df.ffill()",
        "df['age'] / 255",
        "df.max(axis=1)",
        "pd.cut(df['age'], bins=[0, 18, 65])",
        "pd.get_dummies(df)",
        "df.groupby('city')['age'].shift(1)",
        "df.groupby('city')['age'].transform(lambda x: x.rolling(3).mean())",
        "df['city'].str.lower()",
        "df['day'].dt.month",
        "df.apply(lambda row: row['a'] + row['b'], axis=1)",
        "df[df.year < df.year.max() - 2]",
        "df.dropna().drop_duplicates()",
        "df.reset_index().rename(columns={'a': 'b'})",
    ],
)
def test_what_looks_at_single_rows_or_neighbours_learns_nothing(run: Run, code: str) -> None:
    flow = run(START + f"out = {code}\n")

    assert bound(flow, "out").rows
    assert not {dye.kind for dye in bound(flow, "out").dye} - {"lagged", "vocabulary"}


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("df['age'].shift(1)", {"lagged"}),
        ("df['age'].shift(-1)", {"future"}),
        ("df['age'].shift(-days)", {"future"}),
        ("df.groupby('city')['age'].shift(-1)", {"future"}),
        ("df['age'].rolling(7).mean()", {"lagged"}),
        ("df['age'].rolling(7, center=True).mean()", {"future"}),
        ("df.bfill()", {"future"}),
        ("df.fillna(method='bfill')", {"future"}),
        ("df.ffill()", set()),
        ("df.diff(axis=1)", set()),
        ("np.roll(df['age'].values, -2)", {"future"}),
    ],
)
def test_values_of_other_rows_are_told(run: Run, code: str, kinds: set[str]) -> None:
    flow = run(START + f"out = {code}\n")

    assert {dye.kind for dye in bound(flow, "out").dye} == kinds


def test_a_window_that_is_shifted_back_is_a_plain_lag(run: Run) -> None:
    flow = run(START + "out = df['age'].rolling(7).mean().shift(1)\n")

    assert {dye.name for dye in bound(flow, "out").dye} == {"shift"}


def test_a_statistic_that_is_only_printed_dyes_nothing(run: Run) -> None:
    flow = run(START + "print(df.mean())\ndf.describe()\nout = df\n")

    assert len(list(flow.of(Statistic))) == 2
    assert not bound(flow, "out").dye


def test_dye_stays_with_its_column(run: Run) -> None:
    flow = run(
        START
        + "df['y'] = (df['y'] - df['y'].mean()) / df['y'].std()\n"
        + "df['age'] = df.age.fillna(df.age.median())\n"
        + "X = df.drop(columns=['y'])\ny = df['y']\nplain = df[['city', 'height']]\n"
    )

    assert dyes(flow, "X") == {"statistic median"}
    assert {kind.split()[-1] for kind in dyes(flow, "y")} == {"mean", "std"}
    assert dyes(flow, "plain") == set()


@pytest.mark.parametrize(
    "code",
    [
        "df['age'].fillna(df['age'].mean(), inplace=True)",
        "df.fillna(df.mean(), inplace=True)",
        "df.loc[df.age.isna(), 'age'] = df['age'].mean()",
        "df.age = df.age.fillna(df.age.mean())",
        "df.insert(0, 'filled', df.age.fillna(df.age.mean()))",
        "df['age'] -= df['age'].mean()",
    ],
)
def test_in_place_changes_show_in_aliases(run: Run, code: str) -> None:
    flow = run(START + f"alias = df\n{code}\nout = alias\n")

    assert dyes(flow, "out") == {"statistic mean"}


def test_groups_and_correlations_with_the_label_are_label_aware(run: Run) -> None:
    flow = run(
        START
        + "target = 'price'\ny = np.log1p(df['price'])\n"
        + "code = df['city'].map(df.groupby('city')['price'].mean())\n"
        + "strong = df.corr()['price'].abs()\nX = df[strong[strong > 0.5].index]\n"
        + "filled = df.groupby('price')['age'].transform('median')\nages = df['age'].mean()\n"
    )

    assert dyes(flow, "code") == {"label-aware groupby mean"}
    assert dyes(flow, "X") == {"label-aware corr"}
    assert {dye.kind for dye in bound(flow, "filled").dye} == {"label-aware"}
    assert dyes(flow, "ages") == {"statistic mean"}


@pytest.mark.parametrize(
    "code",
    [
        "X = df.drop('y', axis=1)",
        "X = df.drop(columns=['y', 'id'])",
        "X = df[['age', 'city']]",
        "X = df\ndf.drop('y', axis=1, inplace=True)",
        "X = df\ndel df['y']",
        "X = df\ny = df.pop('y')",
        "X = df[df.columns.drop('y')]",
        "X = df[df.columns.difference(['y'])]",
        "X = df[[c for c in df.columns if c != 'y']]",
        "X = df[[c for c in df if c not in ('y', 'id')]]",
        "X = df[list(set(df.columns) - {'y'})]",
        "X = df.loc[:, ['age', 'city']].values",
        "X = df.set_index('y')",
        "names = ['age', 'city']\nX = df[names].fillna(0).to_numpy()",
    ],
)
def test_a_column_that_is_gone(run: Run, code: str) -> None:
    flow = run(START + code + "\nX = X\n")

    assert bound(flow, "X").rows
    assert not may_hold(flow, "X", "y")


@pytest.mark.parametrize(
    "code",
    [
        "X = df",
        "X = df.copy()\ndf.pop('y')",
        "X = df\nX.drop('y', axis=1)",
        "X = df[['age', 'y']]",
        "X = df.drop(columns='id').fillna(0)[df.age > 3]",
        "X = df[[c for c in df.columns if c != 'id']]",
        "X = df.loc[:, :].values[:100]",
    ],
)
def test_a_column_that_is_still_there(run: Run, code: str) -> None:
    flow = run(START + code)

    assert holds(flow, "X", "y")


@pytest.mark.parametrize(
    "code",
    [
        "X = df.select_dtypes('number')",
        "X = df.filter(like='age')",
        "X = df[find_columns(df)]",
        "X = df.drop(columns=unwanted())",
        "X = df.loc[:, 'a':'f']",
        "X = clean(df)",
    ],
)
def test_columns_that_nobody_knows_are_uncertain(run: Run, code: str) -> None:
    flow = run(START + code)

    assert may_hold(flow, "X", "y")
    assert not holds(flow, "X", "y")


def test_columns_by_position(run: Run) -> None:
    flow = run(START + "X, y = df.iloc[:, :-1], df.iloc[:, -1]\nZ = df.iloc[:, 0:9]\n")

    assert not may_hold(flow, "X", "[-1]")
    assert holds(flow, "Z", "[8]")
    assert not holds(flow, "Z", "[-1]")
    assert not holds(flow, "X", "y")


def _public(*objects: object) -> set[str]:
    return {name for thing in objects for name in dir(thing) if not name.startswith("_")}


def test_every_public_name_of_pandas_has_a_kind() -> None:
    frame = pd.DataFrame({"a": [1.0], "b": [2.0]})
    groups, series = frame.groupby("a"), frame["a"]

    assert _public(pd.DataFrame, pd.Series) - set(FRAME) == set()
    assert _public(type(groups), type(groups["b"])) - set(GROUPED) == set()
    windows = _public(type(series.rolling(1)), type(series.ewm(1)), type(series.expanding()))
    assert windows - WINDOW == set()
