from typing import Any, TypedDict

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class Parts(TypedDict):
    features: Any
    labels: Any


def load(path: str) -> Parts:
    df = pd.read_csv(path)
    return Parts(features=df.drop(columns=["ill"]), labels=df["ill"])


data = load("genes.csv")
selector = SelectKBest(f_classif, k=20)
data["features"] = selector.fit_transform(data["features"], data["labels"])  # leaky expect
X_train, X_test, y_train, y_test = train_test_split(*data.values(), random_state=0)
X_train = selector.fit_transform(X_train, y_train)  # clean
X_test = selector.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
