"""Fixes around splits: what is fitted where, and which rows are judged."""

from __future__ import annotations

from cases import Case, becomes, falls, prints, rises, works
from leaking_programs import IMPORTS, LOAD, MODEL, SPLIT, XY, script

NOISE = 'noise = pd.read_csv("noise.csv")\nX, y = noise.drop(columns=["y"]), noise["y"]\n'
FEW = 'noise = pd.read_csv("noise.csv")\nX, y = noise[["g0", "g1", "g2"]], noise["y"]\n'
FOREST = "from sklearn.ensemble import RandomForestClassifier\n\n"
FITTED = "forest = RandomForestClassifier(random_state=0)\nforest.fit(X_train, y_train)\n"
JUDGED = "print(forest.score(X_test, y_test))\n"
RARE = 'rare = pd.read_csv("rare.csv")\nX, y = rare.drop(columns=["y"]), rare["y"]\n'
SAMPLER = "from imblearn.over_sampling import RandomOverSampler\n" + FOREST
VALIDATE = "from sklearn.model_selection import GridSearchCV, KFold, cross_val_score\n"
SERIES = 'df = pd.read_csv("series.csv", parse_dates=["day"]).sort_values("day")\n'
LAGS = 'df["before"] = df["sold"].shift(1)\ndf = df.dropna()\n'

