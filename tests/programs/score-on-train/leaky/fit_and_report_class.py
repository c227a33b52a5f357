"""A class that reads, fits and reports; it never holds anything out."""
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder


class ChurnModel:
    categorical = ["plan", "state"]
    numeric = ["months", "calls", "bill"]

    def __init__(self):
        encode = make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), self.categorical), remainder="passthrough"
        )
        self.pipeline = make_pipeline(encode, GradientBoostingClassifier(random_state=0))

    def load(self, path):
        table = pd.read_csv(path)
        self.X = table[self.categorical + self.numeric]
        self.y = table["churned"]
        return self

    def train(self):
        self.pipeline.fit(self.X, self.y)
        return self

    def report(self):
        predicted = self.pipeline.predict(self.X)
        print("accuracy:", accuracy_score(self.y, predicted))  # expect: score-on-train
        print("AUC:", roc_auc_score(self.y, self.pipeline.predict_proba(self.X)[:, 1]))


if __name__ == "__main__":
    ChurnModel().load("churn.csv").train().report()
