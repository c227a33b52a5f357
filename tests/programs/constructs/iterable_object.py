import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Folds:
    def __init__(self, features, labels):
        self.parts = [train_test_split(features, labels, random_state=seed) for seed in (0, 1)]

    def __iter__(self):
        for part in self.parts:
            yield part


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
selector = SelectKBest(f_classif, k=20)
X = selector.fit_transform(X, y)  # leaky expect
for X_train, X_test, y_train, y_test in Folds(X, y):
    X_train = selector.fit_transform(X_train, y_train)  # clean
    X_test = selector.transform(X_test)  # clean
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test, y_test))
