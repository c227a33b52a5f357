import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def segments(values, size):
    found = []
    for start in range(0, len(values), size):
        found.append(values[start : start + size])
    return np.array(found)


eeg = pd.read_csv("eeg.csv")
X = segments(eeg["c3"].to_numpy(), 256)
y = segments(eeg["stage"].to_numpy(), 256)[:, 0]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
