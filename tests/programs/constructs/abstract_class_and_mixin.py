from abc import ABC, abstractmethod

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class Step(ABC):
    @abstractmethod
    def fit(self, features, labels): ...

    def fit_apply(self, features, labels):
        self.fit(features, labels)
        return self.apply(features)


class Applying:
    def apply(self, features):
        return self.selector.transform(features)


class Best(Applying, Step):
    def fit(self, features, labels):
        self.selector = SelectKBest(f_classif, k=20).fit(features, labels)  # expect


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
step = Best()
X = step.fit_apply(X, y)  # leaky
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train, X_test = step.fit_apply(X_train, y_train), step.apply(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
