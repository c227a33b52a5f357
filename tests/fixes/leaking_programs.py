"""Programs that fit before the split, as people write them."""

from __future__ import annotations

IMPORTS = """\
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

"""
LOAD = 'df = pd.read_csv("data.csv")\n'
GAPS = 'df = pd.read_csv("gaps.csv").drop(columns=["c", "d"])\n'
XY = 'X = df.drop(columns=["y"])\ny = df["y"]\n'
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
MODEL = """
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print(model.score(X_test, y_test))
"""


def script(*parts: str) -> str:
    """Join the parts of a script."""
    return IMPORTS + "".join(parts) + MODEL


SCALERS: dict[str, str | list[str]] = {
    "new name": script(
        LOAD,
        XY,
        "\n# scale everything\nscaler = StandardScaler()\n",
        "X_scaled = scaler.fit_transform(X)  # all\n",
        "\nX_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0)\n",
    ),
    "fitted, applied, then a frame": script(
        LOAD,
        'scaler = StandardScaler()\nscaler.fit(df.drop("y", axis=1))\n',
        'scaled = scaler.transform(df.drop("y", axis=1))  # numbers\n',
        "features = pd.DataFrame(scaled, columns=df.columns[:-1])\n",
        'X_train, X_test, y_train, y_test = train_test_split(features, df["y"], test_size=0.3)\n',
    ),
    "its width is asked for later": script(
        LOAD,
        XY,
        "X_s = PCA(n_components=2).fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_s,"),
        "print(X_s.shape[1])\nassert X_s.shape[1] == 2\n",
    ),
    "same name": script(LOAD, XY, "scaler = MinMaxScaler()\nX = scaler.fit_transform(X)\n", SPLIT),
    "columns in place": script(
        LOAD,
        "# the numbers 📏\nnum = ['a', 'b']\nscaler = StandardScaler()\n",
        "df[num] = scaler.fit_transform(df[num])  # 😀 in place\n",
        XY,
        SPLIT,
    ),
    "columns of a loc": script(
        LOAD,
        'df.loc[:, ["a"]] = StandardScaler().fit_transform(df.loc[:, ["a"]])\n',
        'X_train, X_test, y_train, y_test = train_test_split(\n    df[["a", "b"]], df["y"],',
        ' stratify=df["y"]\n)\n',
    ),
    "chained": script(LOAD, XY, "X = StandardScaler().fit_transform(X)\n", SPLIT),
    "fit, then transform": script(
        LOAD,
        XY,
        "scaler = StandardScaler()\nscaler.fit(X)\nX_scaled = scaler.transform(X)\n",
        "print(scaler.mean_)\n",
        "X_train, X_test, y_train, y_test = train_test_split(\n",
        "    X_scaled,  # features\n    y,\n    test_size=0.3,  # a third\n)\n",
    ),
    "fitted on all, applied to the parts": script(
        LOAD,
        XY,
        "scaler = StandardScaler().fit(X)\n",
        SPLIT,
        "X_train = scaler.transform(X_train)\nX_test = scaler.transform(X_test)\n",
    ),
    "several in a row": script(
        GAPS,
        XY,
        "X = SimpleImputer().fit_transform(X)\n",
        "X = StandardScaler().fit_transform(X)\n# reduce\npca = PCA(1)\n",
        "X = pca.fit_transform(X)\n",
        SPLIT,
    ),
    "nested": script(
        GAPS,
        XY,
        "X = StandardScaler().fit_transform(SimpleImputer().fit_transform(X))\n",
        SPLIT,
    ),
    "a pipeline of transformers": script(
        GAPS, XY, "X = make_pipeline(SimpleImputer(), StandardScaler()).fit_transform(X)\n", SPLIT
    ),
    "back to a frame": script(
        LOAD,
        XY,
        "X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\n",
        SPLIT,
        "assert X_train.index.equals(y_train.index)\n",
    ),
    "back to a frame in two steps": script(
        LOAD,
        XY,
        "X_scaled = StandardScaler().fit_transform(X)\n# a frame again\n",
        "X_scaled = pd.DataFrame(X_scaled, columns=X.columns)  # named\n",
        "X_train, X_test, y_train, y_test = train_test_split(X_scaled, y)\n",
        "assert X_train.index.equals(y_train.index)\n",
    ),
    "columns chosen in the call": script(
        LOAD,
        'scaler = MinMaxScaler()\nX = scaler.fit_transform(df[["a", "b"]])\ny = df["y"].values\n',
        SPLIT,
    ),
    "the frame itself is split": IMPORTS
    + LOAD
    + 'df["a"] = StandardScaler().fit_transform(df[["a"]])\n'
    + "train, test = train_test_split(df, random_state=0)\n"
    + 'model = LogisticRegression().fit(train[["a", "b"]], train["y"])\n'
    + 'print(model.score(test[["a", "b"]], test["y"]))\n',
    "in the call of the split": script(
        LOAD,
        XY,
        "scaler = StandardScaler()\n",
        "X_train, X_test, y_train, y_test = train_test_split(\n",
        "    scaler.fit_transform(X), y, random_state=0  # both\n)\n",
    ),
    "chained in the call of the split": script(
        LOAD, XY, SPLIT.replace("(X,", "(StandardScaler().fit_transform(X),")
    ),
    "columns chosen in the call of the split": script(
        LOAD,
        XY,
        "X_s = StandardScaler().fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_s[:, :2],"),
    ),
    "text": script(
        'df = pd.read_csv("data.csv").round(0).astype(str)\n',
        "from sklearn.feature_extraction.text import TfidfVectorizer\n",
        'vectorizer = TfidfVectorizer(token_pattern=r"\\S")\n',
        'tfidf = vectorizer.fit_transform(df["a"])\npca = PCA(2)\n',
        "features = pca.fit_transform(tfidf.toarray())\n",
        'X_train, X_test, y_train, y_test = train_test_split(features, df["y"])\n',
    ),
    "semicolons": script(
        LOAD,
        'X = df.drop(columns="y"); y = df["y"]; X = StandardScaler().fit_transform(X); ',
        SPLIT,
    ),
    "continuation lines": script(
        LOAD,
        XY,
        "X = StandardScaler(\n    with_mean=True,  # centred\n).fit_transform(\n    X\n)\n",
        "X_train, X_test, \\\n    y_train, y_test = train_test_split(X, y)\n",
    ),
    "type comment": script(
        LOAD, XY, "X = StandardScaler().fit_transform(X)  # type: np.ndarray\n", SPLIT
    ),
    "annotated": script(
        LOAD,
        XY,
        "X_s: np.ndarray = StandardScaler().fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_s,"),
    ),
    "in a function, with tabs": IMPORTS
    + 'def main(path):\n\tdf = pd.read_csv(path)\n\tX = df.drop(columns="y")\n\ty = df["y"]\n'
    + "\tX = StandardScaler().fit_transform(X)   # all rows\n\n"
    + "\tX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n"
    + "\tmodel = LogisticRegression().fit(X_train, y_train)\n"
    + "\tprint(model.score(X_test, y_test))\n\n"
    + 'if __name__ == "__main__":\n\tmain("data.csv")\n',
    "windows line ends": script(
        LOAD, XY, "# scale\nscaler = StandardScaler()\nX = scaler.fit_transform(X)\n", SPLIT
    ).replace("\n", "\r\n"),
    "byte order mark": "\ufeff"
    + script(LOAD, XY, "X = StandardScaler().fit_transform(X)\n", SPLIT),
    "no line end at the end": (
        script(LOAD, XY, "X = StandardScaler().fit_transform(X)\n", SPLIT).rstrip("\n")
    ),
    "the same names again below": script(
        LOAD, XY, "X_s = StandardScaler().fit_transform(X)\n", SPLIT.replace("(X,", "(X_s,")
    )
    + "X_s = [1, 2, 3]\nprint(X_s)\n",
    "only the columns are asked for": script(
        LOAD,
        "scaler = StandardScaler()\n",
        'df[["a", "b"]] = scaler.fit_transform(df[["a", "b"]])\nprint(list(df.columns))\n',
        XY,
        SPLIT,
    ),
}

