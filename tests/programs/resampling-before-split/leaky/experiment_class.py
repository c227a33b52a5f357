import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


class Experiment:
    def __init__(self, path, target):
        self.frame = pd.read_csv(path)
        self.target = target
        self.model = SVC(class_weight="balanced")

    def prepare(self):
        y = self.frame[self.target]
        X = self.frame.drop(columns=[self.target])
        X, y = ADASYN().fit_resample(X, y)  # expect: resampling-before-split
        self.X_train, self.X_val, self.y_train, self.y_val = train_test_split(X, y)

    def run(self):
        self.prepare()
        self.model.fit(self.X_train, self.y_train)
        return self.model.score(self.X_val, self.y_val)


experiment = Experiment("sensors.csv", "failure")
print(experiment.run())
