import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR


class Sequences:
    def __init__(self, path, length):
        self.values = pd.read_csv(path)["flow"].to_numpy()
        self.length = length

    def build(self):
        X, y = [], []
        for t in range(len(self.values) - self.length):
            X.append(self.values[t : t + self.length])
            y.append(self.values[t + self.length])
        return np.asarray(X), np.asarray(y)


X, y = Sequences("river.csv", 14).build()
X_train, X_test, y_train, y_test = train_test_split(  # expect: overlapping-windows-split
    X, y, random_state=0
)
print(SVR().fit(X_train, y_train).score(X_test, y_test))
