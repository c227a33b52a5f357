import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Experiment:
    def __init__(self, path):
        self.df = pd.read_csv(path)
        self.selector = SelectKBest(f_classif, k=20)
        self.model = LogisticRegression()

    def split(self):
        self.X, self.y = self.df.drop(columns=["ill"]), self.df["ill"]
        parts = train_test_split(self.X, self.y, random_state=0)
        self.X_train, self.X_test, self.y_train, self.y_test = parts

    def select(self):
        self.selector.fit(self.X, self.y)  # leaky expect
        self.selector.fit(self.X_train, self.y_train)  # clean

    def run(self):
        self.split()
        self.select()
        self.model.fit(self.selector.transform(self.X_train), self.y_train)
        return self.model.score(self.selector.transform(self.X_test), self.y_test)


print(Experiment("genes.csv").run())
