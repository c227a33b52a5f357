"""Attributes instead of names."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR


class Trainer:
    def __init__(self, frame):
        X, y = frame.drop(columns=["price"]), frame["price"]
        self.X_train, self.y_train, self.X_test, self.y_test = train_test_split(X, y)  # expect: split-unpack-order

    def run(self):
        model = SVR().fit(self.X_train, self.y_train)
        return model.score(self.X_test, self.y_test)


print(Trainer(pd.read_csv("houses.csv")).run())
