"""Fixes around scores, seeds, networks and saved models."""

from __future__ import annotations

from cases import Case, agrees, falls, prints, rises, works
from leaking_programs import IMPORTS, LOAD, SPLIT, XY, script
from split_cases import FOREST, RARE, VALIDATE

METRICS = "from sklearn.metrics import accuracy_score, roc_auc_score\n"
PEOPLE = 'people = pd.read_csv("people.csv")\nX, y = people[["town", "age"]], people["y"]\n'
TORCH = "import torch\nfrom torch import nn\n\n"
NET = "nn.Sequential(\n    nn.Linear(4, 8),\n    nn.Dropout(0.5),\n    nn.Linear(8, 3),\n"
TRAINING = (
    "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n"
    "criterion = nn.CrossEntropyLoss()\nx, y = torch.randn(8, 4), torch.randint(0, 3, (8,))\n"
    "for _ in range(2):\n    optimizer.zero_grad()\n    loss = criterion(model(x), y)\n"
    "    loss.backward()\n    optimizer.step()\n"
)

CASES: dict[str, Case] = {
    "labels for a ranking": Case(
        "hard-label-score",
        script(METRICS, LOAD, XY, SPLIT)
        + "predicted = model.predict(X_test)\nprint('----')\n"
        + "print(roc_auc_score(y_test, predicted))  # area\n"
        + "print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))\n",
        lambda before, after: agrees(_tail(before), _tail(after)),
        has=("roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))  # area",),
        safe=True,
    ),
    "labels of a machine without probabilities": Case(
        "hard-label-score",
        IMPORTS
        + METRICS
        + "from sklearn.svm import LinearSVC\n"
        + LOAD
        + XY
        + SPLIT
        + "svc = LinearSVC().fit(X_train, y_train)\n"
        + "print(roc_auc_score(y_test, svc.predict(X_test)))\n"
        + "print(roc_auc_score(y_test, svc.decision_function(X_test)))\n",
        agrees,
        has=("roc_auc_score(y_test, svc.decision_function(X_test)))\n",),
        safe=True,
    ),
    "sorted folds": Case(
        "sorted-folds",
        IMPORTS
        + VALIDATE
        + "from sklearn.datasets import load_iris\n\nX, y = load_iris(return_X_y=True)\n"
        + "folds = KFold(n_splits=3)\nmodel = LogisticRegression(max_iter=999)\n"
        + "print(cross_val_score(model, X, y, cv=folds).mean())\n",
        rises(0.01, 0.9),
        has=("folds = StratifiedKFold(n_splits=3, shuffle=True, random_state=0)",),
    ),
    "sorted folds in a loop without labels": Case(
        "sorted-folds",
        IMPORTS
        + VALIDATE
        + "from sklearn.datasets import load_iris\n\n"
        + "X, y = load_iris(return_X_y=True)\nscores = []\n"
        + "for train, test in KFold(n_splits=3).split(X):\n"
        + "    model = LogisticRegression(max_iter=999).fit(X[train], y[train])\n"
        + "    scores.append(model.score(X[test], y[test]))\nprint(np.mean(scores))\n",
        rises(0.01, 0.9),
        has=("KFold(n_splits=3, shuffle=True, random_state=0).split(X)",),
    ),
    "stale predictions": Case(
        "stale-predictions",
        IMPORTS
        + METRICS
        + FOREST
        + LOAD
        + XY
        + SPLIT
        + "logistic = LogisticRegression().fit(X_train, y_train)\n"
        + "by_line = logistic.predict(X_test)\n"
        + "first = accuracy_score(y_test, by_line)\n"
        + "forest = RandomForestClassifier(max_depth=1, n_estimators=1, random_state=0)\n"
        + "forest.fit(X_train, y_train)\nby_tree = forest.predict(X_test)\n"
        + "print(accuracy_score(y_test, by_line))  # the forest\n"
        + "print(forest.score(X_test, y_test))\n",
        agrees,
        has=("print(accuracy_score(y_test, by_tree))  # the forest",),
        safe=True,
    ),
    "resampled test rows": Case(
        "resampled-test-set",
        IMPORTS
        + "from imblearn.over_sampling import RandomOverSampler\n"
        + RARE
        + SPLIT
        + "sampler = RandomOverSampler(random_state=0)\n"
        + "X_train, y_train = sampler.fit_resample(X_train, y_train)\n"
        + "X_even, y_even = sampler.fit_resample(X_test, y_test)\nprint(len(X_test))\n"
        + "model = LogisticRegression().fit(X_train, y_train)\n"
        + "print(model.score(X_even, y_even))\n",
        lambda before, after: before.error is None is after.error,
        has=("model.score(X_test, y_test)",),
        lacks=("X_even",),
    ),
    "dummies of each part": Case(
        "encoder-per-split",
        IMPORTS
        + PEOPLE
        + "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=6, random_state=0)\n"
        + "X_train = pd.get_dummies(X_train)\nX_test = pd.get_dummies(X_test)  # alike\n"
        + "model = LogisticRegression().fit(X_train, y_train)\n"
        + "print(model.score(X_test, y_test))\n",
        works,
        has=("pd.get_dummies(X_test).reindex(columns=X_train.columns, fill_value=0)  # alike",),
        safe=True,
    ),
    "an encoder of each part": Case(
        "encoder-per-split",
        IMPORTS
        + "from sklearn.preprocessing import OneHotEncoder\n"
        + PEOPLE
        + "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=6, random_state=0)\n"
        + "encoder = OneHotEncoder()\ncodes = encoder.fit_transform(X_train)\n"
        + "test_codes = encoder.fit_transform(X_test)\n"
        + "model = LogisticRegression().fit(codes, y_train)\n"
        + "print(model.score(test_codes, y_test))\n",
        works,
        has=('OneHotEncoder(handle_unknown="ignore")', "encoder.transform(X_test)"),
    ),
    "stacked in sample": Case(
        "in-sample-stacking",
        IMPORTS
        + FOREST
        + 'noise = pd.read_csv("noise.csv")\nX, y = noise[["g0", "g1", "g2"]], noise["y"]\n'
        + SPLIT
        + "forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)\n"
        + "level = np.column_stack([forest.predict(X_train), X_train])\n"
        + "print(np.mean(level[:, 0] == y_train))\n"
        + "test_level = np.column_stack([forest.predict(X_test), X_test])\n"
        + "final = LogisticRegression().fit(level, y_train)\n"
        + "print(final.score(test_level, y_test))\n",
        falls(0.99, 0.7),
        has=("cross_val_predict(forest, X_train, y_train)",),
    ),
    "unseeded": Case(
        "unseeded-randomness",
        script(LOAD, XY, SPLIT.replace(", random_state=0", ""))
        + FOREST
        + "forest = RandomForestClassifier(n_estimators=5).fit(X_train, y_train)\n"
        + "print(forest.score(X_test, y_test))\n",
        lambda before, after: before.error is None is after.error,
        has=(
            "train_test_split(X, y, random_state=0)",
            "RandomForestClassifier(n_estimators=5, random_state=0)",
        ),
    ),
    "seeded too late": Case(
        "late-seed",
        script(
            LOAD,
            XY,
            SPLIT.replace(", random_state=0", ""),
            "\n# repeatable\nnp.random.seed(0)  # seed\n",
        ),
        lambda before, after: before.error is None is after.error,
        has=("# repeatable\nnp.random.seed(0)  # seed\nX_train, X_test,",),
        safe=True,
    ),
    "seeded for another library": Case(
        "late-seed",
        "import random\n\n"
        + script("random.seed(7)\n", LOAD, XY, SPLIT.replace(", random_state=0", "")),
        lambda before, after: before.error is None is after.error,
        has=("random.seed(7)\nnp.random.seed(7)\n",),
        safe=True,
    ),
    "loaded, and in training mode": Case(
        "missing-eval-after-load",
        TORCH
        + f"model = {NET})\n"
        + 'model.load_state_dict(torch.load("net.pt"))\n'
        + "with torch.no_grad():\n    print(model(torch.ones(1, 4)).argmax())\n"
        + "print(model.training)\n",
        prints("False"),
        has=('model.load_state_dict(torch.load("net.pt"))\nmodel.eval()\n',),
        safe=True,
    ),
    "a softmax layer before cross-entropy": Case(
        "activation-before-loss",
        TORCH
        + f"torch.manual_seed(0)\nmodel = {NET}    nn.Softmax(dim=1),  # to one\n)\n"
        + TRAINING
        + "print(round(float(model(x).sum()), 3))\n",
        lambda before, after: "8.0" in before.output and "8.0" not in after.output,
        has=("    nn.Linear(8, 3),\n)\n",),
        lacks=("Softmax",),
    ),
    "a softmax in forward": Case(
        "activation-before-loss",
        TORCH
        + "import torch.nn.functional as F\n\n\nclass Net(nn.Module):\n    def __init__(self):\n"
        + "        super().__init__()\n        self.fc = nn.Linear(4, 3)\n\n"
        + "    def forward(self, x):\n        x = self.fc(x)\n"
        + "        return F.softmax(x, dim=1)  # classes\n\n\ntorch.manual_seed(0)\nmodel = Net()\n"
        + TRAINING
        + "print(round(float(model(x).sum()), 3))\n",
        lambda before, after: "8.0" in before.output and "8.0" not in after.output,
        has=("        return x  # classes",),
    ),
    "fitted again when served": Case(
        "refit-at-serving",
        'import joblib\nimport pandas as pd\n\nmodel = joblib.load("model.joblib")\n'
        'scaler = joblib.load("scaler.joblib")\nnew = pd.read_csv("data.csv").drop(columns=["y"])\n'
        "rows = scaler.fit_transform(new.head(1))\nprint(abs(rows).sum())\n"
        "print(model.predict(rows))\n",
        lambda before, after: "0.0" in before.output and "0.0\n" not in after.output,
        has=("rows = scaler.transform(new.head(1))",),
        safe=True,
    ),
    "saved without its scaler": Case(
        "unsaved-preprocessing",
        "import joblib\n"
        + script(
            LOAD,
            XY,
            SPLIT,
            "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n",
            "X_test = scaler.transform(X_test)\n",
        )
        + 'joblib.dump(model, "saved.joblib")  # for the service\n',
        lambda before, after: before.output == after.output,
        has=('joblib.dump(make_pipeline(scaler, model), "saved.joblib")  # for the service',),
    ),
    # What these need is not installed.
    "watched on the test set": Case(
        "early-stopping-on-test",
        IMPORTS
        + "from xgboost import XGBClassifier\n"
        + LOAD
        + XY
        + SPLIT
        + "model = XGBClassifier(early_stopping_rounds=5)\n"
        + "model.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_test, y_test)])  # watch\n"
        + "print(model.score(X_test, y_test))\n",
        has=(
            "X_fit, X_val, y_fit, y_val = "
            "train_test_split(X_train, y_train, test_size=0.2, random_state=0)\n",
            "model.fit(X_fit, y_fit, eval_set=[(X_fit, y_fit), (X_val, y_val)])  # watch",
        ),
    ),
    "a score that should be small": Case(
        "wrong-monitor-direction",
        "from pytorch_lightning.callbacks import ModelCheckpoint\n\n"
        'best = ModelCheckpoint(\n    monitor="val_acc",\n    save_top_k=1,  # the best\n)\n',
        has=('    save_top_k=1,\n    mode="max",  # the best\n',),
        safe=True,
    ),
    "frozen after compile": Case(
        "trainable-after-compile",
        "import numpy as np\nfrom tensorflow import keras\n\n"
        'base = keras.applications.MobileNetV2(include_top=False, pooling="avg")\n'
        'model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])\n'
        'model.compile("adam", "sparse_categorical_crossentropy")  # ready\n'
        "base.trainable = False\n"
        'model.fit(np.load("x.npy"), np.load("y.npy"))\n',
        has=("base.trainable = False\nmodel.compile(",),
        safe=True,
    ),
    "a shuffling generator": Case(
        "shuffled-generator-metrics",
        "import numpy as np\nfrom sklearn.metrics import accuracy_score\n"
        "from tensorflow.keras.models import load_model\n"
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\n\n"
        'model = load_model("m.keras")\ntest = ImageDataGenerator().flow_from_directory("test")\n'
        "predicted = np.argmax(model.predict(test), axis=1)\n"
        "print(accuracy_score(test.classes, predicted))\n",
        has=('flow_from_directory("test", shuffle=False)',),
        safe=True,
    ),
    "the tail of sorted rows": Case(
        "unshuffled-validation-split",
        "from sklearn.datasets import load_iris\nfrom tensorflow import keras\n\n"
        "X, y = load_iris(return_X_y=True)\nmodel = keras.Sequential([keras.layers.Dense(3)])\n"
        'model.compile("adam", "mse")\nmodel.fit(X, y, validation_split=0.2)\n',
        has=(
            "from sklearn.utils import shuffle\n",
            "X, y = shuffle(X, y, random_state=0)\nmodel.fit(",
        ),
    ),
}


def _tail(run):
    return type(run)(run.output.partition("----")[2], run.error)
