import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression


class Experiment:
    def __init__(self, path):
        data = pd.read_csv(path)
        self.X = data[["a", "b"]].to_numpy()
        self.y = data["label"].to_numpy()

    def mix(self):
        self.X = np.random.permutation(self.X)  # expect: misaligned-labels

    def run(self):
        model = LogisticRegression().fit(self.X[:100], self.y[:100])
        return model.score(self.X[100:], self.y[100:])


experiment = Experiment("points.csv")
experiment.mix()
print(experiment.run())
