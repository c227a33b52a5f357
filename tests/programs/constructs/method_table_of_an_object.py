import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Experiment:
    def __init__(self):
        df = pd.read_csv("genes.csv")
        self.X, self.y = df.drop(columns=["ill"]), df["ill"]
        self.steps = [self.split, self.choose, self.judge]

    def split(self):
        parts = train_test_split(self.X, self.y, random_state=0)
        self.X_train, self.X_test, self.y_train, self.y_test = parts

    def choose(self):
        self.selector = SelectKBest(f_classif, k=20)
        self.selector.fit(self.X, self.y)  # leaky expect
        self.selector.fit(self.X_train, self.y_train)  # clean

    def judge(self):
        model = LogisticRegression().fit(self.selector.transform(self.X_train), self.y_train)
        print(model.score(self.selector.transform(self.X_test), self.y_test))

    def run(self):
        for step in self.steps:
            step()


Experiment().run()
