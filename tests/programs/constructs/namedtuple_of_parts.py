from collections import namedtuple

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

Parts = namedtuple("Parts", "X_train X_test y_train y_test")


def load(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["ill"]), df["ill"]
    selector = SelectKBest(f_classif, k=20)
    X = selector.fit_transform(X, y)  # leaky expect
    parts = Parts(*train_test_split(X, y, random_state=0))
    X_train = selector.fit_transform(parts.X_train, parts.y_train)  # clean
    parts = parts._replace(X_train=X_train, X_test=selector.transform(parts.X_test))  # clean
    return parts


parts = load("genes.csv")
model = LogisticRegression().fit(parts.X_train, parts.y_train)
print(model.score(parts.X_test, parts.y_test))
