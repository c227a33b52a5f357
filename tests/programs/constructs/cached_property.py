from functools import cached_property

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class Data:
    def __init__(self, path):
        self.path = path

    @cached_property
    def table(self):
        return pd.read_csv(self.path)

    @cached_property
    def chosen(self):
        X, y = self.table.drop(columns=["ill"]), self.table["ill"]
        return SelectKBest(f_classif, k=20).fit_transform(X, y)  # leaky expect
        return X.to_numpy()  # clean


data = Data("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(
    data.chosen, data.table["ill"], random_state=0
)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
