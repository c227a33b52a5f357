import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge


def windows(series, width):
    X = [series[i : i + width] for i in range(len(series) - width)]
    return np.array(X), series[width:]


series = pd.read_csv("passengers.csv")["passengers"].values
X_train, y_train = windows(series[:900], 12)
X_test, y_test = windows(series[912:], 12)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
