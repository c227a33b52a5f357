from enum import Enum

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class Kind(Enum):
    LINEAR = "linear"


def make(kind):
    if kind is Kind.LINEAR:
        return LogisticRegression()
    raise ValueError(kind)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = make(Kind.LINEAR).fit(X_train, y_train)
print(model.score(X_test, y_test))
