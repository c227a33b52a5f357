from dataclasses import dataclass, field

import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


@dataclass
class Trainer:
    path: str
    k: int = 20
    model: LogisticRegression = field(default_factory=LogisticRegression)

    def __post_init__(self):
        self.df = pd.read_csv(self.path)
        self.selector = SelectKBest(f_classif, k=self.k)

    def run(self):
        X, y = self.df.drop(columns=["ill"]), self.df["ill"]
        X = self.selector.fit_transform(X, y)  # leaky expect
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        X_train = self.selector.fit_transform(X_train, y_train)  # clean
        X_test = self.selector.transform(X_test)  # clean
        self.model.fit(X_train, y_train)
        return self.model.score(X_test, y_test)


print(Trainer("genes.csv").run())
