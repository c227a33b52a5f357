"""The class keeps the parts and uses the whole."""
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import train_test_split


class Trainer:
    def __init__(self, path):
        frame = pd.read_csv(path)
        self.X, self.y = frame.drop(columns=["grade"]), frame["grade"]
        self.parts = train_test_split(self.X, self.y, random_state=0)
        self.model = ExtraTreesClassifier(random_state=0)

    def train(self):
        self.model.fit(self.X, self.y)  # expect: ignored-split
        return self.model.score(self.X, self.y)


print(Trainer("students.csv").train())
