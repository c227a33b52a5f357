from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


@dataclass
class Parts:
    X_train: np.ndarray
    X_test: np.ndarray
    y_train: np.ndarray
    y_test: np.ndarray


def load(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["ill"]), df["ill"]
    selector = SelectKBest(f_classif, k=20)
    X = selector.fit_transform(X, y)  # leaky expect
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    return Parts(X_train, X_test, y_train=y_train, y_test=y_test)


parts = load("genes.csv")
model = LogisticRegression().fit(parts.X_train, parts.y_train)
print(model.score(parts.X_test, parts.y_test))