STATISTICS: dict[str, str | list[str]] = {
    "gaps of two columns": script(
        GAPS,
        "df['a'] = df['a'].fillna(df['a'].mean())  # mean\n",
        'df["b"] = df["b"].fillna(df["b"].median())\n',
        XY,
        SPLIT,
    ),
    "a loop over columns": script(
        GAPS,
        'for col in ["a", "b"]:\n    # fill the gaps\n',
        "    df[col] = df[col].fillna(df[col].mean())\n",
        'X = df[["a", "b"]]\ny = df["y"]\n',
        SPLIT,
    ),
    "standardised by hand": script(LOAD, XY, "X = (X - X.mean()) / X.std()\n", SPLIT),
    "statistics with names": script(
        LOAD,
        XY,
        "mu, sigma = X.mean(), X.std()\nX_norm = (X - mu) / sigma\n",
        SPLIT.replace("(X,", "(X_norm,"),
    ),
    "filled in place, scaled to a new name": script(
        GAPS,
        'df["a"] = df["a"].fillna(df["a"].median())\n',
        'df["b"] = df["b"].fillna(df["b"].median())\n\n',
        XY,
        "X_scaled = StandardScaler().fit_transform(X)\n",
        SPLIT.replace("(X,", "(X_scaled,"),
    ),
    "a named statistic of one column": script(
        GAPS,
        'middle = df["a"].median()\ndf["a"] = df["a"].fillna(middle)\n',
        "df[\"b\"] = df['b'].fillna(0)\n",
        XY,
        SPLIT,
    ),
    "clipped at quantiles": script(
        LOAD,
        XY,
        'X["a"] = X["a"].clip(X["a"].quantile(0.01), X["a"].quantile(0.99))\n',
        SPLIT,
    ),
    "in place": script(GAPS, XY, "X.fillna(X.mean(), inplace=True)\nX -= X.mean()\n", SPLIT),
    "numpy": script(
        LOAD,
        'X = df.drop(columns="y").to_numpy()\ny = df["y"].to_numpy()\n',
        "X = (X - np.mean(X, axis=0)) / np.std(X, axis=0)\n",
        SPLIT,
    ),
}

