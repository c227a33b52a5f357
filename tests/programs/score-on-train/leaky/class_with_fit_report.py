"""A class that fits and reports on the same rows."""
import pandas as pd
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Recommender:
    def __init__(self):
        self.model = make_pipeline(StandardScaler(), KNeighborsClassifier(1))

    def train(self, frame):
        X, y = frame.drop(columns=["likes"]), frame["likes"]
        self.model.fit(X, y)
        return self.model.score(X, y)  # expect: score-on-train


frame = pd.read_csv("ratings.csv")
print("accuracy of the recommender:", Recommender().train(frame))
