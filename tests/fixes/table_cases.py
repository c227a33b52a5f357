"""Fixes around tables: missing values, assignments, indices, orders and columns."""

from __future__ import annotations

from cases import Case, agrees, becomes, falls, prints, rises, works
from leaking_programs import IMPORTS, LOAD, MODEL, SPLIT, XY, script

READ = 'import numpy as np\nimport pandas as pd\n\ndf = pd.read_csv("gaps.csv")\n'
FOREST = (
    "from sklearn.ensemble import RandomForestClassifier\n\n"
    "forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)\n"
    "print(forest.score(X_test, y_test))\n"
)
TWINS = 'noise = pd.read_csv("noise.csv").iloc[:, :9].copy()\n'

CASES: dict[str, Case] = {
    "nan: a mask": Case(
        "nan-comparison",
        READ + '# the gaps\nmissing = df[df["a"] == np.nan]  # none?\nprint(len(missing) > 0)\n',
        prints("True"),
        has=('missing = df[df["a"].isna()]  # none?',),
        safe=True,
    ),
    "nan: not equal, an expression": Case(
        "nan-comparison",
        READ + 'kept = df[(df["a"] + df["b"]) != np.nan]\nprint(len(kept) < len(df))\n',
        prints("True"),
        has=('df[pd.notna(df["a"] + df["b"])]',),
        safe=True,
    ),
    "nan: a number of unknown kind": Case(
        "nan-comparison",
        READ + 'gaps = [v for v in df["a"].tolist() if v == np.nan]\nprint(len(gaps) > 0)\n',
        prints("True"),
        has=("if pd.isna(v)]",),
        safe=True,
    ),
    "nan: an array": Case(
        "nan-comparison",
        "import numpy as np\n\nx = np.array([1.0, np.nan, 3.0])\n"
        "x[x == np.nan] = 0\nprint(x.sum())\n",
        lambda before, after: "nan" in before.output and "4.0" in after.output,
        has=("x[np.isnan(x)] = 0",),
        safe=True,
    ),
    "nan: a tensor, not equal": Case(
        "nan-comparison",
        "import torch\n\nx = torch.tensor([1.0, float('nan')])\n"
        "print(int((x != torch.nan).sum()))\n",
        becomes(1),
        has=("(~torch.isnan(x)).sum()",),
        safe=True,
    ),
    "inplace: assigned": Case(
        "inplace-result-assigned",
        READ + 'df = df.drop(columns=["a"], inplace=True)  # without a\nprint(df.shape[1])\n',
        works,
        has=('df = df.drop(columns=["a"])  # without a',),
        safe=True,
    ),
    "inplace: over lines": Case(
        "inplace-result-assigned",
        READ
        + "df = df.dropna(\n    subset=['a'],  # needed\n"
        + "    inplace=True,\n)\nprint(len(df) < 120)\n",
        works,
        has=("df = df.dropna(\n    subset=['a'],  # needed\n)",),
        safe=True,
    ),
    "inplace: nobody reads the name": Case(
        "inplace-result-assigned",
        READ + "done = df.dropna(inplace=True)\nprint(len(df))\n",
        lambda before, after: before.output == after.output,
        has=("\ndf.dropna(inplace=True)\n",),
        lacks=("done",),
        safe=True,
    ),
    "discarded: rows": Case(
        "discarded-result",
        READ + "# complete rows\ndf.dropna()  # only\nprint(len(df) < 120)\n",
        prints("True"),
        has=("# complete rows\ndf = df.dropna()  # only\n",),
    ),
    "discarded: a column": Case(
        "discarded-result",
        READ + 'df["a"].fillna(0)\nprint(int(df["a"].isna().sum()))\n',
        becomes(0),
        has=('df["a"] = df["a"].fillna(0)',),
    ),
    "discarded: rows by a column": Case(
        "discarded-result",
        READ + 'df["a"].dropna()\nprint(int(df["a"].isna().sum()))\n',
        becomes(0),
        has=('df = df.dropna(subset=["a"])',),
    ),
    "discarded: text": Case(
        "discarded-result",
        'import pandas as pd\n\ndf = pd.read_csv("data.csv").astype(str)\n'
        'df["a"].str.slice(0, 1)\ndf["a"].str.upper()\nprint(df["a"])\n'.replace(
            'df["a"].str.slice(0, 1)\n', ""
        ),
        lambda before, after: before.error is None and after.error is None,
        has=('df["a"] = df["a"].str.upper()',),
    ),
    "discarded: a tensor": Case(
        "discarded-result",
        "import torch\n\nx = torch.zeros(3)\nx.to(torch.float64)\nprint(x.dtype)\n",
        prints("float64"),
        has=("x = x.to(torch.float64)",),
        safe=True,
    ),
    "chained: column, then rows": Case(
        "chained-assignment",
        READ + 'df["a"][df["a"] < 3] = 3  # at least\nprint(int((df["a"] < 3).sum()))\n',
        becomes(0),
        has=('df.loc[df["a"] < 3, "a"] = 3  # at least',),
        safe=True,
    ),
    "chained: rows, then column": Case(
        "chained-assignment",
        READ + 'df[df.a.isna()]["a"] = 0\nprint(int(df["a"].isna().sum()))\n',
        becomes(0),
        has=('df.loc[df.a.isna(), "a"] = 0',),
        safe=True,
    ),
    "chained: an attribute, more added": Case(
        "chained-assignment",
        READ + 'df = df.fillna(0)\nold = df["a"].sum()\ndf.a[df.a > 3] += 1\n'
        'print(df["a"].sum() > old)\n',
        prints("True"),
        has=('df.loc[df.a > 3, "a"] += 1',),
        safe=True,
    ),
    "chained: by place": Case(
        "chained-assignment",
        READ + 'df["a"].iloc[0] = 77\nprint(df["a"][0])\n',
        prints("77"),
        has=('df.iloc[0, df.columns.get_loc("a")] = 77',),
        safe=True,
    ),
    "index: predictions as a series": Case(
        "misaligned-index",
        script(LOAD, XY, SPLIT)
        + "X_test['p'] = pd.Series(model.predict(X_test))\nprint(int(X_test['p'].isna().sum()))\n",
        lambda before, after: before.output.split()[-1] != "0" == after.output.split()[-1],
        has=("pd.Series(model.predict(X_test), index=X_test.index)",),
        safe=True,
    ),
    "target: an alias whose drop is thrown away": Case(
        "target-in-features",
        IMPORTS + LOAD + 'y = df["y"]\nX = df\nX.drop("y", axis=1)\n' + SPLIT + FOREST,
        falls(0.999, 0.99),
        has=('X = X.drop("y", axis=1)',),
    ),
    "target: a list of columns": Case(
        "target-in-features",
        IMPORTS
        + LOAD
        + 'columns = ["a", "b", "y"]\nX, y = df[columns], df["y"]\n'
        + SPLIT
        + FOREST,
        falls(0.999, 0.99),
        has=('columns = ["a", "b"]\n',),
    ),
    "target: a drop of something else": Case(
        "target-in-features",
        IMPORTS + LOAD + "X = df.drop(columns=['d'])\ny = df['y']\n" + SPLIT + FOREST,
        falls(0.999, 0.99),
        has=("X = df.drop(columns=['d', 'y'])",),
    ),
    "derived: dropped with the label": Case(
        "target-derived-feature",
        IMPORTS
        + LOAD
        + 'df["twice"] = df["y"] * 2\nX = df.drop("y", axis=1)\ny = df["y"]\n'
        + SPLIT
        + FOREST,
        falls(0.999, 0.99),
        has=('X = df.drop(["y", "twice"], axis=1)',),
    ),
    "derived: the label is cut out of a feature": Case(
        "target-derived-feature",
        IMPORTS
        + LOAD
        + 'df["high"] = (df["a"] > 3).astype(int)\n'
        + 'X = df.drop(columns=["high", "y"])\ny = df["high"]\n'
        + SPLIT
        + FOREST,
        falls(0.9, 0.8),
        has=('X = df.drop(columns=["high", "y", "a"])',),
    ),
    "labels: a sampled frame": Case(
        "misaligned-labels",
        IMPORTS
        + LOAD
        + 'y = df["y"]\nX = df.drop(columns=["y"]).sample(frac=1, random_state=0)\n'
        + SPLIT
        + MODEL,
        rises(0.6, 0.7),
        has=("y = y.loc[X.index]\n",),
    ),
    "labels: shuffled arrays": Case(
        "misaligned-labels",
        IMPORTS
        + "from sklearn.utils import shuffle\n"
        + LOAD
        + 'X, y = df.drop(columns=["y"]).to_numpy(), df["y"].to_numpy()\n'
        + "X = shuffle(X, random_state=0)\n"
        + SPLIT
        + MODEL,
        rises(0.6, 0.7),
        has=("X, y = shuffle(X, y, random_state=0)\n",),
    ),
    "labels: shuffled one after the other": Case(
        "misaligned-labels",
        IMPORTS
        + LOAD
        + 'X = df.drop(columns=["y"]).to_numpy()\ny = df["y"].to_numpy().copy()\nX = X.copy()\n'
        + "np.random.shuffle(X)\nnp.random.shuffle(y)\n"
        + SPLIT
        + MODEL,
        rises(0.75, 0.8),
        has=("X, y = X[order], y[order]\n",),
        lacks=("np.random.shuffle",),
    ),
    "class: a fill by class": Case(
        "class-conditional-statistic",
        IMPORTS
        + TWINS
        + 'noise.loc[noise.index % 2 == 0, "g0"] = np.nan\n'
        + 'noise["y"] = pd.read_csv("noise.csv")["y"]\n'
        + 'noise["g0"] = noise["g0"].fillna(noise.groupby("y")["g0"].transform("mean"))\n'
        + 'X = noise.drop(columns=["y"])\ny = noise["y"]\n'
        + SPLIT
        + FOREST,
        falls(0.62, 0.61),
        lacks=("groupby",),
    ),
    "merge: a key that repeats": Case(
        "row-multiplying-merge",
        IMPORTS
        + 'people, visits = pd.read_csv("people.csv"), pd.read_csv("visits.csv")\n'
        + 'people["patient_id"] = people.index % 20\n'
        + 'both = people.merge(visits.drop(columns=["y"]), on="patient_id", how="left")  # all\n'
        + 'print(len(both))\nX, y = both[["age", "a"]], both["y"]\n'
        + SPLIT
        + MODEL,
        None,
        has=('on="patient_id", how="left", validate="many_to_one")  # all',),
    ),
    "lookahead: filled backwards": Case(
        "lookahead-feature",
        IMPORTS
        + 'df = pd.read_csv("series.csv", parse_dates=["day"]).sort_values("day")\n'
        + 'df["level"] = df["level"].bfill()\nprint(df["level"].iloc[11] == df["level"].iloc[10])\n'
        + 'X, y = df[["level", "a"]], df["sold"]\n'
        + "from sklearn.linear_model import Ridge\n\nridge = Ridge().fit(X[:80], y[:80])\n"
        + "print(ridge.score(X[80:], y[80:]))\n",
        prints("True"),
        has=('df["level"] = df["level"].ffill()',),
    ),
    "lookahead: a centred window": Case(
        "lookahead-feature",
        IMPORTS
        + 'df = pd.read_csv("series.csv", parse_dates=["day"]).sort_values("day")\n'
        + 'df["smooth"] = df["a"].rolling(5, center=True).mean()\ndf = df.dropna()\n'
        + 'X, y = df[["smooth", "a"]], df["sold"]\n'
        + "from sklearn.linear_model import Ridge\n\nridge = Ridge().fit(X[:60], y[:60])\n"
        + "print(ridge.score(X[60:], y[60:]))\n",
        lambda before, after: after.error is None,
        has=('df["smooth"] = df["a"].rolling(5).mean()',),
    ),
    "swapped: a confusion matrix": Case(
        "swapped-metric-arguments",
        script(LOAD, XY, SPLIT.replace("=0", "=2"))
        + "from sklearn.metrics import confusion_matrix\n\npredicted = model.predict(X_test)\n"
        + "print('----')\nprint(confusion_matrix(predicted, y_test)[0, 1])  # swapped\n"
        + "print(sum((y_test == 0) & (predicted == 1)))\n",
        lambda before, after: agrees(_last(before), _last(after)),
        has=("print(confusion_matrix(y_test, predicted)[0, 1])  # swapped",),
    ),
    "swapped: precision": Case(
        "swapped-metric-arguments",
        script(LOAD, XY, SPLIT)
        + "from sklearn.metrics import precision_score\n\npredicted = model.predict(X_test)\n"
        + "predicted[:9] = 1\nprint('----')\nprint(precision_score(predicted, y_test))\n"
        + "print(precision_score(y_true=y_test, y_pred=predicted))\n",
        lambda before, after: agrees(_last(before), _last(after)),
        has=("print(precision_score(y_test, predicted))\n",),
        safe=True,
    ),
}


def _last(run):
    return type(run)(run.output.partition("----")[2], run.error)