NOISE = 'genes = pd.read_csv("noise.csv")\nX = genes.drop(columns=["y"])\ny = genes["y"]\n'
SELECTIONS: dict[str, str | list[str]] = {
    "chained": script(NOISE, "X = SelectKBest(f_classif, k=20).fit_transform(X, y)\n", SPLIT),
    "named": script(
        NOISE,
        "\n# the best genes\nselector = SelectKBest(f_classif, k=20)\n",
        "X_best = selector.fit_transform(X, y)  # looks at y\n",
        SPLIT.replace("(X,", "(X_best,"),
    ),
    "support mask": script(
        NOISE,
        "selector = SelectKBest(f_classif, k=20)\nselector.fit(X, y)\n",
        "cols = X.columns[selector.get_support()]\nprint(len(cols))\nX_best = X[cols]\n",
        SPLIT.replace("(X,", "(X_best,"),
    ),
    "fit and transform": script(
        NOISE,
        "selector = SelectKBest(f_classif, k=20).fit(X, y)\nX_best = selector.transform(X)\n",
        SPLIT.replace("(X,", "(X_best,"),
    ),
    "labels from the frame": script(
        'genes = pd.read_csv("noise.csv")\n',
        "selector = SelectKBest(k=20)\n",
        'X = selector.fit_transform(genes.drop(columns=["y"]), genes["y"])\n',
        'X_train, X_test, y_train, y_test = train_test_split(X, genes["y"], random_state=0)\n',
    ),
    "chosen columns in the call of the split": script(
        NOISE,
        "selector = SelectKBest(f_classif, k=20)\nselector.fit(X, y)\n",
        "chosen = X.columns[selector.get_support()]\n",
        SPLIT.replace("(X,", "(X[chosen],"),
    ),
    "scores in a table": script(
        NOISE,
        "best = SelectKBest(f_classif, k=20)\nfit = best.fit(X, y)\n",
        'scores = pd.DataFrame({"gene": X.columns, "score": fit.scores_})\n',
        'print(scores.nlargest(3, "score"))  # the best\nX = fit.transform(X)\n',
        SPLIT,
    ),
    "after scaling": script(
        NOISE,
        "X = StandardScaler().fit_transform(X)\n",
        "X = SelectKBest(f_classif, k=20).fit_transform(X, y)\n",
        SPLIT,
    ),
    "keyword": script(NOISE, "X = SelectKBest(f_classif, k=20).fit_transform(X, y=y)\n", SPLIT),
    "in a function": IMPORTS
    + "def evaluate(genes):\n"
    + '    X, y = genes.drop(columns=["y"]), genes["y"]\n'
    + "    X_best = SelectKBest(\n        f_classif,\n        k=20,  # few\n"
    + "    ).fit_transform(X, y)\n"
    + "    X_tr, X_te, y_tr, y_te = train_test_split(X_best, y, random_state=0)\n"
    + "    return LogisticRegression().fit(X_tr, y_tr).score(X_te, y_te)\n\n"
    + 'print(evaluate(pd.read_csv("noise.csv")))\n',
}

NOTEBOOKS: dict[str, list[str]] = {
    "fit in one cell, split in another": [
        IMPORTS,
        LOAD + XY,
        "# Scale\nscaler = StandardScaler()\nX_scaled = scaler.fit_transform(X)",
        "%matplotlib inline\n\n" + SPLIT.replace("(X,", "(X_scaled,").rstrip("\n"),
        MODEL,
    ],
    "other code in the fit's cell": [
        IMPORTS,
        LOAD + XY + "!ls\nX = StandardScaler().fit_transform(X)\nprint(df.shape)",
        "%%time\n" + SPLIT + "print(X_train.shape)",
        MODEL,
    ],
    "everything in one cell": [
        IMPORTS,
        LOAD + XY + "X = MinMaxScaler().fit_transform(X)\n" + SPLIT,
        MODEL,
    ],
    "imputed and scaled in cells of their own": [
        IMPORTS,
        GAPS + XY,
        "imputer = SimpleImputer()\nX = imputer.fit_transform(X)",
        "# then\nscaler = StandardScaler()\n\nX = scaler.fit_transform(X)",
        SPLIT,
        MODEL,
    ],
}
