import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

series = pd.read_csv("passengers.csv")["passengers"].values
X = np.array([series[i : i + 12] for i in range(len(series) - 12)])
y = series[12:]
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
