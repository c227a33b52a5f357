import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Experiment:
    def __init__(self, df, k):
        self.X, self.y = df.drop(columns=["ill"]), df["ill"]
        self.selector = SelectKBest(f_classif, k=k)

    @classmethod
    def from_csv(cls, path, k=20):
        return cls(pd.read_csv(path), k)

    def run(self):
        X = self.selector.fit_transform(self.X, self.y)  # leaky expect
        X = self.X  # clean
        X_train, X_test, y_train, y_test = train_test_split(X, self.y, random_state=0)
        X_train = self.selector.fit_transform(X_train, y_train)  # clean
        X_test = self.selector.transform(X_test)  # clean
        return LogisticRegression().fit(X_train, y_train).score(X_test, y_test)


print(Experiment.from_csv("genes.csv").run())
