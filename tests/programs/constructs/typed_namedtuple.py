from typing import Any, NamedTuple

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class Parts(NamedTuple):
    train: Any
    test: Any


def load(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["ill"]), df["ill"]
    selector = SelectKBest(f_classif, k=20)
    X = selector.fit_transform(X, y)  # leaky expect
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    return Parts(train=X_train, test=X_test), Parts(y_train, y_test)


features, labels = load("genes.csv")
model = LogisticRegression().fit(features.train, labels.train)
X_test, y_test = features[1], labels[1]
print(model.score(X_test, y_test))
