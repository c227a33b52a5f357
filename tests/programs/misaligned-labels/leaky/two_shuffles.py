import numpy as np
import pandas as pd
from sklearn.svm import SVC


def load(path):
    table = pd.read_csv(path)
    features = table.drop(columns=["kind"]).to_numpy()
    labels = table["kind"].to_numpy()
    np.random.shuffle(features)  # expect: misaligned-labels
    np.random.shuffle(labels)
    return features, labels


X, y = load("plants.csv")
machine = SVC().fit(X[:300], y[:300])
print(machine.score(X[300:], y[300:]))
