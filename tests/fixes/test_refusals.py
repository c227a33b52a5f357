"""Programs whose finding stays without a fix: a rewrite would not be right, or might not run."""

from __future__ import annotations

import pytest
from leaking_programs import IMPORTS, LOAD, MODEL, SPLIT, XY, script
from repairing import Program, repair
from split_cases import FEW, FOREST, LAGS, NOISE, RARE, SAMPLER, SERIES, VALIDATE
from table_cases import READ

from dyetrace.source.configuration import Configuration

EVERY_RULE = Configuration(preview=True)
METRICS = "from sklearn.metrics import log_loss, roc_auc_score\n"
VISITS = 'visits = pd.read_csv("visits.csv")\n'
TORCH = "import torch\nfrom torch import nn\n\n"
NET = "model = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())\n"
TRAINING = (
    "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
    "criterion = nn.BCEWithLogitsLoss()\nx, y = torch.randn(8, 4), torch.rand(8, 1).round()\n"
    "for _ in range(2):\n    optimizer.zero_grad()\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()\n"
)

REFUSED: dict[str, tuple[str, Program]] = {
    "nan: nobody can tell what is compared": (
        "nan-comparison",
        "import numpy as np\n\n\ndef is_gap(value):\n    return value == np.nan\n\n\n"
        "print(is_gap(float(input())))\n",
    ),
    "inplace: the old frame is read as if it had changed": (
        "inplace-result-assigned",
        READ + "full = df.dropna(inplace=True)\nprint(full, len(df))\n",
    ),
    "discarded: a column cannot take back fewer rows": (
        "discarded-result",
        READ + 'df["a"].sort_values()\nprint(df["a"].head())\n',
    ),
    "discarded: one frame of several in a loop": (
        "discarded-result",
        READ + "other = df.copy()\nfor frame in (df, other):\n    frame.dropna()\n"
        "    print(len(frame))\nprint(len(df))\n",
    ),
    "chained: a slice of places": (
        "chained-assignment",
        READ + 'df["a"][2:5] = 0\nprint(df.head())\n',
    ),
    "target: a column of an array": (
        "target-in-features",
        IMPORTS
        + 'data = pd.read_csv("data.csv").to_numpy()\nX, y = data[:, 0:5], data[:, 4]\n'
        + SPLIT
        + MODEL,
    ),
    "target: other uses would keep the column": (
        "target-in-features",
        IMPORTS
        + 'train, test = pd.read_csv("data.csv"), pd.read_csv("gaps.csv").fillna(0)\n'
        + "columns = [name for name in train.columns if name != 'd']\n"
        + "model = LogisticRegression().fit(train[columns], train['y'])\n"
        + "print(model.predict(test[columns]))\n",
    ),
    "labels: an index that was counted anew": (
        "misaligned-labels",
        IMPORTS
        + LOAD
        + 'y = df["y"]\nX = df.drop(columns=["y"]).sample(frac=1).reset_index(drop=True)\n'
        + SPLIT
        + MODEL,
    ),
    "lookahead: the name says that it looks ahead": (
        "lookahead-feature",
        IMPORTS
        + SERIES
        + 'df["next_a"] = df["a"].shift(-1)\ndf = df.dropna()\n'
        + 'model = LogisticRegression().fit(df[["next_a"]][:60], df["sold"][:60] > 0)\n'
        + 'print(model.score(df[["next_a"]][60:], df["sold"][60:] > 0))\n',
    ),
    "ranking: several classes, one against the rest": (
        "hard-label-score",
        script(METRICS, LOAD, XY, SPLIT)
        + "print(roc_auc_score(y_test, model.predict(X_test), multi_class='ovr'))\n",
    ),
    "ranking: log loss of a machine without probabilities": (
        "hard-label-score",
        IMPORTS
        + METRICS
        + "from sklearn.svm import LinearSVC\n"
        + LOAD
        + XY
        + SPLIT
        + "svc = LinearSVC().fit(X_train, y_train)\n"
        + "print(log_loss(y_test, svc.predict(X_test)))\n",
    ),
    "ranking: the model was fitted again since": (
        "hard-label-score",
        script(METRICS, LOAD, XY, SPLIT)
        + "predicted = model.predict(X_test)\nmodel = LogisticRegression().fit(X_test, y_test)\n"
        + "print(roc_auc_score(y_test, predicted))\n",
    ),
    "time: the newest rows come first": (
        "time-leak",
        IMPORTS
        + 'df = pd.read_csv("series.csv", parse_dates=["day"])\n'
        + 'df = df.sort_values("day", ascending=False)\n'
        + LAGS
        + 'X, y = df[["before", "a"]], df["sold"] > 0\n'
        + SPLIT
        + MODEL,
    ),
    "time: every row has to be predicted once": (
        "time-leak",
        IMPORTS
        + "from sklearn.model_selection import KFold, cross_val_predict\n"
        + SERIES
        + LAGS
        + 'X, y = df[["before", "a"]], df["sold"] > 0\nfolds = KFold(5, shuffle=True)\n'
        + "predicted = cross_val_predict(LogisticRegression(), X, y, cv=folds)\n"
        + "for train, test in folds.split(X):\n"
        + "    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])\n"
        + "    print(model.score(X.iloc[test], y.iloc[test]))\n",
    ),
    "groups: the key is gone when the rows are split": (
        "group-leak",
        IMPORTS
        + VISITS
        + 'visits["number"] = visits.groupby("patient_id").cumcount()\n'
        + 'visits = visits.drop(columns=["patient_id"])\n'
        + 'X, y = visits[["number", "a"]], visits["y"]\n'
        + SPLIT
        + MODEL,
    ),
    "resampled: the resampled rows are needed later": (
        "resampling-before-split",
        IMPORTS
        + SAMPLER
        + RARE
        + "X_res, y_res = RandomOverSampler(random_state=0).fit_resample(X, y)\n"
        + SPLIT.replace("(X, y,", "(X_res, y_res,")
        + MODEL
        + "print(X_res.mean())\n",
    ),
    "resampled: another array is split along": (
        "resampling-before-split",
        IMPORTS
        + SAMPLER
        + RARE
        + "X, y = RandomOverSampler(random_state=0).fit_resample(X, y)\n"
        + "places = np.arange(len(X))\n"
        + "X_train, X_test, y_train, y_test, in_train, in_test = train_test_split(\n"
        + "    X, y, places, random_state=0\n)\n"
        + MODEL,
    ),
    "folds: the found model is looked into": (
        "preprocessing-outside-cv",
        IMPORTS
        + VALIDATE
        + NOISE
        + "X = SelectKBest(f_classif, k=20).fit_transform(X, y)\n"
        + 'search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=5)\nsearch.fit(X, y)\n'
        + "print(search.best_score_, search.best_estimator_.coef_)\n",
    ),
    "folds: the settings are computed": (
        "preprocessing-outside-cv",
        IMPORTS
        + VALIDATE
        + NOISE
        + "X = SelectKBest(f_classif, k=20).fit_transform(X, y)\n"
        + "grid = dict(C=[0.1, 1])\nsearch = GridSearchCV(LogisticRegression(), grid, cv=5)\n"
        + "search.fit(X, y)\nprint(search.best_score_)\n",
    ),
    "overlap: the parts have other names by then": (
        "train-test-overlap",
        IMPORTS
        + FOREST
        + FEW
        + SPLIT
        + "X = X.fillna(0)\nforest = RandomForestClassifier()\nforest.fit(X, y)\n"
        + "print(forest.score(X_test, y_test))\n",
    ),
    "a helper that is called for something else, too": (
        "fit-before-split",
        script(
            "def centred(X):\n    return X - X.mean()\n\n\n",
            LOAD,
            "print(centred(df).mean())\n",
            XY,
            "X = centred(X)\n",
            SPLIT,
        ),
    ),
    "a helper that sorts its rows": (
        "fit-before-split",
        script(
            "def centred(X):\n    X = X.sort_index()\n    return X - X.mean()\n\n\n",
            LOAD,
            XY,
            "X = centred(X)\n",
            SPLIT,
        ),
    ),
    "a threshold on the output": (
        "activation-before-loss",
        TORCH + NET + TRAINING + "print((model(x) > 0.5).float().mean())\n",
    ),
    "a fresh scaler when served": (
        "refit-at-serving",
        "import joblib\nimport pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n\n"
        'model = joblib.load("model.joblib")\n\n\ndef predict(rows):\n'
        "    X = StandardScaler().fit_transform(pd.DataFrame(rows))\n    return model.predict(X)\n",
    ),
    "saved without the scaler of two columns": (
        "unsaved-preprocessing",
        "import joblib\n"
        + script(
            LOAD,
            'scaler = StandardScaler()\ndf[["a"]] = scaler.fit_transform(df[["a"]])\n',
            XY,
            SPLIT,
        )
        + 'joblib.dump(model, "saved.joblib")\n',
    ),
    "seeded late with a number that is drawn": (
        "late-seed",
        script(
            LOAD,
            XY,
            SPLIT.replace(", random_state=0", ""),
            "number = len(X_train)\nnp.random.seed(number)\n",
        ),
    ),
    "a generator that is trained on, too": (
        "shuffled-generator-metrics",
        "import numpy as np\nfrom sklearn.metrics import accuracy_score\n"
        "from tensorflow.keras.models import load_model\n"
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n\n"
        'model = load_model("m.keras")\ndata = ImageDataGenerator().flow_from_directory("d")\n'
        "model.fit(data)\npredicted = np.argmax(model.predict(data), axis=1)\n"
        "print(accuracy_score(data.classes, predicted))\n",
    ),
    "a data set that carries its own validation rows": (
        "early-stopping-on-test",
        IMPORTS
        + "from xgboost import XGBClassifier\n"
        + LOAD
        + XY
        + "X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)\n"
        + "model = XGBClassifier(early_stopping_rounds=5)\n"
        + "model.fit(X_train, y_train, eval_set=[(X_val, y_val)])\n"
        + "print(model.score(X_val, y_val))\n",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_fix_where_it_would_not_be_right(name):
    rule, program = REFUSED[name]
    assert repair(program, rule, EVERY_RULE) is None
