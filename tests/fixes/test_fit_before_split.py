"""Fixes of `fit-before-split` and `selection-before-split`: split first, fit on training rows."""

from __future__ import annotations

import pytest
from leaking_programs import (
    GAPS,
    IMPORTS,
    LOAD,
    MODEL,
    NOTEBOOKS,
    SCALERS,
    SELECTIONS,
    SPLIT,
    STATISTICS,
    XY,
    script,
)
from repairing import Run, comments, read, repair, repair_fully

from dyetrace.findings import Applicability
from dyetrace.rules.engine import analyze

FIT, SELECTION = "fit-before-split", "selection-before-split"
CASES = {
    **{f"scaler: {name}": (FIT, code) for name, code in SCALERS.items()},
    **{f"statistic: {name}": (FIT, code) for name, code in STATISTICS.items()},
    **{f"selection: {name}": (SELECTION, code) for name, code in SELECTIONS.items()},
    **{f"notebook: {name}": (FIT, code) for name, code in NOTEBOOKS.items()},
}


@pytest.fixture(scope="module")
def repaired():
    return {name: repair_fully(code, rule) for name, (rule, code) in CASES.items()}


@pytest.fixture(scope="module")
def runs(repaired, run_programs) -> dict[str, Run]:
    return run_programs({name: done.after.text for name, done in repaired.items()})


@pytest.mark.parametrize("name", CASES)
def test_the_repaired_program_runs(runs, repaired, name):
    assert runs[name].error is None, f"{repaired[name].after.text}\n{runs[name].error}"


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_left_to_report_or_to_fix(repaired, name):
    rule, _ = CASES[name]
    assert not [f for f in analyze(repaired[name].after).findings if f.rule == rule]
    assert not repaired[name].after.problems


@pytest.mark.parametrize("name", CASES)
def test_comments_and_line_ends_stay(repaired, name):
    _, code = CASES[name]
    done = repaired[name]
    assert set(comments(done.before)) <= set(comments(done.after))
    if isinstance(code, str) and "\r\n" in code:
        assert "\n" not in done.after.original.replace("\r\n", "")
    if isinstance(code, str) and not code.endswith("\n"):
        assert not done.after.original.endswith("\n")


def test_a_scaler_with_a_name_of_its_own():
    done = repair(
        script(
            LOAD,
            XY,
            "\n# Scale\nscaler = StandardScaler()\nX_scaled = scaler.fit_transform(X)  # all\n",
            "\n# Split\nX_train, X_test, y_train, y_test = train_test_split(X_scaled, y)\n",
        ),
        FIT,
    )
    assert done is not None
    assert done.after.original == script(
        LOAD,
        XY,
        "\n# Split\nX_train, X_test, y_train, y_test = train_test_split(X, y)\n",
        "\n# Scale\nscaler = StandardScaler()\n",
        "X_train = scaler.fit_transform(X_train)  # all\nX_test = scaler.transform(X_test)\n",
    )
    assert done.fix.title == "Split first, then fit `scaler` on `X_train` only"
    assert done.fix.applicability is Applicability.UNSAFE  # the printed scores change


def test_a_statistic_is_taken_from_the_training_part_before_it_changes():
    done = repair(script(GAPS, "df['a'] = df['a'].fillna(df['a'].mean())\n", XY, SPLIT), FIT)
    assert done is not None
    assert done.after.original == script(
        GAPS,
        XY,
        SPLIT,
        "X_test['a'] = X_test['a'].fillna(X_train['a'].mean())\n",
        "X_train['a'] = X_train['a'].fillna(X_train['a'].mean())\n",
    )


def test_cells_keep_their_borders():
    done = repair(NOTEBOOKS["fit in one cell, split in another"], FIT)
    assert done is not None
    assert done.cells == [
        IMPORTS,
        LOAD + XY,
        "",
        "%matplotlib inline\n\n"
        + SPLIT.rstrip("\n")
        + "\n# Scale\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n"
        + "X_test = scaler.transform(X_test)",
        MODEL,
    ]
    starts = [cell.first_line for cell in done.before.cells]
    for edit in done.fix.edits:
        assert not [s for s in starts if edit.span.line < s <= edit.span.end_line]


LEAKY = (
    IMPORTS
    + 'genes = pd.read_csv("noise.csv")\n'
    + 'X = genes.drop(columns=["y"])\ny = genes["y"]\nscores = []\n'
    + "for seed in range(12):\n"
    + "    X_best = SelectKBest(f_classif, k=20).fit_transform(X, y)  # every row\n"
    + "    X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=seed)\n"
    + "    model = LogisticRegression().fit(X_train, y_train)\n"
    + "    scores.append(model.score(X_test, y_test))\n"
    + "print(np.mean(scores))\n"
)


