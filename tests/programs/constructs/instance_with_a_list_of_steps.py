import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Steps:
    def __init__(self):
        self.steps = []

    def add(self, step):
        self.steps.append(step)
        return self

    def fit(self, features, labels):
        for step in self.steps:
            features = step.fit_transform(features, labels)  # expect
        return self

    def transform(self, features):
        for step in self.steps:
            features = step.transform(features)
        return features


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
steps = Steps().add(SelectKBest(f_classif, k=20))
steps.fit(X, y)  # leaky
steps.fit(X_train, y_train)  # clean
model = LogisticRegression().fit(steps.transform(X_train), y_train)
print(model.score(steps.transform(X_test), y_test))
