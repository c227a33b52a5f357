"""A class whose tune method takes everything."""
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier


class Tuner:
    def __init__(self, X, y):
        self.X, self.y = X, y
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(X, y)
        self.search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 5, 9]})

    def tune(self):
        self.search.fit(self.X, self.y)  # expect: search-includes-test

    def report(self):
        print("test accuracy", self.search.score(self.X_test, self.y_test))


iris = pd.read_csv("iris.csv")
tuner = Tuner(iris.drop(columns=["species"]), iris["species"])
tuner.tune()
tuner.report()