def test_a_score_on_noise_drops_to_chance(run_programs):
    done = repair(LEAKY, SELECTION)
    assert done is not None
    runs = run_programs({"leaky": LEAKY, "repaired": done.after.original})
    assert float(runs["leaky"].output) > 0.8
    assert float(runs["repaired"].output) == pytest.approx(0.5, abs=0.12)


UNMOVABLE = {
    "the scaled data is used between": script(
        LOAD, XY, "X = StandardScaler().fit_transform(X)\nprint(X[:3])\n", SPLIT
    ),
    "the scaled data is used later": script(
        LOAD, XY, "X_s = StandardScaler().fit_transform(X)\n", SPLIT.replace("(X,", "(X_s,")
    )
    + "print(X_s.mean())\n",
    "a function reads the scaled data": script(
        LOAD,
        "def peek():\n    return X_s[:3]\n\n",
        XY,
        "X_s = StandardScaler().fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_s,"),
    )
    + "print(peek())\n",
    "the scaled frame is shown later": script(
        LOAD,
        'df[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])\n',
        XY,
        SPLIT,
    )
    + "print(df.head())\n",
    "the frame has a second name": script(
        LOAD,
        'copy = df\ndf[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])\n',
        XY,
        SPLIT,
    )
    + "print(copy.head())\n",
    "the label is scaled, too": script(
        LOAD,
        'df[["a", "y"]] = MinMaxScaler().fit_transform(df[["a", "y"]])\n',
        XY,
        SPLIT,
    ),
    "unknown columns are scaled": script(
        LOAD,
        'num = [c for c in df.columns if c != "b"]\n',
        "df[num] = MinMaxScaler().fit_transform(df[num])\n",
        XY,
        SPLIT,
    ),
    "rows are sorted by the scaled data": script(
        LOAD,
        XY,
        "X = pd.DataFrame(StandardScaler().fit_transform(X), index=X.index)\n",
        "X = X.sort_values(0)\n",
        SPLIT,
    ),
    "the raw data changes in between": script(
        LOAD,
        XY,
        "X_s = StandardScaler().fit_transform(X)\nX = X.dropna()\n",
        SPLIT.replace("(X,", "(X_s,"),
    ),
    "the labels are split elsewhere": script(
        LOAD,
        XY,
        "X = SelectKBest(f_classif, k=2).fit_transform(X, y)\n",
        "X_train, X_test = train_test_split(X, random_state=0)\n",
        "y_train, y_test = train_test_split(y, random_state=0)\n",
    ),
    "the fit stands in a function": script(
        LOAD,
        "def prepare(data):\n    return StandardScaler().fit_transform(data)\n\n",
        XY,
        "X = prepare(X)\n",
        SPLIT,
    ),
    "the fit stands in a branch": script(
        LOAD,
        XY,
        "if len(X) > 3:\n    X = StandardScaler().fit_transform(X)\n",
        SPLIT,
    ),
    "the label is in the filled frame": script(GAPS, "df = df.fillna(df.mean())\n", XY, SPLIT),
}


@pytest.mark.parametrize("name", UNMOVABLE)
def test_no_fix_where_it_cannot_be_proved(name):
    findings = {f.rule for f in analyze(read(UNMOVABLE[name])).findings}
    rule = next(rule for rule in (FIT, SELECTION) if rule in findings)
    assert repair(UNMOVABLE[name], rule) is None


MIXING = {
    "a mean within each row": "X = X.sub(X.mean(axis=1), axis=0)\n",
    "a mean within each row, by position": "X = (X.T - X.mean(1)).T\n",
    "numpy's mean within each row": "X = X - np.mean(X.to_numpy(), 1)[:, None]\n",
    "rows that are dropped": "X = X.drop([0, 1])\ny = y.drop([0, 1])\n",
    "a lambda over the frame": 'X = X.where(lambda d: d < d["a"].mean(), 0)\n',
    "a rank": "X = X.rank()\n",
    "a cumulative sum": "X = X.cumsum()\n",
    "a neighbouring row": "X = X.fillna(method='ffill')\n",
    "one row": "X = X - X.iloc[0]\n",
    "rows by a mask": "keep = y > 0\nX = X[keep]\ny = y[keep]\n",
    "rows by place": "at = np.where(y > 0)[0]\nX = X.to_numpy()[at]\ny = y.to_numpy()[at]\n",
    "rows in another order": "X = X.sample(frac=1)\ny = y.loc[X.index]\n",
}


@pytest.mark.parametrize("name", MIXING)
def test_no_fix_where_a_later_step_mixes_rows(name):
    program = script(
        LOAD,
        XY,
        "X[['a', 'b']] = StandardScaler().fit_transform(X[['a', 'b']])\n",
        MIXING[name],
        SPLIT,
    )
    assert repair(program, FIT) is None


def test_no_fix_where_the_changed_data_is_deleted_by_name():
    program = script(
        LOAD,
        XY,
        "X_s = StandardScaler().fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_s,"),
        "del X_s\n",
    )
    assert repair(program, FIT) is None
