"""Probabilities as the truth."""
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression


class Detector:
    def __init__(self):
        self.model = LogisticRegression(class_weight="balanced")

    def fit(self, X, y):
        self.model.fit(X, y)
        return self

    def average_precision(self, X, y):
        scores = self.model.predict_proba(X)[:, 1]
        return average_precision_score(scores, y)  # expect: swapped-metric-arguments


df = pd.read_csv("intrusions.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["attack"]), df["attack"])
print(Detector().fit(X_train, y_train).average_precision(X_test, y_test))
