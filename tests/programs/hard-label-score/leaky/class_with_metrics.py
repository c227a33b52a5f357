"""Metrics kept in a dictionary of a class."""
import pandas as pd
from sklearn.metrics import brier_score_loss, f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB


class Scored:
    def __init__(self, model, X, y):
        labels = model.predict(X)
        self.metrics = {
            "f1": f1_score(y, labels),
            "brier": brier_score_loss(y, labels),  # expect: hard-label-score
        }


df = pd.read_csv("rain.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["rain"]), df["rain"])
print(Scored(GaussianNB().fit(X_train, y_train), X_test, y_test).metrics)
