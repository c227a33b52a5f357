import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class TopColumns(BaseEstimator, TransformerMixin):
    def __init__(self, k=20):
        self.k = k

    def fit(self, X, y=None):
        self.inner_ = SelectKBest(f_classif, k=self.k).fit(X, y)  # expect
        return self

    def transform(self, X):
        return self.inner_.transform(X)


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
top = TopColumns()
X = top.fit_transform(X, y)  # leaky
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = top.fit_transform(X_train, y_train)  # clean
X_test = top.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