CASES: dict[str, Case] = {
    "ignored: fitted on everything": Case(
        "ignored-split",
        IMPORTS
        + FOREST
        + FEW
        + SPLIT
        + "forest = RandomForestClassifier(random_state=0)\nforest.fit(X, y)  # all\n"
        + "print(forest.score(X, y))\n",
        falls(0.99, 0.75),
        has=("forest.fit(X_train, y_train)  # all", "print(forest.score(X_test, y_test))"),
    ),
    "overlap: fitted on everything": Case(
        "train-test-overlap",
        IMPORTS
        + FOREST
        + FEW
        + SPLIT
        + "forest = RandomForestClassifier(random_state=0)\nforest.fit(X, y)\n"
        + JUDGED,
        falls(0.99, 0.75),
        has=("forest.fit(X_train, y_train)",),
    ),
    "overlap: sampled and not dropped": Case(
        "train-test-overlap",
        IMPORTS
        + FOREST
        + 'noise = pd.read_csv("noise.csv")\ntest = noise.sample(frac=0.3, random_state=0)\n'
        + "train = noise  # the rest\nforest = RandomForestClassifier(random_state=0)\n"
        + 'forest.fit(train[["g0", "g1"]], train["y"])\n'
        + 'print(forest.score(test[["g0", "g1"]], test["y"]))\n',
        falls(0.99, 0.75),
        has=("train = noise.drop(test.index)  # the rest",),
    ),
    "overlap: two samples": Case(
        "train-test-overlap",
        IMPORTS
        + FOREST
        + 'noise = pd.read_csv("noise.csv")\ntrain = noise.sample(frac=0.8, random_state=0)\n'
        + "test = noise.sample(frac=0.2, random_state=1)\n"
        + "forest = RandomForestClassifier(random_state=0)\n"
        + 'forest.fit(train[["g0", "g1"]], train["y"])\n'
        + 'print(forest.score(test[["g0", "g1"]], test["y"]))\n',
        falls(0.8, 0.75),
        has=("test = noise.drop(train.index)",),
    ),
    "overlap: slices": Case(
        "train-test-overlap",
        IMPORTS
        + FOREST
        + 'values = pd.read_csv("noise.csv")\n'
        + 'X, y = values[["g0", "g1"]].to_numpy(), values["y"].to_numpy()\n'
        + "X_train, y_train = X[:80], y[:80]\nX_test, y_test = X[40:], y[40:]\n"
        + FITTED
        + JUDGED,
        falls(0.75, 0.72),
        has=("X_test, y_test = X[80:], y[80:]",),
    ),
    "search: on everything": Case(
        "search-includes-test",
        IMPORTS
        + FOREST
        + VALIDATE
        + FEW
        + SPLIT
        + 'search = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [None]})\n'
        + "search.fit(X, y)\nprint(search.best_estimator_.score(X_test, y_test))\n",
        falls(0.99, 0.75),
        has=("search.fit(X_train, y_train)",),
    ),
    "search: on everything, split below": Case(
        "search-includes-test",
        IMPORTS
        + FOREST
        + VALIDATE
        + FEW
        + 'search = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [None]})\n'
        + "search.fit(X, y)\nprint('found')\n# parts\n"
        + SPLIT
        + "print(search.best_estimator_.score(X_test, y_test))\n",
        falls(0.99, 0.75),
        has=("# parts\n" + SPLIT + "search.fit(X_train, y_train)\nprint('found')\n",),
    ),
    "unpacked: features, labels": Case(
        "split-unpack-order",
        script(LOAD, XY, SPLIT.replace("X_test, y_train,", "y_train, X_test,")).replace(
            "random_state=0", "test_size=0.5, random_state=0"
        ),
        works,
        has=("X_train, X_test, y_train, y_test = train_test_split(",),
        safe=True,
    ),
    "unpacked: the test part first": Case(
        "split-unpack-order",
        script(
            LOAD,
            XY,
            "X_test, X_train, y_test, y_train = train_test_split(X, y, random_state=0)\n",
            "print(len(X_train) > len(X_test))\n",
        ),
        prints("True"),
        safe=True,
    ),
    "inconsistent: the test rows are raw": Case(
        "inconsistent-preprocessing",
        IMPORTS
        + LOAD
        + 'df[["a", "b"]] = df[["a", "b"]] + 900\n'
        + XY
        + SPLIT
        + "scaler = StandardScaler()\nX_train_scaled = scaler.fit_transform(X_train)\n"
        + "model = LogisticRegression().fit(X_train_scaled, y_train)\n"
        + "print(model.score(X_test, y_test))\n",
        rises(0.7, 0.75),
        has=("model.score(scaler.transform(X_test), y_test)",),
        safe=True,
    ),
    "inconsistent: the name stays": Case(
        "inconsistent-preprocessing",
        IMPORTS
        + LOAD
        + 'df[["a", "b"]] = df[["a", "b"]] + 900\n'
        + XY
        + SPLIT
        + "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)  # scale\n"
        + "model = LogisticRegression().fit(X_train, y_train)\n"
        + "print(model.score(X_test, y_test))\npredicted = model.predict(X_test)\n",
        rises(0.7, 0.75),
        has=("# scale\nX_test = scaler.transform(X_test)\n",),
        safe=True,
    ),
    "inconsistent: the model got raw rows": Case(
        "inconsistent-preprocessing",
        IMPORTS
        + LOAD
        + 'df[["a", "b"]] = df[["a", "b"]] + 900\n'
        + XY
        + SPLIT
        + "scaler = StandardScaler()\nX_tr = scaler.fit_transform(X_train)\n"
        + "X_te = scaler.transform(X_test)\n"
        + "model = LogisticRegression().fit(X_train, y_train)\n"
        + "print(model.score(X_te, y_test))\n",
        rises(0.7, 0.75),
        has=("LogisticRegression().fit(X_tr, y_train)",),
        safe=True,
    ),
    "resampled: new names, looked at between": Case(
        "resampling-before-split",
        IMPORTS
        + SAMPLER
        + RARE
        + "# balance\nsampler = RandomOverSampler(random_state=0)\n"
        + "X_res, y_res = sampler.fit_resample(X, y)  # copies\nprint('rows', X_res.shape)\n"
        + "X_train, X_test, y_train, y_test = train_test_split(\n"
        + "    X_res, y_res, stratify=y_res, random_state=0\n)\n"
        + FITTED
        + "from sklearn.metrics import balanced_accuracy_score\n"
        + "print(balanced_accuracy_score(y_test, forest.predict(X_test)))\n",
        falls(0.85, 0.65),
        has=(
            "    X, y, stratify=y, random_state=0\n",
            "X_train, y_train = sampler.fit_resample(X_train, y_train)  # copies\n",
            "print('rows', X_train.shape)\n",
        ),
    ),
    "resampled: the same names, in cells": Case(
        "resampling-before-split",
        [
            IMPORTS + SAMPLER,
            RARE + "X, y = RandomOverSampler(random_state=0).fit_resample(X, y)",
            SPLIT + FITTED,
            "from sklearn.metrics import balanced_accuracy_score\n"
            "print(balanced_accuracy_score(y_test, forest.predict(X_test)))",
        ],
        falls(0.85, 0.65),
        has=(
            "X_train, y_train = RandomOverSampler(random_state=0).fit_resample(X_train, y_train)",
        ),
    ),
    "resampled: one class, put back": Case(
        "resampling-before-split",
        IMPORTS
        + FOREST
        + "from sklearn.utils import resample\n"
        + 'rare = pd.read_csv("rare.csv")\n# balance\nmany = rare[rare.y == 0]\n'
        + "few = rare[rare.y == 1]\n"
        + "more = resample(few, replace=True, n_samples=len(many), random_state=0)  # copies\n"
        + "even = pd.concat([many, more])\neven.y.value_counts()\n"
        + 'X = even.drop(columns=["y"])\ny = even.y\n'
        + SPLIT.replace("X, y,", "X, y, test_size=0.3, stratify=y,")
        + FITTED
        + "from sklearn.metrics import balanced_accuracy_score\n"
        + "print(balanced_accuracy_score(y_test, forest.predict(X_test)))\n",
        falls(0.85, 0.65),
        has=(
            "train, test = train_test_split("
            "rare, test_size=0.3, stratify=rare.y, random_state=0)\n",
            "# balance\nmany = train[train.y == 0]\n",
            'X_test = test.drop(columns=["y"])\ny_test = test.y\n',
        ),
    ),
    "folds: selected before": Case(
        "preprocessing-outside-cv",
        IMPORTS
        + VALIDATE
        + NOISE
        + "X_best = SelectKBest(f_classif, k=20).fit_transform(X, y)  # of all rows\n"
        + "print(cross_val_score(LogisticRegression(), X_best, y, cv=5).mean())\n",
        falls(0.75, 0.65),
        has=("make_pipeline(SelectKBest(f_classif, k=20), LogisticRegression())",),
        lacks=("X_best",),
    ),
    "folds: selected before a search, with a grid by name": Case(
        "preprocessing-outside-cv",
        IMPORTS
        + VALIDATE
        + NOISE
        + "selector = SelectKBest(f_classif, k=20)\nX = selector.fit_transform(X, y)\n"
        + "grid = {'C': [0.1, 1]}\nmodel = LogisticRegression()\n"
        + "search = GridSearchCV(model, grid, cv=5)\nsearch.fit(X, y)\nprint(search.best_score_)\n",
        falls(0.75, 0.65),
        has=("grid = {'logisticregression__C': [0.1, 1]}",),
        lacks=("selector = ",),
    ),
    "folds: a loop": Case(
        "preprocessing-outside-cv",
        IMPORTS
        + VALIDATE
        + NOISE
        + "best = SelectKBest(f_classif, k=20).fit_transform(X, y)\nscores = []\n"
        + "for train, test in KFold(5, shuffle=True, random_state=0).split(best):\n"
        + "    model = LogisticRegression()\n    model.fit(best[train], y[train])\n"
        + "    scores.append(model.score(best[test], y[test]))\nprint(np.mean(scores))\n",
        falls(0.75, 0.65),
        has=("    model.fit(X.iloc[train], y[train])\n",),
    ),
    "folds: resampled before": Case(
        "preprocessing-outside-cv",
        IMPORTS
        + SAMPLER
        + VALIDATE
        + RARE
        + "X, y = RandomOverSampler(random_state=0).fit_resample(X, y)\n"
        + "forest = RandomForestClassifier(random_state=0)\n"
        + 'print(cross_val_score(forest, X, y, cv=5, scoring="balanced_accuracy").mean())\n',
        falls(0.85, 0.65),
        has=("imblearn_make_pipeline(RandomOverSampler(random_state=0), forest)",),
    ),
    "time: a holdout": Case(
        "time-leak",
        IMPORTS
        + SERIES
        + LAGS
        + 'X, y = df[["before", "a"]], df["sold"]\n'
        + "X_train, X_test, y_train, y_test = train_test_split(\n"
        + "    X, y, test_size=0.25, random_state=3  # at random\n)\n"
        + "print(X_train.index.max() < X_test.index.min())\n"
        + "from sklearn.linear_model import Ridge\n\n"
        + "print(Ridge().fit(X_train, y_train).score(X_test, y_test))\n",
        prints("True"),
        has=("X, y, test_size=0.25, shuffle=False  # at random",),
    ),
    "time: folds": Case(
        "time-leak",
        IMPORTS
        + VALIDATE
        + SERIES
        + LAGS
        + 'X, y = df[["before", "a"]].to_numpy(), df["sold"].to_numpy()\n'
        + "from sklearn.linear_model import Ridge\n\n"
        + "folds = KFold(5, shuffle=True, random_state=0)\n"
        + "ahead = True\nscores = []\nfor train, test in folds.split(X):\n"
        + "    ahead = ahead and train.max() < test.min()\n"
        + "    scores.append(Ridge().fit(X[train], y[train]).score(X[test], y[test]))\n"
        + "print(ahead)\n",
        prints("True"),
        has=("folds = TimeSeriesSplit(n_splits=5)",),
    ),
    "groups: a holdout": Case(
        "group-leak",
        IMPORTS
        + 'visits = pd.read_csv("visits.csv")\n'
        + 'visits["number"] = visits.groupby("patient_id").cumcount()\n'
        + 'X = visits[["number", "a"]]\ny = visits["y"]\n'
        + SPLIT
        + 'who = visits["patient_id"]\nboth = set(who[X_train.index]) & set(who[X_test.index])\n'
        + "print(len(both))"
        + MODEL,
        becomes(0),
        has=('next(splitter.split(X, groups=visits["patient_id"]))',),
    ),
    "groups: folds": Case(
        "group-leak",
        IMPORTS
        + VALIDATE
        + 'visits = pd.read_csv("visits.csv")\n'
        + 'visits["number"] = visits.groupby("patient_id").cumcount()\n'
        + 'X, y = visits[["number", "a"]], visits["y"]\nwho = visits["patient_id"]\nboth = set()\n'
        + "for train, test in KFold(5, shuffle=True, random_state=0).split(X, y):\n"
        + "    both |= set(who[train]) & set(who[test])\n"
        + "    model = LogisticRegression().fit(X.iloc[train], y[train])\n"
        + "    model.score(X.iloc[test], y[test])\nprint(len(both))\n",
        becomes(0),
        has=('GroupKFold(n_splits=5).split(X, y, groups=visits["patient_id"])',),
    ),
    "windows: a holdout": Case(
        "overlapping-windows-split",
        IMPORTS
        + 'load = pd.read_csv("series.csv")["a"].to_numpy()\nX, y = [], []\n'
        + "for i in range(len(load) - 6):\n"
        + "    X.append(load[i : i + 6])\n    y.append(load[i + 6])\n"
        + "X, y = np.array(X), np.array(y)\n"
        + SPLIT
        + "seen = set(np.round(X_train, 9).ravel())\n"
        + "print(sum(value in seen for value in np.round(X_test, 9).ravel()))\n"
        + "from sklearn.linear_model import Ridge\n\n"
        + "print(Ridge().fit(X_train, y_train).score(X_test, y_test))\n",
        becomes(0),
        has=("X_test, y_test = X_test[6:], y_test[6:]",),
    ),
    "fit: slices": Case(
        "fit-before-split",
        IMPORTS
        + LOAD
        + 'X, y = df.drop(columns=["y"]).to_numpy(), df["y"].to_numpy()\n'
        + "# scale\nscaler = StandardScaler()\nX = scaler.fit_transform(X)  # all rows\n"
        + "X_train, X_test = X[:90], X[90:]\ny_train, y_test = y[:90], y[90:]\n"
        + "print(bool(np.allclose(X_train.mean(axis=0), 0)))\n"
        + MODEL,
        prints("True"),
        has=("X = scaler.fit(X[:90]).transform(X)  # all rows",),
    ),
    "fit: slices by a bound that is computed later": Case(
        "fit-before-split",
        IMPORTS
        + LOAD
        + 'values, y = df.drop(columns=["y"]).to_numpy(), df["y"].to_numpy()\n'
        + "X = StandardScaler().fit_transform(values)\nn = int(len(X) * 0.8)\n"
        + "X_train, X_test = X[:n], X[n:]\ny_train, y_test = y[:n], y[n:]\n"
        + "print(bool(np.allclose(X_train.mean(axis=0), 0)))\n"
        + MODEL,
        prints("True"),
        has=(
            "n = int(len(values) * 0.8)\nX = StandardScaler().fit(values[:n]).transform(values)\n",
        ),
    ),
    "fit: statistics by hand and rows by place": Case(
        "fit-before-split",
        IMPORTS
        + LOAD
        + 'X, y = df.drop(columns=["y"]), df["y"]\nX = (X - X.mean()) / X.std()\n'
        + "X_train, X_test = X.iloc[:90], X.iloc[90:]\ny_train, y_test = y.iloc[:90], y.iloc[90:]\n"
        + "print(bool(np.allclose(X_train.mean(axis=0), 0)))\n"
        + MODEL,
        prints("True"),
        has=("X = (X - X.iloc[:90].mean()) / X.iloc[:90].std()",),
    ),
    "fit: statistics in a helper": Case(
        "fit-before-split",
        script(
            "\n\ndef standardize(X):\n    # of all rows\n    mu = X.mean(axis=0)\n"
            "    sigma = X.std(axis=0)\n    return (X - mu) / sigma\n\n\n",
            LOAD,
            XY,
            "X = standardize(X)  # scale\n",
            SPLIT,
            "print(bool(np.allclose(X_train.mean(axis=0), 0)))\n",
        ),
        prints("True"),
        has=(
            "def standardize(X, train):\n    # of all rows\n    mu = train.mean(axis=0)\n",
            "X_test = standardize(X_test, X_train)\n"
            "X_train = standardize(X_train, X_train)  # scale\n",
        ),
    ),
    "fit: the function `scale`": Case(
        "fit-before-split",
        script(
            "from sklearn.preprocessing import scale\n",
            LOAD,
            XY,
            "X = scale(X)\n",
            SPLIT,
            "print(bool(np.allclose(X_train.mean(axis=0), 0)))\n",
        ),
        prints("True"),
        lacks=("scale(X)", "import scale\n"),
    ),
}
