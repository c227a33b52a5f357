import joblib
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.svm import SVC


class Trainer:
    def __init__(self, frame):
        self.X = frame.drop(columns="label")
        self.y = frame["label"]
        self.imputer = SimpleImputer(strategy="median")
        self.selector = SelectKBest(k=10)

    def run(self):
        X = self.imputer.fit_transform(self.X)
        X = self.selector.fit_transform(X, self.y)
        self.model = SVC().fit(X, self.y)
        return self

    def store(self, path):
        joblib.dump(self.model, path)  # expect: unsaved-preprocessing


Trainer(pd.read_csv("genes.csv")).run().store("svm.joblib")
