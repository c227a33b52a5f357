"""A helper that fits a scaler only if it gets none; an object that is given is true."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def preprocess(X, scaler=None):
    if not scaler:
        scaler = StandardScaler()
        scaler.fit(X)
    return scaler.transform(X), scaler


train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
X, scaler = preprocess(train.drop(columns=["target"]))
X_test, _ = preprocess(test, scaler)

model = LogisticRegression().fit(X, train["target"])
pd.Series(model.predict_proba(X_test)[:, 1]).to_csv("submission.csv")
