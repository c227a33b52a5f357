"""A class that tunes itself on the test set."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import fbeta_score
from sklearn.model_selection import train_test_split


class Alarm:
    def __init__(self):
        self.model = LogisticRegression()
        self.threshold, self.score = 0.5, 0.0

    def tune(self, X, y):
        proba = self.model.predict_proba(X)[:, 1]
        for threshold in np.arange(0.05, 1.0, 0.05):
            score = fbeta_score(y, proba > threshold, beta=2)  # expect: threshold-tuned-on-test
            if score > self.score:
                self.threshold, self.score = threshold, score


df = pd.read_csv("sensors.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["alarm"]), df["alarm"])
alarm = Alarm()
alarm.model.fit(X_train, y_train)
alarm.tune(X_test, y_test)
print(alarm.threshold, alarm.score)
