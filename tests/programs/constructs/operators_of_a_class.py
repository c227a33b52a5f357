import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Chain:
    def __init__(self, *steps):
        self.steps = steps

    def __or__(self, step):
        return Chain(*self.steps, step)

    def fit_transform(self, features, labels):
        for step in self.steps:
            features = step.fit_transform(features, labels)  # expect
        return features

    def transform(self, features):
        for step in self.steps:
            features = step.transform(features)
        return features


df = pd.read_csv("genes.csv")
X, y = df.drop(columns=["ill"]), df["ill"]
chain = Chain() | SelectKBest(f_classif, k=20)
X = chain.fit_transform(X, y)  # leaky
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train, X_test = chain.fit_transform(X_train, y_train), chain.transform(X_test)  # clean
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
